import type { Redactor } from '../src/secrets/redactor.ts';
import type { Answer } from '../src/acting/classify-answer.ts';

/** Returns the answer without secrets: a page may repeat what was typed or shown. */
export function redactAnswer(answer: Answer, redactor: Redactor): Answer {
  return answer.kind === 'unclear'
    ? { ...answer, reason: redactor.redact(answer.reason) }
    : { ...answer, message: redactor.redact(answer.message) };
}

/** Returns the portal's words, or the reason why it said nothing. */
export function wordsOf(answer: Answer): string {
  return answer.kind === 'unclear' ? answer.reason : answer.message;
}

/** Returns a reason, followed by the portal's words if there are any. */
export function withPortalWords(reason: string, words = ''): string {
  return words === '' ? reason : `${reason} ("${words}")`;
}
