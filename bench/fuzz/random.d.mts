/** Numbers that look random and are the same for the same seed and file, on every machine (sfc32). */
export declare class Random {
  constructor(seed: number, file: number);
  /** A whole number from 0 to just under the limit. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<const T>(list: readonly [T, ...T[]]): T;
  shuffled<T>(list: readonly T[]): T[];
}
