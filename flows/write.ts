import { isSameName } from '../src/domain/application-name.ts';
import {
  heldCredential,
  operationOn,
  type Enrolment,
  writtenName,
} from '../src/domain/enrolment.ts';
import { type AnyRaccordError, isRaccordError, RaccordError } from '../src/errors/raccord-error.ts';
import type { Resource, Subject } from '../src/domain/ledger-event.ts';
import type { PortalRow } from '../src/domain/portal-row.ts';
import {
  isUnconfirmed,
  type NamedWrite,
  type PasswordWrite,
  type UnconfirmedOperation,
} from '../src/domain/operation.ts';
import {
  decideSettlement,
  needsPasswordVerdict,
  type ListEvidence,
  type PasswordVerdict,
} from '../src/domain/settlement.ts';
import type { Siret } from '../src/domain/siret.ts';
import { isSameWrite, type WriteBasis } from '../src/domain/write-basis.ts';
import type { IntentEvent, RecordableEvent } from '../src/ledger/ledger.ts';
import { tellsTaken, type Answer } from '../src/acting/classify-answer.ts';
import type { Submission } from './pages/submission.ts';
import { pollUntilSettled, settleWindow, type SettleWindow } from './poll-until-settled.ts';
import type { Tools } from './tools.ts';
import type { Redactor } from '../src/secrets/redactor.ts';

type OpenWrite = UnconfirmedOperation<NamedWrite> | UnconfirmedOperation<PasswordWrite>;

/** A form that was sent, and the portal's answer. */
export interface SentForm {
  /** End of the wait for the answer, in the clock's `elapsed` time: it may land after that. */
  readonly waitedUntil: number;
  readonly answer: Answer;
  /** The ledger's data after what this run recorded of it; another run may have looked since. */
  readonly enrolment: Enrolment;
}

/**
 * Time after its intent within which a request may leave, in milliseconds: a later run that finds
 * the intent counts from it how long the write may still land.
 */
const LEAVES_WITHIN_MS = 60_000;

const LATE = 'nothing was sent: the machine stood still between the intent and the click';

const NOT_SENT: Answer = { kind: 'unclear', reason: LATE };

/**
 * Records the intent, clicks once, and records the portal's answer; then what a person says of it,
 * if it is not understood.
 * @param basis what the write rests on; absent if its password was sealed on that basis.
 */
export async function sendOnce<S extends Subject>(
  siret: Siret,
  subject: S,
  intent: IntentEvent<S>,
  submission: Submission,
  { ledger, lease, clock, redactor, settings, writing }: Tools,
  basis?: WriteBasis,
): Promise<SentForm> {
  const began = clock.elapsed();
  const before = await ledger.recordIntent(siret, subject, intent, lease, basis);
  writing();
  const { intendedAt } = sentOn(before, subject);
  let isLate = false;
  const permit = async (): Promise<void> => {
    await ledger.expectHeld(lease);
    const age = (await ledger.now()).getTime() - Date.parse(intendedAt);
    // Asked last and of this machine: it may have paused while it waited for the ledger.
    isLate = Math.max(age, clock.elapsed() - began) > LEAVES_WITHIN_MS;
    if (isLate) throw new Error(LATE);
  };
  const answered = await submission.send(permit, settings.answerMs).catch((error: unknown) => {
    if (!isLate) throw error;
    return NOT_SENT;
  });
  let answer = redactAnswer(answered, redactor);
  let after = before;
  const record = async (basis?: WriteBasis): Promise<void> => {
    const told = eventOf(answer, subject);
    if (told !== undefined) after = await ledger.record<Subject>(siret, subject, told, basis);
  };
  await record();
  const taught =
    answered === NOT_SENT ? undefined : await submission.askMeaning(answered, settings.answerMs);
  if (taught !== undefined) {
    answer = redactAnswer(taught, redactor);
    const { kind } = taught;
    await record({ operation: sentOn(after, subject) }).catch((error: unknown) => {
      // Another run found something meanwhile: an acceptance agrees with it, a refusal may not.
      if (kind !== 'accepted' || !isReadingOutdated(error)) throw error;
    });
  }
  return { waitedUntil: clock.elapsed(), answer, enrolment: after };
}

