import type { ConfigProblem } from '../errors/config-problem.ts';

/** Subject of a mistake: decides where to correct it and where it is documented. */
export type ConfigSubject =
  'flags' | 'settings' | 'taught' | 'database' | 'piste' | 'delivery' | 'notifications';

const SUBJECTS: readonly (readonly [RegExp, ConfigSubject])[] = [
  [/^--/u, 'flags'],
  [/^taught\.json/u, 'taught'],
  [/^RACCORD_DATABASE_/u, 'database'],
  [/^CHORUS_PISTE_/u, 'piste'],
  [/^RACCORD_(?:DELIVER|VAULT)_/u, 'delivery'],
  [/^RACCORD_(?:SMTP|NOTIFY|WEBHOOK)_/u, 'notifications'],
];

/** Returns the next step for a list of mistakes: one sentence for each subject. */
export function configAdvice(
  problems: readonly (string | ConfigProblem)[],
  sentences: Readonly<Record<ConfigSubject, string>>,
): string {
  const subjects = new Set(problems.map(subjectOf));
  if (subjects.size === 0) subjects.add('settings');
  return [...subjects].map((subject) => sentences[subject]).join(' ');
}

function subjectOf(problem: string | ConfigProblem): ConfigSubject {
  const place = typeof problem === 'string' ? problem : problem.place;
  return SUBJECTS.find(([pattern]) => pattern.test(place))?.[1] ?? 'settings';
}
