import { RaccordError } from '../errors/raccord-error.ts';
import type { RosterProblem } from '../errors/roster-problem.ts';
import type { Roster } from '../domain/roster-entry.ts';
import { readFileBytes } from './file-bytes.ts';
import { RosterFault } from './grid.ts';
import { repairRoster, type Repair } from './repair-roster.ts';
import type { RosterOptions } from './rows.ts';
import { parseRoster, wholeFile, type RosterFindings } from './parse-roster.ts';

/**
 * Reads a roster: CSV (`;`, `,`, tab or `|`; UTF-8, UTF-16 or Windows-1252) or a sheet of an XLSX
 * workbook, detected by content and not by name.
 * @throws RaccordError ROSTER_INVALID with all mistakes.
 */
export async function readRoster(path: string, options: RosterOptions): Promise<Roster> {
  const findings = await withBytes(
    path,
    (bytes) => parseRoster(bytes, options),
    (findings) => findings,
  );
  return rosterOf(path, findings);
}

/** A repaired roster and its text. */
export interface ReadRepaired {
  readonly text: string;
  readonly mended: readonly Repair[];
  readonly roster: Roster;
}

/**
 * Reads a roster and repairs mistakes that have exactly one correction.
 * @throws RaccordError ROSTER_INVALID with all mistakes that a person has to correct.
 */
export async function readRepaired(path: string, options: RosterOptions): Promise<ReadRepaired> {
  const read = await withBytes(
    path,
    (bytes) => repairRoster(bytes, options),
    (findings) => ({ findings }),
  );
  const roster = rosterOf(path, read.findings);
  if (!('text' in read)) throw new Error('a roster without mistakes was not written');
  return { text: read.text, mended: read.mended, roster };
}

/** Warnings about possible misreadings, which may explain the mistakes. */
const EXPLAINING: ReadonlySet<RosterProblem['reason']['key']> = new Set([
  'other-sheets',
  'hidden-rows',
  'rows-above-header',
  'column-unknown',
  'cells-missing',
  'cells-empty-behind',
  'encoding-guessed',
]);

function rosterOf(file: string, { entries, problems, warnings }: RosterFindings): Roster {
  if (problems.length === 0) return { entries, warnings };
  throw new RaccordError('ROSTER_INVALID', {
    file,
    problems,
    warnings: warnings.filter(({ reason }) => EXPLAINING.has(reason.key)),
  });
}

async function withBytes<T>(
  path: string,
  read: (bytes: Buffer) => T,
  failed: (findings: RosterFindings) => T,
): Promise<T> {
  try {
    return read(await readFileBytes(path));
  } catch (error) {
    if (error instanceof RosterFault) return failed(wholeFile(error));
    throw error;
  }
}
