import type { Language } from '../messages/load-texts.ts';
import type { Texts } from '../messages/texts.ts';

/** The reader's settings for a page. */
export interface Reader {
  readonly texts: Texts;
  readonly language: Language;
  /** Refresh interval in seconds; absent if the page does not refresh. */
  readonly refresh?: number;
}

/** Returns an address on the board that keeps the current refresh interval. */
export function hrefOf(
  { refresh }: Reader,
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of [...Object.entries(query), ['refresh', refresh] as const]) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * Returns the first available language that the browser asks for.
 * @param header the `Accept-Language` header, for example `fr-CH, en;q=0.8`.
 */
export function languageAsked(header: string | undefined, otherwise: Language): Language {
  const asked = (header ?? '')
    .split(',')
    .map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const [, weight = '1'] = /^\s*q=([\d.]+)/u.exec(parameters.join(';')) ?? [];
      return { language: name.slice(0, 2), weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ language }) => language);
  return asked.find((one): one is Language => one === 'fr' || one === 'en') ?? otherwise;
}
