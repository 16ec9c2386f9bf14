import type { Language } from '../../messages/load-texts.ts';

/** Formats of times and durations in the reader's language. */
export interface Formats {
  /** `23 novembre 2026 à 22:00` */
  readonly moment: (iso: string) => string;
  /** `31 janv. 2028`; a text that is not an ISO date is returned unchanged. */
  readonly day: (isoDate: string) => string;
  /** `4,2 s`, `3 min 5 s`, `1 h 12 min` */
  readonly span: (milliseconds: number) => string;
}

const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

export function formatsFor(language: Language, timezone: string): Formats {
  const locale = LOCALES[language];
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: timezone,
  });
  // A date without a time is the same day in every time zone.
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return {
    moment: (iso) => moment.format(new Date(iso)),
    day: (isoDate) => {
      const date = new Date(`${isoDate}T00:00:00Z`);
      return Number.isNaN(date.getTime()) ? isoDate : day.format(date).replaceAll(' ', '\u00a0');
    },
    span: (milliseconds) => spanIn(number, milliseconds),
  };
}

function spanIn(number: Intl.NumberFormat, milliseconds: number): string {
  if (milliseconds < 9_950) return `${number.format(milliseconds / 1000)}\u00a0s`;
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
  return minutes > 0 ? `${minutes}\u00a0min ${seconds % 60}\u00a0s` : `${seconds}\u00a0s`;
}
