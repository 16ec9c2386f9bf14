import { isSameName } from './application-name.ts';
import type { CredentialEntry, CredentialStatus, SealedCredential } from './credential.ts';
import {
  RESOURCES,
  isWorkOutcome,
  type AccountEvent,
  type Judged,
  type LedgerEvent,
  type PortalEvent,
  type RenewalEvent,
  type Subject,
} from './ledger-event.ts';
import {
  advance,
  isUnconfirmed,
  judgeKept,
  type NamedWrite,
  type Operation,
  type OperationState,
  type PasswordWrite,
  type UnconfirmedOperation,
  writesOf,
} from './operation.ts';
import type { AccountsBefore, PortalRow, RowBefore } from './portal-row.ts';
import type { Siret } from './siret.ts';

/** The latest reading of a connection or account in the portal's list. */
export type Observation =
  | { readonly kind: 'unread' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly found: PortalRow };

/**
 * The state of a connection or account in one word: the progress of our own write or, without one,
 * the content of the list. The words are part of the `--json` contract.
 */
export const RESOURCE_STATES = [
  'unread',
  'absent',
  'existing',
  'sealed',
  'intended',
  'accepted',
  'done',
  'refused',
  'unproven',
  'doubtful',
] as const;

export type ResourceState = (typeof RESOURCE_STATES)[number];

/** A connection or account as the ledger knows it: the content of the list and our own write. */
export interface ResourceStatus<W> {
  readonly state: ResourceState;
  readonly observation: Observation;
  readonly operation: Operation<W>;
}

/** The latest renewal of one account's password. */
export interface AccountRenewal {
  readonly login: string;
  readonly operation: Operation<PasswordWrite<RowBefore>>;
}

/** A sealed credential with the result of its own write. */
interface Sealed {
  readonly credential: SealedCredential;
  readonly isRenewal: boolean;
  /** `good`: it opened its account. */
  readonly worth: 'captured' | 'submitted' | 'unproven' | 'good' | 'abandoned';
  readonly found?: PortalRow;
}

/** A failure of the latest attempt that no later success has resolved. */
export interface UnresolvedFailure {
  readonly subject: Subject;
  /** An error's code. */
  readonly code: string;
  readonly step?: string;
  /** ISO time. */
  readonly at: string;
}

/** The state of one SIRET, derived from its events. */
export interface Enrolment {
  readonly siret: Siret;
  readonly connection: ResourceStatus<NamedWrite>;
  readonly account: ResourceStatus<PasswordWrite<AccountsBefore>>;
  readonly renewals: readonly AccountRenewal[];
  /** In the order of sealing; {@link credentialsOf} returns the status of each. */
  readonly sealed: readonly Sealed[];
  /** At most one per subject, the latest last. */
  readonly failures: readonly UnresolvedFailure[];
  /** The login of the SIRET's account. */
  readonly inUse?: string | undefined;
  /** ISO time of the latest event. */
  readonly updatedAt?: string;
}

const UNREAD: ResourceStatus<never> = {
  state: 'unread',
  observation: { kind: 'unread' },
  operation: { state: 'none' },
};

export function newEnrolment(siret: Siret): Enrolment {
  return { siret, connection: UNREAD, account: UNREAD, renewals: [], sealed: [], failures: [] };
}

/** Builds the state of a SIRET from its events, oldest first. Throws as {@link applyEvent}. */
export function foldEnrolment(siret: Siret, events: readonly LedgerEvent[]): Enrolment {
  return events.reduce(applyEvent, newEnrolment(siret));
}

/**
 * Returns the enrolment after one more event. Pure.
 * @throws Error if that event cannot follow: a defect of the caller, never of the portal.
 */
export function applyEvent(enrolment: Enrolment, happened: LedgerEvent): Enrolment {
  const changed = isWorkOutcome(happened) ? {} : afterPortalEvent(enrolment, happened);
  const failures = failuresAfter(enrolment.failures, happened);
  return { ...enrolment, ...changed, failures, updatedAt: happened.at };
}

type Changed = Partial<Enrolment>;

