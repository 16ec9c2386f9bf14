import type { Siret } from '../../domain/siret.ts';
import type { Failure, NextStep, Trouble } from './run-summary.ts';

/** So many SIRETs and commands of one step are told; the report has them all. */
export const MAX_SIRETS_IN_STEP = 10;

interface Ended {
  /** What ended the run, where errors did: nothing goes on before they are mended. */
  readonly endings: readonly Trouble[];
  readonly failures: readonly Failure[];
  /** What finishes the work once the rest is done; absent where nothing is left to do. */
  readonly again?: { readonly what: string; readonly command: string } | undefined;
}

/**
 * Returns what a person does about a run, in order: what ended it first, then each cause once with the
 * SIRETs that met it, then the command that finishes the work.
 */
export function nextSteps({ endings, failures, again }: Ended): NextStep[] {
  const steps = new Map<string, { sirets: Set<Siret>; commands: Set<string> }>();
  const add = ({ next, commands = [] }: Trouble, siret?: Siret): void => {
    if (next === undefined) return;
    const step = steps.get(next) ?? { sirets: new Set(), commands: new Set() };
    if (siret !== undefined) step.sirets.add(siret);
    for (const command of commands) step.commands.add(command);
    steps.set(next, step);
  };
  for (const ending of endings) add(ending);
  for (const failure of failures) add(failure, failure.siret);
  return [
    ...[...steps].map(([what, { sirets, commands }]) => ({
      what,
      sirets: [...sirets],
      commands: [...commands],
    })),
    ...(again === undefined ? [] : [{ what: again.what, sirets: [], commands: [again.command] }]),
  ];
}