/**
 * Returns what is recorded of an answer. Words that may not be a refusal are left to the list. A
 * form that was taken without a word, or may have been, is in doubt until the list shows it; so is a
 * new password, which it may be unable to show, if only a person's word about the answer says so.
 */
function eventOf(answer: Answer, subject: Subject): RecordableEvent<Subject> | undefined {
  const words = wordsOf(answer);
  if (answer.kind === 'refused') {
    return answer.isSure ? { kind: 'refused', message: words } : undefined;
  }
  if (answer.kind === 'accepted' && (answer.isTaught !== true || typeof subject === 'string')) {
    return { kind: 'accepted', message: words };
  }
  const mayBeTaken = answer.kind === 'unclear' && answer.mayBeTaken === true;
  return tellsTaken(answer) || mayBeTaken ? { kind: 'doubted', reason: words } : undefined;
}

function isReadingOutdated(error: unknown): boolean {
  return isRaccordError(error) && error.code === 'READING_OUTDATED';
}

function sentOn(enrolment: Enrolment, subject: Subject): OpenWrite {
  const operation = operationOn(enrolment, subject);
  if (!isUnconfirmed(operation)) throw new Error(`sent, and ${operation.state}`);
  return operation;
}

/** The result of one look at the portal's list. */
export interface Reading<Row> {
  readonly row?: Row | undefined;
  readonly says: ListEvidence;
  /** Number of rows that the list shows more than before. */
  readonly added?: number;
  /** True if looking again would not help. */
  readonly isFinal: boolean;
}

export const NOT_SHOWN = { says: 'not-shown', isFinal: false } as const;

/** A write, and the means to find out its result. */
export interface Write<Row> {
  readonly siret: Siret;
  readonly subject: Subject;
  /** True if the list showed the account as ours before. */
  readonly wasOurs?: boolean;
  readonly look: () => Promise<Reading<Row>>;
  /** Returns the row's data that the ledger keeps. */
  readonly foundIn: (reading: Reading<Row>, intended: Date) => PortalRow;
  /** Absent if no proof is possible. */
  readonly verifyPasswords?: () => Promise<PasswordVerdict | undefined>;
}

interface Settled {
  readonly found: PortalRow;
  readonly enrolment: Enrolment;
}

/** The outcome of a write that is not in doubt. */
export type SettledWrite =
  | (Settled & { readonly kind: 'confirmed' })
  | (Settled & { readonly kind: 'unproven'; readonly reason: string })
  | (Pick<Settled, 'enrolment'> & { readonly kind: 'absent' });

/** The state of a write that is being settled. */
interface Settling<Row> {
  readonly operation: OpenWrite;
  readonly isEarlier: boolean;
  readonly isTaken: boolean;
  readonly window: SettleWindow;
  /** The portal's answer, if this run sent the write. */
  readonly words?: string;
  /** The list's last reading in the window; absent if it was not read yet. */
  readonly seen?: Reading<Row> | undefined;
}

/**
 * Finds out the outcome of an earlier run's write. Nothing is clicked.
 * @throws RaccordError OUTCOME_DOUBTFUL if it stays unclear.
 */
export async function settleEarlier<Row>(
  write: Write<Row>,
  operation: OpenWrite,
  tools: Tools,
): Promise<SettledWrite> {
  const { clock, ledger, settings } = tools;
  const now = await ledger.now();
  const window = settleWindow(clock, operation.intendedAt, settings.landsWithinMs, now);
  const isTaken = operation.state === 'accepted';
  return settle(write, { operation, isEarlier: true, isTaken, window }, tools);
}

/**
 * Finds out the outcome of a write that was just sent.
 * @throws RaccordError for a refusal, NOT_CREATED or NOT_RENEWED, OUTCOME_DOUBTFUL.
 */
