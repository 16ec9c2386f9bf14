/**
 * Returns numbers in scheduler notation, `*` if all match: `1,3`, and with runs of three or more as
 * `1..5` or `1-5`.
 * @param dash the sign between the ends of a run.
 */
export function numberList(
  numbers: readonly number[],
  { first, last }: { readonly first: number; readonly last: number },
  dash: '..' | '-',
  write: (number: number) => string = String,
): string {
  if (numbers.length === last - first + 1) return '*';
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([from, to]) => {
      if (from === to) return write(from);
      return `${write(from)}${to - from > 1 ? dash : ','}${write(to)}`;
    })
    .join(',');
}
