import type { KnownReading, ShownQueue, Todo } from '../../board/board-home.ts';
import { commandWriter } from '../../domain/raccord-command.ts';
import { ERROR_POLICIES } from '../../errors/error-policy.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import type { ErrorCode } from '../../errors/error-details.ts';
import { hasEnded, type Run } from '../../ledger/journals/run-rows.ts';
import { mendingCommands } from '../results/trouble.ts';
import { pausedAccounts, type QueuePlace } from './queue-todos.ts';

/** Error codes of exit codes: the ledger keeps only the exit code of a run. */
const ENDED_BY: Readonly<Partial<Record<ExitCode, ErrorCode>>> = {
  [EXIT.portalUnavailable]: 'PORTAL_UNAVAILABLE',
  [EXIT.signInRefused]: 'PASSWORD_REFUSED',
  [EXIT.personNeeded]: 'PERSON_NEEDED',
  [EXIT.drift]: 'PAGE_UNEXPECTED',
};

/** Returns what the last run that may write left to do; nothing while it is at work. */
export function lastRunTodo({ standing, queue }: KnownReading, place: QueuePlace): Todo[] {
  const { lastRun: run, refusal } = standing;
  if (run === undefined || run.isRunning) return [];
  const exit = hasEnded(run) ? (run.exitCode as ExitCode) : undefined;
  const code = exit === undefined ? undefined : ENDED_BY[exit];
  if (exit !== undefined && code !== undefined) {
    // Already listed, with the same command.
    if (refusal !== undefined && exit === EXIT.signInRefused) return [];
    if (run.command === 'worker' && queue && pausedFor(exit, queue)) return [];
    const commands = mendingCommands({ code }, commandWriter(place.profile));
    return [{ what: stopText(run, exit, place), commands, sirets: [] }];
  }
  // The queue says what workers have left.
  if (run.command === 'worker') return [];
  const isWhole = exit !== undefined && exit !== EXIT.interrupted && leftBy(run) === 0;
  if (isWhole) return [];
  const { board, notify } = place.texts;
  const what =
    exit === undefined
      ? board.todo['last-run-unfinished'](run.command, leftText(run, place))
      : stopText(run, exit, place);
  return [{ what, more: notify.again, commands: [], sirets: [] }];
}

function stopText(run: Run, exit: ExitCode, place: QueuePlace): string {
  const { board, runs } = place.texts;
  return board.todo['last-run'](run.command, runs.means[exit] + leftText(run, place));
}

function leftText(run: Run, { texts }: QueuePlace): string {
  const left = leftBy(run);
  return left === 0 ? '' : `, ${texts.runs.left(left)}`;
}

function leftBy({ sirets }: Run): number {
  return sirets?.left ?? 0;
}

/** Returns true if an account is paused for an error with this exit code. */
function pausedFor(exit: ExitCode, queue: ShownQueue): boolean {
  return pausedAccounts(queue).some(({ pause }) => {
    const reason = pause?.reason;
    return reason !== undefined && reason !== 'ASKED' && ERROR_POLICIES[reason].exit === exit;
  });
}
