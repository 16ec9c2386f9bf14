/** The decoded text, or the reason why the bytes are not text. */
export type TextReading =
  | { readonly text: string; readonly encoding: 'utf-8' | 'utf-16' }
  | { readonly fault: 'not-utf-8' | 'utf-16-unmarked' };

/**
 * Decodes bytes in which every character counts (a secret, a key, settings): UTF-8 with or without
 * byte order mark, UTF-16 with it. Nothing is guessed or replaced.
 */
export function readTextBytes(bytes: Uint8Array): TextReading {
  const utf16 = markedUtf16(bytes);
  if (utf16 === undefined && looksLikeUtf16(bytes)) return { fault: 'utf-16-unmarked' };
  const text = decoded(bytes, utf16 ?? 'utf-8');
  if (text === undefined) return { fault: 'not-utf-8' };
  return { text, encoding: utf16 === undefined ? 'utf-8' : 'utf-16' };
}

function markedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Decodes bytes; the decoder removes the byte order mark. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Checks for plain letters in UTF-16: every second byte is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false;
  const zeros = [0, 1].map((rest) =>
    bytes.reduce((count, byte, at) => count + (byte === 0 && at % 2 === rest ? 1 : 0), 0),
  );
  return zeros.some((count) => count * 4 >= bytes.length);
}
