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
import { scanXml, XmlFault, type XmlAttributes } from './xml.ts';

/** Maximum number of rows in a sheet. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

interface SheetContext {
  readonly sharedStrings: readonly string[];
  readonly styles: readonly CellStyle[];
}

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
  const reader = new SheetReader(context);
  scanXml(xml, reader);
  return { rows: reader.rows, hidden: reader.hidden, merges: reader.merges };
}

class SheetReader {
  readonly rows: GridRow[] = [];
  readonly hidden: GridRow[] = [];
  readonly merges: MergedCells[] = [];
  readonly #context: SheetContext;
  #inData = false;
  #cellCount = 0;
  // The current row.
  #line = 0;
  #isHidden = false;
  #cells: Cell[] = [];
  // The current cell.
  #column = 0;
  #attributes: XmlAttributes = new Map();
  #text = '';
  #hasValue = false;
  #hasFormula = false;
  #capturing = false;
  #inReading = false;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'sheetData') this.#inData = true;
    if (name === 'mergeCell') this.#merge(attributes.get('ref') ?? '');
    if (!this.#inData) return;
    if (name === 'row') this.#openRow(attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'f') this.#hasFormula = true;
    else if (name === 'rPh') this.#inReading = true;
    else if (name === 'v' || (name === 't' && !this.#inReading)) {
      this.#capturing = true;
      this.#hasValue = true;
    }
  }

  text(text: string): void {
    if (this.#capturing) this.#text += text;
  }

  close(name: string): void {
    if (name === 'sheetData') this.#inData = false;
    if (!this.#inData) return;
    if (name === 'v' || name === 't') this.#capturing = false;
    else if (name === 'rPh') this.#inReading = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
  }

  #merge(range: string): void {
    const [from, to] = range.split(':').map(placeOf);
    if (from === undefined || to === undefined) return;
    this.merges.push({ range, from, to });
  }

  #openRow(attributes: XmlAttributes): void {
    const line = Number(attributes.get('r') ?? this.#line + 1);
    if (!Number.isInteger(line) || line <= this.#line || line > MAX_ROWS) {
      throw new XmlFault('a row out of place');
    }
    this.#line = line;
    this.#isHidden = isTrue(attributes.get('hidden'));
    this.#cells = [];
    this.#column = 0;
  }

  #closeRow(): void {
    if (this.#cells.length === 0) return;
    if (this.rows.length > LIMITS.rows) {
      throw new RosterFault({ key: 'too-many-rows', limit: LIMITS.rows });
    }
    const row = { line: this.#line, cells: this.#cells };
    this.rows.push(row);
    if (this.#isHidden) this.hidden.push(row);
    this.#cells = [];
  }

  #openCell(attributes: XmlAttributes): void {
    const address = attributes.get('r');
    const column = address === undefined ? this.#column + 1 : placeOf(address).column;
    if (!(column > this.#column && column <= MAX_COLUMNS)) {
      throw new XmlFault('a cell out of place');
    }
    this.#column = column;
    this.#attributes = attributes;
    this.#text = '';
    this.#hasValue = false;
    this.#hasFormula = false;
  }

  #closeCell(): void {
    const cell = this.#cellInHand();
    if (cell.text === '' && cell.kind !== 'uncalculated') return;
    this.#cellCount += 1;
    if (this.#cellCount > LIMITS.cells) {
      throw new RosterFault({ key: 'workbook-too-large', megabytes: LIMITS.workbookMegabytes });
    }
    this.#cells.push({ column: this.#column, ...cell });
  }

  /** Reads the current cell by its type (ECMA-376, 18.18.11); the default type is number. */
  #cellInHand(): Omit<Cell, 'column'> {
    const text = this.#text;
    if (!this.#hasValue) return this.#nothing();
    switch (this.#attributes.get('t') ?? 'n') {
      case 's':
        return { kind: 'text', text: text === '' ? '' : this.#sharedString(text) };
      case 'str':
      case 'inlineStr':
        return { kind: 'text', text: unescapeText(text) };
      case 'b':
        return { kind: 'boolean', text };
      case 'e':
        return { kind: 'error', text };
      case 'd':
        return { kind: 'date', text };
      case 'n':
        return text.trim() === '' ? this.#nothing() : this.#number(text);
      default:
        throw new XmlFault('a cell of unknown type');
    }
  }

  /** Returns an empty cell; formulas written without calculation have no value or an empty one. */
  #nothing(): Omit<Cell, 'column'> {
    return { kind: this.#hasFormula ? 'uncalculated' : 'text', text: '' };
  }

  #sharedString(index: string): string {
    const text = this.#context.sharedStrings[Number(index)];
    if (text === undefined) throw new XmlFault('a text that is not there');
    return text;
  }

  #number(text: string): Omit<Cell, 'column'> {
    const style = this.#context.styles[Number(this.#attributes.get('s') ?? -1)] ?? PLAIN_STYLE;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new XmlFault('a number that is none');
    if (style.isDate) return { kind: 'date', text: dateText(value) };
    // 14 digits fit in a double: a SIRET that was stored as a number is exact.
    return { kind: 'number', text: String(value).padStart(style.digits, '0') };
  }
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
