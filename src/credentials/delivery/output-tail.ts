import type { Redactor } from '../../secrets/redactor.ts';

const MAX_LINES = 3;
const MAX_CHARACTERS = 300;

/**
 * Returns the last lines of another program's output, on one line: without known secrets and
 * terminal control characters. Secrets are removed first, while the text is still whole.
 */
export function outputTail(said: string, redactor: Redactor): string {
  const lines = redactor
    .redact(said)
    .split(/\r?\n/u)
    .map((line) => line.replace(/[\p{C}\p{Z}]+/gu, ' ').trim())
    .filter((line) => line !== '');
  const words = lines.slice(-MAX_LINES).join(' / ');
  return words.length <= MAX_CHARACTERS ? words : `…${words.slice(-MAX_CHARACTERS)}`;
}
