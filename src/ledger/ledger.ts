import type { Kysely } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import type { CredentialEntry } from '../domain/credential.ts';
import {
  applyEvent,
  credentialsOf,
  foldEnrolment,
  newEnrolment,
  type Enrolment,
} from '../domain/enrolment.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { ExitCode } from '../errors/exit-code.ts';
import { jsonText, type Jsonable } from '../domain/json.ts';
import type { EventOf, LedgerEvent, Subject } from '../domain/ledger-event.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Siret } from '../domain/siret.ts';
import type { Step } from '../domain/step-names.ts';
import { isOutdated, type WriteBasis } from '../domain/write-basis.ts';
import type { LedgerBackend } from './database/backend.ts';
import { openFile, openFileToRead } from './database/sqlite.ts';
import { openPostgres, openPostgresToRead } from './database/postgres.ts';
import { DeliveryJournal } from './journals/deliveries.ts';
import {
  credentialIdsIn,
  insertEvent,
  parseRows,
  readPortals,
  readRows,
  withReseal,
} from './events.ts';
import { parseNameIntent, readNameIntents, readQueuedNames } from './intended-names.ts';
import { rowOf } from './journals/journal.ts';
import { assertLeaseHeld, assertLeaseOwn, leaseLost, type LeaseClaim } from './lease/lease-row.ts';
import { readReseals, ResealJournal } from './journals/reseals.ts';
import type { LedgerSchema, StepPhase } from './database/schema.ts';
import {
  listSealed,
  lockSiret,
  readRowsOfRun,
  readSealedBytes,
  recordShared,
  expectNotWrittenElsewhere,
  type ReadSealed,
  type SealedCopy,
} from './database/shared-tables.ts';
import { readQueueTexts } from './database/queue-texts.ts';
import {
  countRefusals,
  insertSignIn,
  readPersonAsked,
  readLastTotpCounter,
  readRefusal,
  type Refusal,
  type SignIn,
} from './journals/sign-ins.ts';
import { VerificationJournal } from './journals/verifications.ts';

/** All events except an intent, which only {@link Ledger.recordIntent} records. */
export type RecordableEvent<S extends Subject> = Exclude<EventOf<S>, { readonly kind: 'intended' }>;

export type IntentEvent<S extends Subject> = Extract<EventOf<S>, { readonly kind: 'intended' }>;

/** An event, and what it happens to. */
interface Happening {
  readonly subject: Subject;
  readonly event: EventOf<Subject>;
}

/** Conditions under which an event is recorded, and the bytes stored with it. */
interface Conditions {
  readonly lease?: LeaseClaim | undefined;
  readonly basis?: WriteBasis | undefined;
  readonly bytes?: Uint8Array | undefined;
}

export interface LedgerOptions {
  /** The portal's host name. Events on other portals are not visible. */
  readonly portal: string;
  /** Identifies this run in every row that it writes. */
  readonly runId: string;
  readonly clock: Clock;
  /** Records are refused once another holds this lease; absent if nobody else records. */
  readonly lease?: LeaseClaim;
  /** Reads the sealed files, which a shared ledger stores with their events. */
  readonly readSealed?: ReadSealed;
}

/** Earlier sign-ins on the same portal, as needed for signing in. */
export interface SignInJournal {
  recordSignIn(login: string, signIn: SignIn): Promise<void>;
  /** Reads the refusal of a login's password that was not followed by `accepted` or `confirmed`. */
  refusedSignIn(login: string): Promise<Refusal | undefined>;
  /** Counts a login's refusals within the last milliseconds, since it was last accepted. */
  recentRefusals(login: string, withinMs: number): Promise<number>;
  /** Reads the last period whose one-time code was used for a login. */
  lastTotpCounter(login: string): Promise<number | undefined>;
}

/** A file of this machine, or the address of a database that several machines share. */
export type LedgerPlace = { readonly file: string } | { readonly url: Secret };

/**
 * Opens a ledger, creating it if missing. A process opens a file only once: transactions of two
 * connections in one process would block each other forever.
 * @throws RaccordError HOME_UNWRITABLE, LEDGER_UNSAFE, LEDGER_DAMAGED; DATABASE_UNREACHABLE and the
 * others of a database.
 */
export async function openLedger(options: LedgerOptions & LedgerPlace): Promise<Ledger> {
  const { clock } = options;
  const backend =
    'url' in options ? await openPostgres(options.url, clock) : await openFile(options.file, clock);
  return new Ledger(backend, options);
}

