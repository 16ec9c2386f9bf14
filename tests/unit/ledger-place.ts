import { join } from 'node:path';
import { test as base } from '../../fixtures/playwright/folder.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { SealedCredential } from '../../src/domain/credential.ts';
import type { AccountEvent, ConnectionEvent, EventKind } from '../../src/domain/ledger-event.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease.ts';
import { openLedger, type Ledger, type LedgerOptions } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/process-identity.ts';

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

interface Place {
  file: string;
  clock: HandClock;
  /** Opens the test's ledger; several may be open, and all are closed at the end. */
  open: (options?: Partial<LedgerOptions>) => Promise<Ledger>;
  ledger: Ledger;
  lease: Lease;
}

export const test = base.extend<Place>({
  file: async ({ folder }, use) => {
    await use(join(folder, 'home', 'ledger.db'));
  },
  clock: async ({}, use) => {
    await use(new HandClock());
  },
  open: async ({ file, clock }, use) => {
    const ledgers: Ledger[] = [];
    await use(async (options = {}) => {
      const ledger = await openLedger({
        file,
        portal: 'portail.example',
        runId: 'run-1',
        clock,
        ...options,
      });
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
