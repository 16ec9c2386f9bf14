import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, type LocalConfig, type RequiredSettings } from '../../src/config/config.ts';
import type { ConfigProblem, ConfigReason } from '../../src/errors/config-problem.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';
import { configProblemText } from '../../src/messages/config-texts.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

type Environment = Readonly<Record<string, string>>;

/** What is wrong with a configuration: `NAME: key`, or the line that is told where it has more to say. */
export function problemsOf(
  environment: Environment,
  folder = '/nowhere',
  needs?: RequiredSettings,
): string[] {
  try {
    loadConfig(environment, folder, needs);
    return [];
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'CONFIG_INVALID') throw error;
    return error.details.problems.map(inShort);
  }
}

/** What is odd about one that is taken. */
export function warningsOf({ warnings }: LocalConfig): string[] {
  return warnings.map(inShort);
}

/** Writes a `.env` for a folder, readable by its owner alone. */
export async function writeDotEnv(folder: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, '.env');
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

/** Reasons whose key says less than their words. */
const WORDED: readonly ConfigReason['key'][] = [
  ...([
    'missing',
    'no-environment',
    'given-twice',
    'no-such-file',
    'command-failed',
    'open-to-others',
  ] as const),
  ...(['expected', 'https-for', 'one-of', 'not-from-dot-env'] as const),
];

function inShort(problem: string | ConfigProblem): string {
  if (typeof problem === 'string') return problem;
  const { place, reason } = problem;
  return WORDED.includes(reason.key)
    ? configProblemText(problem, textsFor('en').config)
    : `${place}: ${reason.key}`;
}
