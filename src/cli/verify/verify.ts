import type { ApplicationFinding } from '../../api/findings.ts';
import { probeApplication } from '../../api/probe-application.ts';
import type { App } from '../../app.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, RaccordError, type ExitCode } from '../../domain/errors.ts';
import type { Siret } from '../../domain/siret.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import { RETRY_PAUSE_MS } from '../../run/retry.ts';
import { metAgain } from '../../run/verify.ts';
import { appOf, configOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { siretOf } from '../options/siret-option.ts';
import { documentOf, exitCodeOf, verifyCurrent } from '../proofs/verify-current.ts';
import { applicationText, verifiedText } from '../proofs/verify-text.ts';

export interface VerifyFlags {
  readonly siret?: readonly string[];
  readonly all?: true;
  readonly pisteOnly?: true;
  /** False with `--no-wait`. */
  readonly wait: boolean;
  readonly json?: true;
  readonly retryPause?: number;
}

/** `raccord verify`: proves that captured credentials work, through the official API. */
export const verify: Command<VerifyFlags> = async (context, flags) => {
  const config = configOf(context, { piste: true });
  const app = appOf(context, config, loggerOf(context, false));
  if (flags.pisteOnly === true) return verifyApplication(context, app, flags);
  const sirets = flags.siret?.map((text) => siretOf(text, config.environment));
  const wanted = (entries: readonly CredentialEntry[]): CredentialEntry[] =>
    wantedOf(entries, sirets);
  const place = { config, app, wanted, wait: flags.wait, ...retryPauseOf(flags) };
  const verified = await verifyCurrent(context, place);
  const { terminal, texts } = context;
  if (flags.json === true) terminal.json(documentOf(verified, texts));
  else if (verified.length === 0) terminal.err(texts.credentials.none);
  else terminal.out(verifiedText(verified, texts, terminal));
  return exitCodeOf(verified);
};

/**
 * The current and the unproven ones of all, or of those named.
 * @throws RaccordError CREDENTIAL_UNKNOWN or CREDENTIAL_NOT_VALID for a SIRET that is named and has
 * none.
 */
function wantedOf(
  entries: readonly CredentialEntry[],
  sirets: readonly Siret[] | undefined,
): CredentialEntry[] {
  const current = entries.filter(({ status }) => status === 'current' || status === 'unproven');
  if (sirets === undefined) return current;
  return [...new Set(sirets)].flatMap((siret) => {
    const own = current.filter((entry) => entry.siret === siret);
    if (own.length > 0) return own;
    const latest = entries.findLast((entry) => entry.siret === siret);
    if (latest === undefined) throw new RaccordError('CREDENTIAL_UNKNOWN', { siret });
    throw new RaccordError('CREDENTIAL_NOT_VALID', { siret, status: latest.status });
  });
}

async function verifyApplication(
  { terminal, texts, signal }: CommandContext,
  app: App,
  flags: VerifyFlags,
): Promise<ExitCode> {
  const client = app.piste(signal);
  const { steps, ...finding } = await metAgain(() => probeApplication(client), {
    ...{ clock: systemClock, signal, random: Math.random },
    ...{ retryPauseMs: RETRY_PAUSE_MS, ...retryPauseOf(flags) },
  });
  if (flags.json === true) {
    const { kind: outcome, ...rest } = finding;
    terminal.json({ application: { outcome, ...rest, steps } });
  } else terminal.out(applicationText(finding, steps, texts));
  return APPLICATION_EXIT[finding.kind];
}

function retryPauseOf({ retryPause }: VerifyFlags): { retryPauseMs?: number } {
  return retryPause === undefined ? {} : { retryPauseMs: retryPause };
}

const APPLICATION_EXIT: Readonly<Record<ApplicationFinding['kind'], ExitCode>> = {
  'application-works': EXIT.done,
  'application-refused': EXIT.badInput,
  'not-subscribed': EXIT.badInput,
  'certificate-refused': EXIT.badInput,
  'proxy-refused': EXIT.badInput,
  'rate-limited': EXIT.portalUnavailable,
  unavailable: EXIT.portalUnavailable,
  unclear: EXIT.portalUnavailable,
  unexpected: EXIT.someFailed,
};
