import { RaccordError } from '../../src/errors/errors.ts';
import type { Scope } from '../../src/seeing/look-at.ts';
import { knowledgeOf } from '../../src/acting/knowledge.ts';

/** A label, and what the form shows there; passwords are none of them. */
export type ShownValue = readonly [label: string, text: string];

/**
 * Lets a person look at a form on which something was taught, before it is sent for the first time
 * since. Nothing is asked of a form on which nothing was taught, or that was looked at.
 * @param forms groups of the wordings that the form is made of.
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
