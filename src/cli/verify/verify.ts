import type { ApplicationFinding } from '../../piste/findings.ts';
import { probeApplication } from '../../piste/probe-application.ts';
import type { App } from '../../app.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Siret } from '../../domain/siret.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import { RETRY_PAUSE_MS } from '../../domain/retry.ts';
import {
  retryWhileUnavailable,
  type Verified,
} from '../../credentials/verification/verify-credentials.ts';
import { appOf, configOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { siretOf } from '../options/option-values.ts';
import {
  documentOf,
  exitCodeOf,
  verifyCurrent,
  type VerifyPlace,
} from '../verification/verify-current.ts';
import { applicationText, verifiedText } from '../verification/verify-text.ts';
import { exitCodeOfError } from '../../errors/to-raccord-error.ts';
import { notifyVerified } from '../verification/tell-verified.ts';
import { recordedRun } from '../results/recorded-run.ts';
import type { EndedCommand } from '../results/notify-command-ended.ts';

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
  const startedAt = systemClock.now();
  const config = configOf(context, { piste: true, notifications: true });
  const logger = loggerOf(context, false);
  const app = appOf(context, config, logger);
  const sirets = flags.siret?.map((text) => siretOf(text, config.environment));
  let verified: readonly Verified[] = [];
  const tell = (exitCode: ExitCode, end: Pick<EndedCommand, 'error' | 'stopped'> = {}) =>
    notifyVerified(context, { config, logger, startedAt, exitCode, verified, ...end });
  try {
    if (flags.pisteOnly === true) {
      const { exitCode, text } = await verifyApplication(context, app, flags);
      await tell(exitCode, { stopped: text });
      return exitCode;
    }
    const exitCode = await app.withLedger((ledger) =>
      recordedRun(context, ledger, 'verify', async () => {
        const wanted: VerifyPlace['wanted'] = (entries) => wantedOf(entries, sirets);
        const place = { config, app, ledger, wanted, wait: flags.wait, ...retryPauseOf(flags) };
        verified = await verifyCurrent(context, place);
        print(context, flags, verified);
        return exitCodeOf(verified);
      }),
    );
    await tell(exitCode);
    return exitCode;
  } catch (error) {
    await tell(exitCodeOfError(error), { error });
    throw error;
  }
};

function print(
  { terminal, texts }: CommandContext,
  { json }: VerifyFlags,
  verified: readonly Verified[],
): void {
  if (json === true) terminal.json(documentOf(verified, texts));
  else if (verified.length === 0) terminal.err(texts.credentials.none);
  else terminal.out(verifiedText(verified, texts, terminal));
}

/**
 * Returns the current and unproven credentials of all SIRETs, or of those named.
 * @throws RaccordError CREDENTIAL_UNKNOWN or CREDENTIAL_NOT_VALID for a named SIRET without one.
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
): Promise<{ readonly exitCode: ExitCode; readonly text: string }> {
  const client = app.piste(signal);
  const { steps, ...finding } = await retryWhileUnavailable(() => probeApplication(client), {
    ...{ clock: systemClock, signal, random: Math.random },
    ...{ retryPauseMs: RETRY_PAUSE_MS, ...retryPauseOf(flags) },
  });
  const text = applicationText(finding, steps, texts);
  if (flags.json === true) {
    const { kind: outcome, ...rest } = finding;
    terminal.json({ application: { outcome, ...rest, steps } });
  } else terminal.out(text);
  return { exitCode: APPLICATION_EXIT[finding.kind], text };
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
