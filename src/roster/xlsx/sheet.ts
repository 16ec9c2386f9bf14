import {
  LIMITS,
  RosterFault,
  type Cell,
  type CellPlace,
  type GridRow,
  type MergedCells,
} from '../grid.ts';
import { unescapeText } from './shared-strings.ts';
import { PLAIN_STYLE, type CellStyle } from './styles.ts';
import { xmlTokens, XmlFault, type XmlAttributes } from './xml.ts';

/** Maximum number of rows in a sheet. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

interface SheetContext {
  readonly sharedStrings: readonly string[];
  readonly styles: readonly CellStyle[];
}

type CellValue = Omit<Cell, 'column'>;

interface SheetContent {
  /** Rows that are not empty. */
  readonly rows: readonly GridRow[];
  readonly hidden: readonly GridRow[];
  readonly merges: readonly MergedCells[];
}

/**
 * Returns the rows of a sheet, with the values stored at its last calculation.
 * @throws XmlFault, RosterFault too-many-rows, workbook-too-large.
 */
export function readSheet(xml: string, context: SheetContext): SheetContent {
  const rows: GridRow[] = [];
  const hidden: GridRow[] = [];
  const merges: MergedCells[] = [];
  let cellCount = 0;
  let row = { line: 0, isHidden: false };
  let column = 0;
  let cells: Cell[] = [];
  for (const token of sheetTokens(xml)) {
    switch (token.kind) {
      case 'merge':
        merges.push(...mergeOf(token.range));
        break;
      case 'row':
        row = {
          line: lineAfter(row.line, token.attributes),
          isHidden: isTrue(token.attributes.get('hidden')),
        };
        column = 0;
        cells = [];
        break;
      case 'cell': {
        column = columnAfter(column, token.attributes);
        const value = valueOf(token, context);
        if (value.text === '' && value.kind !== 'uncalculated') break;
        cellCount += 1;
        if (cellCount > LIMITS.cells) {
          throw new RosterFault({ key: 'workbook-too-large', megabytes: LIMITS.workbookMegabytes });
        }
        cells.push({ column, ...value });
        break;
      }
      case 'row-end': {
        if (cells.length === 0) break;
        if (rows.length > LIMITS.rows) {
          throw new RosterFault({ key: 'too-many-rows', limit: LIMITS.rows });
        }
        const full = { line: row.line, cells };
        rows.push(full);
        if (row.isHidden) hidden.push(full);
        cells = [];
      }
    }
  }
  return { rows, hidden, merges };
}

interface CellToken {
  readonly kind: 'cell';
  readonly attributes: XmlAttributes;
  /** Absent in a cell without a value. */
  readonly text?: string;
  readonly hasFormula: boolean;
}

type SheetToken =
  | { readonly kind: 'row'; readonly attributes: XmlAttributes }
  | CellToken
  | { readonly kind: 'row-end' }
  | { readonly kind: 'merge'; readonly range: string };

function* sheetTokens(xml: string): Generator<SheetToken, void> {
  let inData = false;
  let cell: XmlAttributes = new Map();
  let text: string | undefined;
  let hasFormula = false;
  let isCapturing = false;
  // Phonetic readings of Japanese words accompany a text.
  let inReading = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind === 'text') {
      if (isCapturing) text = (text ?? '') + token.text;
      continue;
    }
    const { kind, name } = token;
    if (name === 'sheetData') inData = kind === 'open';
    if (kind === 'open' && name === 'mergeCell') {
      yield { kind: 'merge', range: token.attributes.get('ref') ?? '' };
    }
    if (!inData) continue;
    if (name === 'rPh') inReading = kind === 'open';
    else if (name === 'v' || name === 't') {
      if (kind === 'close') isCapturing = false;
      else if (name === 'v' || !inReading) {
        isCapturing = true;
        text ??= '';
      }
    } else if (kind === 'open') {
      if (name === 'row') yield { kind: 'row', attributes: token.attributes };
      else if (name === 'f') hasFormula = true;
      else if (name === 'c') {
        cell = token.attributes;
        text = undefined;
        hasFormula = false;
      }
    } else if (name === 'c') yield { kind: 'cell', attributes: cell, text, hasFormula };
    else if (name === 'row') yield { kind: 'row-end' };
  }
}

function lineAfter(before: number, attributes: XmlAttributes): number {
  const line = Number(attributes.get('r') ?? before + 1);
  if (!Number.isInteger(line) || line <= before || line > MAX_ROWS) {
    throw new XmlFault('a row out of place');
  }
  return line;
}

function columnAfter(before: number, attributes: XmlAttributes): number {
  const address = attributes.get('r');
  const column = address === undefined ? before + 1 : placeOf(address).column;
  if (!(column > before && column <= MAX_COLUMNS)) throw new XmlFault('a cell out of place');
  return column;
}

function mergeOf(range: string): readonly MergedCells[] {
  const [from, to] = range.split(':').map(placeOf);
  return from === undefined || to === undefined ? [] : [{ range, from, to }];
}

/** Reads a cell by its type (ECMA-376, 18.18.11); the default type is number. */
function valueOf(cell: CellToken, { sharedStrings, styles }: SheetContext): CellValue {
  const { attributes, text } = cell;
  if (text === undefined) return emptyValue(cell);
  switch (attributes.get('t') ?? 'n') {
    case 's':
      return { kind: 'text', text: text === '' ? '' : sharedString(text, sharedStrings) };
    case 'str':
    case 'inlineStr':
      return { kind: 'text', text: unescapeText(text) };
    case 'b':
      return { kind: 'boolean', text };
    case 'e':
      return { kind: 'error', text };
    case 'd':
      return { kind: 'date', text };
    case 'n': {
      if (text.trim() === '') return emptyValue(cell);
      return numberValue(cell, text, styles[Number(attributes.get('s') ?? -1)] ?? PLAIN_STYLE);
    }
    default:
      throw new XmlFault('a cell of unknown type');
  }
}

/** Returns an empty value; formulas written without calculation have no value or an empty one. */
function emptyValue({ hasFormula }: CellToken): CellValue {
  return { kind: hasFormula ? 'uncalculated' : 'text', text: '' };
}

function sharedString(index: string, sharedStrings: readonly string[]): string {
  const text = sharedStrings[Number(index)];
  if (text === undefined) throw new XmlFault('a text that is not there');
  return text;
}

function numberValue(
  { hasFormula }: CellToken,
  text: string,
  { isDate, digits, addsToNumbers }: CellStyle,
): CellValue {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new XmlFault('a number that is none');
  if (isDate) return { kind: 'date', text: dateText(value) };
  // 14 digits fit in a double: a SIRET that was stored as a number is exact.
  const shown = String(value).padStart(digits, '0');
  // A formula that refers to an empty cell gives 0.
  if (hasFormula && value === 0) return { kind: 'zero', text: shown };
  return { kind: addsToNumbers ? 'formatted' : 'number', text: shown };
}

/** Returns a date for the message: sheets count days from the end of 1899. */
function dateText(days: number): string {
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}

/** Returns the position of an address: `C7` is in the third column. */
function placeOf(address: string): CellPlace {
  const [, letters, line] = /^\$?([A-Z]{1,3})\$?(\d+)$/u.exec(address) ?? [];
  if (letters === undefined) throw new XmlFault('a cell without address');
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { line: Number(line), column };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
