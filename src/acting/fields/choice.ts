import type { Page } from 'playwright';
import { trafficOf } from '../../browser/traffic.ts';
import { RaccordError } from '../../errors/errors.ts';
import { waitFor } from '../wait-for.ts';
import { describeOption, optionMatches, type OptionMatch } from './field-options.ts';

/**
 * Which of some options is the one that is meant.
 * @throws RaccordError OPTION_NOT_FOUND with the options there are, or CONTROL_AMBIGUOUS.
 */
export function theOneOption(texts: readonly string[], match: OptionMatch, label: string): number {
  const matching = texts.flatMap((text, at) => (optionMatches(text, match) ? [at] : []));
  const [index] = matching;
  const option = describeOption(match);
  if (index === undefined) {
    const present = texts.map((text) => text.trim()).filter((text) => text !== '');
    throw new RaccordError('OPTION_NOT_FOUND', { label, option, present });
  }
  if (matching.length > 1) {
    const matches = matching.map((at) => (texts[at] ?? '').trim());
    throw new RaccordError('CONTROL_AMBIGUOUS', { label: option, where: label, matches });
  }
  return index;
}

/**
 * A list asks its server some time after the last key, and what it shows until then is the answer to
 * what was asked before: only after so many quiet milliseconds it has said what it has.
 */
const QUIET_MS = 1_000;

/** How long the server may take to say what a list has, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** What a look at an open list finds; undefined once the list has said all it has. */
export async function whatIsOffered<T>(
  page: Page,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const traffic = trafficOf(page);
  const asked = performance.now();
  const found = await waitFor(async () => {
    // Read before the look: what an answer brings is shown once it is there.
    const isQuiet = Math.min(traffic.quietFor, performance.now() - asked) >= QUIET_MS;
    const seen = await look();
    return seen !== undefined || isQuiet ? { seen } : undefined;
  }, TIMEOUT_MS);
  return found?.seen;
}
