/** Shorter texts occur everywhere by chance: a form of fewer bytes says nothing. */
const SHORTEST_FORM = 4;

/** Derived forms (parts of base64) must be longer than that to be telling. */
const SHORTEST_DERIVED_FORM = 6;

/**
 * The ways in which a secret may be written down, as bytes: as it is, escaped for URLs, JSON and
 * HTML, in base64 at any offset, in hex, in UTF-16. A secret of fewer than four bytes has none.
 */
export function formsOf(value: string): Buffer[] {
  const texts = [
    value,
    ...urlForms(value),
    ...jsonForms(value),
    ...htmlForms(value),
    ...hexForms(value),
  ].map((text) => Buffer.from(text, 'utf8'));
  const wide = Buffer.from(value, 'utf16le');
  const derived = [...base64Forms(value), ...base64Forms(wide)]
    .filter((text) => text.length >= SHORTEST_DERIVED_FORM)
    .map((text) => Buffer.from(text, 'latin1'));
  const forms = [...texts, ...derived, wide, Buffer.from(wide).swap16()];
  const unique = new Map(forms.map((form) => [form.toString('latin1'), form]));
  return [...unique.values()].filter((form) => form.length >= SHORTEST_FORM);
}

function urlForms(value: string): string[] {
  // A lone surrogate has no URL form; the others cover it.
  if (!value.isWellFormed()) return [];
  const component = encodeURIComponent(value);
  const strict = component.replace(/[!'()*]/gu, (character) => percent(character));
  const form = new URLSearchParams([['', value]]).toString().slice(1);
  const all = [component, strict, form, encodeURI(value)];
  return [...all, ...all.map(lowerPercent)];
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function lowerPercent(text: string): string {
  return text.replace(/%[0-9A-F]{2}/gu, (escape) => escape.toLowerCase());
}

/** As JSON writes it, once and again inside another document, with and without `\u` escapes. */
function jsonForms(value: string): string[] {
  const plain = jsonEscape(value);
  const ascii = escapeUnicode(plain, /[^\x20-\x7e]/gu);
  const html = escapeUnicode(ascii, /[<>&'\u2028\u2029]/gu);
  return [plain, ascii, html].flatMap((text) => [text, jsonEscape(text)]);
}

function jsonEscape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapeUnicode(text: string, characters: RegExp): string {
  return text.replace(characters, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' } as const;

/** As HTML writes it: the four signs by name, the apostrophe in its three ways, all by number. */
function htmlForms(value: string): string[] {
  const named = (characters: RegExp, apostrophe: string): string =>
    value.replace(characters, (character) =>
      character === "'" ? apostrophe : NAMED[character as keyof typeof NAMED],
    );
  const numbered = (radix: 10 | 16): string =>
    value.replace(/[&<>"']/gu, (character) => {
      const code = character.charCodeAt(0).toString(radix);
      return radix === 16 ? `&#x${code};` : `&#${code};`;
    });
  return [
    named(/[&<>]/gu, "'"),
    named(/[&<>"]/gu, "'"),
    named(/[&<>"']/gu, '&#39;'),
    named(/[&<>"']/gu, '&#x27;'),
    named(/[&<>"']/gu, '&apos;'),
    numbered(10),
    numbered(16),
  ];
}

/** The part of the base64 text that is the same whatever stands around the secret, for each offset. */
function base64Forms(value: string | Buffer): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const middle = encoded.slice(first, last);
    return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hexForms(value: string): string[] {
  const hex = Buffer.from(value, 'utf8').toString('hex');
  return [hex, hex.toUpperCase()];
}
