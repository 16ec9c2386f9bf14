import type { Random } from '../../bench/fuzz/random.mjs';

/** One of the keys, by its weight. */
export function weighted<K extends string>(
  random: Random,
  weights: Readonly<Record<K, number>>,
): K {
  const keys = Object.keys(weights) as K[];
  return keys[indexByWeight(random, Object.values<number>(weights))]!;
}

/** The place of one of the weights, drawn by them. */
export function indexByWeight(random: Random, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = random.below(Math.round(sum * 100)) / 100;
  return weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
}

/** A list that is known to hold something. */
export function some<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...others] = list;
  if (first === undefined) throw new Error('nothing to pick from');
  return [first, ...others];
}
