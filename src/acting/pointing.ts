import type { ElementHandle, Frame, Locator, Page } from 'playwright';
import { ancestorsOf, isWithin, type Look, type Thing } from '../seeing/look.ts';
import { lookAt, locatorOf, type Scope } from '../seeing/look-at.ts';
import { pointable, type ThingKind } from '../teaching/clues.ts';
import type { TaughtKind } from '../teaching/taught.ts';
import { tabOf, type Teacher, type Unsettled } from './knowledge.ts';

/** Time within which the clicked element must be found again, in milliseconds. */
const FOUND_MS = 2_000;

/** Time within which the window takes clicks, in milliseconds. */
const TAKING_MS = 3_000;

/** The clicked element: the innermost one of the latest look that contains the click. */
export interface Pointed {
  readonly look: Look;
  readonly thing: Thing;
}

/**
 * Hides what fields hold, and what looks like a password, while a person looks at the window, and
 * lets no click through to the page.
 */
async function withSecretsHidden<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  const tab = tabOf(scope);
  await turnVeil(tab, { isOn: true, sign: '' });
  return work().finally(() => turnVeil(tab, { isOn: false, sign: '' }));
}

/**
 * Brings the window to the front and waits for a click, which Playwright intercepts: it presses
 * nothing. To be called within {@link withSecretsHidden}.
 * @param ask asks the person for the click, once the window takes it; it is handed what shows words
 * in the window meanwhile.
 * @returns `left` on Escape or at the end of the work; `nothing-there` for a click beside all.
 */
async function pointedAt(
  scope: Scope,
  signal: AbortSignal,
  ask: Teacher['askToPoint'],
): Promise<Pointed | 'left' | 'nothing-there'> {
  const tab = tabOf(scope);
  await tab.bringToFront();
  const asking = () => ask((sign) => turnVeil(tab, { isOn: true, sign }));
  const picked = await pick(tab, signal, asking).finally(() =>
    turnVeil(tab, { isOn: true, sign: '' }),
  );
  if (picked === undefined) return 'left';
  const element = await picked.elementHandle({ timeout: FOUND_MS }).catch(goneBy);
  if (element === undefined) return 'nothing-there';
  const look = await lookAt(scope);
  const thing = await innermostAt(scope, look, element);
  return thing === undefined ? 'nothing-there' : { look, thing };
}

/** Returns nothing for an element that is gone once it was clicked, as a passing message may be. */
function goneBy(error: unknown): undefined {
  if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
}

/**
 * Has the person point at something until it is taught, with secrets hidden meanwhile.
 * @param teachAt teaches what was pointed at; returns why nothing was taught, if so.
 * @returns false if the person left it.
 */
export async function teachByPointing(
  scope: Scope,
  teacher: Teacher,
  kind: TaughtKind,
  teachAt: (pointed: Pointed) => Promise<Unsettled | undefined>,
): Promise<boolean> {
  return withSecretsHidden(scope, async () => {
    for (;;) {
      const pointed = await pointedAt(scope, teacher.signal, teacher.askToPoint);
      const unsettled = typeof pointed === 'string' ? pointed : await teachAt(pointed);
      if (unsettled === undefined) return true;
      teacher.unsettled(unsettled, kind);
      if (unsettled === 'left') return false;
    }
  });
}

/** Outlines an element in the window while a person is asked about it. */
export async function outlined<T>(scope: Scope, thing: Thing, ask: () => Promise<T>): Promise<T> {
  const [element] = await locatorOf(scope, thing).elementHandles();
  const turn = (isOutlined: boolean): Promise<unknown> =>
    // An element that is gone has no outline to take away.
    element?.evaluate(setOutline, isOutlined).catch(() => undefined) ?? Promise.resolve();
  await turn(true);
  return ask().finally(() => turn(false));
}

/**
 * Runs inside the page. The outline is inside, as far as it covers no words: a block around it may
 * cut off what is outside.
 */
function setOutline(element: Node, isOutlined: boolean): void {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
  const isTight = parseFloat(getComputedStyle(element).paddingLeft) < 3;
  element.style.outline = isOutlined ? '3px solid #c9191e' : '';
  element.style.outlineOffset = isOutlined ? (isTight ? '-1px' : '-3px') : '';
}

/**
 * Returns the field or pressable element of a click: around it, otherwise the only one in the
 * smallest block around it that has any, as the button of a card whose title was clicked.
 */
export function pointableAt({ look, thing }: Pointed, kind: ThingKind): Thing | undefined {
  const all = pointable(look, kind);
  const around = all.filter((one) => one === thing || isWithin(thing, one)).at(-1);
  if (around !== undefined) return around;
  for (const block of [thing, ...ancestorsOf(look, thing)]) {
    const [only, ...others] = all.filter((one) => isWithin(one, block));
    if (others.length > 0) return undefined;
    if (only !== undefined) return only;
  }
  return undefined;
}

/** @returns undefined if the person cancelled. */
async function pick(
  tab: Page,
  signal: AbortSignal,
  ask: () => Promise<void>,
): Promise<Locator | undefined> {
  const cancel = (): void => void tab.cancelPickLocator().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const frames = tab.frames();
  for (const frame of frames) void escapeIn(frame).then((isPressed) => isPressed && cancel());
  try {
    if (signal.aborted) return undefined;
    await Promise.all(frames.map(forgetCursor));
    const picking = tab.pickLocator();
    await Promise.race([picking, Promise.all(frames.map(takesClicks))]);
    await Promise.all([picking, ask()]);
    return await picking;
  } catch (error) {
    if (error instanceof Error && /cancelled/u.test(error.message)) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await Promise.all(frames.map(stopListening));
  }
}

/** The attribute with which Playwright's picker sets the cursor, and which it leaves behind. */
const CURSOR = 'data-pw-cursor';

