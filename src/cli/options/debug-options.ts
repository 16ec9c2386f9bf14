import { InvalidArgumentError, Option, type Command } from 'commander';
import { RaccordError } from '../../errors/raccord-error.ts';
import { STEPS, type Step } from '../../domain/step-names.ts';
import { parseTimeSpan } from '../../domain/clock.ts';
import type { DebugOptions } from '../../robot/robot-parts.ts';
import { timeSpan } from './option-values.ts';
import type { Texts } from '../../messages/texts.ts';

/** Debugging flags of every command that drives a browser. */
export interface DebugFlags {
  readonly headed?: true;
  readonly slowMo?: number;
  readonly pauseBefore?: Step;
  readonly pauseOnError?: true;
  readonly trace?: true;
  readonly keepOpen?: true;
  readonly verbose?: true;
  readonly retryPause?: number;
}

/** Adds the debugging options for the steps that the command accepts. */
export function addDebugOptions(
  command: Command,
  texts: Texts,
  steps: readonly Step[] = STEPS,
): Command {
  const { options } = texts.help;
  return command
    .option('--headed', options.headed)
    .addOption(new Option('--keep-open').hideHelp())
    .option('--slow-mo <ms>', options.slowMo, milliseconds(texts))
    .addOption(new Option('--pause-before <step>', options.pauseBefore).choices(steps))
    .option('--pause-on-error', options.pauseOnError)
    .option('--trace', options.trace)
    .addOption(new Option('--verbose').hideHelp())
    .addOption(retryPauseOption(texts));
}

/** Returns `--teach`, hidden: only `rehearse`, the first command on a new portal, shows it. */
export function hiddenTeachOption({ teach }: Texts): Option {
  return new Option('--teach', teach.option).hideHelp();
}

/** Returns the hidden option for the pause before the first retry of a transient error. */
export function retryPauseOption(texts: Texts): Option {
  return new Option('--retry-pause <time>').argParser(timeSpan(texts, '2s')).hideHelp();
}

/**
 * Interprets the flags. Pausing shows the browser, since the Inspector needs a window.
 * @throws RaccordError CONFIG_INVALID if a browser without a window is to stay open.
 */
export function debugOptionsOf(flags: DebugFlags): DebugOptions {
  const pauses = flags.pauseBefore !== undefined || flags.pauseOnError === true;
  if (flags.keepOpen === true && flags.headed !== true && !pauses) {
    throw new RaccordError('CONFIG_INVALID', {
      problems: [{ place: '--keep-open', reason: { key: 'needs-headed' } }],
    });
  }
  return {
    headed: flags.headed === true || pauses,
    slowMo: flags.slowMo,
    pauseBefore: flags.pauseBefore,
    pauseOnError: flags.pauseOnError === true,
    trace: flags.trace === true,
    retryPauseMs: flags.retryPause,
  };
}

/**
 * Checks for a screen before anything is done, if a window was requested.
 * @throws RaccordError NO_SCREEN
 */
export function expectScreen(
  { headed, pauseBefore, pauseOnError }: DebugFlags,
  hasDisplay: boolean,
): void {
  const option = [
    ...(headed === true ? ['--headed'] : []),
    ...(pauseBefore === undefined ? [] : ['--pause-before']),
    ...(pauseOnError === true ? ['--pause-on-error'] : []),
  ][0];
  if (option !== undefined && !hasDisplay) throw new RaccordError('NO_SCREEN', { option });
}

/** Parses `--slow-mo`, whose help gives its unit: `250` as well as `250ms` or `2s`. */
function milliseconds({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const span = parseTimeSpan(/^\d+$/u.test(text) ? `${text}ms` : text);
    if (span === undefined) throw new InvalidArgumentError(commandLine.milliseconds);
    return span;
  };
}
