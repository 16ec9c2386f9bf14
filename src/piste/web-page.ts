/** Number of characters to search for a title; more than any page's head. */
const HEAD = 64 * 1024;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  Eacute: 'É',
  icirc: 'î',
  ocirc: 'ô',
  ugrave: 'ù',
  rsquo: '’',
};

/** Returns true for a page meant for browsers, which the API never sends. */
export function isWebPage(contentType: string, text: string): boolean {
  if (/^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/iu.test(contentType)) return true;
  return /^[^{[]{0,400}<(?:!doctype\s+html|html|head|title|meta|script|body|h1)\b/iu.test(
    text.trimStart(),
  );
}

/** Returns the title of a web page, or its first heading; empty if it has neither. */
export function titleOf(text: string): string {
  const head = text.slice(0, HEAD);
  const [, , title = ''] =
    /<(title)\b[^>]*>(.*?)<\/\1\s*>/isu.exec(head) ??
    /<(h1)\b[^>]*>(.*?)<\/\1\s*>/isu.exec(head) ??
    [];
  return decoded(title.replace(/<[^>]*>/gu, ' '))
    .replace(/\s+/gu, ' ')
    .trim();
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/giu,
    (whole, hex, dec, name) => {
      if (typeof name === 'string') return NAMED[name] ?? whole;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(dec);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
