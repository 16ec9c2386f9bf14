import { WINDOWS_1252 } from './decode-text.ts';

/** Signs that never follow a letter in a word: typical of bytes in other encodings. */
const NEVER_BEHIND_A_LETTER = /\p{L}[‚„ƒ†‡ˆ‰‹˜¡¢£¤¥¦¨¬¯´¶¸¼½¾¿÷]/u;

/** Signs that may be next to a word, but not within one. */
const NEVER_WITHIN_A_WORD = /\p{L}[‘“”…–—•™š›€©®ª±×?](?=\p{Ll})/u;

/** A capital with an accent after a small letter: é in the encoding of old Macs. */
const CAPITAL_IN_A_WORD = /\p{Ll}(?:[À-ÖØ-ÞŒŠŽŸ])/u;

/** A character that is lost, possibly the last letter of a word. */
const LOST = /\p{L}\?(?!\S)|\?\p{Ll}/u;

/** Box drawing characters and roots: UTF-8 read as an encoding of DOS or of old Macs. */
const FRAMES = /[\u2500-\u259f]|√[^\s\d]/u;

/** HTML entities; the semicolon after one may have split a cell. */
const ENTITY =
  /&(?:#x?[\da-f]{2,}|[a-z](?:acute|grave|circ|uml|cedil|tilde)|amp|quot|nbsp|rsquo|apos|[ao]elig)/iu;

/** Escapes of mails, addresses and programs, in UTF-8, Latin-1 and UTF-7. */
const ESCAPED =
  /[%=]C[23][%=][89AB]|\p{L}[%=][CDEF][\dA-F](?![\dA-F])|\\u00[0-9a-f]{2}|\+A[A-Z][\w+/]-/iu;

/** UTF-8 read as Windows-1252, next to correct text. */
const TWO_FOR_ONE = /[ÂÃ][\u00a0-\u00bf]|â€/u;

const SUSPICIOUS = [
  TWO_FOR_ONE,
  NEVER_BEHIND_A_LETTER,
  NEVER_WITHIN_A_WORD,
  CAPITAL_IN_A_WORD,
  LOST,
  FRAMES,
  ENTITY,
  ESCAPED,
];

/** A text without one of these is not garbled. */
const ODD_SIGN = /[^\u0000-\u007f]|[?&%=+\\]/u;

/** Returns true if an encoding has probably garbled the text: "AndrŽ", "HÃ©lÃ¨ne", "Andr?". */
export function looksGarbled(text: string): boolean {
  if (!ODD_SIGN.test(text)) return false;
  return undoDoubleEncoding(text) !== undefined || SUSPICIOUS.some((sign) => sign.test(text));
}

/** The letters and punctuation of languages in Latin script. */
const EUROPEAN = /^[\u0020-\u007e\u00a0-\u024f\u1e00-\u1eff\u2010-\u203a\u20ac\u2122]*$/u;

/**
 * Returns the original of a text whose UTF-8 was read as Windows-1252 and encoded again ("Ã©" for
 * "é"), otherwise `undefined`. Hardly any other text is valid UTF-8 as Windows-1252 bytes.
 */
export function undoDoubleEncoding(text: string): string | undefined {
  if (!/[^\u0000-\u007f]/u.test(text)) return undefined;
  const bytes = [...text].map((sign) => {
    const special = WINDOWS_1252.indexOf(sign);
    return special === -1 ? sign.charCodeAt(0) : 0x80 + special;
  });
  if (bytes.some((byte) => byte > 0xff)) return undefined;
  try {
    const before = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    // Some sequences of signs happen to decode to an Asian letter.
    return EUROPEAN.test(before) ? before : undefined;
  } catch {
    return undefined;
  }
}
