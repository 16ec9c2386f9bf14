import type { Page } from 'playwright';
import { trafficOf } from '../../browser/traffic.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { waitFor } from '../wait-for.ts';
import { describeOption, optionMatches, type OptionMatch } from './field-options.ts';

/**
 * Returns the index of the option that matches.
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
 * Quiet time after which a list is complete, in milliseconds: it asks its server some time after
 * the last key, and until then shows the answer to the previous search.
 */
const QUIET_MS = 1_000;

/** Timeout for the server to answer with a list's options, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Returns what a look at an open list finds; `undefined` once the list is complete without it. */
export async function whatIsOffered<T>(
  page: Page,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const traffic = trafficOf(page);
  const asked = performance.now();
  const found = await waitFor(async () => {
    // Read before the look: data may arrive during it.
    const isQuiet = Math.min(traffic.quietFor, performance.now() - asked) >= QUIET_MS;
    const seen = await look();
    return seen !== undefined || isQuiet ? { seen } : undefined;
  }, TIMEOUT_MS);
  return found?.seen;
}
