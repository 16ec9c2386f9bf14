import { InvalidArgumentError, Option, type Command } from 'commander';
import { RaccordError } from '../domain/errors.ts';
import { present } from '../domain/present.ts';
import { STEPS, type Step } from '../domain/steps.ts';
import { parseTimeSpan } from '../domain/time-span.ts';
import type { Texts } from '../messages/texts-en.ts';
import type { DebugOptions } from '../run/robot-parts.ts';

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
  { help }: Texts,
  steps: readonly Step[] = STEPS,
): Command {
  const texts = help.options;
  return command
    .option('--headed', texts.headed)
    .addOption(new Option('--keep-open').hideHelp())
    .option('--slow-mo <ms>', texts.slowMo, timeSpan)
    .addOption(new Option('--pause-before <step>', texts.pauseBefore).choices(steps))
    .option('--pause-on-error', texts.pauseOnError)
    .option('--trace', texts.trace)
    .addOption(new Option('--verbose').hideHelp())
    .addOption(retryPauseOption());
}

/** Before the first new attempt at what a passing fault met. */
export function retryPauseOption(): Option {
  return new Option('--retry-pause <time>').argParser(timeSpan).hideHelp();
}

/**
 * What the flags mean: the Inspector needs a window, so pausing shows the browser.
 * @throws RaccordError CONFIG_INVALID where a browser that nobody sees is to stay open.
 */
export function debugOptionsOf(flags: DebugFlags): DebugOptions {
  const pauses = flags.pauseBefore !== undefined || flags.pauseOnError === true;
  if (flags.keepOpen === true && flags.headed !== true && !pauses) {
    throw new RaccordError('CONFIG_INVALID', { problems: ['--keep-open: needs --headed'] });
  }
  return present<DebugOptions>({
    headed: flags.headed === true || pauses,
    slowMo: flags.slowMo,
    pauseBefore: flags.pauseBefore,
    pauseOnError: flags.pauseOnError === true,
    trace: flags.trace === true,
    retryPauseMs: flags.retryPause,
  });
}

/** A time span of a flag that takes no number without a unit: what it is about is removed. */
export function timeSpanWithUnit(text: string): number {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('a time such as 90d or 12h');
  return milliseconds;
}

/** A time span of a flag, in milliseconds: `250`, `250ms`, `2s`, `1m`. */
export function timeSpan(text: string): number {
  const milliseconds = parseTimeSpan(/^\d+$/u.test(text) ? `${text}ms` : text);
  if (milliseconds === undefined) throw new InvalidArgumentError('a time such as 250ms or 2s');
  return milliseconds;
}
