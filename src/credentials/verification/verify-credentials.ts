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
import { isRaccordError, RaccordError } from '../../errors/errors.ts';
import { omitUndefined } from '../../domain/omit-undefined.ts';
import type { Verification } from '../../ledger/journals/verifications.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import type { OpenedCredential } from '../vault/vault.ts';
import { recordedOutcome } from './recorded-outcome.ts';
import { retryWhile } from '../../domain/retry.ts';

/** What became of one credential that was to be proven. */
export interface Verified {
  readonly entry: CredentialEntry;
  readonly outcome: VerifyOutcome;
  /** Requests that were made for it. */
  readonly steps: CredentialVerification['steps'];
}

export type VerifyOutcome =
  | AccountFinding
  /** What went before made asking useless. */
  | { readonly kind: 'not-tried' }
  /** The sealed file is not whole, or another key's. */
  | { readonly kind: 'not-opened'; readonly error: RaccordError };

export interface VerificationParts {
  readonly client: PisteClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds from its creation until an account works. */
  readonly readyAfterMs: number;
  /** False where what must be waited for is told instead. */
  readonly wait: boolean;
  /** Milliseconds before the first new attempt where the platform is down; doubled each time. */
  readonly retryPauseMs: number;
  /** Between 0 and 1, for the jitter of pauses. */
  readonly random: () => number;
  readonly open: (entry: CredentialEntry) => Promise<OpenedCredential>;
  readonly record: (verification: Verification, finding: AccountFinding) => Promise<void>;
  /** Hears how long it waits, and what for. */
  readonly waiting: (entry: CredentialEntry, why: Waiting) => void;
}

export interface Waiting {
  readonly kind: 'too-young' | 'rate-limited';
  readonly milliseconds: number;
}

/** For a limit that does not say when it ends, in seconds. */
const PAUSE_WHEN_LIMITED = 30;

/** A limit that lasts longer is told instead of waited for, in seconds. */
const MAX_PAUSE_S = 15 * 60;

/** So many in a row without an answer mean that none will come. */
const ENOUGH_SILENCE = 3;

/**
 * Proves credentials through the official API, one after the other, those first that need not be
 * waited for. Each proof is recorded when it is there.
 * @returns what became of each, in the order given.
 * @throws RaccordError INTERRUPTED
 */
export async function verifyCredentials(
  entries: readonly CredentialEntry[],
  parts: VerificationParts,
): Promise<Verified[]> {
  const done = new Map<CredentialEntry, Verified>();
  for (const entry of byReadiness(entries, parts)) {
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

/** What would meet every other credential, too. */
const ENDING: ReadonlySet<VerifyOutcome['kind']> = new Set([
  'not-tried',
  'application-refused',
  'certificate-refused',
  'proxy-refused',
  'rate-limited',
]);

/** True where the application's or the platform's own trouble would meet every other credential. */
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
    // One credential's own: the others may go on.
    if (!isRaccordError(error) || error.policy.scope !== 'siret') throw error;
    error.siret = entry.siret;
    return { entry, outcome: { kind: 'not-opened', error }, steps: [] };
  }
}

/** Asks again only after what made the answer useless is over, and for a limit once. */
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

/** Before an account is old enough, asking would only count as a wrong password. */
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

/** Meets passing faults again, as every other command does, and records what it came to. */
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
        ...(!isRenewal && { capturedAt: new Date(credential.capturedAt) }),
      }),
    parts,
  );
  const expiresOn = proof.kind === 'works' ? proof.expiresOn : undefined;
  const outcome = recordedOutcome(proof);
  await parts.record(
    omitUndefined<Verification>({ siret, credentialId: credential.id, outcome, expiresOn }),
    proof,
  );
  return proof;
}

/**
 * Asks the API again while it is unavailable, as other commands meet the portal's passing faults.
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
