/** A piece of a document. Names are without their prefix. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: XmlAttributes }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

export type XmlAttributes = ReadonlyMap<string, string>;

/** The document is not well-formed, or uses a feature that no workbook uses. */
export class XmlFault extends Error {}

/** A cell holds 32,767 characters at most; each may take up to ten when escaped. */
const MAX_PIECE_LENGTH = 400_000;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Reads the XML of a workbook's part, in document order. Accepts only the features that such parts
 * use: no document type, hence no expanding entities. A truncated document is an error.
 * @throws XmlFault
 */
export function* xmlTokens(xml: string): Generator<XmlToken, void> {
  const open: string[] = [];
  let at = 0;
  let isEmpty = true;
  for (;;) {
    const tag = xml.indexOf('<', at);
    if (tag === -1) break;
    if (tag - at > MAX_PIECE_LENGTH) throw new XmlFault('an endless text');
    if (tag > at) yield { kind: 'text', text: decodeEntities(xml.slice(at, tag)) };
    at = yield* markupTokens(xml, tag, open);
    isEmpty = false;
  }
  if (isEmpty) throw new XmlFault('no element');
  if (open.length > 0) throw new XmlFault(`<${open.at(-1) ?? ''}> is not closed`);
}

/** Reads one piece of markup that begins at `tag`; returns its end. */
function* markupTokens(xml: string, tag: number, open: string[]): Generator<XmlToken, number> {
  if (xml.startsWith('<?', tag)) return endOf(xml, '?>', tag);
  if (xml.startsWith('<!--', tag)) return endOf(xml, '-->', tag);
  if (xml.startsWith('<![CDATA[', tag)) {
    const end = endOf(xml, ']]>', tag);
    yield { kind: 'text', text: xml.slice(tag + 9, end - 3) };
    return end;
  }
  if (xml.startsWith('<!', tag)) throw new XmlFault('a document type');
  const end = tagEnd(xml, tag + 1);
  if (end - tag > MAX_PIECE_LENGTH) throw new XmlFault('an endless tag');
  const isClosing = xml[tag + 1] === '/';
  const isEmpty = xml[end - 1] === '/';
  const content = xml.slice(isClosing ? tag + 2 : tag + 1, isEmpty ? end - 1 : end);
  const qualified = /^[^\s/]+/u.exec(content)?.[0] ?? '';
  const name = localName(qualified);
  if (isClosing) {
    if (open.pop() !== name) throw new XmlFault(`</${name}> closes nothing`);
    yield { kind: 'close', name };
  } else {
    yield { kind: 'open', name, attributes: attributesOf(content.slice(qualified.length)) };
    if (isEmpty) yield { kind: 'close', name };
    else open.push(name);
  }
  return end + 1;
}

function endOf(xml: string, sign: string, from: number): number {
  const end = xml.indexOf(sign, from);
  if (end === -1) throw new XmlFault(`no ${sign}`);
  return end + sign.length;
}

/** Returns the position of a tag's `>`, ignoring any within attribute values. */
function tagEnd(xml: string, from: number): number {
  for (let at = from; at < xml.length; at += 1) {
    const sign = xml[at];
    if (sign === '>') return at;
    if (sign === '"' || sign === "'") {
      at = xml.indexOf(sign, at + 1);
      if (at === -1) break;
    }
  }
  throw new XmlFault('a tag is cut short');
}

function attributesOf(text: string): XmlAttributes {
  const attributes = new Map<string, string>();
  const attribute = /\s*([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/uy;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    const [, name = '', double, single = ''] = match;
    attributes.set(localName(name), decodeEntities(double ?? single));
  }
  return attributes;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]{0,10});?/gu, (_, name: string) => {
    const known = ENTITIES.get(name);
    if (known !== undefined) return known;
    const code = /^#(?:x([0-9a-f]+)|(\d+))$/iu.exec(name);
    const point = code?.[1] === undefined ? Number(code?.[2]) : Number.parseInt(code[1], 16);
    if (!(point <= 0x10ffff)) throw new XmlFault(`&${name};`);
    return String.fromCodePoint(point);
  });
}
