import Table from 'cli-table3';
import type { ConnectionOutcome, EnrolmentResult, Outcome } from '../../domain/outcome.ts';
import { accountWord, outcomeWord } from '../../messages/account-word.ts';
import type { Paint } from './colour.ts';
import { widthOf } from './layout.ts';
import type { Terminal } from './terminal.ts';
import type { Texts } from '../../messages/texts.ts';

/** Padding that cli-table3 leaves around a column; cut off after the last one. */
const GAP = 2;

/**
 * Formats a table without vertical lines, which pastes well into a ticket. If it is wider than the
 * screen, empty columns are dropped, then the widest move below their row, until the rest fits.
 * @param columns the width of the screen; undefined if no screen shows it.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns?: number,
): string {
  const { inLine, below } = divided(head, rows, columns);
  // On a screen each row is one line, followed by the columns moved below it.
  const cell = (text = ''): string =>
    columns === undefined ? text : text.replace(/\s*\n\s*/gu, ' ');
  const cellsOf = (row: readonly string[]): string[] => inLine.map((index) => cell(row[index]));
  const lines = drawn(cellsOf(head), rows.map(cellsOf));
  if (below.length === 0) return lines.join('\n');
  const [titles = '', ...others] = lines;
  return [
    titles,
    ...others.flatMap((line, index) => {
      const row = rows[index] ?? [];
      return [
        line,
        ...below
          .filter((column) => row[column] !== undefined && row[column] !== '')
          .map((column) => `  ${head[column] ?? ''} : ${cell(row[column])}`),
      ];
    }),
  ].join('\n');
}

/** Returns the columns that stay side by side, and those that move below their row. */
function divided(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined,
): { readonly inLine: readonly number[]; readonly below: readonly number[] } {
  const all = head.map((title, index) => ({
    index,
    width: Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))),
    isEmpty: rows.every((row) => (row[index] ?? '') === ''),
  }));
  const isTooWide = (some: typeof all): boolean =>
    columns !== undefined && some.reduce((sum, { width }) => sum + width + GAP, -1) > columns;
  let inLine = isTooWide(all) ? all.filter(({ index, isEmpty }) => index === 0 || !isEmpty) : all;
  const below: number[] = [];
  while (inLine.length > 1 && isTooWide(inLine)) {
    const [, ...movable] = inLine;
    const widest = movable.reduce((one, other) => (other.width > one.width ? other : one));
    below.push(widest.index);
    inLine = inLine.filter((one) => one !== widest);
  }
  return { inLine: inLine.map(({ index }) => index), below: below.sort((a, b) => a - b) };
}

function drawn(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const grid = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  grid.push(...rows.map((row) => [...row]));
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Formats the outcome of each SIRET. */
export function resultTable(
  results: readonly EnrolmentResult[],
  texts: Texts,
  { columns: width, paint }: Pick<Terminal, 'columns' | 'paint'>,
): string {
  const { columns } = texts;
  return table(
    [
      columns.siret,
      columns.connection,
      columns.application,
      columns.account,
      columns.login,
      columns.expires,
    ],
    results.map(({ siret, connection, account }) => [
      siret,
      paintResource(connection, outcomeWord(connection, texts), paint),
      connection.applicationName ?? '',
      paintResource(account, accountWord(account, texts), paint),
      account.login ?? '',
      account.expiresOn ?? '',
    ]),
    width,
  );
}

const PAINTS: Readonly<Record<Outcome, keyof Paint>> = {
  created: 'good',
  recovered: 'good',
  existing: 'dim',
  skipped: 'dim',
  unproven: 'odd',
  failed: 'bad',
};

function paintResource({ outcome, error }: ConnectionOutcome, word: string, paint: Paint): string {
  if (error?.code === 'INTERRUPTED') return paint.odd(word);
  // An account without its password is not a success, even if it exists.
  return paint[error !== undefined && outcome === 'existing' ? 'odd' : PAINTS[outcome]](word);
}
