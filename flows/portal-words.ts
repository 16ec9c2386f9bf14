import type { Redactor } from '../src/secrets/redactor.ts';
import type { Answer } from '../src/acting/classify-answer.ts';

/** The answer without secrets: a page may repeat what was typed or shown. */
export function redactAnswer(answer: Answer, redactor: Redactor): Answer {
  return answer.kind === 'unclear'
    ? { ...answer, reason: redactor.redact(answer.reason) }
    : { ...answer, message: redactor.redact(answer.message) };
}

/** What the portal said, or why it said nothing. */
export function wordsOf(answer: Answer): string {
  return answer.kind === 'unclear' ? answer.reason : answer.message;
}

/** A reason, followed by the portal's words where there are any. */
export function withPortalWords(reason: string, words = ''): string {
  return words === '' ? reason : `${reason} ("${words}")`;
}
