import type {
  AccountFinding,
  ApplicationVerification,
  CredentialVerification,
  VerificationStep,
  TooYoung,
} from '../../piste/findings.ts';
import type { PisteClient } from '../../piste/piste-client.ts';
import { verifyCredential } from '../../piste/verify-credential.ts';
import { readiness } from '../../piste/readiness.ts';
import type { Clock } from '../../domain/clock.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { Verification } from '../../ledger/journals/verifications.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import type { OpenedCredential } from '../vault/vault.ts';
import { retryWhile } from '../../domain/retry.ts';
import { settlementBy, type PasswordJudgement } from '../../domain/credential-judgement.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/** The verification result of one credential. */
export interface Verified {
  readonly entry: CredentialEntry;
  readonly outcome: VerifyOutcome;
  /** The requests made for it. */
  readonly steps: CredentialVerification['steps'];
}

export type VerifyOutcome =
  | AccountFinding
  /** Earlier results made a request pointless. */
  | { readonly kind: 'not-tried' }
  /** The sealed file is damaged, or sealed to another key. */
  | { readonly kind: 'not-opened'; readonly error: AnyRaccordError };

export interface VerificationParts {
  readonly client: PisteClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds from an account's creation until it works. */
  readonly readyAfterMs: number;
  /** False to report what it would wait for instead of waiting. */
  readonly wait: boolean;
  /** Milliseconds before the first retry while the platform is down; doubled each time. */
  readonly retryPauseMs: number;
  /** Returns a number between 0 and 1, for the jitter of pauses. */
  readonly random: () => number;
  readonly open: (entry: CredentialEntry) => Promise<OpenedCredential>;
  readonly record: (verification: Verification, finding: AccountFinding) => Promise<void>;
  /** Called before each wait with its reason and duration. */
  readonly waiting: (entry: CredentialEntry, why: Waiting) => void;
}

export interface Waiting {
  readonly kind: 'too-young' | 'rate-limited';
  readonly milliseconds: number;
}

/** Pause for a rate limit without an end time, in seconds. */
const PAUSE_WHEN_LIMITED = 30;

/** Longest rate limit that is waited for, in seconds; a longer one is reported. */
const MAX_PAUSE_S = 15 * 60;

/** Consecutive unanswered requests after which no answer is expected. */
const ENOUGH_SILENCE = 3;

/**
 * Verifies credentials through the official API, one after the other, starting with those that need
 * no wait. Each result is recorded at once.
 * @returns the result of each, in the order given.
 * @throws RaccordError INTERRUPTED
 */
export async function verifyCredentials(
  entries: readonly CredentialEntry[],
  parts: VerificationParts,
): Promise<Verified[]> {
  const done = new Map<CredentialEntry, Verified>();
  for (const entry of byReadiness(entries, parts)) {
    if (parts.signal.aborted) throw new RaccordError('INTERRUPTED', {});
    const isUseless = endsAll([...done.values()].map(({ outcome }) => outcome));
    done.set(
      entry,
      isUseless
        ? { entry, outcome: { kind: 'not-tried' }, steps: [] }
        : await verifyOne(entry, parts),
    );
  }
  return entries.flatMap((entry) => done.get(entry) ?? []);
}

/** Outcomes that every other credential would have as well. */
const ENDING: ReadonlySet<VerifyOutcome['kind']> = new Set([
  'not-tried',
  'application-refused',
  'certificate-refused',
  'proxy-refused',
  'rate-limited',
]);

/** Returns true if a fault of the application or platform would affect every other credential. */
function endsAll(outcomes: readonly VerifyOutcome[]): boolean {
  const last = outcomes.at(-1)?.kind;
  if (last !== undefined && ENDING.has(last)) return true;
  const latest = outcomes.slice(-ENOUGH_SILENCE);
  return latest.length === ENOUGH_SILENCE && latest.every(({ kind }) => kind === 'unavailable');
}

function byReadiness(
  entries: readonly CredentialEntry[],
  parts: VerificationParts,
): CredentialEntry[] {
  const readyAt = (entry: CredentialEntry): string => youngOf(entry, parts)?.tryAgainAt ?? '';
  return entries
    .map((entry) => ({ entry, at: readyAt(entry) }))
    .sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
    .map(({ entry }) => entry);
}

