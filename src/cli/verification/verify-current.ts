import type { AccountFinding } from '../../piste/findings.ts';
import type { App } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { asJson, type JsonObject, type JsonValue } from '../../domain/json.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import { summariseError } from '../../messages/render.ts';
import {
  settlePassword,
  verifyCredentials,
  type Verified,
  type VerifyOutcome,
  type Waiting,
} from '../../credentials/verification/verify-credentials.ts';
import { RETRY_PAUSE_MS } from '../../domain/retry.ts';
import { IDENTITY_FILE, readIdentity } from '../../credentials/keys/key-files.ts';
import { identityFileOf, type CommandContext } from '../context.ts';
import type { Texts } from '../../messages/texts.ts';

export interface VerifyPlace {
  readonly config: Config;
  readonly app: App;
  readonly ledger: Ledger;
  /** Selects the credentials to verify. */
  readonly wanted: (
    entries: readonly CredentialEntry[],
    proven: ReadonlySet<string>,
  ) => CredentialEntry[];
  /** Whether to wait until a young account works. */
  readonly wait: boolean;
  /** Milliseconds before an unavailable platform is asked again, doubled each time. */
  readonly retryPauseMs?: number;
}

/**
 * Verifies credentials.
 * @throws RaccordError IDENTITY_MISSING, or any error of `wanted`.
 */
export async function verifyCurrent(
  context: CommandContext,
  { config, app, ledger, wanted, wait, retryPauseMs = RETRY_PAUSE_MS }: VerifyPlace,
): Promise<Verified[]> {
  const { terminal, texts, signal } = context;
  const entries = wanted(await ledger.credentials(), await provenIn(ledger));
  if (entries.length === 0) return [];
  const identity = await readIdentity(identityFileOf(config, IDENTITY_FILE));
  const vault = await app.vault(ledger);
  return verifyCredentials(entries, {
    client: app.piste(signal),
    clock: systemClock,
    signal,
    readyAfterMs: config.readyAfterMs,
    wait,
    retryPauseMs,
    random: Math.random,
    open: async ({ siret, credential }) => {
      // It may have been resealed to other keys during the wait for a young one.
      const now = await ledger.credential(siret, credential.id);
      return vault.open(siret, now?.credential ?? credential, identity);
    },
    record: async (verification, finding) => {
      await ledger.verifications.record(verification);
      const works = worksBy(finding);
      if (works === undefined) return;
      const { siret, credentialId } = verification;
      const isSettled = await settlePassword(ledger, siret, { credentialId, works, by: 'proof' });
      const entry = entries.find(({ credential }) => credential.id === credentialId);
      if (isSettled || entry?.status !== 'unproven') return;
      terminal.err(texts.verify.notSettled(siret, entry.credential.login));
    },
    waiting: ({ siret }, why) => {
      terminal.err(waitingText(siret, why, texts));
    },
  });
}

/** Returns whether the password opens the account, or `undefined` if the result does not say. */
function worksBy(finding: AccountFinding): boolean | undefined {
  // The account can sign in, and sees other structures.
  if (finding.kind === 'works' || finding.kind === 'not-attached') return true;
  return finding.kind === 'account-refused' ? false : undefined;
}

/** Returns the ids of the credentials whose latest verification found them to work. */
async function provenIn(ledger: Ledger): Promise<ReadonlySet<string>> {
  const latest = [...(await ledger.verifications.latest()).values()];
  return new Set(
    latest.filter(({ outcome }) => outcome === 'works').map(({ credentialId }) => credentialId),
  );
}

function waitingText(siret: Siret, { kind, milliseconds }: Waiting, { verify: texts }: Texts) {
  const unit = kind === 'too-young' ? 60_000 : 1000;
  return texts.waiting[kind](siret, Math.ceil(milliseconds / unit));
}

/** Failures to fix on this side, in the configuration or in the network. */
const MISTAKES: ReadonlySet<VerifyOutcome['kind']> = new Set([
  'application-refused',
  'certificate-refused',
  'proxy-refused',
]);

/** Returns the exit code of a command that verified these. */
export function exitCodeOf(verified: readonly Verified[]): ExitCode {
  const outcomes = verified.map(({ outcome }) => outcome);
  const kinds = outcomes.map(({ kind }) => kind).filter((kind) => kind !== 'not-tried');
  if (kinds.some((kind) => MISTAKES.has(kind))) return EXIT.badInput;
  if (outcomes.every(({ kind }) => kind === 'works')) return EXIT.done;
  if (kinds.every((kind) => kind === 'unavailable' || kind === 'unclear')) {
    return EXIT.portalUnavailable;
  }
  const [first] = outcomes;
  const areAllClosed = kinds.every((kind) => kind === 'not-opened');
  return areAllClosed && first?.kind === 'not-opened' ? first.error.exitCode : EXIT.someFailed;
}

/** Returns the `--json` document of these verifications. */
export function documentOf(verified: readonly Verified[], texts: Texts): JsonObject {
  const kinds = verified.map(({ outcome }) => outcome.kind);
  return {
    verifications: verified.map((one) => verificationDocument(one, texts)),
    summary: {
      all: kinds.length,
      ...Object.fromEntries(
        [...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]),
      ),
    },
  };
}

function verificationDocument({ entry, outcome, steps }: Verified, texts: Texts): JsonValue {
  const { siret, credential } = entry;
  const place = { siret, login: credential.login, credentialId: credential.id };
  if (outcome.kind === 'not-opened') {
    const { error } = outcome;
    const message = summariseError(error, texts);
    return { ...place, outcome: outcome.kind, error: { code: error.code, message } };
  }
  const { kind, ...details } = outcome;
  return asJson({ ...place, outcome: kind, ...details, steps });
}
