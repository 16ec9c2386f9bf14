import type { ErrorCode, RaccordError } from '../errors/errors.ts';
import type { ErrorText } from './error-texts.ts';
import type { Texts } from './en/texts.en.ts';

/**
 * An error as a person reads it: what, for which SIRET, at which step, expected, found, what next.
 * @param look the command that looks at it in a window, where there is one.
 */
export function renderError(error: RaccordError, texts: Texts, look?: string): string {
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

/** The same on one line, for `--json` documents and tables. */
export function summariseError(error: RaccordError, texts: Texts): string {
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

/** The parts of what a person is told of an error, for those who lay them out by themselves. */
export function explainError<C extends ErrorCode>(
  { code, details, siret }: Pick<RaccordError<C>, 'code' | 'details' | 'siret'>,
  texts: Texts,
): ErrorText {
  const { found, ...rest } = texts.errors[code](details, siret);
  return found === undefined ? rest : { ...rest, found: texts.systemWords(found) };
}