export async function confirmSent<Row>(
  write: Write<Row>,
  { waitedUntil, answer, enrolment }: SentForm,
  tools: Tools,
): Promise<Exclude<SettledWrite, { readonly kind: 'absent' }>> {
  const { clock, settings, ledger } = tools;
  const { siret, subject } = write;
  const operation = sentOn(enrolment, subject);
  const window = { clock, leftMs: waitedUntil + settings.settleMs - clock.elapsed() };
  let seen: Reading<Row> | undefined;
  if (answer.kind === 'refused') {
    const { kind, message, isSure } = answer;
    if (isSure) throw refusal(subject, message);
    seen = await lookUntilSettled(write, window);
    if (seen.says === 'not-shown' || seen.says === 'missing') {
      await ledger.record<Subject>(siret, subject, { kind, message }, { operation });
      throw refusal(subject, message);
    }
  }
  const words = wordsOf(answer);
  const settling = {
    operation,
    isEarlier: false,
    isTaken: tellsTaken(answer),
    window,
    words,
    seen,
  };
  const settled = await settle(write, settling, tools);
  if (settled.kind === 'absent') {
    throw answer.kind === 'refused' ? refusal(subject, words) : notMade(subject, words);
  }
  return settled;
}

/** Returns the list's last reading: the first final one, or the one at the end of the window. */
async function lookUntilSettled<Row>(
  { look }: Write<Row>,
  window: SettleWindow,
): Promise<Reading<Row>> {
  let seen: Reading<Row> = NOT_SHOWN;
  await pollUntilSettled(window, async () => {
    seen = await look();
    return seen.isFinal ? seen : undefined;
  });
  return seen;
}

/** Settles a write; one of this run on the state that another run may have left meanwhile. */
async function settle<Row>(
  write: Write<Row>,
  settling: Settling<Row>,
  tools: Pick<Tools, 'ledger'>,
): Promise<SettledWrite> {
  const { operation, isEarlier, window } = settling;
  const seen = settling.seen ?? (await lookUntilSettled(write, window));
  try {
    return await conclude(write, settling, seen, tools);
  } catch (error) {
    if (isEarlier || !isReadingOutdated(error)) throw error;
    const { siret, subject, foundIn } = write;
    const enrolment = await tools.ledger.enrolment(siret);
    const left = operationOn(enrolment, subject);
    if (!('what' in left) || !isSameWrite(left, operation)) throw error;
    if (isUnconfirmed(left)) return settle(write, { ...settling, operation: left, seen }, tools);
    return { kind: 'confirmed', found: foundIn(seen, new Date(left.intendedAt)), enrolment };
  }
}

/** Records what a reading of the list says of a write. */
async function conclude<Row>(
  { siret, subject, wasOurs, foundIn, verifyPasswords }: Write<Row>,
  { operation, isEarlier, isTaken, words }: Settling<Row>,
  seen: Reading<Row>,
  { ledger }: Pick<Tools, 'ledger'>,
): Promise<SettledWrite> {
  const { state, intendedAt } = operation;
  const { says, added } = seen;
  const evidence = { kind: kindOf(subject), state, says, added, wasOurs, isEarlier, isTaken };
  const proof = needsPasswordVerdict(evidence) ? await verifyPasswords?.() : undefined;
  const verdict = decideSettlement(evidence, proof);
  const basis = { operation };
  switch (verdict.kind) {
    case 'confirmed':
    case 'unproven': {
      const found = foundIn(seen, new Date(intendedAt));
      const enrolment = await ledger.record(siret, subject, { ...verdict, found }, basis);
      return { ...verdict, found, enrolment };
    }
    case 'settled-absent':
    case 'refuted':
      return { kind: 'absent', enrolment: await ledger.record(siret, subject, verdict, basis) };
    case 'doubted':
      return doubt(siret, subject, withPortalWords(verdict.reason, words), basis, { ledger });
  }
}

/**
 * Discards what a run captured without clicking: its form is gone.
 * @returns the state of the SIRET without it.
 */
