/** Windows-1252 where it differs from Latin-1, 0x80 to 0x9F; five of the bytes are undefined. */
export const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export interface DecodedText {
  readonly text: string;
  /** True if nothing declares the encoding and the file is not UTF-8. */
  readonly isGuessed: boolean;
}

/**
 * Decodes a file in UTF-8 (with or without byte order mark), UTF-16 (with it) or Windows-1252,
 * which Excel writes as "CSV" in France and which is assumed for text that is not valid UTF-8.
 */
export function decodeText(bytes: Buffer): DecodedText {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), isGuessed: false };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, isGuessed: false };
  } catch {
    // With the mark, the file is meant as UTF-8; invalid bytes become U+FFFD, reported later.
    return hasUtf8Mark(bytes)
      ? { text: new TextDecoder('utf-8').decode(bytes), isGuessed: false }
      : { text: decodeWindows1252(bytes), isGuessed: true };
  }
}

export function isUtf16(bytes: Buffer): boolean {
  return utf16Of(bytes) !== undefined;
}

function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function hasUtf8Mark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Decodes by table: some releases of Node decode `windows-1252` as Latin-1 and lose ’. */
function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/gu, (byte) => WINDOWS_1252[byte.charCodeAt(0) - 0x80] ?? byte);
}
