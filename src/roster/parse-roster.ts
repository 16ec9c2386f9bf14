import type { RosterEntry } from '../domain/roster.ts';
import type { RosterProblem } from '../domain/roster-problem.ts';
import { readHeader } from './columns.ts';
import { contactGaps } from './contact-gaps.ts';
import { readCsv } from './csv.ts';
import { decodeText } from './decode-text.ts';
import { fileKindOf } from './file-kind.ts';
import { isBlank, RosterFault, type Grid } from './grid.ts';
import type { RosterOptions } from './options.ts';
import { readRows } from './rows.ts';
import { readWorkbook } from './xlsx/workbook.ts';

/** All that was found in a roster. Where there are problems, the entries are not to be used. */
export interface RosterFindings {
  readonly entries: readonly RosterEntry[];
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
}

/** Reads and checks the bytes of a roster, whatever they are; every mistake is in what is returned. */
export function parseRoster(bytes: Buffer, options: RosterOptions): RosterFindings {
  try {
    return understand(readGrid(bytes), options);
  } catch (error) {
    if (!(error instanceof RosterFault)) throw error;
    return wholeFile(error);
  }
}

/** A file that cannot be read has its one mistake at its beginning. */
export function wholeFile({ reason }: RosterFault): RosterFindings {
  return { entries: [], problems: [{ line: 1, column: 1, reason }], warnings: [] };
}

function readGrid(bytes: Buffer): Grid {
  const kind = fileKindOf(bytes);
  if (kind === 'zip') return readWorkbook(bytes);
  if (kind === 'text') return readCsv(decodeText(bytes));
  throw new RosterFault({ key: 'file-kind', kind });
}

function understand(grid: Grid, options: RosterOptions): RosterFindings {
  const [first, ...rows] = grid.rows.filter((row) => !isBlank(row));
  if (first === undefined) {
    if (grid.problems.length > 0) return { entries: [], ...grid };
    throw new RosterFault({ key: 'file-empty' });
  }
  const header = readHeader(first);
  const problems = inOrder([...header.problems, ...grid.problems]);
  // Without it nothing below can be understood.
  if (!header.columns.has('siret')) return { entries: [], problems, warnings: grid.warnings };
  const read = readRows(rows, header, options);
  const gaps = options.defaults === undefined ? [] : contactGaps(rows, header, options.defaults);
  const areWarnings = options.contact === 'warned';
  return {
    entries: read.entries,
    problems: inOrder([...problems, ...read.problems, ...(areWarnings ? [] : gaps)]),
    warnings: inOrder([
      ...grid.warnings,
      ...(rows.length === 0 && problems.length === 0 ? [noRows(first.line)] : []),
      ...read.warnings,
      ...(areWarnings ? gaps : []),
    ]),
  };
}

function noRows(line: number): RosterProblem {
  return { line, column: 1, reason: { key: 'no-rows' } };
}

function inOrder(problems: readonly RosterProblem[]): readonly RosterProblem[] {
  return problems.toSorted((one, other) => one.line - other.line || one.column - other.column);
}
