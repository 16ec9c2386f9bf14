import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { Scope } from '../../src/seeing/look-at.ts';
import { knowledgeOf } from '../../src/acting/knowledge.ts';

/** A label and the text that the form shows for it; never a password. */
export type ShownValue = readonly [label: string, text: string];

/**
 * Asks a person to review a form on which something was taught, before it is first sent since.
 * Forms on which nothing was taught, or that were already reviewed, are skipped.
 * @param forms the wording groups that the form is made of.
 * @throws RaccordError TAUGHT_NOT_LOOKED_AT if nobody is there, INTERRUPTED if the person says no.
 */
export async function lookedAtFirst(
  scope: Scope,
  forms: readonly string[],
  where: string,
  values: () => Promise<readonly ShownValue[]>,
): Promise<void> {
  const knowledge = knowledgeOf(scope);
  const names = knowledge?.notLookedAt(forms) ?? [];
  if (knowledge === undefined || names.length === 0) return;
  const { teacher } = knowledge;
  if (teacher === undefined) throw new RaccordError('TAUGHT_NOT_LOOKED_AT', { where, names });
  if (!(await teacher.confirmValues(where, await values()))) {
    throw new RaccordError('INTERRUPTED', {});
  }
  await knowledge.noteLookedAt(forms);
}
