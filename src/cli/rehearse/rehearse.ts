import type { Rehearsal } from '../../../flows/rehearse.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { shellWord } from '../../domain/raccord-command.ts';
import type { Robot } from '../../robot/robot.ts';
import type { Command, CommandContext } from '../context.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import { readEnrolment, type EnrolmentFlags } from '../options/enrolment-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { taughtEntries } from '../results/taught-line.ts';
import type { TeachFlags } from '../terminal/teacher.ts';

export type RehearseFlags = EnrolmentFlags & DebugFlags & TeachFlags & { readonly json?: true };

/** `raccord rehearse`: runs the whole procedure up to each submit, without submitting. */
export const rehearse: Command<RehearseFlags> = async (context, flags) => {
  const { config, request } = readEnrolment(context, flags);
  const setup = prepareRobot(context, config, flags, { isLive: false });
  const { app, progress, robotOptions } = setup;
  // A rehearsal cannot submit anything, even if a person clicks.
  const options = { ...robotOptions, command: 'rehearse', readOnly: true };
  try {
    return await app.withRobot(options, async (robot) => {
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
      taughtNow,
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