/**
 * Opens a ledger read-only: nothing is created, migrated or changed, and its users are not blocked.
 * @returns `undefined` if there is no ledger.
 * @throws RaccordError as {@link openLedger}.
 */
export async function openLedgerToRead(
  options: Omit<LedgerOptions, 'runId'> & LedgerPlace,
): Promise<Ledger | undefined> {
  const { clock } = options;
  const backend =
    'url' in options
      ? await openPostgresToRead(options.url, clock)
      : await openFileToRead(options.file, clock);
  return backend === undefined ? undefined : new Ledger(backend, { ...options, runId: '' });
}

/** The state and history of each enrolment. A method's data is on the disk when it returns. */
export class Ledger implements SignInJournal {
  readonly backend: LedgerBackend;
  readonly clock: Clock;
  readonly portal: string;
  readonly runId: string;
  readonly deliveries: DeliveryJournal;
  readonly verifications: VerificationJournal;
  readonly reseals: ResealJournal;
  readonly #lease: LeaseClaim | undefined;
  readonly #readSealed: ReadSealed | undefined;

  constructor(backend: LedgerBackend, options: LedgerOptions) {
    this.backend = backend;
    this.clock = options.clock;
    this.portal = options.portal;
    this.runId = options.runId;
    this.#lease = options.lease;
    this.#readSealed = options.readSealed;
    this.deliveries = new DeliveryJournal(this);
    this.verifications = new VerificationJournal(this);
    this.reseals = new ResealJournal(this, options);
  }

  /** Returns the ledger for a lease's holder: once another holds the lease, nothing is recorded. */
  under(lease: LeaseClaim): Ledger {
    return this.#with({ lease });
  }

  /** Returns the ledger, with the same holder and run, for another portal. */
  of(portal: string): Ledger {
    return this.#with({ portal });
  }

  get database(): Kysely<LedgerSchema> {
    return this.backend.database;
  }

  /** Returns the time for leases and settle windows. */
  now(transaction?: Kysely<LedgerSchema>): Promise<Date> {
    return this.backend.now(transaction);
  }

  /** Reads every portal for which a credential was ever sealed into this home. */
  async portals(): Promise<readonly string[]> {
    return readPortals(this.database);
  }

  /**
   * Checks the lease right before an intended action.
   * @throws RaccordError LEASE_LOST if the lease has expired or another holds it.
   */
  async expectHeld(lease: LeaseClaim): Promise<void> {
    const asked = this.clock.elapsed();
    const leftMs = await assertLeaseHeld(this.backend, this.database, lease);
    // This machine may have been suspended while it waited for the answer.
    if (this.clock.elapsed() - asked >= leftMs) throw leaseLost(lease, undefined);
  }

  /**
   * Runs a transaction of the lease's holder outside the journal.
   * @throws RaccordError LEASE_LOST if another has acquired the lease.
   */
  async underLease<T>(
    work: (transaction: Kysely<LedgerSchema>, claim: LeaseClaim) => Promise<T>,
  ): Promise<T> {
    const claim = this.#lease;
    if (claim === undefined) throw new Error('this ledger is nobody’s');
    return this.database.transaction().execute(async (transaction) => {
      await assertLeaseOwn(this.backend, transaction, claim);
      return work(transaction, claim);
    });
  }

  /**
   * Reads the state of one SIRET.
   * @throws RaccordError LEDGER_DAMAGED if its rows cannot have been written by raccord.
   */
  async enrolment(siret: Siret): Promise<Enrolment> {
    return this.#enrolment(this.database, siret);
  }

  /** Reads the state of every SIRET with events on this portal. Throws as `enrolment`. */
  async enrolments(): Promise<Enrolment[]> {
    return this.#enrolments(this.database);
  }

  /** Reads all events of a SIRET, oldest first. Throws as `enrolment`. */
  async history(siret: Siret): Promise<readonly LedgerEvent[]> {
    const rows = await readRows(this.database, this.portal, siret);
    return this.#trusting(() => parseRows(rows)).get(siret) ?? [];
  }

  /** Reads every credential ever sealed for this portal, by SIRET, with its status. */
  async credentials(): Promise<CredentialEntry[]> {
    return (await this.enrolments()).flatMap(credentialsOf);
  }

