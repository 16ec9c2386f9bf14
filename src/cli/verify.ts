import type { ApplicationFinding } from '../api/findings.ts';
import { probeApplication } from '../api/probe-application.ts';
import type { App } from '../app.ts';
import type { Config } from '../config/config.ts';
import { systemClock } from '../domain/clock.ts';
import { EXIT, RaccordError, type ExitCode } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Siret } from '../domain/siret.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CredentialEntry } from '../ledger/transitions.ts';
import { summariseError } from '../messages/render.ts';
import type { Texts } from '../messages/texts-en.ts';
import { verifyCredentials, type Verified, type Waiting } from '../run/verify.ts';
import { IDENTITY_FILE, readIdentity } from '../vault/keys.ts';
import {
  appOf,
  configOf,
  identityFileOf,
  loggerOf,
  type Command,
  type CommandContext,
} from './context.ts';
import { siretOf } from './enrolment-options.ts';
import { applicationText, verifiedText } from './verify-text.ts';

export interface VerifyFlags {
  readonly siret?: readonly string[];
  readonly all?: true;
  readonly pisteOnly?: true;
  /** False with `--no-wait`. */
  readonly wait: boolean;
  readonly json?: true;
}

/** `raccord verify`: proves that captured credentials work, through the official API. */
export const verify: Command<VerifyFlags> = async (context, flags) => {
  const config = configOf(context, { piste: true });
  const app = appOf(context, config, loggerOf(context, false));
  if (flags.pisteOnly === true) return verifyApplication(context, app, flags);
  const sirets = flags.siret?.map((text) => siretOf(text, config.environment));
  const verified = await verifyCurrent(context, config, app, { sirets, wait: flags.wait });
  const { terminal, texts } = context;
  if (flags.json === true) terminal.json(documentOf(verified, texts));
  else if (verified.length === 0) terminal.err(texts.credentials.none);
  else terminal.out(verifiedText(verified, texts));
  return exitCodeOf(verified);
};

interface Wanted {
  /** Undefined for all. */
  readonly sirets: readonly Siret[] | undefined;
  /** Whether to wait until a young account works. */
  readonly wait: boolean;
}

/**
 * Proves the current credential of each SIRET.
 * @throws RaccordError IDENTITY_MISSING; CREDENTIAL_UNKNOWN or CREDENTIAL_NOT_VALID for a SIRET that
 * is named and has none.
 */
async function verifyCurrent(
  context: CommandContext,
  config: Config,
  app: App,
  { sirets, wait }: Wanted,
): Promise<Verified[]> {
  const identity = await readIdentity(identityFileOf(config, IDENTITY_FILE));
  const { terminal, texts, signal } = context;
  return app.withLedger(async (ledger) => {
    const wanted = wantedOf(await ledger.credentials(), sirets);
    if (wanted.length === 0) return [];
    const vault = await app.vault();
    return verifyCredentials(wanted, {
      client: app.piste(signal),
      clock: systemClock,
      signal,
      readyAfterMs: config.readyAfterMs,
      wait,
      renewed: await renewedIn(ledger),
      open: ({ siret, credential }) => vault.open(siret, credential, identity),
      record: (verification) => ledger.verifications.record(verification),
      waiting: ({ siret }, why) => {
        terminal.err(waitingText(siret, why, texts));
      },
    });
  });
}

/** The current ones of all, or of those named. */
function wantedOf(
  entries: readonly CredentialEntry[],
  sirets: readonly Siret[] | undefined,
): CredentialEntry[] {
  const current = entries.filter(({ status }) => status === 'current');
  if (sirets === undefined) return current;
  return [...new Set(sirets)].flatMap((siret) => {
    const own = current.filter((entry) => entry.siret === siret);
    if (own.length > 0) return own;
    const latest = entries.findLast((entry) => entry.siret === siret);
    if (latest === undefined) throw new RaccordError('CREDENTIAL_UNKNOWN', { siret });
    throw new RaccordError('CREDENTIAL_NOT_VALID', { siret, status: latest.status });
  });
}

/** Ids of the credentials that renewals sealed. */
async function renewedIn(ledger: Ledger): Promise<ReadonlySet<string>> {
  const entries = await ledger.renewals.entries();
  return new Set(
    entries.flatMap(({ event }) => (event.kind === 'sealed' ? [event.credential.id] : [])),
  );
}

function waitingText(siret: Siret, { kind, milliseconds }: Waiting, { verify: texts }: Texts) {
  const unit = kind === 'too-young' ? 60_000 : 1000;
  return texts.waiting[kind](siret, Math.ceil(milliseconds / unit));
}

async function verifyApplication(
  { terminal, texts, signal }: CommandContext,
  app: App,
  { json }: VerifyFlags,
): Promise<ExitCode> {
  const { steps, ...finding } = await probeApplication(app.piste(signal));
  if (json === true) {
    const { kind: outcome, ...rest } = finding;
    terminal.json({ application: { outcome, ...rest, steps } });
  } else terminal.out(applicationText(finding, steps, texts));
  return APPLICATION_EXIT[finding.kind];
}

const APPLICATION_EXIT: Readonly<Record<ApplicationFinding['kind'], ExitCode>> = {
  'application-works': EXIT.done,
  'application-refused': EXIT.badInput,
  'not-subscribed': EXIT.badInput,
  'rate-limited': EXIT.portalUnavailable,
  unavailable: EXIT.portalUnavailable,
  unexpected: EXIT.someFailed,
};

function exitCodeOf(verified: readonly Verified[]): ExitCode {
  const outcomes = verified.map(({ outcome }) => outcome);
  const kinds = outcomes.map(({ kind }) => kind).filter((kind) => kind !== 'not-tried');
  if (kinds.includes('application-refused')) return EXIT.badInput;
  if (outcomes.every(({ kind }) => kind === 'works')) return EXIT.done;
  if (kinds.every((kind) => kind === 'unavailable')) return EXIT.portalUnavailable;
  const [first] = outcomes;
  const areAllClosed = kinds.every((kind) => kind === 'not-opened');
  return areAllClosed && first?.kind === 'not-opened' ? first.error.exitCode : EXIT.someFailed;
}

function documentOf(verified: readonly Verified[], texts: Texts): JsonObject {
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

function verificationDocument({ entry, outcome, steps }: Verified, texts: Texts): JsonObject {
  const { siret, credential } = entry;
  const place = { siret, login: credential.login, credentialId: credential.id };
  if (outcome.kind === 'not-opened') {
    const { error } = outcome;
    const message = summariseError(error, texts);
    return { ...place, outcome: outcome.kind, error: { code: error.code, message } };
  }
  const { kind, ...details } = outcome;
  return { ...place, outcome: kind, ...details, steps: [...steps] };
}
