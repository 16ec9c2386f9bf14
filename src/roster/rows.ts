import { z } from 'zod';
import type { Contact } from '../domain/outcome.ts';
import { nameKey } from '../domain/application-name.ts';
import { phoneFault } from '../domain/phone-fault.ts';
import { omitUndefined } from '../domain/json.ts';
import type {
  OddCell,
  RosterColumn,
  RosterProblem,
  RosterReason,
} from '../errors/roster-problem.ts';
import type { RosterEntry } from '../domain/roster-entry.ts';
import { parseSiret, type Siret } from '../domain/siret.ts';
import {
  cleanSiret,
  cleanText,
  excerpt,
  isUnreadable,
  oddityOf,
  withoutGuard,
  withoutQuotes,
} from './cell-text.ts';
import type { HeaderCell, HeaderLine } from './columns.ts';
import { looksGarbled } from './garbled.ts';
import { cellAt, LIMITS, type Cell, type GridRow } from './grid.ts';

export interface RosterOptions {
  /** `warned` outside production, where fictitious structures fail the check (domain/siret.ts). */
  readonly checkDigit: 'required' | 'warned';
  /**
   * The configured contact, for empty cells. If set, a row has a mistake if its contact's name,
   * telephone or e-mail is in neither place.
   */
  readonly defaults?: Partial<Contact>;
  /** Severity of an incomplete contact, which is checked only with `defaults`. */
  readonly contact?: 'required' | 'warned';
  /** The sheet to read, in a workbook. */
  readonly sheet?: string;
}

interface ReadRows {
  readonly entries: readonly RosterEntry[];
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
  /** Rows whose cells are all in their columns. */
  readonly readable: readonly GridRow[];
  /** Texts with non-ASCII characters, which depend on the encoding. */
  readonly foreign: readonly ForeignText[];
}

/** A text with its position. */
export interface ForeignText {
  readonly line: number;
  readonly column: number;
  readonly value: string;
}

const NUMBERS: ReadonlySet<OddCell> = new Set<OddCell>(['number', 'formatted', 'zero']);

/** Returns the mistake in a text, if any. */
type Check = (value: string, header: string) => RosterReason | undefined;

/** Reads and checks the rows below a header line; finds every mistake of every row. */
export function readRows(
  rows: readonly GridRow[],
  header: HeaderLine,
  options: RosterOptions,
): ReadRows {
  const reader = new RowReader(header, options, haveEmptyCellsBehind(rows, header));
  for (const row of rows) reader.read(row);
  reader.tellWidths();
  return reader;
}

/**
 * Returns true if every row ends in empty cells beyond the header: in a separator too many. In a
 * single row it may be a cell that contains a separator.
 */
function haveEmptyCellsBehind(rows: readonly GridRow[], { width = 0 }: HeaderLine): boolean {
  if (rows.length < 2) return false;
  return rows.every(
    (row) =>
      (row.width ?? 0) > width &&
      row.cells.every(({ column, text }) => column <= width || text.trim() === ''),
  );
}

class RowReader implements ReadRows {
  readonly entries: RosterEntry[] = [];
  readonly problems: RosterProblem[] = [];
  readonly warnings: RosterProblem[] = [];
  readonly readable: GridRow[] = [];
  readonly foreign: ForeignText[] = [];
  readonly #header: HeaderLine;
  readonly #options: RosterOptions;
  readonly #emptyBehind: boolean;
  /** Rows with fewer cells than the header. */
  readonly #short: GridRow[] = [];
  /** First line of each SIRET and of each name. */
  readonly #siretLines = new Map<Siret, number>();
  readonly #nameLines = new Map<string, number>();

  constructor(header: HeaderLine, options: RosterOptions, emptyBehind: boolean) {
    this.#header = header;
    this.#options = options;
    this.#emptyBehind = emptyBehind;
  }

  read(row: GridRow): void {
    const siret = this.#siret(row);
    // An unquoted separator shifts the cells that follow: the rest of the row is not checked.
    if (!this.#fits(row)) return;
    this.readable.push(row);
    this.#refuseNamelessCells(row);
    const contact = omitUndefined<Partial<Contact>>({
      name: this.#text(row, 'contact_name'),
      phone: this.#text(row, 'contact_phone', phoneMistake),
      email: this.#text(row, 'contact_email', emailMistake),
      fax: this.#text(row, 'contact_fax', phoneMistake),
    });
    const entry = {
      line: row.line,
      applicationName: this.#application(row),
      contact: Object.keys(contact).length === 0 ? undefined : contact,
      accountEmail: this.#text(row, 'account_email', emailMistake),
    };
    if (siret !== undefined) this.entries.push(omitUndefined({ siret, ...entry }));
  }

  #siret(row: GridRow): Siret | undefined {
    const { columns } = this.#header;
    const { column, header } = columns.get('siret') ?? { column: 1, header: '' };
    const cell = cellAt(row, { column });
    const kind = cell === undefined ? undefined : oddityOf(cell);
    const value = cleanSiret(cell?.text ?? '');
    const told = excerpt(value);
    // A number is reported as not being 14 digits; 14 are a SIRET, however they are shown.
    if (kind !== undefined && !NUMBERS.has(kind)) {
      this.#tell(row, column, { key: 'not-text', header, kind, value: told });
      return undefined;
    }
    const reading = parseSiret(value, this.#options.checkDigit);
    if ('fault' in reading) {
      const fault = this.#hasLostZeros(cell) ? 'leading-zero-lost' : reading.fault;
      this.#tell(row, column, { key: 'siret', value: told, fault });
      return undefined;
    }
    const { siret, warning } = reading;
    const firstLine = this.#siretLines.get(siret);
    if (firstLine === undefined) this.#siretLines.set(siret, row.line);
    else this.#tell(row, column, { key: 'siret-twice', siret, firstLine });
    if (warning !== undefined) {
      this.warnings.push({ line: row.line, column, reason: { key: warning, siret } });
    }
    return siret;
  }

  /** Returns true for a short number if check digits are not required: it must have lost zeros. */
  #hasLostZeros(cell: Cell | undefined): boolean {
    const isNumber = cell !== undefined && cell.kind !== 'text';
    const isShortNumber = isNumber && /^\d{10,13}$/u.test(cell.text);
    return isShortNumber && this.#options.checkDigit === 'warned';
  }

