import { resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { applyEvent, type Enrolment, type Half, type HalfEvent } from '../domain/enrolment.ts';
import { RaccordError, type ExitCode } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { present } from '../domain/present.ts';
import type { Siret } from '../domain/siret.ts';
import type { Step } from '../domain/steps.ts';
import { openDatabase } from './database.ts';
import { DeliveryJournal } from './deliveries.ts';
import { assertLeaseHeld, assertLeaseOwn, type LeaseClaim } from './lease-row.ts';
import { RenewalJournal } from './renewals.ts';
import { withRenewals } from './renewed-credentials.ts';
import { asResealed, readReseals, ResealJournal } from './reseals.ts';
import type { LedgerSchema, StepPhase } from './schema.ts';
import {
  insertSignIn,
  readLastTotpCounter,
  readRefusal,
  type Refusal,
  type SignIn,
} from './sign-ins.ts';
import {
  credentialEntries,
  foldEnrolment,
  foldEnrolments,
  insertTransition,
  parseTransition,
  readPortals,
  readTransitions,
  type CredentialEntry,
  type Transition,
} from './transitions.ts';
import { VerificationJournal } from './verifications.ts';

export type IntendedEvent = Extract<HalfEvent, { readonly kind: 'intended' }>;

/** Everything but an intent, which only {@link Ledger.recordIntent} records. */
export type RecordedEvent = Exclude<HalfEvent, IntendedEvent>;

export interface LedgerOptions {
  readonly file: string;
  /** The portal's host name. What was done on another portal is not seen. */
  readonly portal: string;
  /** Names this run in every row that it writes. */
  readonly runId: string;
  readonly clock: Clock;
  /** What is recorded is refused once this lease is another's; absent where nobody else records. */
  readonly lease?: LeaseClaim;
}

/** What signing in needs to know of earlier sign-ins on the same portal. */
export interface SignInJournal {
  recordSignIn(login: string, signIn: SignIn): Promise<void>;
  /** The refusal of a login's password that was not followed by `accepted` or `confirmed`. */
  refusedSignIn(login: string): Promise<Refusal | undefined>;
  /** The last period whose one-time code was used for a login. */
  lastTotpCounter(login: string): Promise<number | undefined>;
}

/**
 * Opens a ledger, which is made where there is none. One process opens a file once: transactions
 * of two connections in one process would wait for each other in vain.
 * @throws RaccordError HOME_UNWRITABLE, LEDGER_UNSAFE, LEDGER_DAMAGED.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  return new Ledger(await openDatabase(options.file), options);
}

/**
 * Where each enrolment stands, and how it came there. What a method has written is on the disk when
 * it returns.
 */
export class Ledger implements SignInJournal {
  readonly database: Kysely<LedgerSchema>;
  readonly clock: Clock;
  readonly portal: string;
  readonly runId: string;
  readonly file: string;
  readonly renewals: RenewalJournal;
  readonly deliveries: DeliveryJournal;
  readonly verifications: VerificationJournal;
  readonly reseals: ResealJournal;
  readonly #lease: LeaseClaim | undefined;

  constructor(database: Kysely<LedgerSchema>, options: LedgerOptions) {
    this.database = database;
    this.clock = options.clock;
    this.portal = options.portal;
    this.runId = options.runId;
    this.file = resolve(options.file);
    this.#lease = options.lease;
    this.renewals = new RenewalJournal(this, options.lease);
    this.deliveries = new DeliveryJournal(this);
    this.verifications = new VerificationJournal(this);
    this.reseals = new ResealJournal(this, options.lease);
  }

  /** The same ledger for a holder of a lease: once another has taken it, nothing is recorded. */
  under(lease: LeaseClaim): Ledger {
    const { database, clock, portal, runId, file } = this;
    return new Ledger(database, { clock, portal, runId, file, lease });
  }

  /** The same file, holder and run, for another portal of which it knows. */
  of(portal: string): Ledger {
    const { database, clock, runId, file } = this;
    const lease = this.#lease;
    return new Ledger(database, present<LedgerOptions>({ clock, portal, runId, file, lease }));
  }

  /** Every portal for which a credential was ever sealed into this home. */
  async portals(): Promise<readonly string[]> {
    return readPortals(this.database);
  }

  /**
   * To be called right before what was intended is done.
   * @throws RaccordError LEASE_LOST where the lease has expired or is another's.
   */
  async expectHeld(lease: LeaseClaim): Promise<void> {
    await assertLeaseHeld(this.database, lease, this.clock.now());
  }

  /**
   * Where one SIRET stands.
   * @throws RaccordError LEDGER_DAMAGED where its rows cannot have been written by raccord.
   */
  async enrolment(siret: Siret): Promise<Enrolment> {
    const transitions = await this.#transitions(this.database, siret);
    const enrolment = this.#trusting(() => foldEnrolment(siret, transitions));
    const { credential } = enrolment.account;
    if (credential === undefined) return enrolment;
    const current = (await this.renewals.current(siret, credential.login)) ?? credential;
    const reseals = await readReseals(this.database, this.portal);
    const account = { ...enrolment.account, credential: asResealed(current, reseals) };
    return { ...enrolment, account };
  }

  /** Where every SIRET stands that ever came up on this portal. Throws as `enrolment` does. */
  async enrolments(): Promise<Enrolment[]> {
    const transitions = await this.#transitions(this.database);
    const enrolments = this.#trusting(() => foldEnrolments(transitions));
    const current = (await this.credentials()).filter(({ status }) => status === 'current');
    const byLogin = new Map(
      current.map(({ siret, credential }) => [`${siret} ${credential.login}`, credential]),
    );
    return enrolments.map((enrolment) => {
      const { siret, account } = enrolment;
      const credential = byLogin.get(`${siret} ${account.credential?.login ?? ''}`);
      return credential === undefined
        ? enrolment
        : { ...enrolment, account: { ...account, credential } };
    });
  }

  /**
   * Writes down what happened to a half.
   * @returns the enrolment after it.
   * @throws RaccordError LEASE_LOST under a lease that is another's now; Error where the half's state
   * has no such transition: a defect of the caller.
   */
  async record(siret: Siret, half: Half, event: RecordedEvent): Promise<Enrolment> {
    return this.#append(siret, half, event);
  }

  /**
   * Writes down that a click is about to make something real; only then may it be clicked. That
   * the lease is still held is checked in the same transaction.
   * @returns the enrolment after it.
   * @throws RaccordError LEASE_LOST; Error as `record` does, and where an account's intent names
   * no credential or another than the one that was sealed for it.
   */
  async recordIntent(
    siret: Siret,
    half: Half,
    event: IntendedEvent,
    lease: LeaseClaim,
  ): Promise<Enrolment> {
    return this.#append(siret, half, event, lease);
  }

  /** The names that any SIRET on this portal has intended and that are not settled absent. */
  async applicationNamesIntended(): Promise<Set<string>> {
    const names = (await this.enrolments()).map(({ connection }) => connection.applicationName);
    return new Set(names.filter((name) => name !== undefined));
  }

  /** Every credential that was ever sealed for this portal, and what became of it. */
  async credentials(): Promise<CredentialEntry[]> {
    const transitions = await this.#transitions(this.database);
    const renewals = await this.renewals.entries();
    const reseals = await readReseals(this.database, this.portal);
    return withRenewals(credentialEntries(transitions), renewals).map((entry) => ({
      ...entry,
      credential: asResealed(entry.credential, reseals),
    }));
  }

  async stepBegan(siret: Siret | undefined, step: Step, detail?: JsonObject): Promise<void> {
    await this.#appendStep(siret, step, 'began', detail);
  }

  async stepEnded(siret: Siret | undefined, step: Step, detail?: JsonObject): Promise<void> {
    await this.#appendStep(siret, step, 'ended', detail);
  }

  async stepFailed(siret: Siret | undefined, step: Step, detail?: JsonObject): Promise<void> {
    await this.#appendStep(siret, step, 'failed', detail);
  }

  async stepSkipped(siret: Siret | undefined, step: Step, detail?: JsonObject): Promise<void> {
    await this.#appendStep(siret, step, 'skipped', detail);
  }

  async beginRun({ command, version }: { command: string; version: string }): Promise<void> {
    const row = { id: this.runId, command, version, portal: this.portal, started_at: this.#now() };
    await this.database.insertInto('runs').values(row).execute();
  }

  async endRun(exitCode: ExitCode): Promise<void> {
    const end = { ended_at: this.#now(), exit_code: exitCode };
    await this.database.updateTable('runs').set(end).where('id', '=', this.runId).execute();
  }

  async recordSignIn(login: string, signIn: SignIn): Promise<void> {
    const place = { at: this.#now(), run: this.runId, portal: this.portal };
    await insertSignIn(this.database, place, login, signIn);
  }

  async refusedSignIn(login: string): Promise<Refusal | undefined> {
    return readRefusal(this.database, this.portal, login);
  }

  async lastTotpCounter(login: string): Promise<number | undefined> {
    return readLastTotpCounter(this.database, this.portal, login);
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }

  #append(siret: Siret, half: Half, event: HalfEvent, lease?: LeaseClaim): Promise<Enrolment> {
    return this.database.transaction().execute(async (transaction) => {
      if (lease !== undefined) await assertLeaseHeld(transaction, lease, this.clock.now());
      else if (this.#lease !== undefined) await assertLeaseOwn(transaction, this.#lease);
      const transitions = await this.#transitions(transaction, siret);
      const before = this.#trusting(() => foldEnrolment(siret, transitions));
      if (event.kind === 'intended' && half === 'account') assertSealed(before, event);
      const at = this.#now();
      const after = applyEvent(before, half, event, at);
      const place = { portal: this.portal, run: this.runId };
      await insertTransition(transaction, place, { siret, half, event, at }, after[half].state);
      return after;
    });
  }

  async #appendStep(
    siret: Siret | undefined,
    step: Step,
    phase: StepPhase,
    detail: JsonObject | undefined,
  ): Promise<void> {
    const row = {
      at: this.#now(),
      run: this.runId,
      siret: siret ?? null,
      step,
      phase,
      detail: detail === undefined ? null : JSON.stringify(detail),
    };
    await this.database.insertInto('steps').values(row).execute();
  }

  async #transitions(
    database: Kysely<LedgerSchema>,
    siret?: Siret,
  ): Promise<readonly Transition[]> {
    const rows = await readTransitions(database, this.portal, siret);
    return this.#trusting(() => rows.map(parseTransition));
  }

  /** What raccord wrote it can read; what it cannot read was changed by something else. */
  #trusting<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RaccordError('LEDGER_DAMAGED', { file: this.file, reason }, error);
    }
  }

  #now(): string {
    return this.clock.now().toISOString();
  }
}

function assertSealed({ siret, account }: Enrolment, { credentialId }: IntendedEvent): void {
  if (credentialId !== undefined && account.credential?.id === credentialId) return;
  throw new Error(`an account's intent without its sealed credential (${siret})`);
}
