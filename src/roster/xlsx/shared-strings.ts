import { xmlTokens } from './xml.ts';

/** Returns the texts that cells refer to by number. A text may be in runs of several fonts. */
export function readSharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  // Phonetic readings of Japanese words accompany the text.
  let inReading = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind === 'text') {
      if (inText) text += token.text;
    } else {
      const opens = token.kind === 'open';
      if (token.name === 'rPh') inReading = opens;
      else if (token.name === 't') inText = opens && !inReading;
      else if (token.name === 'si' && opens) text = '';
      else if (token.name === 'si') strings.push(unescapeText(text));
    }
  }
  return strings;
}

/** Decodes `_x000D_`, the notation of workbooks for characters that XML forbids. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
