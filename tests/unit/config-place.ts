import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, type LocalConfig, type Needs } from '../../src/config/config.ts';
import type { ConfigProblem } from '../../src/domain/config-problem.ts';
import { RaccordError } from '../../src/domain/errors.ts';

type Environment = Readonly<Record<string, string>>;

/** What is wrong with a configuration: `NAME: key`, or the sentence that is told. */
export function problemsOf(environment: Environment, folder = '/nowhere', needs?: Needs): string[] {
  try {
    loadConfig(environment, folder, needs);
    return [];
  } catch (error) {
    if (!(error instanceof RaccordError) || !error.is('CONFIG_INVALID')) throw error;
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

function inShort(problem: string | ConfigProblem): string {
  return typeof problem === 'string' ? problem : `${problem.place}: ${problem.reason.key}`;
}
