import type { Siret, SiretFault } from '../domain/siret.ts';

/** The columns of a roster, named like their English headers. */
export const ROSTER_COLUMNS = [
  'siret',
  'application',
  'contact_name',
  'contact_phone',
  'contact_email',
  'contact_fax',
  'account_email',
] as const;

export type RosterColumn = (typeof ROSTER_COLUMNS)[number];

/** The kind of a file that was given as a roster but is not one. */
export type ForeignKind =
  'pdf' | 'html' | 'xml' | 'xls' | 'xlsb' | 'ods' | 'office' | 'protected' | 'zip' | 'binary';

/**
 * The content of a spreadsheet's cell where a text was expected. `formatted`: a number that the sheet
 * shows with other characters; `zero`: a formula's 0, which may stand for an empty cell.
 */
export type OddCell =
  'number' | 'formatted' | 'zero' | 'date' | 'boolean' | 'error' | 'uncalculated';

/**
 * The reason why something in a roster is wrong or suspicious. Keys are stable: programs read them.
 * A `header` is the column's name as written in the file.
 */
export type RosterReason =
  // The file as a whole.
  | { readonly key: 'file-unreadable'; readonly reason: string }
  | { readonly key: 'file-empty' }
  | { readonly key: 'file-too-large'; readonly megabytes: number }
  | { readonly key: 'file-kind'; readonly kind: ForeignKind }
  | { readonly key: 'workbook-damaged'; readonly part: string }
  | { readonly key: 'workbook-too-large'; readonly megabytes: number }
  | { readonly key: 'too-many-rows'; readonly limit: number }
  | { readonly key: 'sheet-missing'; readonly name: string; readonly sheets: readonly string[] }
  // The header line.
  | { readonly key: 'header-missing' }
  | { readonly key: 'siret-column-missing' }
  | { readonly key: 'siret-above-header'; readonly header: number }
  | { readonly key: 'column-misspelt'; readonly header: string; readonly meant: RosterColumn }
  | { readonly key: 'column-ambiguous'; readonly header: string }
  | { readonly key: 'column-twice'; readonly header: string; readonly firstHeader: string }
  // A row.
  | { readonly key: 'quote-open' }
  | { readonly key: 'row-in-quotes'; readonly line: number }
  | { readonly key: 'cells-too-many'; readonly expected: number; readonly found: number }
  | { readonly key: 'cell-without-header'; readonly value: string }
  | { readonly key: 'siret'; readonly value: string; readonly fault: SiretFault }
  | { readonly key: 'siret-twice'; readonly siret: Siret; readonly firstLine: number }
  | { readonly key: 'application-blank' }
  | { readonly key: 'application-twice'; readonly name: string; readonly firstLine: number }
  | { readonly key: 'email'; readonly header: string; readonly value: string }
  | { readonly key: 'phone-zero-lost'; readonly header: string; readonly value: string }
  | { readonly key: 'phone-plus-lost'; readonly header: string; readonly value: string }
  | { readonly key: 'phone-rounded'; readonly header: string; readonly value: string }
  | { readonly key: 'phone-too-short'; readonly header: string; readonly value: string }
  | {
      readonly key: 'not-text';
      readonly header: string;
      readonly kind: OddCell;
      readonly value: string;
    }
  | { readonly key: 'too-long'; readonly header: string; readonly limit: number }
  | { readonly key: 'unreadable-characters'; readonly header: string; readonly value: string }
  | { readonly key: 'contact-missing'; readonly column: RosterColumn }
  | { readonly key: 'merged-cells'; readonly header: string; readonly range: string }
  // Warnings only.
  | { readonly key: 'check-digit'; readonly siret: Siret }
  | { readonly key: 'no-rows' }
  | { readonly key: 'column-unknown'; readonly header: string }
  | { readonly key: 'rows-above-header'; readonly count: number; readonly value: string }
  | { readonly key: 'cells-missing'; readonly count: number; readonly headers: readonly string[] }
  | { readonly key: 'cells-empty-behind' }
  | { readonly key: 'encoding-guessed'; readonly values: readonly string[] }
  | { readonly key: 'looks-garbled'; readonly header: string; readonly value: string }
  | { readonly key: 'in-quotes'; readonly header: string; readonly value: string }
  | {
      readonly key: 'contact-from-configuration';
      readonly column: RosterColumn;
      readonly count: number;
      readonly value: string;
    }
  | { readonly key: 'hidden-rows'; readonly count: number }
  | { readonly key: 'other-sheets'; readonly read: string; readonly others: readonly string[] };

/**
 * An error or warning with its place, from 1: the line of the file or row of the sheet, and the
 * column.
 */
export interface RosterProblem {
  readonly line: number;
  readonly column: number;
  readonly reason: RosterReason;
}
