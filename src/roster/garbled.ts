import { WINDOWS_1252 } from './decode-text.ts';

/** Signs that no word has behind a letter: what bytes of other encodings become. */
const NEVER_BEHIND_A_LETTER = /\p{L}[‚„ƒ†‡ˆ‰‹˜¡¢£¤¥¦¨¬¯´¶¸¼½¾¿÷]/u;

/** Signs that may stand beside a word, but not within one. */
const NEVER_WITHIN_A_WORD = /\p{L}[‘“”…–—•™š›€©®ª±×?](?=\p{Ll})/u;

/** A capital with a mark behind a small letter, as é is in the encoding of old Macs. */
const CAPITAL_IN_A_WORD = /\p{Ll}(?:[À-ÖØ-ÞŒŠŽŸ])/u;

/** A sign that was lost for good: the last letter of a word, too. */
const LOST = /\p{L}\?(?!\S)|\?\p{Ll}/u;

/** Frames, blocks and roots: UTF-8 read as an encoding of DOS or of old Macs. */
const FRAMES = /[\u2500-\u259f]|√[^\s\d]/u;

/** Letters as web pages write them; a semicolon behind one may have parted two cells. */
const ENTITY =
  /&(?:#x?[\da-f]{2,}|[a-z](?:acute|grave|circ|uml|cedil|tilde)|amp|quot|nbsp|rsquo|apos|[ao]elig)/iu;

/** Letters as mails, addresses and programs write them, in UTF-8, Latin-1 and UTF-7. */
const ESCAPED =
  /[%=]C[23][%=][89AB]|\p{L}[%=][CDEF][\dA-F](?![\dA-F])|\\u00[0-9a-f]{2}|\+A[A-Z][\w+/]-/iu;

/** UTF-8 taken for Windows-1252, beside text that is right. */
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

/** Without one of these, a text is as it was typed. */
const ODD_SIGN = /[^\u0000-\u007f]|[?&%=+\\]/u;

/** True for a text that an encoding has probably garbled: "AndrŽ", "HÃ©lÃ¨ne", "Andr?". */
export function looksGarbled(text: string): boolean {
  if (!ODD_SIGN.test(text)) return false;
  return encodedTwice(text) !== undefined || SUSPICIOUS.some((sign) => sign.test(text));
}

/** The letters and signs of the languages that are written with Latin letters. */
const EUROPEAN = /^[\u0020-\u007e\u00a0-\u024f\u1e00-\u1eff\u2010-\u203a\u20ac\u2122]*$/u;

/**
 * Returns what a text was before its UTF-8 was taken for Windows-1252 and encoded once more;
 * undefined for any other text, since hardly any other reads as UTF-8 then.
 */
export function encodedTwice(text: string): string | undefined {
  if (!/[^\u0000-\u007f]/u.test(text)) return undefined;
  const bytes = [...text].map((sign) => {
    const special = WINDOWS_1252.indexOf(sign);
    return special === -1 ? sign.charCodeAt(0) : 0x80 + special;
  });
  if (bytes.some((byte) => byte > 0xff)) return undefined;
  try {
    const before = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    // Some rows of signs happen to be a letter of Asia.
    return EUROPEAN.test(before) ? before : undefined;
  } catch {
    return undefined;
  }
}
