import { scanXml } from './xml.ts';

/** The texts that cells refer to by number. A text may be in runs of several fonts. */
export function readSharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  // Readings of Japanese words stand beside the text they belong to.
  let inReading = false;
  scanXml(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') inReading = true;
      else if (name === 't') inText = !inReading;
    },
    text: (part) => {
      if (inText) text += part;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') inReading = false;
      else if (name === 'si') strings.push(unescapeText(text));
    },
  });
  return strings;
}

/** `_x000D_` is how workbooks write characters that XML forbids. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
