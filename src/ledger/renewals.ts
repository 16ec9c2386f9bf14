import type { Kysely } from 'kysely';
import { z } from 'zod';
import {
  applyRenewalEvent,
  CHANGE_WITNESSES,
  NO_RENEWAL,
  type RenewalEvent,
  type RenewalStanding,
} from '../domain/renewal.ts';
import type { SealedCredential } from '../domain/enrolment.ts';
import type { Siret } from '../domain/siret.ts';
import { CREDENTIAL, FOUND } from './event-json.ts';
import { rowOf, type JournalPlace } from './journal.ts';
import { assertLeaseHeld, assertLeaseOwn, type LeaseClaim } from './lease-row.ts';
import type { LedgerSchema } from './schema.ts';

type IntendedRenewal = Extract<RenewalEvent, { readonly kind: 'intended' }>;

/** One row of `renewals`, read. */
export interface RenewalEntry {
  readonly siret: Siret;
  readonly login: string;
  readonly event: RenewalEvent;
  /** ISO time. */
  readonly at: string;
}

/** Where the renewal of one account stands. */
export interface AccountRenewal {
  readonly siret: Siret;
  readonly login: string;
  readonly standing: RenewalStanding;
}

const EVENT: z.ZodType<RenewalEvent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sealed'), credential: CREDENTIAL }),
  z.object({
    kind: z.literal('intended'),
    credentialId: z.string(),
    before: z.object({
      expiresOn: z.string().exactOptional(),
      modified: z.string().exactOptional(),
    }),
  }),
  z.object({ kind: z.literal('accepted'), message: z.string() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
  z.object({ kind: z.literal('changed'), found: FOUND, by: z.enum(CHANGE_WITNESSES) }),
  z.object({
    kind: z.literal('not-changed'),
    by: z.enum(CHANGE_WITNESSES).exclude(['answer']),
  }),
  z.object({ kind: z.literal('doubted'), reason: z.string() }),
]);

/** How far the renewal of each account has come, and how it came there. */
export class RenewalJournal {
  readonly #place: JournalPlace;
  readonly #lease: LeaseClaim | undefined;

  constructor(place: JournalPlace, lease?: LeaseClaim) {
    this.#place = place;
    this.#lease = lease;
  }

  /** Where the renewal of one account stands. */
  async standing(siret: Siret, login: string): Promise<RenewalStanding> {
    return fold(await this.#entries(this.#place.database, siret, login));
  }

  /** The password that the account has by its latest renewal; undefined where it never was renewed. */
  async current(siret: Siret, login: string): Promise<SealedCredential | undefined> {
    let sealed: SealedCredential | undefined;
    let current: SealedCredential | undefined;
    for (const { event } of await this.#entries(this.#place.database, siret, login)) {
      if (event.kind === 'sealed') sealed = event.credential;
      if (event.kind === 'changed') current = sealed;
    }
    return current;
  }

  /** Where the renewals of all accounts stand that were ever renewed. */
  async standings(): Promise<AccountRenewal[]> {
    const groups = new Map<string, RenewalEntry[]>();
    for (const entry of await this.entries()) {
      const key = `${entry.siret} ${entry.login}`;
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    return [...groups.values()].flatMap((entries) => {
      const [first] = entries;
      if (first === undefined) return [];
      return [{ siret: first.siret, login: first.login, standing: fold(entries) }];
    });
  }

  /** Everything that happened to any account on this portal, oldest first. */
  async entries(): Promise<RenewalEntry[]> {
    return this.#entries(this.#place.database);
  }

  /**
   * Writes down what happened.
   * @throws RaccordError LEASE_LOST; Error where the machine has no such transition.
   */
  async record(
    siret: Siret,
    login: string,
    event: Exclude<RenewalEvent, IntendedRenewal>,
  ): Promise<RenewalStanding> {
    return this.#append(siret, login, event);
  }

  /**
   * Writes down that the click is about to change the password; only then may it be clicked. That
   * the lease is held is checked in the same transaction.
   * @throws RaccordError LEASE_LOST; Error as `record` does, and where another credential than the
   * one that was sealed is named.
   */
  async recordIntent(
    siret: Siret,
    login: string,
    event: IntendedRenewal,
    lease: LeaseClaim,
  ): Promise<RenewalStanding> {
    return this.#append(siret, login, event, lease);
  }

  #append(
    siret: Siret,
    login: string,
    event: RenewalEvent,
    lease?: LeaseClaim,
  ): Promise<RenewalStanding> {
    const { database, clock } = this.#place;
    return database.transaction().execute(async (transaction) => {
      if (lease !== undefined) await assertLeaseHeld(transaction, lease, clock.now());
      else if (this.#lease !== undefined) await assertLeaseOwn(transaction, this.#lease);
      const before = fold(await this.#entries(transaction, siret, login));
      if (event.kind === 'intended' && before.credential?.id !== event.credentialId) {
        throw new Error(`a renewal's intent without its sealed credential (${siret})`);
      }
      const row = rowOf(this.#place);
      const after = applyRenewalEvent(before, event, row.at);
      const data = JSON.stringify({ ...event, kind: undefined });
      const values = { ...row, siret, login, event: event.kind, state: after.state, data };
      await transaction.insertInto('renewals').values(values).execute();
      return after;
    });
  }

  async #entries(
    database: Kysely<LedgerSchema>,
    siret?: Siret,
    login?: string,
  ): Promise<RenewalEntry[]> {
    let query = database
      .selectFrom('renewals')
      .selectAll()
      .where('portal', '=', this.#place.portal);
    if (siret !== undefined) query = query.where('siret', '=', siret);
    if (login !== undefined) query = query.where('login', '=', login);
    const rows = await query.orderBy('id').execute();
    return rows.map((row) => {
      const fields: unknown = JSON.parse(row.data);
      const event = EVENT.parse({ ...z.looseObject({}).parse(fields), kind: row.event });
      // Only a checked SIRET is ever written.
      return { siret: row.siret as Siret, login: row.login, event, at: row.at };
    });
  }
}

function fold(entries: readonly RenewalEntry[]): RenewalStanding {
  return entries.reduce<RenewalStanding>(
    (standing, { event, at }) => applyRenewalEvent(standing, event, at),
    NO_RENEWAL,
  );
}
