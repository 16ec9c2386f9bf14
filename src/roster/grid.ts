import type { OddCell, RosterProblem, RosterReason } from '../errors/roster-problem.ts';

/** The raw content of a file: rows of cells with their positions. */
export interface Grid {
  readonly rows: readonly GridRow[];
  /** Errors of the file format; the rows before them are valid. */
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
  /** Merged cells of a sheet. */
  readonly merges?: readonly MergedCells[];
  /** True if the encoding of a text was guessed. */
  readonly isGuessed?: boolean;
  /** The separator of a text's cells. */
  readonly delimiter?: string;
}

/** A range of merged cells, by its first and last cell. */
export interface MergedCells {
  /** As written in the sheet: `B2:B4`. */
  readonly range: string;
  readonly from: CellPlace;
  readonly to: CellPlace;
}

/** Line and column, both from 1. */
export interface CellPlace {
  readonly line: number;
  readonly column: number;
}

export interface GridRow {
  /** First line of the row, from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
  /** Number of cells, if the format defines it; a sheet's rows have no width. */
  readonly width?: number;
}

export interface Cell {
  /** From 1. */
  readonly column: number;
  readonly kind: 'text' | OddCell;
  /** As in the file, including spaces. */
  readonly text: string;
}

/** Far above any real roster, and low enough that no file can exhaust memory. */
export const LIMITS = {
  fileMegabytes: 20,
  /** Uncompressed size of a workbook. */
  workbookMegabytes: 60,
  rows: 50_000,
  /** Lines of a text, including empty ones. */
  lines: 250_000,
  cells: 1_000_000,
  /** Characters in one cell. */
  cellLength: 255,
} as const;

/** The error of a file that cannot be read as a roster at all. */
export class RosterFault extends Error {
  readonly reason: RosterReason;

  constructor(reason: RosterReason, cause?: unknown) {
    super(reason.key, cause === undefined ? undefined : { cause });
    this.name = 'RosterFault';
    this.reason = reason;
  }
}

/** Returns the cell of a row in one of the header's columns. */
export function cellAt(
  { cells }: GridRow,
  place: { readonly column: number } | undefined,
): Cell | undefined {
  if (place === undefined) return undefined;
  // In a text every cell is present; a sheet leaves out empty ones.
  const direct = cells[place.column - 1];
  if (direct?.column === place.column) return direct;
  return cells.find(({ column }) => column === place.column);
}

export function isBlank({ cells }: GridRow): boolean {
  return cells.every(({ kind, text }) => kind !== 'uncalculated' && text.trim() === '');
}