  /** Reports, once for all rows, widths that differ from the header's and were accepted. */
  tellWidths(): void {
    const { width = 0, columns } = this.#header;
    const [first] = this.#short;
    if (first !== undefined) {
      const found = Math.min(...this.#short.map((row) => row.width ?? 0));
      const headers = [...columns.values()]
        .filter(({ column }) => column > found)
        .map(({ header }) => header);
      // Missing cells of unused columns are not reported.
      if (headers.length > 0) {
        const reason = { key: 'cells-missing', count: this.#short.length, headers } as const;
        this.warnings.push({ line: first.line, column: (first.width ?? 0) + 1, reason });
      }
    }
    const [row] = this.readable;
    if (this.#emptyBehind && row !== undefined) {
      this.warnings.push({
        line: row.line,
        column: width + 1,
        reason: { key: 'cells-empty-behind' },
      });
    }
  }

  /** Checks the row's width. Trailing empty cells may be missing; extra cells shift the others. */
  #fits(row: GridRow): boolean {
    const { width: found = 0 } = row;
    const { width: expected = 0 } = this.#header;
    if (found < expected) this.#short.push(row);
    if (found <= expected || this.#emptyBehind) return true;
    this.#tell(row, expected + 1, { key: 'cells-too-many', expected, found });
    return false;
  }

  #refuseNamelessCells(row: GridRow): void {
    for (const { column, text } of row.cells) {
      if (this.#header.named.has(column)) continue;
      const value = excerpt(text);
      if (value !== '') this.#tell(row, column, { key: 'cell-without-header', value });
    }
  }

  #application(row: GridRow): string | undefined {
    const place = this.#header.columns.get('application');
    if (place === undefined) return undefined;
    const { text = '' } = cellAt(row, place) ?? {};
    if (text !== '' && cleanText(text) === '') {
      this.#tell(row, place.column, { key: 'application-blank' });
    }
    const name = this.#text(row, 'application');
    if (name === undefined) return undefined;
    const key = nameKey(name);
    const firstLine = this.#nameLines.get(key);
    if (firstLine === undefined) this.#nameLines.set(key, row.line);
    else this.#tell(row, place.column, { key: 'application-twice', name, firstLine });
    return name;
  }

  /** Returns a column's text, or `undefined` if it is empty or invalid. Reports mistakes. */
  #text(row: GridRow, name: RosterColumn, check?: Check): string | undefined {
    const place = this.#header.columns.get(name);
    const cell = cellAt(row, place);
    if (place === undefined || cell === undefined) return undefined;
    const { header, column } = place;
    const value = this.#plainText(row, cell, place);
    const kind = oddityOf(cell);
    const asText = (): RosterReason | undefined =>
      textMistake(value, header) ?? (value === '' ? undefined : check?.(value, header));
    // A telephone number without its zero is told as that, whatever format shows the zero.
    const mistake =
      (kind === undefined || kind === 'formatted' ? asText() : undefined) ??
      (kind && ({ key: 'not-text', header, kind, value: excerpt(value) } as const));
    if (mistake !== undefined) this.#tell(row, column, mistake);
    return mistake === undefined && value !== '' ? value : undefined;
  }

  /** Returns a cell's text without quotes and guards; warns if it may be garbled. */
  #plainText({ line }: GridRow, { text, column }: Cell, { header }: HeaderCell): string {
    const clean = withoutGuard(cleanText(text));
    const inner = withoutQuotes(clean);
    // If the header has the same quotes, they belong to the file's format.
    const isQuoting = inner !== undefined && withoutQuotes(header) !== undefined;
    const value = isQuoting ? inner : clean;
    const warn = (key: 'in-quotes' | 'looks-garbled'): void => {
      this.warnings.push({ line, column, reason: { key, header, value: excerpt(value) } });
    };
    if (inner !== undefined && !isQuoting) warn('in-quotes');
    if (/[^\u0000-\u007f]/u.test(value)) {
      this.foreign.push({ line, column, value: excerpt(value) });
    }
    if (looksGarbled(value.slice(0, LIMITS.cellLength))) warn('looks-garbled');
    return value;
  }

  #tell({ line }: GridRow, column: number, reason: RosterReason): void {
    this.problems.push({ line, column, reason });
  }
}

const textMistake: Check = (value, header) => {
  const limit = LIMITS.cellLength;
  if (value.length > limit) return { key: 'too-long', header, limit };
  return isUnreadable(value) ? { key: 'unreadable-characters', header, value } : undefined;
};

const emailMistake: Check = (value, header) =>
  z.regexes.email.test(value) ? undefined : { key: 'email', header, value };

const phoneMistake: Check = (value, header) => {
  const fault = phoneFault(value);
  return fault === undefined ? undefined : { key: `phone-${fault}`, header, value };
};
