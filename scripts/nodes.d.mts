export interface NodeResult {
  readonly version: string;
  readonly stages: Readonly<Record<string, string>>;
  readonly seconds: number;
}

export function newestOf(versions: readonly string[], major: string): string | undefined;
export function tableOf(results: readonly NodeResult[]): string;
