import type { Scope } from '../seeing/look-at.ts';
import type { Wording } from '../seeing/wording.ts';
import { isSentence } from '../teaching/taught.ts';
import { keyOf, knowledgeOf, wordsFor } from './knowledge.ts';
import { outlined, teachByPointing } from './pointing.ts';
import { textAt } from './text-at.ts';

/** A list in which raccord finds neither lines nor a sentence that it knows. */
export interface UnreadList {
  /** The known sentences in place of the lines of an empty list. */
  readonly none: Wording;
  readonly where: string;
}

/** Returns the sentences in place of the lines of an empty list, with the one taught for the page. */
export function sentencesOfNone(scope: Scope, none: Wording): Wording {
  const [taught] = wordsFor(scope, { kind: 'sentence', wording: none }) ?? [];
  return taught === undefined || !isSentence(taught) ? none : [taught, ...none];
}

/**
 * Asks the person for the sentence that says that a list is empty, in the window.
 * @param texts what the page shows instead of lines.
 * @returns false if nobody is there, or nothing was taught.
 */
export async function teachEmptyList(
  scope: Scope,
  { none, where }: UnreadList,
  texts: readonly string[],
): Promise<boolean> {
  const sought = { kind: 'sentence', wording: none, where } as const;
  const knowledge = knowledgeOf(scope);
  const key = keyOf(scope, sought);
  if (knowledge?.teacher === undefined || key === undefined) return false;
  // It may be missing because its request was stopped: the person is asked about that first.
  if (knowledge.requests.isPending || texts.length === 0) return false;
  const { teacher } = knowledge;
  teacher.lookingFor(key.name, sought, { kind: 'not-found' });
  return teachByPointing(scope, teacher, 'sentence', async (pointed) => {
    const words = textAt(pointed, texts);
    if (words === undefined) return 'nothing-there';
    if (!isSentence(words)) return 'too-few-words';
    const isMeant = await outlined(scope, pointed.thing, () =>
      teacher.confirmWords('sentence', words),
    );
    if (!isMeant) return 'not-meant';
    return knowledge.remember({ ...key, words });
  });
}
