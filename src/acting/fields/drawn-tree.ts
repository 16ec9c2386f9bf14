import type { JSHandle, Locator } from 'playwright';

/**
 * A document as it is drawn: open shadow roots and what is slotted into them are part of it, which
 * `querySelectorAll`, `contains` and `textContent` leave out. Its functions run inside the page.
 */
export interface DrawnTree {
  /** Returns the elements that a person can see; a closed list may wait clipped or transparent. */
  readonly shownNow: () => ReadonlySet<Element>;
  /** Those that were seen when the tree was made. */
  readonly before: ReadonlySet<Element>;
  /** Returns an element and all elements inside it, in the order of drawing. */
  readonly within: (element: Element) => Element[];
  /** Returns the element that another one is drawn in. */
  readonly around: (element: Element) => Element | null;
  readonly holds: (outer: Element, inner: Element) => boolean;
  /** True if it is large enough to be seen: a tiny element is for screen readers. */
  readonly hasSize: (element: Element) => boolean;
  /** Returns the displayed words of an element, blocks separated by spaces. */
  readonly wordsOf: (element: Element) => string;
}

/** Returns the tree of the document that an element is in, as it is now. */
export async function drawnTreeOf(element: Locator): Promise<JSHandle<DrawnTree>> {
  return element.evaluateHandle(makeTree);
}

/** Runs inside the page. */
function makeTree(): DrawnTree {
  const partsOf = (element: Element): Node[] =>
    [...(element.shadowRoot ?? element).childNodes].flatMap((node) =>
      node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [node],
    );
  const within = (element: Element): Element[] => [
    element,
    ...partsOf(element).flatMap((part) => (part instanceof Element ? within(part) : [])),
  ];
  const around = (element: Element): Element | null => {
    const outer = element.assignedSlot ?? element.parentNode;
    if (outer instanceof HTMLSlotElement) return around(outer);
    if (outer instanceof ShadowRoot) return outer.host;
    return outer instanceof Element ? outer : null;
  };
  const holds = (outer: Element, inner: Element): boolean => {
    for (let one: Element | null = inner; one !== null; one = around(one)) {
      if (one === outer) return true;
    }
    return false;
  };
  const hasBox = (element: Element): boolean => element.getClientRects().length > 0;
  const isClippedAway = (element: Element): boolean =>
    /^inset\((?:[5-9]\d|\d{3,})%\)$/u.test(getComputedStyle(element).clipPath);
  const shownNow = (): ReadonlySet<Element> => {
    const shown = new Set<Element>();
    const visit = (element: Element): void => {
      if (isClippedAway(element)) return;
      const seen = { visibilityProperty: true, opacityProperty: true };
      if (hasBox(element) && element.checkVisibility(seen)) shown.add(element);
      for (const part of partsOf(element)) if (part instanceof Element) visit(part);
    };
    visit(document.documentElement);
    return shown;
  };
  const isHidden = (element: Element): boolean => getComputedStyle(element).visibility === 'hidden';
  const read = (element: Element): string => {
    const { display } = getComputedStyle(element);
    if (!hasBox(element) && display !== 'contents') return '';
    const words = partsOf(element).map((part) => {
      if (part instanceof Element) return read(part);
      return part instanceof Text && !isHidden(element) ? part.data : '';
    });
    const isInLine = display.startsWith('inline') || display === 'contents';
    return isInLine && !element.matches('br') ? words.join('') : ` ${words.join('')} `;
  };
  return {
    shownNow,
    before: shownNow(),
    within,
    around,
    holds,
    hasSize: (element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 2 && height > 2;
    },
    wordsOf: (element) => read(element).replace(/\s+/gu, ' ').trim(),
  };
}
