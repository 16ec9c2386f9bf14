type Receive = (value: string, isText: boolean) => Promise<void>;

/**
 * Runs inside the page, so it can use nothing from outside. Gives the binding the value of an input
 * as it is, or the visible words of any other element. Letters that are seen apart, or that are
 * drawn in another font, are given with a space between them: they are not one word.
 */
export async function tellSecret(found: Node | Node[], binding: string): Promise<void> {
  /** Buttons that copy or hide the secret are next to it. */
  const ASIDE = 'button, a, [role=button], svg';
  const ICON = 'i, [role=img], [aria-hidden=true], [class*=icon]';
  /** How far two letters of a word are apart at most, in pixels. */
  const CLOSE = 1.5;

  const element = [found].flat()[0];
  if (!(element instanceof Element) || !element.isConnected) return;

  const parentOf = (node: Node): Element | null => {
    const slot = node instanceof Element || node instanceof Text ? node.assignedSlot : null;
    const root = node.getRootNode();
    return slot ?? node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const isClippedAway = (part: Element): boolean => {
    const { clipPath, overflow } = getComputedStyle(part);
    const { width, height } = part.getBoundingClientRect();
    if (/^inset\((?:[5-9]\d|\d{3,})%\)$/u.test(clipPath)) return true;
    return overflow !== 'visible' && (width <= 1 || height <= 1);
  };
  const isUnseen = (part: Element): boolean => {
    const seen = { opacityProperty: true, visibilityProperty: true };
    const around: Element[] = [];
    for (
      let one: Element | null = part;
      one !== null;
      one = one === element ? null : parentOf(one)
    ) {
      if (getComputedStyle(one).display !== 'contents') around.push(one);
    }
    return around[0]?.checkVisibility(seen) !== true || around.some(isClippedAway);
  };
  const familyOf = (part: Element): string => getComputedStyle(part).fontFamily;
  const isIcon = (part: Element): boolean =>
    part.matches(ICON) && familyOf(part) !== familyOf(parentOf(part) ?? part);
  const childrenOf = (part: Element): Iterable<Node> => {
    const assigned = part instanceof HTMLSlotElement ? part.assignedNodes({ flatten: true }) : [];
    return assigned.length > 0 ? assigned : (part.shadowRoot ?? part).childNodes;
  };

  let words = '';
  let last: { readonly box: DOMRect; readonly font: string } | undefined;
  const add = (text: Text): void => {
    const parent = parentOf(text);
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter(
      ({ right, bottom }) => right + scrollX > 0 && bottom + scrollY > 0,
    );
    const [first] = lines;
    const end = lines.at(-1);
    if (parent === null || first === undefined || end === undefined || isUnseen(parent)) return;
    const { fontFamily, fontSize, fontStyle, fontWeight } = getComputedStyle(parent);
    const font = [fontFamily, fontSize, fontStyle, fontWeight].join();
    if (last !== undefined) {
      const { box } = last;
      const isOnLine = Math.min(box.bottom, first.bottom) > Math.max(box.top, first.top);
      const isNext = isOnLine && Math.abs(first.left - box.right) <= CLOSE;
      if (!isNext || font !== last.font) words += ' ';
    }
    words += text.data;
    last = { box: end, font };
  };
  const read = (node: Node): void => {
    if (node instanceof Text) add(node);
    if (!(node instanceof Element)) return;
    if (node !== element && (node.matches(ASIDE) || isIcon(node))) return;
    for (const child of childrenOf(node)) read(child);
  };

  // A made element may hold a value too; an `output` or a list item has one that is no input.
  const isInput = element.matches('input, textarea, select') || element.localName.includes('-');
  const tell = (globalThis as unknown as Record<string, Receive>)[binding];
  if (isInput && 'value' in element) return tell?.(String(element.value), false);
  read(element);
  // Marks where a word may be broken are not seen.
  await tell?.(
    words
      .replace(/\p{Cf}/gu, '')
      .replace(/\s+/gu, ' ')
      .trim(),
    true,
  );
}
