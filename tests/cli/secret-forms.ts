/** How a secret may be written down, by name; forms that are the same bytes are there once. */
export function writtenForms(value: string): Record<string, Buffer> {
  const bytes = Buffer.from(value);
  const url = encodeURIComponent(value);
  const forms: Record<string, string | Buffer> = {
    plain: value,
    'in a URL': url,
    'in a URL in lower case': url.replace(/%../gu, (escape) => escape.toLowerCase()),
    'in a URL, every byte': eachByte(bytes, (hex) => `%${hex.toUpperCase()}`),
    'in a URL, every byte in lower case': eachByte(bytes, (hex) => `%${hex}`),
    'in a form': new URLSearchParams({ v: value }).toString().slice(2),
    ...base64AtOffsets(bytes),
    'in JSON': JSON.stringify(value).slice(1, -1),
    'in JSON in JSON': JSON.stringify(JSON.stringify(value)).slice(3, -3),
    'in HTML': value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
    ...entities(value),
    'in hex': bytes.toString('hex'),
    'in upper-case hex': bytes.toString('hex').toUpperCase(),
    'in UTF-16': Buffer.from(value, 'utf16le'),
    'in UTF-16, high byte first': Buffer.from(value, 'utf16le').swap16(),
  };
  const unique = new Map<string, [name: string, form: Buffer]>();
  for (const [name, form] of Object.entries(forms)) {
    const written = Buffer.from(form);
    const key = written.toString('latin1');
    if (!unique.has(key)) unique.set(key, [name, written]);
  }
  return Object.fromEntries(unique.values());
}

/** Base64 turns three bytes into four signs, so what stands before a secret decides how it looks. */
function base64AtOffsets(bytes: Buffer): Record<string, string> {
  const forms = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // Six bits a sign: only those in which the bytes around have no part.
    const own = encoded.slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(((offset + bytes.length) * 8) / 6),
    );
    const at = offset === 0 ? '' : ` at offset ${String(offset)}`;
    return [
      [`in base64${at}`, own],
      [`in base64url${at}`, own.replaceAll('+', '-').replaceAll('/', '_')],
    ] as const;
  });
  const telling = 8;
  return Object.fromEntries(forms.filter(([, form]) => form.length >= telling));
}

/** Numeric references of HTML, of the signs alone and of every letter. */
function entities(value: string): Record<string, string> {
  const spellings: Record<string, (code: number) => string> = {
    'in numeric entities': (code) => `&#${String(code)};`,
    'in padded numeric entities': (code) => `&#${String(code).padStart(3, '0')};`,
    'in hex entities': (code) => `&#x${code.toString(16)};`,
    'in upper-case hex entities': (code) => `&#X${code.toString(16).toUpperCase()};`,
  };
  const spelled = (spell: (code: number) => string, which: RegExp): string =>
    value.replace(which, (sign) => spell(sign.codePointAt(0) ?? 0));
  return Object.fromEntries(
    Object.entries(spellings).flatMap(([name, spell]) => [
      [name, spelled(spell, /[^\p{L}\p{N}_ ]/gu)],
      [`${name}, beyond ASCII too`, spelled(spell, /[^A-Za-z0-9_ ]/gu)],
      [`${name}, every letter`, spelled(spell, /[^]/gu)],
    ]),
  );
}

function eachByte(bytes: Buffer, spell: (hex: string) => string): string {
  return [...bytes].map((byte) => spell(byte.toString(16).padStart(2, '0'))).join('');
}
