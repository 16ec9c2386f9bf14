import { statSync } from 'node:fs';
import type { ConfigReason } from '../errors/config-problem.ts';
import { shellWord } from '../domain/shell-word.ts';

/**
 * Returns the reason why a file with a secret is refused if others than the owner can read it.
 * @param others the mode's bits that would let others read it.
 * @throws Error if there is no such file.
 */
export function exposureProblem(path: string, others = 0o077): ConfigReason | undefined {
  if (process.platform === 'win32') return undefined;
  const mode = statSync(path).mode & 0o777;
  if ((mode & others) === 0) return undefined;
  return {
    key: 'open-to-others',
    path,
    mode: mode.toString(8),
    mend: `chmod 600 ${shellWord(path)}`,
  };
}