  /** Reads one of a SIRET's credentials as it is now, or `undefined` if the id is unknown. */
  async credential(siret: Siret, id: string): Promise<CredentialEntry | undefined> {
    const entries = credentialsOf(await this.enrolment(siret));
    return entries.find(({ credential }) => credential.id === id);
  }

  /**
   * Records an event of a connection, an account or an account's password.
   * @param basis the ledger's data at the reading from which the event was concluded.
   * @returns the enrolment after it.
   * @throws RaccordError LEASE_LOST if another holds the lease; READING_OUTDATED if the basis is not
   * true any more; Error if the event cannot follow: a defect of the caller.
   */
  async record<S extends Subject>(
    siret: Siret,
    subject: S,
    event: RecordableEvent<S>,
    basis?: WriteBasis,
  ): Promise<Enrolment> {
    return this.#append(siret, subject, event, { basis });
  }

  /**
   * Records what the state of a SIRET calls for, in the transaction that reads it.
   * @param decide returns undefined if nothing is to be recorded; no event with a credential.
   * @returns the enrolment after it; undefined if nothing was recorded.
   * @throws RaccordError as {@link record}.
   */
  async recordDecided(
    siret: Siret,
    decide: (before: Enrolment) => Happening | undefined,
  ): Promise<Enrolment | undefined> {
    return this.#transact(siret, decide);
  }

  /**
   * Records the intent of a click with a real effect; the click may only follow it. The same
   * transaction checks that the lease is still held.
   * @returns the enrolment after it.
   * @throws RaccordError LEASE_LOST, READING_OUTDATED; Error if the event cannot follow, as
   * {@link record}.
   */
  async recordIntent<S extends Subject>(
    siret: Siret,
    subject: S,
    event: IntentEvent<S>,
    lease: LeaseClaim,
    basis?: WriteBasis,
  ): Promise<Enrolment> {
    return this.#append(siret, subject, event, { lease, basis });
  }

