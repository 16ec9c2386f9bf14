import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { RaccordError } from '../domain/errors.ts';
import { UnwritableError } from '../files/durable-file.ts';
import { scanWithDecoy } from '../redaction/leak-scan.ts';
import type { Redactor } from '../redaction/redactor.ts';

/** Where a run leaves something: folders and some files. What does not exist holds nothing. */
interface WrittenByRun {
  readonly evidence: string;
  readonly reports: readonly string[];
  readonly ledger: readonly string[];
}

/**
 * Searches everything a run wrote for every secret it knew, with a decoy that must be found. A
 * picture, log, trace or report that holds one is deleted; the ledger is only named, since it is the truth.
 * @throws RaccordError LEAK_FOUND with the files, SCAN_INCOMPLETE with those that could not be searched.
 */
export async function checkForLeaks(
  { evidence, reports, ledger }: WrittenByRun,
  redactor: Redactor,
): Promise<void> {
  const findings = await scanWithDecoy({
    folder: evidence,
    files: [...reports, ...ledger],
    secrets: redactor.secrets(),
  }).catch((error: unknown) => {
    // Without its decoy a search proves nothing.
    if (!(error instanceof UnwritableError)) throw error;
    return [evidence, ...reports, ...ledger].filter(existsSync).map((file) => ({ file }));
  });
  const leaking = new Set(
    findings.filter((finding) => 'secretName' in finding).map(({ file }) => file),
  );
  for (const file of leaking) {
    // On a disk that takes no writing it stays, and is told all the same.
    if (!ledger.includes(file)) await rm(file, { force: true }).catch(() => undefined);
  }
  if (leaking.size > 0) throw new RaccordError('LEAK_FOUND', { files: [...leaking] });
  const unsearched = new Set(findings.map(({ file }) => file));
  if (unsearched.size > 0) throw new RaccordError('SCAN_INCOMPLETE', { files: [...unsearched] });
}
