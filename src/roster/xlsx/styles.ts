import { xmlTokens } from './xml.ts';

/** The meaning of a cell's number format. */
export interface CellStyle {
  readonly isDate: boolean;
  /** Minimum number of digits: `00000` shows 1000 as 01000. */
  readonly digits: number;
}

export const PLAIN_STYLE: CellStyle = { isDate: false, digits: 0 };

/** Built-in formats, absent from the file: dates and times of all languages (ECMA-376, 18.8.30). */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81],
];

/** Returns the cell styles in the order of their numbers. */
export function readStyles(xml: string): readonly CellStyle[] {
  const formats = new Map<number, string>();
  const styles: CellStyle[] = [];
  let inCellFormats = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind === 'text') continue;
    if (token.name === 'cellXfs') inCellFormats = token.kind === 'open';
    if (token.kind === 'close') continue;
    const { name, attributes } = token;
    const id = Number(attributes.get('numFmtId') ?? 0);
    if (name === 'numFmt') formats.set(id, attributes.get('formatCode') ?? '');
    if (name === 'xf' && inCellFormats) styles.push(styleOf(id, formats.get(id)));
  }
  return styles;
}

function styleOf(id: number, code: string | undefined): CellStyle {
  if (code === undefined) {
    return { isDate: BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to), digits: 0 };
  }
  return { isDate: isDateCode(code), digits: /^0+$/u.test(code) ? code.length : 0 };
}

/** Returns true if the code has year, month, day, hour or second outside quotes and brackets. */
function isDateCode(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./gu, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/giu, '')
    .replace(/general|standard/giu, '');
  return /[ymdhs]/iu.test(bare);
}