async function forgetCursor(frame: Frame): Promise<void> {
  await frame
    .evaluate((name) => {
      document.body.removeAttribute(name);
    }, CURSOR)
    .catch(() => undefined);
}

/** Waits until Playwright's picker intercepts the clicks in a document. */
async function takesClicks(frame: Frame): Promise<void> {
  const isTaking = (name: string): boolean => document.body.hasAttribute(name);
  // Each document asks for the picker's state once a second: by the timeout it has.
  await frame.waitForFunction(isTaking, CURSOR, { timeout: TAKING_MS }).catch(() => undefined);
}

/** The key under which a document stores the function that ends its wait for Escape. */
const WAITING = '__raccordEscape';

/** Returns true once Escape was pressed; false once the wait ended, or the document is gone. */
async function escapeIn(frame: Frame): Promise<boolean> {
  return frame
    .evaluate(
      (key) =>
        new Promise<boolean>((resolve) => {
          const page = globalThis as unknown as Record<string, (() => void) | undefined>;
          const listen = (event: KeyboardEvent): void => {
            if (event.key === 'Escape') end(true);
          };
          const end = (isPressed: boolean): void => {
            removeEventListener('keydown', listen, { capture: true });
            resolve(isPressed);
          };
          page[key] = () => {
            end(false);
          };
          addEventListener('keydown', listen, { capture: true });
        }),
      WAITING,
    )
    .catch(() => false);
}

async function stopListening(frame: Frame): Promise<void> {
  await frame
    .evaluate((key) => {
      const page = globalThis as unknown as Record<string, (() => void) | undefined>;
      page[key]?.();
      page[key] = undefined;
    }, WAITING)
    .catch(() => undefined);
}

const VEIL = '__raccordVeil';

/** Sets in all documents of a tab what hides its secrets; a sign shows in the main one alone. */
async function turnVeil(tab: Page, veil: Pick<Veil, 'isOn' | 'sign'>): Promise<void> {
  const isPicking = veil.sign !== '';
  const turn = (frame: Frame) => {
    const sign = frame === tab.mainFrame() ? veil.sign : '';
    // A document that is gone has nothing to hide.
    return frame.evaluate(setVeil, { ...veil, key: VEIL, sign, isPicking }).catch(() => undefined);
  };
  await Promise.all(tab.frames().map(turn));
}

interface Veil {
  readonly key: string;
  readonly isOn: boolean;
  /** True while a click is waited for: what it would pick is outlined. */
  readonly isPicking: boolean;
  readonly sign: string;
}

/**
 * Runs inside the page, so it can use nothing from outside. Playwright's own tooltip is hidden: it
 * quotes the words of what it is over.
 */
function setVeil({ key, isOn, isPicking, sign }: Veil): void {
  const page = globalThis as unknown as Record<string, CSSStyleSheet | undefined>;
  const sheet = page[key] ?? new CSSStyleSheet();
  const outline = `:hover:not(:has(:hover), html, body) {
    outline: 3px solid #c9191e !important; outline-offset: -3px !important;
  }`;
  const shown = `html::after {
    content: ${JSON.stringify(sign)}; position: fixed; left: 0; bottom: 0; z-index: 2147483647;
    padding: 8px 14px; font: bold 15px sans-serif; color: #fff; background: #c9191e;
    pointer-events: none;
  }`;
  // Over all, a modal dialog included: a click that comes too early, or twice, presses nothing.
  const cover = `html::before, :modal::before {
    content: ''; position: fixed; inset: 0; z-index: 2147483647;
  }`;
  sheet.replaceSync(`
    input, textarea, output, [role=textbox], [contenteditable=true] {
      -webkit-text-security: disc !important;
    }
    ::highlight(${key}) { color: transparent; background: #ddd; }
    x-pw-glass { visibility: hidden !important; }
    ${isPicking ? outline : cover} ${sign === '' ? '' : shown}`);
  const others = document.adoptedStyleSheets.filter((one) => one !== sheet);
  document.adoptedStyleSheets = isOn ? [...others, sheet] : others;
  page[key] = sheet;
  CSS.highlights.delete(key);
  if (isOn) CSS.highlights.set(key, new Highlight(...passwordsIn(document.body)));

  /** Words that mix digits with other letters and signs, and are no name with a number. */
  function passwordsIn(root: Node): Range[] {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const ranges: Range[] = [];
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      for (const { 0: word, index } of (text.textContent ?? '').matchAll(/\S{8,}/gu)) {
        const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/u, /[^\p{L}\d]/u].filter((one) => one.test(word));
        if (kinds.length < 3 || !/\d/u.test(word) || /^\p{L}+\d+$/u.test(word)) continue;
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        ranges.push(range);
      }
    }
    return ranges;
  }
}

async function innermostAt(
  scope: Scope,
  look: Look,
  picked: ElementHandle,
): Promise<Thing | undefined> {
  const things = look.things.filter(({ ref }) => ref !== undefined);
  const found = await Promise.all(
    things.map(async (thing) => {
      const [handle] = await locatorOf(scope, thing).elementHandles();
      return handle === undefined ? [] : [{ thing, handle }];
    }),
  );
  const all = found.flat();
  const place = await picked.evaluate(
    placeAmong,
    all.map(({ handle }) => handle),
  );
  return all[place]?.thing;
}

/** Runs inside the page. Returns which element is the clicked one, or the nearest around it. */
function placeAmong(clicked: Node, others: Node[]): number {
  const label = clicked instanceof Element ? clicked.closest('label') : null;
  let node: Node | null = label?.control ?? clicked;
  while (node !== null) {
    const place = others.indexOf(node);
    if (place !== -1) return place;
    node = node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentNode;
  }
  return -1;
}
