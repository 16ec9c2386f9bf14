import type { Siret } from '../../domain/siret.ts';
import type { Failure, NextStep, Trouble } from './run-summary.ts';

/** Maximum number of SIRETs and commands named per step; the report has all of them. */
export const MAX_SIRETS_IN_STEP = 10;

interface Ended {
  /** Errors of the run itself; they have to be fixed first. */
  readonly endings: readonly Trouble[];
  readonly failures: readonly Failure[];
  /** What else a person may have to do. */
  readonly advice?: readonly NextStep[];
  /** The command that finishes the work after the other steps; absent if nothing is left. */
  readonly again?: { readonly what: string; readonly command: string } | undefined;
}

/**
 * Returns the next steps after a run, in order: the errors that ended it, then each cause once with
 * its SIRETs, then the advice, then the command that finishes the work.
 */
export function nextSteps({ endings, failures, advice = [], again }: Ended): NextStep[] {
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
    ...advice,
    ...(again === undefined ? [] : [{ what: again.what, sirets: [], commands: [again.command] }]),
  ];
}
