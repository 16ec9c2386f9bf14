import type { Siret } from '../../domain/siret.ts';
import { ALL_STEPS, type Step } from '../../domain/step-names.ts';
import type { JournalPlace } from './journal.ts';

/** A step that a run has begun and not ended. */
export interface RunningStep {
  /** Absent if it concerns no SIRET. */
  readonly siret?: Siret;
  readonly step: Step;
  /** ISO time. */
  readonly since: string;
}

/** Maximum number of rows read, newest first: current steps have begun among them. */
const LOOKED_AT = 500;

/** Reads the current steps of a run, the latest first. */
export async function readRunningSteps(
  { database }: Pick<JournalPlace, 'database'>,
  run: string,
): Promise<RunningStep[]> {
  const rows = await database
    .selectFrom('steps')
    .select(['siret', 'step', 'phase', 'at'])
    .where('run', '=', run)
    .orderBy('id', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const latest = new Map(rows.toReversed().map((row) => [row.siret, row]));
  return [...latest.values()]
    .filter(({ phase }) => phase === 'began')
    .flatMap(({ siret, step: name, at: since }): RunningStep[] => {
      const step = ALL_STEPS.find((one) => one === name);
      if (step === undefined) return [];
      // Only validated SIRETs are ever written.
      return [{ step, since, siret: (siret as Siret | null) ?? undefined }];
    })
    .toReversed();
}