export async function discardUnsent(
  siret: Siret,
  resource: Resource,
  { ledger }: Pick<Tools, 'ledger'>,
): Promise<Enrolment> {
  const enrolment = await ledger.enrolment(siret);
  const { operation } = enrolment[resource];
  return operation.state === 'sealed'
    ? ledger.record(siret, resource, { kind: 'settled-absent' }, { operation })
    : enrolment;
}

const NO_LONGER_LISTED = "done, but not in the portal's list";

/** The list's data on a resource. */
export interface ListedResource {
  readonly isOurs: boolean;
  readonly found: PortalRow;
  readonly enrolment: Enrolment;
}

/** What the list shows of a resource, and the ledger after it: what a write rests on. */
export type ObservedResource =
  ListedResource | { readonly found: undefined; readonly enrolment: Enrolment };

/**
 * Records the list's data on a resource without an open write of raccord's.
 * @param before the ledger's data before the list was read.
 * @throws RaccordError OUTCOME_DOUBTFUL if it no longer shows what raccord created, or the account
 * whose password is kept here; READING_OUTDATED if another run has written since.
 */
export async function observe(
  before: Enrolment,
  resource: Resource,
  rows: readonly PortalRow[],
  { ledger }: Pick<Tools, 'ledger'>,
): Promise<ObservedResource> {
  const { siret } = before;
  const { operation } = before[resource];
  const basis = { operation };
  if (operation.state === 'confirmed') {
    const name = writtenName(operation.what);
    const found = rows.find((row) => isSameName(row.name, name));
    if (found === undefined) {
      return doubt(siret, resource, NO_LONGER_LISTED, basis, { ledger });
    }
    const by = 'list';
    const seen = await ledger.record(siret, resource, { kind: 'confirmed', found, by }, basis);
    return { isOurs: true, found, enrolment: seen };
  }
  const [found] = rows;
  if (found === undefined) {
    if (resource === 'account' && heldCredential(before) !== undefined) {
      return doubt(siret, resource, NO_LONGER_LISTED, basis, { ledger });
    }
    const enrolment = await ledger.record(siret, resource, { kind: 'not-seen' }, basis);
    return { found, enrolment };
  }
  const seen = await ledger.record(siret, resource, { kind: 'seen-other', found }, basis);
  return { isOurs: false, found, enrolment: seen };
}

/** @throws RaccordError OUTCOME_DOUBTFUL, once the doubt is recorded. */
async function doubt(
  siret: Siret,
  subject: Subject,
  reason: string,
  basis: WriteBasis,
  { ledger }: Pick<Tools, 'ledger'>,
): Promise<never> {
  await ledger.record(siret, subject, { kind: 'doubted', reason }, basis);
  throw new RaccordError('OUTCOME_DOUBTFUL', { resource: kindOf(subject), reason });
}

function kindOf(subject: Subject): 'connection' | 'account' | 'password' {
  return typeof subject === 'string' ? subject : 'password';
}

function refusal(subject: Subject, message: string): AnyRaccordError {
  if (subject === 'connection') return new RaccordError('DECLARATION_REFUSED', { message });
  if (subject === 'account') return new RaccordError('ACCOUNT_REFUSED', { message });
  return new RaccordError('RESET_REFUSED', { message });
}

function notMade(subject: Subject, reason: string): AnyRaccordError {
  return typeof subject === 'string'
    ? new RaccordError('NOT_CREATED', { resource: subject, reason })
    : new RaccordError('NOT_RENEWED', { login: subject.login, reason });
}

/** Returns the answer without secrets: a page may repeat what was typed or shown. */
function redactAnswer(answer: Answer, redactor: Redactor): Answer {
  return answer.kind === 'unclear'
    ? { ...answer, reason: redactor.redact(answer.reason) }
    : { ...answer, message: redactor.redact(answer.message) };
}

/** Returns the portal's words, or the reason why it said nothing. */
function wordsOf(answer: Answer): string {
  return answer.kind === 'unclear' ? answer.reason : answer.message;
}

/** Returns a reason, followed by the portal's words if there are any. */
function withPortalWords(reason: string, words = ''): string {
  return words === '' ? reason : `${reason} ("${words}")`;
}
