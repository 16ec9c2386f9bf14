import type { App } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Siret } from '../../domain/siret.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import { renderError } from '../../messages/render.ts';
import { IDENTITY_FILE, readIdentity } from '../../credentials/keys/key-files.ts';
import { identityFileOf, type CommandContext } from '../context.ts';
import { troubleOf } from '../results/trouble.ts';
import { documentOf, exitCodeOf, verifyCurrent, type VerifyPlace } from './verify-current.ts';
import { verifiedText } from './verify-text.ts';
import { notVerified } from './tell-verified.ts';

interface Proving {
  readonly config: Config;
  readonly app: App;
  /** The run that captured them; the ledger keeps the final exit code of its command. */
  readonly runId: string;
  readonly sirets: readonly Siret[];
  /** Whether to verify again what was already found to work. */
  readonly again: boolean;
  /** Whether the command prints a document instead. */
  readonly json: boolean;
  /** Called with each SIRET whose credential is not proven, or with what prevented the others. */
  readonly failed?: (trouble: LaterTrouble) => void;
}

export interface VerifiedAfterRun {
  /** The command's exit code; if 0, 1 after a failed verification (130 if it was interrupted). */
  readonly exitCode: ExitCode;
  /** Fields to add to the command's document. */
  readonly document: JsonObject;
}

/**
 * Checks that `--verify` has its key, before anything is sent.
 * @throws RaccordError IDENTITY_MISSING
 */
export async function requireKeyForVerification(config: Config, app: App): Promise<void> {
  // Creates the key pair of a new home.
  await app.vault();
  await readIdentity(identityFileOf(config, IDENTITY_FILE));
}

/**
 * Verifies what a command captured, once its browser is closed and its lock released: a new account
 * works only after half an hour (facts/piste-api.md section 3), which is waited for. The command's
 * work is kept, whatever the results.
 */
export async function verifyAfter(
  context: CommandContext,
  proving: Proving,
  exitCode: ExitCode,
): Promise<VerifiedAfterRun> {
  const proven = await prove(context, proving, exitCode);
  const { app, runId } = proving;
  if (proven.exitCode !== exitCode)
    await app.withLedger((ledger) => ledger.endRun(proven.exitCode), runId);
  return proven;
}

async function prove(
  context: CommandContext,
  { config, app, sirets, again, json, failed }: Proving,
  exitCode: ExitCode,
): Promise<VerifiedAfterRun> {
  const { terminal, texts } = context;
  const own = new Set(sirets);
  // 2 and 3 would mean that nothing was done.
  const worse = (other: ExitCode): ExitCode => {
    if (exitCode !== EXIT.done || other === EXIT.done) return exitCode;
    return other === EXIT.interrupted ? other : EXIT.someFailed;
  };
  try {
    const wanted: VerifyPlace['wanted'] = (entries, proven) =>
      entries.filter(
        ({ siret, status, credential }) =>
          (status === 'current' || status === 'unproven') &&
          own.has(siret) &&
          (again || !proven.has(credential.id)),
      );
    const verified = await app.withLedger((ledger) =>
      verifyCurrent(context, { config, app, ledger, wanted, wait: true }),
    );
    if (verified.length > 0 && !json) terminal.out(verifiedText(verified, texts, terminal));
    for (const failure of notVerified(verified, texts)) failed?.(failure);
    const { verifications = [] } = documentOf(verified, texts);
    return { exitCode: worse(exitCodeOf(verified)), document: { verifications } };
  } catch (error) {
    const known = toRaccordError(error);
    if (known.code === 'INTERRUPTED') {
      const { code } = known;
      const { what, next } = texts.verify.left;
      terminal.err(`! ${code}: ${what} ${next}`);
      failed?.({ code, what, next, commands: [texts.command('verify')] });
    } else {
      terminal.err(renderError(known, texts));
      failed?.({ siret: known.siret, ...troubleOf(known, texts) });
    }
    return { exitCode: worse(known.exitCode), document: {} };
  }
}
