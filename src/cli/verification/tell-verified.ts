import { EXIT } from '../../errors/exit-code.ts';
import type { Failure } from '../../reporting/notify/run-summary.ts';
import type { Verified } from '../../credentials/verification/verify-credentials.ts';
import type { CommandContext } from '../context.ts';
import { notifyCommandEnded, type EndedCommand } from '../results/notify-command-ended.ts';
import { troubleOf } from '../results/trouble.ts';
import { describeOutcome, notesOn } from './verify-text.ts';
import type { Texts } from '../../messages/texts.ts';

/** Returns each credential that was not proven to work, with what to do about it. */
export function notVerified(verified: readonly Verified[], texts: Texts): Failure[] {
  return verified.flatMap(({ entry: { siret }, outcome, steps }): Failure[] => {
    if (outcome.kind === 'works') return [];
    if (outcome.kind === 'not-opened') return [{ siret, ...troubleOf(outcome.error, texts) }];
    return [
      {
        ...{ siret, code: outcome.kind, what: describeOutcome(outcome, texts) },
        next: notesOn(outcome, steps, texts).join(' '),
        commands: [texts.command('verify', '--siret', siret)],
      },
    ];
  });
}

interface Notification extends Pick<
  EndedCommand,
  'config' | 'logger' | 'startedAt' | 'exitCode' | 'error' | 'stopped'
> {
  readonly verified: readonly Verified[];
}

/** Notifies how unattended verifications ended; a schedule with nothing to verify is silent. */
export async function notifyVerified(
  context: CommandContext,
  { verified, ...run }: Notification,
): Promise<void> {
  if (context.terminal.isInteractive) return;
  if (verified.length === 0 && run.exitCode === EXIT.done) return;
  const failures = notVerified(verified, context.texts);
  const failed = new Set(failures.map(({ siret }) => siret)).size;
  const all = new Set(verified.map(({ entry }) => entry.siret)).size;
  await notifyCommandEnded(context, {
    ...run,
    command: 'verify',
    sirets: { all, failed, left: 0 },
    counts: { works: verified.length - failures.length, failed: failures.length },
    failures,
  });
}
