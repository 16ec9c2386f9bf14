export interface RunResult {
  readonly name: string;
  readonly result: string;
  readonly seconds: number;
  readonly tests: string;
  readonly log: string;
}

export const RUNS: readonly string[];
export function selectRuns(args: readonly string[]): string[];
export function closingLineOf(log: string): string;
export function tableOf(results: readonly RunResult[]): string;
