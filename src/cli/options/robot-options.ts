import type { App, RobotOptions } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log/logger.ts';
import { appOf, loggerOf, type CommandContext } from '../context.ts';
import { keepOpenAt, personAt } from '../terminal/person.ts';
import { progressFor, type ShownProgress } from '../terminal/progress-display.ts';
import { teacherFor, type TeachFlags } from '../terminal/teacher.ts';
import { debugOptionsOf, type DebugFlags } from './debug-options.ts';

/** What a command needs to drive a robot. */
export interface RobotSetup {
  readonly app: App;
  readonly logger: Logger;
  /** To be ended by the command, however its work ends. */
  readonly progress: ShownProgress;
  /** The robot's options that mean the same for every command. */
  readonly robotOptions: Omit<RobotOptions, 'command'>;
}

/**
 * Prepares a command that drives a robot.
 * @param display.all number of SIRETs to work on, if it is known.
 * @param display.isLive false if live lines would disturb: the steps are logged instead.
 * @throws RaccordError CONFIG_INVALID if flags that need a window or a terminal have none.
 */
export function prepareRobot(
  context: CommandContext,
  config: Config,
  flags: DebugFlags & TeachFlags,
  { all = 0, isLive = flags.verbose !== true }: { all?: number; isLive?: boolean } = {},
): RobotSetup {
  const { terminal, texts, signal } = context;
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, all, !isLive);
  const robotOptions: Omit<RobotOptions, 'command'> = {
    ...{ progress, debug, signal },
    person: personAt(terminal, texts, debug.headed, progress),
    teacher: teacherFor(context, flags, progress),
    keepOpen: flags.keepOpen === true ? keepOpenAt(context, progress) : undefined,
  };
  return { app: appOf(context, config, logger), logger, progress, robotOptions };
}
