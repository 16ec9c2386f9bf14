export interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
}

export function stagesOf(dockerfile: string): readonly (readonly Instruction[])[];
export function commandOf(words: readonly string[]): string | undefined;
