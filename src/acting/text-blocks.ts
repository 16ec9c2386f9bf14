/** The arguments of {@link textBlocks}. */
export interface BlockRequest {
  /** An element of the page to leave out. */
  readonly aside?: Node | undefined;
  /** Selector of elements whose texts are left out. */
  readonly without: string;
  /** `digests` for texts that must not leave the page, since a password may be among them. */
  readonly as: 'texts' | 'digests' | 'sentences';
  /** With `sentences`: digests of the texts to leave out. */
  readonly known?: readonly number[];
}

interface TextBlocks {
  readonly texts: string[];
  readonly digests: number[];
}

/**
 * Runs inside the page, so it can use nothing from outside. Returns the visible texts of the page,
 * one per block, as a person reads them: content slotted into a web component is read where it is
 * shown. Possible passwords are removed from `sentences`.
 */
export function textBlocks({ aside, without, as, known = [] }: BlockRequest): TextBlocks {
  const NEVER = 'script, style, template, noscript, select, datalist, textarea, [role=listbox]';
  const blocks: string[] = [];
  let block = '';
  const end = (): void => {
    const text = block.replace(/\s+/gu, ' ').trim();
    if (text !== '') blocks.push(text);
    block = '';
  };
  const isForNobody = (element: Element, { overflow, clipPath }: CSSStyleDeclaration): boolean => {
    // A list's options may wait in the page, clipped away until it opens.
    if (/^inset\((?:[5-9]\d|\d{3,})%\)$/u.test(clipPath)) return true;
    const { width, height } = element.getBoundingClientRect();
    return overflow !== 'visible' && width <= 1 && height <= 1;
  };
  const childrenOf = (element: Element): Iterable<Node> => {
    if (element instanceof HTMLSlotElement) {
      const assigned = element.assignedNodes({ flatten: true });
      return assigned.length > 0 ? assigned : element.childNodes;
    }
    return (element.shadowRoot ?? element).childNodes;
  };
  const walk = (node: Node): void => {
    if (node instanceof Text) block += node.data;
    if (!(node instanceof Element) || node.matches(NEVER)) return;
    if (without !== '' && node.matches(without)) return;
    if (node === aside) return;
    const style = getComputedStyle(node);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    if (isForNobody(node, style)) return;
    const isBlock = !style.display.startsWith('inline') && style.display !== 'contents';
    if (isBlock) end();
    for (const child of childrenOf(node)) walk(child);
    if (isBlock) end();
  };
  walk(document.body);
  end();
  if (as === 'texts') return { texts: blocks, digests: [] };

  const digestOf = (text: string): number => {
    let digest = 0x811c9dc5;
    for (const letter of text) {
      digest = Math.imul(digest ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    }
    return digest >>> 0;
  };
  if (as === 'digests') return { texts: [], digests: blocks.map(digestOf) };

  /** Lower case, capitals, digits and symbols together: typical of generated passwords. */
  const isLikePassword = (word: string): boolean =>
    [/\p{Ll}/u, /\p{Lu}/u, /\d/u, /[^\p{L}\d]/u].every((kind) =>
      kind.test(word.replace(/[.,:;»]+$/u, '')),
    );
  const texts = blocks
    .filter((text) => !known.includes(digestOf(text)))
    .filter((text) => /\p{L}{2,}.*\s.*\p{L}{2,}/u.test(text))
    .map((text) =>
      text
        .split(' ')
        .map((word) => (isLikePassword(word) ? '[…]' : word))
        .join(' '),
    );
  return { texts, digests: [] };
}
