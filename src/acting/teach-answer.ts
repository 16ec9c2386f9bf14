import type { Scope } from '../seeing/look-at.ts';
import type { Wording } from '../seeing/wording.ts';
import { messageWords } from '../teaching/message-words.ts';
import { answerName, knowledgeOf, placeOf } from './knowledge.ts';
import { outlined, teachByPointing } from './pointing.ts';
import { textAt } from './text-at.ts';

/** The form whose answer is not understood. */
export interface SentForm {
  /** The wording of the button that sent it. */
  readonly submit: Wording;
  readonly where: string;
}

/**
 * Asks the person for the message that answers a form, in the window, and for what it means.
 * @param newTexts returns what the page shows since the form was sent: only that can answer it.
 * @returns false if nobody is there, or nothing was taught; likewise if the page, the window or the
 * file of what is taught fails meanwhile.
 */
export async function teachAnswer(
  scope: Scope,
  { submit, where }: SentForm,
  newTexts: () => Promise<readonly string[]>,
): Promise<boolean> {
  const knowledge = knowledgeOf(scope);
  const name = answerName(scope, submit);
  if (knowledge?.teacher === undefined || name === undefined) return false;
  const { teacher } = knowledge;
  try {
    const first = await newTexts();
    if (first.length === 0) return false;
    teacher.answerUnclear(where, first);
    return await teachByPointing(scope, teacher, 'message', async (pointed) => {
      const text = textAt(pointed, await newTexts());
      const place = placeOf(scope);
      if (text === undefined || place === undefined) return 'nothing-there';
      const words = messageWords(text);
      if (words === undefined) return 'too-few-words';
      const meaning = await outlined(scope, pointed.thing, () => teacher.chooseMeaning(words));
      if (meaning === undefined) return 'left';
      return knowledge.remember({ ...place, kind: 'message', name, meaning, words });
    });
  } catch {
    // The form was sent: whatever goes wrong with the question, the answer stands as it was read.
    teacher.unsettled('cut-short', 'message');
    return false;
  }
}
