import type { ElementHandle, Frame, Locator, Page } from 'playwright';
import { isWithin, type Look, type Thing } from '../seeing/look.ts';
import { lookAt, locatorOf, type Scope } from '../seeing/look-at.ts';
import { pointable, type ThingKind } from '../teaching/clues.ts';
import { tabOf } from './knowledge.ts';

/** Time within which the clicked element must be found again, in milliseconds. */
const FOUND_MS = 5_000;

/** The clicked element: the innermost one of the latest look that contains the click. */
export interface Pointed {
  readonly look: Look;
  readonly thing: Thing;
}

/**
 * Brings the window to the front and waits for a click, which Playwright intercepts: it presses
 * nothing. Meanwhile fields hide their values.
 * @returns `left` on Escape or at the end of the work; `nothing-there` for a click beside all.
 */
export async function pointedAt(
  scope: Scope,
  signal: AbortSignal,
): Promise<Pointed | 'left' | 'nothing-there'> {
  const tab = tabOf(scope);
  await tab.bringToFront();
  const unveil = await veiled(tab);
  try {
    const picked = await pick(tab, signal);
    if (picked === undefined) return 'left';
    const element = await picked.elementHandle({ timeout: FOUND_MS });
    const look = await lookAt(scope);
    const thing = await innermostAt(scope, look, element);
    return thing === undefined ? 'nothing-there' : { look, thing };
  } finally {
    await unveil();
  }
}

/** Returns the field or pressable element of a click: around it, or the only one inside it. */
export function pointableAt({ look, thing }: Pointed, kind: ThingKind): Thing | undefined {
  const all = pointable(look, kind);
  const around = all.filter((one) => one === thing || isWithin(thing, one)).at(-1);
  if (around !== undefined) return around;
  const [only, ...others] = all.filter((one) => isWithin(one, thing));
  return others.length === 0 ? only : undefined;
}

/** @returns undefined if the person cancelled. */
async function pick(tab: Page, signal: AbortSignal): Promise<Locator | undefined> {
  const cancel = (): void => void tab.cancelPickLocator().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const frames = tab.frames();
  for (const frame of frames) void escapeIn(frame).then((isPressed) => isPressed && cancel());
  try {
    if (signal.aborted) return undefined;
    return await tab.pickLocator();
  } catch (error) {
    if (error instanceof Error && /cancelled/u.test(error.message)) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await Promise.all(frames.map(stopListening));
  }
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
    }, WAITING)
    .catch(() => undefined);
}

const VEIL = '__raccordVeil';

/** Hides the values of fields in all documents of a tab. @returns a function to show them. */
async function veiled(tab: Page): Promise<() => Promise<void>> {
  const frames = tab.frames();
  const turn = (isHidden: boolean) => (frame: Frame) =>
    frame.evaluate(turnVeil, { key: VEIL, isHidden }).catch(() => undefined);
  await Promise.all(frames.map(turn(true)));
  return async () => {
    await Promise.all(frames.map(turn(false)));
  };
}

/** Runs inside the page. */
function turnVeil({ key, isHidden }: { key: string; isHidden: boolean }): void {
  const page = globalThis as unknown as Record<string, CSSStyleSheet | undefined>;
  const sheet = page[key] ?? new CSSStyleSheet();
  sheet.replaceSync(
    'input, textarea, output, [role=textbox], [contenteditable=true] { -webkit-text-security: disc !important; }',
  );
  const others = document.adoptedStyleSheets.filter((one) => one !== sheet);
  document.adoptedStyleSheets = isHidden ? [...others, sheet] : others;
  page[key] = sheet;
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