  /** Reads the names that any SIRET on this portal has intended, except unsuccessful ones. */
  async applicationNamesIntended(): Promise<Set<string>> {
    const rows = await readNameIntents(this.database, this.portal);
    return new Set(this.#trusting(() => rows.map(parseNameIntent)));
  }

  /** Reads the names that the queue's unfinished rows ask for on this portal. */
  async applicationNamesQueued(): Promise<readonly string[]> {
    return this.backend.isShared ? readQueuedNames(this.database, this.portal) : [];
  }

  /** Reads which sealed files of this portal, or of one SIRET, a shared ledger stores. */
  async sealedCopies(siret?: Siret): Promise<SealedCopy[]> {
    return listSealed(this.database, this.portal, siret);
  }

  async sealedBytes(copy: SealedCopy): Promise<Uint8Array> {
    return readSealedBytes(this.database, this.portal, copy);
  }

  /**
   * Reads all data of this run in a shared ledger, except the sealed bytes, and the whole queue,
   * whose rows name no run, as text.
   */
  async rowsToScan(): Promise<string> {
    const own = await readRowsOfRun(this.database, this.runId);
    return `${own}\n${await readQueueTexts(this.database)}`;
  }

  /** Returns a text that changes whenever another process has recorded something. */
  version(): Promise<string> {
    return this.backend.version();
  }

  async recordStep<T extends Jsonable<T>>(
    phase: StepPhase,
    siret: Siret | undefined,
    step: Step,
    detail?: T,
  ): Promise<void> {
    const row = {
      at: await this.#timestamp(),
      run: this.runId,
      siret: siret ?? null,
      step,
      phase,
      detail: detail === undefined ? null : jsonText(detail),
    };
    await this.database.insertInto('steps').values(row).execute();
  }

  async beginRun({ command, version }: { command: string; version: string }): Promise<void> {
    const { runId: id, portal } = this;
    const row = { id, command, version, portal, started_at: await this.#timestamp() };
    await this.database.insertInto('runs').values(row).execute();
  }

  async endRun(exitCode: ExitCode): Promise<void> {
    const end = { ended_at: await this.#timestamp(), exit_code: exitCode };
    await this.database.updateTable('runs').set(end).where('id', '=', this.runId).execute();
  }

  async recordSignIn(login: string, signIn: SignIn): Promise<void> {
    await insertSignIn(this.database, await rowOf(this), login, signIn);
  }

  async refusedSignIn(login: string): Promise<Refusal | undefined> {
    return readRefusal(this.database, this.portal, login);
  }

  async recentRefusals(login: string, withinMs: number): Promise<number> {
    const since = new Date((await this.now()).getTime() - withinMs).toISOString();
    return countRefusals(this.database, this.portal, login, since);
  }

  /**
   * Returns whether a person was asked for something at the last sign-in of a login.
   * @param hasSecret true if what an authenticator's secret answers does not count.
   */
  async wasPersonAsked(login: string, hasSecret: boolean): Promise<boolean> {
    return readPersonAsked(this.database, this.portal, login, hasSecret);
  }

  async lastTotpCounter(login: string): Promise<number | undefined> {
    return readLastTotpCounter(this.database, this.portal, login);
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }

  #with(change: Partial<LedgerOptions>): Ledger {
    const { backend, clock, portal, runId } = this;
    const own = { clock, portal, runId, lease: this.#lease, readSealed: this.#readSealed };
    return new Ledger(backend, { ...own, ...change });
  }

  async #append(
    siret: Siret,
    subject: Subject,
    event: EventOf<Subject>,
    { lease, basis }: Omit<Conditions, 'bytes'>,
  ): Promise<Enrolment> {
    const { isShared } = this.backend;
    // Before the transaction, which blocks others.
    const bytes =
      isShared && 'credential' in event
        ? await this.#readSealed?.(siret, event.credential)
        : undefined;
    const conditions = { lease, basis, bytes };
    const after = await this.#transact(siret, () => ({ subject, event }), conditions);
    if (after === undefined) throw new Error('an event was not recorded');
    return after;
  }

  async #transact(
    siret: Siret,
    decide: (before: Enrolment) => Happening | undefined,
    { lease, basis, bytes }: Conditions = {},
  ): Promise<Enrolment | undefined> {
    const { isShared } = this.backend;
    return this.database.transaction().execute(async (transaction) => {
      if (lease !== undefined) await assertLeaseHeld(this.backend, transaction, lease);
      else if (this.#lease !== undefined) {
        await assertLeaseOwn(this.backend, transaction, this.#lease);
      }
      if (isShared) await lockSiret(transaction, `${this.portal} ${siret}`);
      const before = await this.#enrolment(transaction, siret);
      const happening = decide(before);
      if (happening === undefined) return undefined;
      const { subject, event } = happening;
      if (isShared && !isEnd(event)) await expectNotWrittenElsewhere(transaction, this, before);
      if (basis !== undefined && isOutdated(basis, before, subject)) {
        throw new RaccordError('READING_OUTDATED', {});
      }
      const happened = eventOn(subject, event, await this.#timestamp(transaction));
      const after = applyEvent(before, happened);
      await insertEvent(transaction, this, happened, after);
      if (isShared) await recordShared(transaction, this, after, happened, bytes);
      return after;
    });
  }

  async #enrolment(database: Kysely<LedgerSchema>, siret: Siret): Promise<Enrolment> {
    const [enrolment] = await this.#enrolments(database, siret);
    return enrolment ?? newEnrolment(siret);
  }

  async #enrolments(database: Kysely<LedgerSchema>, siret?: Siret): Promise<Enrolment[]> {
    const rows = await readRows(database, this.portal, siret);
    const events = this.#trusting(() => parseRows(rows));
    const wanted = siret === undefined ? 'all' : credentialIdsIn(events);
    const reseals = await readReseals(database, this.portal, wanted);
    return this.#trusting(() =>
      [...events].map(([key, own]) =>
        foldEnrolment(
          key,
          own.map((happened) => withReseal(happened, reseals)),
        ),
      ),
    );
  }

  /** Reports unreadable rows as damage: raccord can read all that it wrote. */
  #trusting<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RaccordError('LEDGER_DAMAGED', { file: this.backend.place, reason }, error);
    }
  }

  async #timestamp(transaction?: Kysely<LedgerSchema>): Promise<string> {
    return (await this.now(transaction)).toISOString();
  }
}

/** Returns true for an event that ends work without changing the known state of the portal. */
function isEnd({ kind }: EventOf<Subject>): boolean {
  return kind === 'failed' || kind === 'went-well';
}

function eventOn(subject: Subject, event: EventOf<Subject>, at: string): LedgerEvent {
  const stream =
    typeof subject === 'string' ? { stream: subject } : { stream: 'renewal', ...subject };
  // `record` accepts only events of its subject.
  return { ...stream, event, at } as LedgerEvent;
}
