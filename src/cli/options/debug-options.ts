import { InvalidArgumentError, Option, type Command } from 'commander';
import { RaccordError } from '../../errors/errors.ts';
import { omitUndefined } from '../../domain/omit-undefined.ts';
import { STEPS, type Step } from '../../domain/step-names.ts';
import { parseTimeSpan } from '../../domain/time-span.ts';
import type { Texts } from '../../messages/en/texts.en.ts';
import type { DebugOptions } from '../../robot/robot-parts.ts';
import { timeSpan } from './option-values.ts';

/** The debugging flags of every command that drives a browser. */
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

/** @param steps those that the command takes. */
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

/** Shown in full by `rehearse`, which comes first on a portal that is new. */
export function hiddenTeachOption({ teach }: Texts): Option {
  return new Option('--teach', teach.option).hideHelp();
}

/** Before the first new attempt at what a passing fault met. */
export function retryPauseOption(texts: Texts): Option {
  return new Option('--retry-pause <time>').argParser(timeSpan(texts, '2s')).hideHelp();
}

/**
 * What the flags mean: the Inspector needs a window, so pausing shows the browser.
 * @throws RaccordError CONFIG_INVALID where a browser that nobody sees is to stay open.
 */
export function debugOptionsOf(flags: DebugFlags): DebugOptions {
  const pauses = flags.pauseBefore !== undefined || flags.pauseOnError === true;
  if (flags.keepOpen === true && flags.headed !== true && !pauses) {
    throw new RaccordError('CONFIG_INVALID', {
      problems: [{ place: '--keep-open', reason: { key: 'needs-headed' } }],
    });
  }
  return omitUndefined<DebugOptions>({
    headed: flags.headed === true || pauses,
    slowMo: flags.slowMo,
    pauseBefore: flags.pauseBefore,
    pauseOnError: flags.pauseOnError === true,
    trace: flags.trace === true,
    retryPauseMs: flags.retryPause,
  });
}

/**
 * Looks for a screen before anything is done, where a window was asked for.
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

/** Reads `--slow-mo`, whose unit is in its name in the help: `250` as well as `250ms` or `2s`. */
function milliseconds({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const span = parseTimeSpan(/^\d+$/u.test(text) ? `${text}ms` : text);
    if (span === undefined) throw new InvalidArgumentError(commandLine.milliseconds);
    return span;
  };
}
