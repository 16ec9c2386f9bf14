import { rm } from 'node:fs/promises';
import { RaccordError } from '../domain/errors.ts';
import { scanWithDecoy } from '../redaction/leak-scan.ts';
import type { Redactor } from '../redaction/redactor.ts';

/**
 * Searches everything a run wrote for every secret it knew, with a decoy that must be found. A
 * picture, log or trace that holds one is deleted; the ledger is only named, since it is the truth.
 * @throws RaccordError LEAK_FOUND with the files.
 */
export async function checkForLeaks(
  evidenceFolder: string,
  otherFiles: readonly string[],
  redactor: Redactor,
): Promise<void> {
  const hits = await scanWithDecoy({
    folder: evidenceFolder,
    files: otherFiles,
    secrets: redactor.secrets(),
  });
  if (hits.length === 0) return;
  const files = [...new Set(hits.map(({ file }) => file))];
  for (const file of files) {
    if (file.startsWith(evidenceFolder)) await rm(file, { force: true });
  }
  throw new RaccordError('LEAK_FOUND', { files });
}