function afterPortalEvent(enrolment: Enrolment, happened: PortalEvent): Changed {
  const { at } = happened;
  switch (happened.stream) {
    case 'connection': {
      const { event } = happened;
      const { operation, observation } = enrolment.connection;
      const isIntent = event.kind === 'intended';
      if (isIntent && observation.kind !== 'absent') throw notRead(observation);
      const what = isIntent ? { applicationName: event.applicationName } : undefined;
      const after = advance(operation, event, at, what);
      const connection = resourceStatus(observed(observation, event, operation), after);
      return { connection };
    }
    case 'account':
      return afterAccountEvent(enrolment, happened.event, at);
    case 'renewal':
      return afterRenewalEvent(enrolment, happened.login, happened.event, at);
  }
}

/** The events that show that a connection or account exists, or that a password was changed. */
const GONE_WELL: ReadonlySet<string> = new Set([
  'went-well',
  'seen-other',
  'confirmed',
  'imported',
] satisfies LedgerEvent['event']['kind'][]);

function failuresAfter(
  failures: readonly UnresolvedFailure[],
  happened: LedgerEvent,
): readonly UnresolvedFailure[] {
  const { at, event } = happened;
  const subject = subjectOf(happened);
  const others = (): UnresolvedFailure[] => failures.filter((one) => !isSame(one.subject, subject));
  if (event.kind !== 'failed') return GONE_WELL.has(event.kind) ? others() : failures;
  const { code, step } = event;
  return [...others(), { subject, code, at, step }];
}

function subjectOf(happened: LedgerEvent): Subject {
  return happened.stream === 'renewal' ? { login: happened.login } : happened.stream;
}

function isSame(one: Subject, other: Subject): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.login === other.login;
}

/** Returns the unresolved failure of a subject, if any. */
export function unresolvedFailureOf(
  { failures }: Enrolment,
  subject: Subject,
): UnresolvedFailure | undefined {
  return failures.find((one) => isSame(one.subject, subject));
}

function afterAccountEvent(enrolment: Enrolment, event: AccountEvent, at: string): Changed {
  const { observation } = enrolment.account;
  const operation = standingAccount(enrolment, event);
  const isBegun = event.kind === 'sealed' || event.kind === 'intended';
  if (isBegun && observation.kind === 'unread') throw notRead(observation);
  if (isOnKept(operation, event)) return afterKeptAccount(enrolment, event);
  const after = advance(operation, event, intendedAt(event, at), accountIn(operation, event));
  const isGone = after.state === 'none' && credentialOf(operation)?.login === enrolment.inUse;
  return {
    account: resourceStatus(observed(observation, event, operation), after),
    sealed: sealedAfter(enrolment.sealed, operation, after, event, false),
    ...(after.state === 'confirmed' && { inUse: after.what.credential.login }),
    ...(isGone && { inUse: undefined }),
  };
}

/** A judgement of the write of one credential. */
type KeptJudgement = Extract<AccountEvent, Judged> & { readonly credentialId: string };

/** Checks whether an event judges a write kept before the latest one. */
function isOnKept(
  operation: Operation<PasswordWrite>,
  event: AccountEvent | RenewalEvent,
): event is KeptJudgement {
  if (event.kind !== 'confirmed' && event.kind !== 'refuted') return false;
  const { credentialId } = event;
  return credentialId !== undefined && credentialOf(operation)?.id !== credentialId;
}

function afterKeptAccount(enrolment: Enrolment, event: KeptJudgement): Changed {
  const { operation, observation } = enrolment.account;
  const after = judgeKept(operation, event, event.credentialId);
  return {
    account: resourceStatus(observation, after),
    sealed: sealedAfterKept(enrolment.sealed, operation, after, event),
    ...(event.kind === 'confirmed' && { inUse: event.found.name }),
  };
}

