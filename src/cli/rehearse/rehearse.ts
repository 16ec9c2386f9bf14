import type { Rehearsal } from '../../../flows/rehearse.ts';
import { EXIT } from '../../errors/errors.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { Robot } from '../../robot/robot.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { debugOptionsOf, type DebugFlags } from '../options/debug-options.ts';
import { readEnrolment, type EnrolmentFlags } from '../options/enrolment-options.ts';
import { personAt } from '../terminal/person.ts';
import { progressFor } from '../terminal/progress-display.ts';
import { taughtEntries } from '../results/taught-line.ts';
import { teacherFor, type TeachFlags } from '../terminal/teacher.ts';

export type RehearseFlags = EnrolmentFlags & DebugFlags & TeachFlags & { readonly json?: true };

/** `raccord rehearse`: runs the whole procedure up to each submit, without submitting. */
export const rehearse: Command<RehearseFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const { config, request } = readEnrolment(context, flags);
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, 0, true);
  const teacher = teacherFor(context, flags, progress);
  const options = {
    command: 'rehearse',
    progress,
    person: personAt(terminal, texts, debug.headed, progress),
    debug,
    signal,
    // A rehearsal cannot submit anything, even if a person clicks.
    readOnly: true,
    ...(teacher !== undefined && { teacher }),
  };
  try {
    return await appOf(context, config, logger).withRobot(options, async (robot) => {
      const rehearsal = await robot.rehearse(request);
      progress.end();
      tell(context, flags, rehearsal, robot);
      return EXIT.done;
    });
  } finally {
    progress.end();
  }
};

function tell(
  context: CommandContext,
  flags: RehearseFlags,
  rehearsal: Rehearsal,
  { taught, taughtNow, notLookedAt, stoppedRequests }: Robot,
): void {
  const { terminal, texts } = context;
  const { rehearse: words } = texts.teach;
  const command = firstWrite(context, notLookedAt.length > 0);
  const entries = taughtEntries(taught, texts);
  if (flags.json === true) {
    terminal.json({
      ...rehearsal,
      sent: 0,
      stopped: stoppedRequests.length,
      taught: entries.map(({ name }) => name),
      taughtNow: [...taughtNow],
      next: command,
    });
    return;
  }
  const { applicationName, companyName, login } = rehearsal;
  terminal.out(words.through(stoppedRequests.length));
  terminal.out(words.wouldSend(applicationName, companyName, login));
  terminal.out(entries.length === 0 ? words.allKnown : words.byTaught(entries.length));
  for (const { name, line } of entries) {
    terminal.out(taughtNow.includes(name) ? `+ ${line}` : `  ${line}`);
  }
  terminal.out(words.next(command));
}

/** Returns the command of the first real write, with a window if a person must look. */
function firstWrite({ line }: CommandContext, isToBeLookedAt: boolean): string {
  const own = ['--headed', '--teach', '--json', '--keep-open', '--pause-on-error', '--trace'];
  const request = line.slice(1).filter((word) => !own.includes(word));
  const shown = isToBeLookedAt ? ['--headed', '--teach'] : [];
  return ['raccord', 'run', ...request, ...shown].map(shellWord).join(' ');
}
