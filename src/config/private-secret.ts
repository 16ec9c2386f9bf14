import { statSync } from 'node:fs';
import { shellWord } from '../domain/shell-word.ts';

/**
 * @param others the mode's bits that would let others read it.
 * @throws Error where others than the owner can read the file, with the command that mends it.
 */
export function expectPrivate(path: string, others = 0o077): void {
  if (process.platform === 'win32') return;
  const mode = statSync(path).mode & 0o777;
  if ((mode & others) === 0) return;
  const mend = `chmod 600 ${shellWord(path)}`;
  throw new Error(`${path} can be read by others (mode ${mode.toString(8)}): ${mend}`);
}
