import type { ElementHandle } from 'playwright';

/**
 * A picture of a whole page has no scroll bars, and what stood beside one moves. They go before the
 * bars over the fields are placed.
 */
const WITHOUT_SCROLL_BARS = '* { scrollbar-width: none !important; }';

/** The colour of a concealed field: black, so that it does not look empty. */
export const BAR_COLOUR = '#000';

/** A plain black bar, whatever the element holds, and nothing of what reaches out of it. */
const BAR =
  `{ background: ${BAR_COLOUR} !important; filter: brightness(0) !important; opacity: 1 !important; ` +
  'clip-path: inset(0) !important; transition: none !important; }';

/**
 * Returns a style sheet that makes plain bars of fields, and of every field for passwords, in
 * pictures only. What Playwright lays over a field misses a text that is wider than its element, and
 * the fields of a page that zooms itself.
 */
export async function concealingStyle(fields: readonly ElementHandle[]): Promise<string> {
  const paths = await Promise.all(fields.map(async (field) => field.evaluate(pathOf)));
  const concealed = ['input[type=password]', ...paths].join(', ');
  return `${WITHOUT_SCROLL_BARS} ${concealed} ${BAR}`;
}

/**
 * Runs inside the page. Returns a selector by places alone: it keeps its meaning when the element is
 * rendered again. In a shadow root it may mean elements of other roots too.
 */
function pathOf(field: Node): string {
  const steps: string[] = [];
  for (let part = field instanceof Element ? field : null; part !== null;) {
    const siblings: Element[] = [...(part.parentNode?.children ?? [])];
    const isRoot = part === part.ownerDocument.documentElement;
    steps.unshift(isRoot ? ':root' : `:nth-child(${siblings.indexOf(part) + 1})`);
    part = part.parentElement;
  }
  return steps.join(' > ');
}
