import type { ErrorCode, ErrorDetails } from '../errors/error-details.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import type { ErrorText } from './error-texts.ts';
import type { Siret } from '../domain/siret.ts';
import type { Texts } from './texts.ts';

/**
 * Returns an error as text: what happened, SIRET, step, expected, found and next step.
 * @param look the command that opens the page in a window, if there is one.
 */
export function renderError(error: AnyRaccordError, texts: Texts, look?: string): string {
  const { what, expected, found, next } = explainError(error, texts);
  const { errorLabels: labels } = texts;
  const place = [error.siret, error.step].filter((part) => part !== undefined).join(' · ');
  const lines = [
    `✗ ${error.code}${place === '' ? '' : ` · ${place}`}`,
    `  ${what}`,
    ...(error.step === undefined ? [] : [`  ${labels.doing} : ${texts.steps[error.step]}`]),
    ...(expected === undefined ? [] : [`  ${labels.expected} : ${expected}`]),
    ...(found === undefined || found === '' ? [] : [`  ${labels.found} : ${found}`]),
    `  ${labels.next} : ${next}`,
    ...(look === undefined ? [] : [`  ${labels.look} : ${look}`]),
  ];
  return lines.join('\n');
}

/** Returns an error on one line, for `--json` documents and tables. */
export function summariseError(error: AnyRaccordError, texts: Texts): string {
  const { what, expected, found, next } = explainError(error, texts);
  const { errorLabels: labels } = texts;
  return [
    what,
    ...(expected === undefined ? [] : [`${labels.expected.trim()}: ${expected}.`]),
    ...(found === undefined || found === '' ? [] : [`${labels.found.trim()}: ${found}.`]),
    next,
  ]
    .join(' ')
    .replace(/\s+/gu, ' ');
}

/** Returns the separate texts of an error, for callers with their own layout. */
export function explainError<C extends ErrorCode>(
  { code, details, siret }: { code: C; details: ErrorDetails[C]; siret?: Siret },
  texts: Texts,
): ErrorText {
  const { found, ...rest } = texts.errors[code](details, siret);
  return found === undefined ? rest : { ...rest, found: texts.systemWords(found) };
}