function afterRenewalEvent(
  enrolment: Enrolment,
  login: string,
  event: RenewalEvent,
  at: string,
): Changed {
  const { account, renewals, sealed, inUse = login } = enrolment;
  const before = renewalOf(enrolment, login);
  const isBegun = event.kind === 'sealed' || event.kind === 'imported-unproven';
  if (before.state === 'confirmed' && !isBegun) {
    throw new Error(`a renewal that is over: ${event.kind}`);
  }
  const what =
    event.kind === 'intended'
      ? { credential: sealedIn(before, event.credentialId), before: event.before }
      : event.kind === 'imported-unproven'
        ? { credential: event.credential }
        : undefined;
  const after = isOnKept(before, event)
    ? judgeKept(before, event, event.credentialId)
    : advance(before, event, intendedAt(event, at), what);
  const changed = {
    renewals: [...renewals.filter((one) => one.login !== login), { login, operation: after }],
    sealed: isOnKept(before, event)
      ? sealedAfterKept(sealed, before, after, event)
      : sealedAfter(sealed, before, after, event, true),
  };
  if (event.kind !== 'confirmed') return changed;
  // An account whose password was renewed exists, even if it was doubtful before.
  const { operation } = account;
  const isDoubted = isUnconfirmed(operation) && operation.what.credential.login === login;
  const isShown =
    account.observation.kind !== 'present' || account.observation.found.name === login;
  const opened = isDoubted ? operation.what.credential.id : undefined;
  return {
    renewals: changed.renewals,
    sealed: changed.sealed.map((one) =>
      one.credential.id === opened && one.worth !== 'good' ? { ...one, worth: 'abandoned' } : one,
    ),
    inUse: isAccountInDoubt(enrolment) ? login : inUse,
    account: resourceStatus(
      isShown ? present(account.observation, event.found) : account.observation,
      isDoubted ? advance(operation, event, at, undefined) : operation,
    ),
  };
}

/** Returns the time of the intent. Imports were submitted right after their capture, if at all. */
function intendedAt(event: AccountEvent | RenewalEvent, at: string): string {
  const isImport = event.kind === 'imported' || event.kind === 'imported-unproven';
  return isImport ? event.credential.capturedAt : at;
}

function notRead({ kind }: Observation): Error {
  return new Error(`nothing may be written: ${kind}`);
}

function resourceStatus<W>(observation: Observation, operation: Operation<W>): ResourceStatus<W> {
  return { state: stateOf(observation, operation), observation, operation };
}

function stateOf(observation: Observation, { state }: Operation<unknown>): ResourceState {
  if (state === 'confirmed') return 'done';
  if (state !== 'none') return state;
  return observation.kind === 'present' ? 'existing' : observation.kind;
}

/** Returns the list's content after an event; a write settled as absent takes its row with it. */
function observed(
  before: Observation,
  event: { readonly kind: string; readonly found?: PortalRow },
  operation: Operation<NamedWrite | PasswordWrite>,
): Observation {
  if (event.kind === 'not-seen') return { kind: 'absent' };
  if (event.found !== undefined) return present(before, event.found);
  const isOver = event.kind === 'settled-absent' || event.kind === 'refuted';
  if (!isOver || before.kind !== 'present' || !('what' in operation)) return before;
  return isSameName(before.found.name, writtenName(operation.what)) ? { kind: 'absent' } : before;
}

/** Returns an observation of a row; a list without an expiry does not erase a known one. */
function present(before: Observation, found: PortalRow): Observation {
  const isSame = before.kind === 'present' && before.found.name === found.name;
  return { kind: 'present', found: isSame ? { ...before.found, ...found } : found };
}

/** Returns the name or login that a write creates. */
export function writtenName(what: NamedWrite | PasswordWrite): string {
  return 'credential' in what ? what.credential.login : what.applicationName;
}

/** Returns the account's write; an adopted account counts as created once it is doubted. */
function standingAccount(
  enrolment: Enrolment,
  event: AccountEvent,
): Operation<PasswordWrite<AccountsBefore>> {
  const { operation } = enrolment.account;
  if (event.kind !== 'doubted' || operation.state !== 'none') return operation;
  const credential = heldCredential(enrolment);
  if (credential === undefined) return operation;
  return { state: 'confirmed', what: { credential }, intendedAt: credential.capturedAt };
}

function accountIn(
  operation: Operation<PasswordWrite>,
  event: AccountEvent,
): PasswordWrite<AccountsBefore> | undefined {
  if (event.kind === 'imported' || event.kind === 'imported-unproven') {
    return { credential: event.credential };
  }
  if (event.kind !== 'intended') return undefined;
  const { credentialId, before } = event;
  const credential = sealedIn(operation, credentialId);
  return before === undefined ? { credential } : { credential, before };
}

