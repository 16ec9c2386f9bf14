import { HOSTILE } from './hostile.mjs';
import { Random } from './random.mjs';
import { csvFile, validRows, workbookFile } from './rosters.mjs';

const KINDS = [
  ['a CSV without a mistake', 10, (random) => valid(random, csvFile)],
  ['a workbook without a mistake', 8, (random) => valid(random, workbookFile)],
  ...Object.entries(HOSTILE).map(([kind, [weight, make]]) => [
    kind,
    weight,
    (random) => ({ bytes: make(random) }),
  ]),
];

const ALL = KINDS.reduce((sum, [, weight]) => sum + weight, 0);

/**
 * One file of a run, the same for the same seed and number.
 * @returns its bytes, what kind of file it is, and how many rows must be read of it where it has no mistake.
 */
export function fileOf(seed, number) {
  const random = new Random(seed, number);
  let place = (random.below(1_000_000) / 1_000_000) * ALL;
  const [kind, , make] = KINDS.find(([, weight]) => (place -= weight) < 0);
  return { kind, ...make(random) };
}

function valid(random, write) {
  const rows = validRows(random);
  return { bytes: write(random, rows), rows: rows.length - 1 };
}
