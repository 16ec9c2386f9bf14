import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { Scope } from '../../src/seeing/look-at.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { cluesFor, knowledgeOf, placeOf } from '../../src/acting/knowledge.ts';

/** A field's wording and the text that the form shows for it; never a password. */
export type ShownValue = readonly [wording: Wording, text: string];

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
  const place = placeOf(scope);
  if (knowledge === undefined || place === undefined) return;
  const names = knowledge.notLookedAt(forms, place);
  if (names.length === 0) return;
  const { teacher } = knowledge;
  if (teacher === undefined) throw new RaccordError('TAUGHT_NOT_LOOKED_AT', { where, names });
  const shown = (await values()).map(
    ([wording, text]) => [asLabelled(scope, wording), text] as const,
  );
  if (!(await teacher.confirmValues(where, shown))) {
    throw new RaccordError('INTERRUPTED', {});
  }
  await knowledge.noteLookedAt(forms, place);
}

/** Returns a field's known label, with that of the page if it was taught. */
function asLabelled(scope: Scope, wording: Wording): string {
  const words = cluesFor(scope, { kind: 'field', wording })?.words ?? '';
  return words === '' ? wording[0] : `${wording[0]} (« ${words} »)`;
}
