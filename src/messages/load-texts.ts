import { commandWriter } from '../domain/raccord-command.ts';
import type { Texts } from './texts.ts';

export type Language = 'fr' | 'en';

/**
 * Returns all texts in a language.
 * @param profile the profile that commands in the texts refer to, if one is in use.
 */
export type TextsFor = (profile?: string) => Texts;

/** Loads the texts of one language only: a process needs one, and texts are a third of the code. */
export async function loadTexts(language: Language): Promise<TextsFor> {
  const write =
    language === 'fr'
      ? (await import('./fr/texts.fr.ts')).frenchTexts
      : (await import('./en/texts.en.ts')).englishTexts;
  return (profile) => write(commandWriter(profile));
}
