import type { Texts } from './texts-en.ts';

export type Language = 'fr' | 'en';

/** Loads the texts of one language: a process shows no other, and the texts are a third of its code. */
export async function loadTexts(language: Language): Promise<Texts> {
  return language === 'fr'
    ? (await import('./texts-fr.ts')).textsFr
    : (await import('./texts-en.ts')).textsEn;
}
