import type { englishTexts } from './en/texts.en.ts';

/**
 * All texts of one language: `Texts['delivery']` for those of one area. Their shape is read off the
 * English ones, so that a new text is declared once; the compiler then asks for the French one.
 */
export type Texts = ReturnType<typeof englishTexts>;
