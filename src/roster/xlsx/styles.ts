import { xmlTokens } from './xml.ts';

/** The meaning of a cell's number format. */
export interface CellStyle {
  readonly isDate: boolean;
  /** Minimum number of digits: `00000` shows 1000 as 01000. */
  readonly digits: number;
  /** True if a whole number may be shown with more than its digits: `"Pld"0`, `# ##0`, `0%`. */
  readonly addsToNumbers: boolean;
}

export const PLAIN_STYLE: CellStyle = { isDate: false, digits: 0, addsToNumbers: false };

/** Built-in formats, absent from the file: dates and times of all languages (ECMA-376, 18.8.30). */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81],
];

/** Built-in formats with decimals, separators, percents, currencies and exponents. */
const BUILT_IN_ADDING: readonly (readonly [number, number])[] = [
  [2, 13],
  [37, 44],
  [48, 48],
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
    const isIn = (ranges: typeof BUILT_IN_DATES): boolean =>
      ranges.some(([from, to]) => id >= from && id <= to);
    return { isDate: isIn(BUILT_IN_DATES), digits: 0, addsToNumbers: isIn(BUILT_IN_ADDING) };
  }
  const plain = /^(?:#*(0+)|general|standard|@)$/iu.exec(numberCode(code));
  return {
    isDate: isDateCode(code),
    digits: plain?.[1]?.length ?? 0,
    addsToNumbers: plain === null,
  };
}

/** Returns the part of a code for positive numbers, without colours, languages and margins. */
function numberCode(code: string): string {
  const [positive = ''] = code.split(';');
  return positive
    .replace(/\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]/giu, '')
    .replace(/\[\$-[\da-f]{1,4}\]/giu, '')
    .replace(/_./gu, '')
    .trim();
}

/** Returns true if the code has year, month, day, hour or second outside quotes and brackets. */
function isDateCode(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./gu, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/giu, '')
    .replace(/general|standard/giu, '');
  return /[ymdhs]/iu.test(bare);
}