/** @throws Error if an intent names a credential other than the one sealed for it. */
function sealedIn(operation: Operation<unknown>, credentialId: string): SealedCredential {
  if (operation.state === 'sealed' && operation.credential.id === credentialId) {
    return operation.credential;
  }
  throw new Error('an intent without its sealed credential');
}

function credentialOf(operation: Operation<PasswordWrite>): SealedCredential | undefined {
  if (operation.state === 'none') return undefined;
  return operation.state === 'sealed' ? operation.credential : operation.what.credential;
}

const WORTH: Readonly<Record<OperationState, Sealed['worth']>> = {
  none: 'abandoned',
  sealed: 'captured',
  intended: 'submitted',
  accepted: 'submitted',
  confirmed: 'good',
  refused: 'abandoned',
  unproven: 'unproven',
  doubtful: 'submitted',
};

function sealedAfter(
  sealed: readonly Sealed[],
  before: Operation<PasswordWrite>,
  after: Operation<PasswordWrite>,
  event: AccountEvent | RenewalEvent,
  isRenewal: boolean,
): readonly Sealed[] {
  const own = credentialOf(after)?.id;
  const previous = credentialOf(before)?.id;
  // A later attempt without effect leaves the status of its predecessor unchanged.
  const isLeft = previous !== undefined && previous !== own && !('credential' in event);
  // A new attempt leaves an unproven credential unchanged until it is confirmed.
  const isKeptOn = before.state === 'unproven' && event.kind === 'sealed';
  const isOver = before.state !== 'confirmed' && !isKeptOn;
  const dropped = isOver ? previous : undefined;
  const known: readonly Sealed[] =
    'credential' in event
      ? [...sealed, { credential: event.credential, isRenewal, worth: 'captured' }]
      : sealed;
  // Neither a renewal nor another reading brings a new account into use.
  const wasGood = known.some(({ credential, worth }) => credential.id === own && worth === 'good');
  const begun = after.state === 'confirmed' && !isRenewal && !wasGood ? after.what : undefined;
  return known.map((one): Sealed => {
    const { id, login } = one.credential;
    const isSeen = 'found' in event && event.found.name === login;
    const row = isSeen ? { ...one, found: { ...one.found, ...event.found } } : one;
    // A credential whose account is in doubt did open it before.
    const isKept = isLeft || (one.worth === 'good' && after.state === 'doubtful');
    if (id === own) return isKept ? row : { ...row, worth: WORTH[after.state] };
    const isOther = !one.isRenewal || login !== begun?.credential.login;
    const isOvertaken = one.worth === 'unproven' && begun !== undefined && isOther;
    return id === dropped || isOvertaken ? { ...row, worth: 'abandoned' } : row;
  });
}

/** Returns the credentials after a judgement of a write kept before the latest one. */
function sealedAfterKept(
  sealed: readonly Sealed[],
  before: Operation<PasswordWrite>,
  after: Operation<PasswordWrite>,
  event: KeptJudgement,
): readonly Sealed[] {
  const isLeft = (id: string): boolean =>
    writesOf(after).some(({ what }) => what.credential.id === id);
  const over = writesOf(before).map(({ what }) => what.credential.id);
  return sealed.map((one): Sealed => {
    const { id } = one.credential;
    if (id === event.credentialId && event.kind === 'confirmed') {
      return { ...one, worth: 'good', found: { ...one.found, ...event.found } };
    }
    return over.includes(id) && !isLeft(id) ? { ...one, worth: 'abandoned' } : one;
  });
}

/** Checks whether the account existed and is no longer on the list. */
export function isAccountInDoubt({ account: { operation }, sealed }: Enrolment): boolean {
  if (operation.state !== 'doubtful') return false;
  const { id } = operation.what.credential;
  return sealed.some(({ credential, worth }) => credential.id === id && worth === 'good');
}

