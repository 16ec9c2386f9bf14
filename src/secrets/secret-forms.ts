/** The written form of a secret, escapes aside: {@link SecretIndex} decodes those. */
export type FormName =
  'plain' | 'spaces as +' | 'latin1' | 'utf-16' | 'hex' | 'base64' | 'base64url';

export interface WrittenForm {
  readonly form: FormName;
  readonly bytes: Buffer;
}

/** The fewest bytes of a form: removing shorter texts, common by chance, would reveal more. */
const MIN_LENGTH = 4;

/** The fewest characters of a part of base64 that are specific enough. */
const MIN_DERIVED_LENGTH = 6;

/**
 * Returns the ways in which a secret may be written, as bytes: as it is, with `+` for its spaces as
 * in URLs, in Latin-1, in UTF-16 of both byte orders, in hex, in base64 at any offset; hex and
 * base64 also of its escaped spellings, since a whole JSON document may be encoded. A secret of
 * fewer than four bytes has none.
 */
export function writtenForms(value: string): WrittenForm[] {
  const forms = [
    ...plainForms(value),
    ...spellings(value).flatMap((spelling) => [...hexForms(spelling), ...base64Forms(spelling)]),
    ...base64Forms(Buffer.from(value, 'utf16le')),
  ];
  const unique = new Map<string, WrittenForm>();
  for (const form of forms) {
    const key = form.bytes.toString('latin1');
    if (form.bytes.length >= MIN_LENGTH && !unique.has(key)) unique.set(key, form);
  }
  return [...unique.values()];
}

function plainForms(value: string): WrittenForm[] {
  const wide = Buffer.from(value, 'utf16le');
  const forms: WrittenForm[] = [
    { form: 'plain', bytes: Buffer.from(value, 'utf8') },
    // A UTF-16 text of two letters has four bytes, but is no more specific for that.
    ...(value.length >= MIN_LENGTH
      ? ([wide, Buffer.from(wide).swap16()] as const).map(
          (bytes) => ({ form: 'utf-16', bytes }) as const,
        )
      : []),
  ];
  if (value.includes(' ')) {
    forms.push({ form: 'spaces as +', bytes: Buffer.from(value.replaceAll(' ', '+'), 'utf8') });
  }
  if (/^[\0-\xff]*$/u.test(value)) {
    forms.push({ form: 'latin1', bytes: Buffer.from(value, 'latin1') });
  }
  return forms;
}

/** Returns the text as it is, and as JSON, URLs, forms and HTML spell it. */
function spellings(value: string): Buffer[] {
  // A lone surrogate has no encoding in UTF-8, and would break `encodeURIComponent`.
  const text = Buffer.from(value, 'utf8').toString('utf8');
  const url = encodeURIComponent(text);
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    url,
    url.replaceAll('%20', '+'),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ].map((spelling) => Buffer.from(spelling, 'utf8'));
}

function hexForms(spelling: Buffer): WrittenForm[] {
  const hex = spelling.toString('hex');
  return [hex, hex.toUpperCase()].map((text) => ({ form: 'hex', bytes: Buffer.from(text) }));
}

/** Returns the part of the base64 text that does not depend on its surroundings, at each offset. */
function base64Forms(spelling: Buffer): WrittenForm[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), spelling]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + spelling.length) * 8) / 6);
    const middle = encoded.slice(first, last);
    if (middle.length < MIN_DERIVED_LENGTH) return [];
    const url = middle.replaceAll('+', '-').replaceAll('/', '_');
    return [
      { form: 'base64', bytes: Buffer.from(middle) },
      { form: 'base64url', bytes: Buffer.from(url) },
    ];
  });
}
