import { join, resolve } from 'node:path';
import { mergeTests } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import { test as inFolder } from '../../fixtures/playwright/folder.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { SealedCredential } from '../../src/domain/credential.ts';
import type { AccountEvent, ConnectionEvent, EventKind } from '../../src/domain/ledger-event.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { LedgerBackend } from '../../src/ledger/database/backend.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease/lease.ts';
import { Ledger, openLedger, type LedgerOptions } from '../../src/ledger/ledger.ts';
import { migratePostgres } from '../../src/ledger/database/postgres.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';

export { expect } from '@playwright/test';

/** Time that a test moves by hand; `sleep` moves it too. */
class HandClock implements Clock {
  #now = Date.parse('2026-11-23T14:05:01.250Z');

  now(): Date {
    return new Date(this.#now);
  }

  elapsed(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
    return Promise.resolve();
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** Which of the two databases the tests of a project run on. */
export interface LedgerOption {
  readonly ledgerIn: 'file' | 'postgres';
}

/** A hand that is not raccord's. */
export interface Intruder {
  /** Runs statements, parted by `;`. */
  exec: (statements: string) => Promise<void>;
  /** Returns what a query gives, each row as the list of its values. */
  rows: (query: string) => Promise<unknown[][]>;
}

interface Place extends LedgerOption {
  file: string;
  /** As errors name the ledger. */
  where: string;
  clock: HandClock;
  intruder: Intruder;
  /** Opens the test's ledger; several may be open, and all are closed at the end. */
  open: (options?: Partial<LedgerOptions>) => Promise<Ledger>;
  ledger: Ledger;
  lease: Lease;
}

/** The clock of a machine that is ahead of the one by which the ledger counts. */
export function aheadOf(clock: Clock, milliseconds: number): Clock {
  return {
    now: () => new Date(clock.now().getTime() + milliseconds),
    elapsed: () => clock.elapsed(),
    sleep: (length) => clock.sleep(length),
  };
}

/** A ledger of which time is moved by hand, also where the database would tell it. */
class HandBackend implements LedgerBackend {
  readonly database: LedgerBackend['database'];
  readonly place: string;
  readonly isShared: boolean;
  readonly #backend: LedgerBackend;
  readonly #clock: Clock;

  constructor(backend: LedgerBackend, clock: Clock) {
    this.database = backend.database;
    this.place = backend.place;
    this.isShared = backend.isShared;
    this.#backend = backend;
    this.#clock = clock;
  }

  now(): Promise<Date> {
    return Promise.resolve(this.#clock.now());
  }

  version(): Promise<string> {
    return this.#backend.version();
  }

  check(): ReturnType<LedgerBackend['check']> {
    return this.#backend.check();
  }
}

export const test = mergeTests(inFolder, onServer).extend<Place>({
  ledgerIn: ['file', { option: true }],
  file: async ({ folder }, use) => {
    await use(join(folder, 'home', 'ledger.db'));
  },
  where: async ({ ledgerIn, file, schema, postgres }, use) => {
    await use(ledgerIn === 'file' ? resolve(file) : ((await postgres())?.place(schema) ?? ''));
  },
  clock: async ({}, use) => {
    await use(new HandClock());
  },
  intruder: async ({ ledgerIn, file, schema, postgres }, use) => {
    if (ledgerIn === 'postgres') {
      const on = await postgres();
      if (on === undefined) throw new Error('no server');
      await use({
        exec: (statements) =>
          on.asSuperuser(schema, async (client) => {
            await client.query(statements);
          }),
        rows: (text) =>
          on.asSuperuser(schema, async (client) => {
            const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
            return rows;
          }),
      });
      return;
    }
    const opened = (work: (database: Sqlite.Database) => unknown[][]): Promise<unknown[][]> => {
      const database = new Sqlite(file);
      try {
        return Promise.resolve(work(database));
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      } finally {
        database.close();
      }
    };
    await use({
      exec: async (statements) => {
        await opened((database) => {
          database.exec(statements);
          return [];
        });
      },
      rows: (query) => opened((database) => database.prepare<[], unknown[]>(query).raw().all()),
    });
  },
  open: async ({ ledgerIn, file, schema, postgres, clock }, use) => {
    const ledgers: Ledger[] = [];
    const server = ledgerIn === 'file' ? undefined : await postgres();
    test.skip(ledgerIn !== 'file' && server === undefined, 'PostgreSQL is not installed');
    const url = server === undefined ? undefined : new Secret(server.url(schema));
    const place = url === undefined ? { file } : { url };
    if (url !== undefined) await migratePostgres(url);
    await use(async (changed = {}) => {
      const options = {
        ...{ portal: 'portail.example', runId: 'run-1', clock },
        readSealed: () => Promise.resolve(Buffer.from('sealed')),
        ...changed,
      };
      const { backend } = await openLedger({ ...options, ...place });
      const ledger = new Ledger(new HandBackend(backend, options.clock), options);
      ledgers.push(ledger);
      return ledger;
    });
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  },
  ledger: async ({ open }, use) => {
    await use(await open());
  },
  lease: async ({ ledger }, use) => {
    const lease = await acquireLease(ledger, 'home', { ttlMs: 60_000, holder: thisProcess() });
    await use(lease);
    await lease.release();
  },
});

/** A number of a made-up establishment. */
export function siretOf(number: number): Siret {
  return String(number).padStart(14, '0') as Siret;
}

export function credential(id: string): SealedCredential {
  return {
    id,
    login: `TECH_${id}@cpro.fr`,
    digest: 'd1',
    fingerprint: 'f1',
    capturedAt: '2026-11-23T14:05:01.000Z',
  };
}

const FOUND = { name: 'Pldiffusion7', state: 'Validé' };

type AnyEvent = ConnectionEvent | AccountEvent;

/** Events of a connection, and some of an account. */
export const EVENTS = {
  'not-seen': { kind: 'not-seen' },
  'seen-other': { kind: 'seen-other', found: FOUND },
  sealed: { kind: 'sealed', credential: credential('c1') },
  intended: { kind: 'intended', applicationName: 'Pldiffusion7' },
  accepted: { kind: 'accepted', message: 'Le raccordement est enregistré' },
  refused: { kind: 'refused', message: 'Le nom existe déjà' },
  confirmed: { kind: 'confirmed', found: { ...FOUND, expiresOn: '2028-01-21' }, by: 'list' },
  unproven: { kind: 'unproven', found: FOUND, reason: 'intended, and in the list' },
  'settled-absent': { kind: 'settled-absent' },
  refuted: { kind: 'refuted', by: 'person' },
  doubted: { kind: 'doubted', reason: 'accepted, but not in the list' },
  imported: { kind: 'imported', credential: credential('c9'), found: FOUND },
  'imported-unproven': { kind: 'imported-unproven', credential: credential('c9'), found: FOUND },
} as const satisfies { [K in EventKind]: AnyEvent & { readonly kind: K } };
