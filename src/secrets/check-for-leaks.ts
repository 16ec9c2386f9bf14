import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { RaccordError } from '../errors/raccord-error.ts';
import { UnwritableError } from '../errors/unwritable-error.ts';
import { toRaccordError } from '../errors/to-raccord-error.ts';
import { scanTextWithDecoy, scanWithDecoy, type Finding } from './leak-scan.ts';
import type { Redactor } from './redactor.ts';

/** The folders and files that a run writes. A missing one contains nothing. */
export interface WrittenByRun {
  readonly evidence: string;
  readonly reports: readonly string[];
  readonly ledger: readonly string[];
  /** Present if the ledger is in a database. */
  readonly database?: { readonly place: string; readonly rows: () => Promise<string> };
}

/**
 * Searches everything a run wrote for every secret it knew, with a decoy that must be found.
 * Pictures, logs, traces and reports with one are deleted; the ledger, the truth, is only named.
 * @throws RaccordError LEAK_FOUND with the files, SCAN_INCOMPLETE with the unsearched ones.
 */
export async function checkForLeaks(
  { evidence, reports, ledger, database }: WrittenByRun,
  redactor: Redactor,
): Promise<void> {
  const findings: Finding[] = await scanWithDecoy({
    folder: evidence,
    files: [...reports, ...ledger],
    secrets: redactor.secrets(),
  }).catch((error: unknown) => {
    // Without its decoy a search proves nothing.
    if (!(error instanceof UnwritableError)) throw error;
    const unsearched = [evidence, ...reports, ...ledger].filter(existsSync);
    return unsearched.map((file) => ({ file, reason: error.message }));
  });
  if (database !== undefined) findings.push(...(await scanRows(database, redactor)));
  const leaking = new Set(
    findings.filter((finding) => 'secretName' in finding).map(({ file }) => file),
  );
  for (const file of leaking) {
    // On a disk that cannot be written to the file stays, and is reported all the same.
    if (!ledger.includes(file) && file !== database?.place)
      await rm(file, { force: true }).catch(() => undefined);
  }
  if (leaking.size > 0) throw new RaccordError('LEAK_FOUND', { files: [...leaking] });
  const unsearched = new Set(findings.map(({ file }) => file));
  if (unsearched.size > 0) throw new RaccordError('SCAN_INCOMPLETE', { files: [...unsearched] });
}

async function scanRows(
  { place, rows }: NonNullable<WrittenByRun['database']>,
  redactor: Redactor,
): Promise<Finding[]> {
  let text: string;
  try {
    text = await rows();
  } catch (error) {
    // The database may be unreachable: an unsearched place is reported like a leak.
    return [{ file: place, reason: toRaccordError(error).code }];
  }
  return scanTextWithDecoy(place, text, redactor.secrets());
}
