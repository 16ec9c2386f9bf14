import fc from 'fast-check';

/** Any text that may be a password: every sign of Unicode, six at least. */
export const anySecret = fc.oneof(
  fc.string({ unit: 'binary', minLength: 6, maxLength: 40 }),
  fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...'"\\<>&\'%+/= é€😀a1\n'),
    minLength: 6,
    maxLength: 20,
  }),
);

/** One as short as is still taken out. */
export const shortSecret = fc.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 5 });

/** Any text that may stand around it. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'"\\<>&\'%+/=u0a;#x'), maxLength: 12 }),
);

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' } as const;

const html = (text: string): string =>
  text.replace(/[&<>"']/gu, (sign) => entities[sign as keyof typeof entities]);

const numbered = (text: string): string =>
  text.replace(/[&<>"'\u0080-\u{10ffff}]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

const json = (text: string): string => JSON.stringify(text).slice(1, -1);

const asciiJson = (text: string): string =>
  json(text).replace(
    /[<>&\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const url = (text: string): string => encodeURIComponent(text);

const form = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

/** How a value gets into a document: what happens to it and to the text around it alike. */
export const WRITERS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  json,
  asciiJson,
  html,
  numbered,
  url,
  lowerUrl: (text) => url(text).replace(/%[0-9A-F]{2}/gu, (escape) => escape.toLowerCase()),
  form,
  jsonInJson: (text) => json(json(text)),
  jsonInUrl: (text) => url(json(text)),
  urlInJson: (text) => asciiJson(url(text)),
  jsonInHtml: (text) => html(json(text)),
  urlInUrlInJsonInHtml: (text) => numbered(asciiJson(url(url(text)))),
};

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** How a whole document is encoded, the value in it at an offset that nobody knows. */
export const ENCODERS: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => utf8(text).toString('base64'),
  base64url: (text) => utf8(text).toString('base64url'),
  hex: (text) => utf8(text).toString('hex'),
  upperHex: (text) => utf8(text).toString('hex').toUpperCase(),
  base64OfUtf16: (text) => Buffer.from(text, 'utf16le').toString('base64'),
  urlOfBase64: (text) => url(utf8(text).toString('base64')),
  jsonOfBase64: (text) => utf8(text).toString('base64').replaceAll('/', '\\/'),
};