async function verifyOne(entry: CredentialEntry, parts: VerificationParts): Promise<Verified> {
  try {
    const { steps, ...outcome } = await proveWhenReady(entry, parts);
    return { entry, outcome, steps };
  } catch (error) {
    // The error concerns one credential: the others continue.
    if (!isRaccordError(error) || error.policy.scope !== 'siret') throw error;
    error.addContext({ siret: entry.siret });
    return { entry, outcome: { kind: 'not-opened', error }, steps: [] };
  }
}

/** Retries only once the cause of a useless answer is over, and once for a rate limit. */
async function proveWhenReady(
  entry: CredentialEntry,
  parts: VerificationParts,
): Promise<CredentialVerification> {
  let wasLimited = false;
  for (;;) {
    const young = youngOf(entry, parts);
    const proof = young === undefined ? await prove(entry, parts) : { ...young, steps: [] };
    const pause = parts.wait ? pauseAfter(proof, parts.clock) : undefined;
    if (pause === undefined || (pause.kind === 'rate-limited' && wasLimited)) return proof;
    wasLimited ||= pause.kind === 'rate-limited';
    parts.waiting(entry, pause);
    await parts.clock.sleep(pause.milliseconds, parts.signal);
    if (parts.signal.aborted) throw new RaccordError('INTERRUPTED', {});
  }
}

/** Returns `too-young` for a recent account: a request would only count as a wrong password. */
function youngOf(
  { credential, isRenewal }: CredentialEntry,
  { clock, readyAfterMs }: VerificationParts,
): TooYoung | undefined {
  if (isRenewal) return undefined;
  const [capturedAt, now] = [new Date(credential.capturedAt), clock.now()];
  if (now.getTime() - capturedAt.getTime() >= readyAfterMs) return undefined;
  const young = readiness(capturedAt, now, readyAfterMs);
  return young === undefined ? undefined : { kind: 'too-young', ...young };
}

function pauseAfter(proof: CredentialVerification, clock: Clock): Waiting | undefined {
  if (proof.kind === 'too-young') {
    const milliseconds = Math.max(0, Date.parse(proof.tryAgainAt) - clock.now().getTime());
    return { kind: 'too-young', milliseconds };
  }
  if (proof.kind !== 'rate-limited') return undefined;
  const seconds = proof.retryAfterSeconds ?? PAUSE_WHEN_LIMITED;
  return seconds > MAX_PAUSE_S ? undefined : { kind: 'rate-limited', milliseconds: seconds * 1000 };
}

/** Verifies a credential, with retries on transient faults, and records the outcome. */
async function prove(
  entry: CredentialEntry,
  parts: VerificationParts,
): Promise<CredentialVerification> {
  const { client, clock, readyAfterMs } = parts;
  const { siret, credential, isRenewal } = entry;
  const { login, password } = await parts.open(entry);
  const proof = await retryWhileUnavailable(
    () =>
      verifyCredential({
        ...{ client, siret, login, password, clock, readyAfterMs },
        capturedAt: isRenewal ? undefined : new Date(credential.capturedAt),
      }),
    parts,
  );
  const expiresOn = proof.kind === 'works' ? proof.expiresOn : undefined;
  const outcome = recordedOutcome(proof);
  await parts.record({ siret, credentialId: credential.id, outcome, expiresOn }, proof);
  return proof;
}

/**
 * Retries a request while the API is unavailable, as other commands do for the portal.
 * @returns the last finding, with the requests of all attempts.
 */
export async function retryWhileUnavailable<
  Found extends CredentialVerification | ApplicationVerification,
>(
  ask: () => Promise<Found>,
  parts: Pick<VerificationParts, 'clock' | 'signal' | 'retryPauseMs' | 'random'>,
): Promise<Found> {
  const steps: VerificationStep[] = [];
  const attempt = async (): Promise<Found> => {
    if (parts.signal.aborted) throw new RaccordError('INTERRUPTED', {});
    const found = await ask();
    steps.push(...found.steps);
    return found;
  };
  const last = await retryWhile(attempt, ({ kind }) => kind === 'unavailable', parts);
  return { ...last, steps };
}

/** Returns the outcome that the ledger records; a refusal is recorded as naming the account. */
export function recordedOutcome({ kind }: AccountFinding): string {
  return kind === 'account-refused' ? 'account-refused-by-name' : kind;
}

/**
 * Records whether a password in doubt works, by an API proof or a person's word.
 * @returns false if that settles nothing, or was settled meanwhile.
 */
export async function settlePassword(
  ledger: Ledger,
  siret: Siret,
  judgement: PasswordJudgement,
): Promise<boolean> {
  const after = await ledger.recordDecided(siret, (before) => settlementBy(before, judgement));
  return after !== undefined;
}
