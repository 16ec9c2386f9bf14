import { RaccordError } from '../domain/errors.ts';
import type { Roster } from '../domain/roster.ts';
import { readFileBytes } from './file-bytes.ts';
import { RosterFault } from './grid.ts';
import type { RosterOptions } from './options.ts';
import { parseRoster, wholeFile, type RosterFindings } from './parse-roster.ts';

/**
 * Reads a work list: CSV (`;`, `,` or tab; UTF-8, UTF-16 or Windows-1252) or the first sheet of an
 * XLSX workbook, by what the file is and not by its name.
 * @throws RaccordError ROSTER_INVALID with every mistake at once.
 */
export async function readRoster(path: string, options: RosterOptions): Promise<Roster> {
  const { entries, problems, warnings } = await findingsOf(path, options);
  if (problems.length > 0) throw new RaccordError('ROSTER_INVALID', { file: path, problems });
  return { entries, warnings };
}

async function findingsOf(path: string, options: RosterOptions): Promise<RosterFindings> {
  try {
    return parseRoster(await readFileBytes(path), options);
  } catch (error) {
    if (error instanceof RosterFault) return wholeFile(error);
    throw error;
  }
}
