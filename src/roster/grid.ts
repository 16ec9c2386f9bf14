import type { OddCell, RosterProblem, RosterReason } from '../errors/roster-problem.ts';

/** What was read of a file before anything in it is understood: rows of cells with their places. */
export interface Grid {
  readonly rows: readonly GridRow[];
  /** Mistakes of the format itself; the rows before them are there. */
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
  /** Of a sheet: cells that are shown as one. */
  readonly merges?: readonly MergedCells[];
  /** True where the encoding of a text was guessed. */
  readonly isGuessed?: boolean;
}

/** Cells that are shown as one, by the first and the last of them. */
export interface MergedCells {
  /** As the sheet writes it: `B2:B4`. */
  readonly range: string;
  readonly from: CellPlace;
  readonly to: CellPlace;
}

/** Both from 1. */
export interface CellPlace {
  readonly line: number;
  readonly column: number;
}

export interface GridRow {
  /** Where the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
  /** How many cells the row has, where the format says so; a sheet's rows have no width. */
  readonly width?: number;
}

export interface Cell {
  /** From 1. */
  readonly column: number;
  readonly kind: 'text' | OddCell;
  /** As the file has it, spaces and all. */
  readonly text: string;
}

/** Far above any real roster, and small enough that no file can exhaust the machine. */
export const LIMITS = {
  fileMegabytes: 20,
  /** Of a workbook, unpacked. */
  workbookMegabytes: 60,
  rows: 50_000,
  /** Of a text, empty lines included. */
  lines: 250_000,
  cells: 1_000_000,
  /** Characters in one cell. */
  cellLength: 255,
} as const;

/** The file as a whole cannot be read as a roster. */
export class RosterFault extends Error {
  readonly reason: RosterReason;

  constructor(reason: RosterReason, cause?: unknown) {
    super(reason.key, cause === undefined ? undefined : { cause });
    this.name = 'RosterFault';
    this.reason = reason;
  }
}

/** The cell of a row in one of the header's columns. */
export function cellAt(
  { cells }: GridRow,
  place: { readonly column: number } | undefined,
): Cell | undefined {
  if (place === undefined) return undefined;
  // In a text each cell has its place; a sheet leaves out those that hold nothing.
  const direct = cells[place.column - 1];
  if (direct?.column === place.column) return direct;
  return cells.find(({ column }) => column === place.column);
}

export function isBlank({ cells }: GridRow): boolean {
  return cells.every(({ kind, text }) => kind !== 'uncalculated' && text.trim() === '');
}