/** Returns every credential ever sealed for a SIRET, in that order; at most one is `current`. */
export function credentialsOf(enrolment: Enrolment): CredentialEntry[] {
  const { siret, sealed, inUse } = enrolment;
  return sealed.map(({ worth, ...one }, index) => {
    const { login } = one.credential;
    const later = sealed.slice(index + 1).filter(({ credential }) => credential.login === login);
    const isRenewed = later.some((other) => other.worth === 'good');
    // The list shows a reset that someone else may have made.
    const isReset = later.some((other) => other.worth === 'unproven');
    const statusInUse = isReset || isAccountInDoubt(enrolment) ? 'submitted' : 'current';
    const statusOfGood = login === inUse ? statusInUse : 'abandoned';
    const mayBeGood = worth === 'good' || worth === 'unproven';
    const statusIfLast = worth === 'good' ? statusOfGood : worth;
    const status: CredentialStatus = mayBeGood && isRenewed ? 'replaced' : statusIfLast;
    return { siret, ...one, status };
  });
}

/** Returns the latest renewal of one account. */
export function renewalOf(
  { renewals }: Enrolment,
  login: string,
): Operation<PasswordWrite<RowBefore>> {
  return renewals.find((renewal) => renewal.login === login)?.operation ?? { state: 'none' };
}

/** Returns our latest write to a connection, an account or an account's password. */
export function operationOn(
  enrolment: Enrolment,
  subject: Subject,
): Operation<NamedWrite> | Operation<PasswordWrite> {
  return typeof subject === 'string'
    ? enrolment[subject].operation
    : renewalOf(enrolment, subject.login);
}

/** Returns the credential that opens the SIRET's account: the one to deliver, export and prove. */
export function currentCredential(enrolment: Enrolment): CredentialEntry | undefined {
  return credentialsOf(enrolment).find(({ status }) => status === 'current');
}

/** Returns the latest credential that opened an account, whatever is in doubt since. */
export function lastGoodCredential(
  { sealed }: Enrolment,
  login: string,
): SealedCredential | undefined {
  return sealed.findLast(({ credential, worth }) => worth === 'good' && credential.login === login)
    ?.credential;
}

/** Returns the latest credential that opened the account in use, whatever is in doubt since. */
export function heldCredential(enrolment: Enrolment): SealedCredential | undefined {
  const { inUse } = enrolment;
  return inUse === undefined ? undefined : lastGoodCredential(enrolment, inUse);
}

/** Returns the credential of the account with an open write, otherwise the current one. */
export function accountCredential(enrolment: Enrolment): SealedCredential | undefined {
  const { operation } = enrolment.account;
  const isOpen = operation.state === 'sealed' || isUnconfirmed(operation);
  const open = isOpen ? credentialOf(operation) : undefined;
  return open ?? currentCredential(enrolment)?.credential;
}

/** Returns the renewals whose click may or may not have changed the password. */
export function openRenewals({ renewals }: Enrolment): {
  readonly login: string;
  readonly operation: UnconfirmedOperation<PasswordWrite<RowBefore>>;
}[] {
  return renewals.flatMap(({ login, operation }) =>
    isUnconfirmed(operation) ? [{ login, operation }] : [],
  );
}

/** Checks for an unproven credential: its account, or the reset, may be someone else's. */
export function hasUnproven(enrolment: Enrolment): boolean {
  return credentialsOf(enrolment).some(({ status }) => status === 'unproven');
}

/** Returns the known row of the account in use, or of the last one shown by the list. */
export function knownAccountRow(enrolment: Enrolment): PortalRow | undefined {
  const { observation } = enrolment.account;
  const shown = observation.kind === 'present' ? observation.found : undefined;
  const captured = currentCredential(enrolment)?.found;
  if (shown === undefined || captured?.name !== shown.name) return shown ?? captured;
  // A list without an expiry does not erase a known one.
  return { ...captured, ...shown };
}

/** Returns the ISO date on which an account's password expires, as far as the ledger knows. */
export function knownExpiry(enrolment: Enrolment, login: string | undefined): string | undefined {
  const row = knownAccountRow(enrolment);
  return row?.name === login ? row?.expiresOn : undefined;
}

/** Checks whether a connection, an account or a renewal is doubtful and needs a person. */
export function isDoubtful(enrolment: Enrolment): boolean {
  return (
    RESOURCES.some((resource) => enrolment[resource].state === 'doubtful') ||
    enrolment.renewals.some(({ operation: { state } }) => ['doubtful', 'unproven'].includes(state))
  );
}
