import type { Locator } from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import { describeDistinctly } from '../seeing/describe.ts';
import type { Look, Thing } from '../seeing/look.ts';
import { locatorOf, lookAt, type Scope } from '../seeing/look-at.ts';
import { listsOver } from '../seeing/open-lists.ts';
import { pressables, showsWords, thePressable, type Finding } from '../seeing/pressables.ts';
import { patternOf } from '../seeing/wording-match.ts';
import type { Wording } from '../seeing/wording.ts';
import { thingsFitting } from '../teaching/clues.ts';
import { cluesFor, notFitting, timeoutIn, type Sought } from './knowledge.ts';
import { DETACHED, SeenElement, type ClickOptions } from './seen-element.ts';
import { orTaught } from './teach.ts';
import { waitFor } from './wait-for.ts';

/** Timeout for an element to press to appear, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Playwright's message for a drop-down list that covers the element to be clicked. */
const LIST_IN_THE_WAY =
  /<[^>]*(?:role="(?:option|listbox)"|class="[^"]*(?:dropdown|listbox|option|select2))[^>]*>.* intercepts/u;

/**
 * Returns the only element to press with that wording, once it is there. Valid for one action: it
 * is lost when the page renders it again.
 * @throws RaccordError CONTROL_NOT_FOUND with what could be pressed instead, or CONTROL_AMBIGUOUS.
 */
export async function onePressable(
  scope: Scope,
  wording: Wording,
  where: string,
  { timeoutMs = TIMEOUT_MS, latest }: Finder = {},
): Promise<Locator> {
  const { control } = await find(scope, wording, where, timeoutMs, latest);
  return control.locator;
}

/** How an element to press is looked for. */
interface Finder {
  /** How long it may take to appear, in milliseconds. */
  readonly timeoutMs?: number;
  /** The latest look, if nothing was done since. */
  readonly latest?: Look;
}

/** The element to press, and whether an open list covers it. */
interface Found {
  readonly control: SeenElement;
  readonly isUnderList: boolean;
}

async function find(
  scope: Scope,
  wording: Wording,
  where: string,
  timeoutMs: number,
  latest?: Look,
): Promise<Found> {
  const sought = { kind: 'button', wording, where } as const;
  return orTaught(
    scope,
    () => sought,
    () => findKnown(scope, sought, timeoutIn(scope, timeoutMs), latest),
  );
}

/** Finds the element without asking a person. */
async function findKnown(
  scope: Scope,
  sought: Sought,
  timeoutMs: number,
  latest?: Look,
): Promise<Found> {
  let before = latest;
  let present: readonly string[] = [];
  const { wording, where } = sought;
  const [label] = wording;
  const isTaught = cluesFor(scope, sought) !== undefined;
  const found = await waitFor(async () => {
    const look = before ?? (await lookAt(scope));
    before = undefined;
    const finding = await oneIfSameLink(scope, look, sought, findPressable(scope, look, wording));
    if (finding.kind === 'one') {
      const isUnderList = listsOver(look, finding.thing).length > 0;
      return { control: SeenElement.of(scope, finding.thing, label), isUnderList };
    }
    if (finding.kind === 'none') {
      present = finding.nearest;
      const control = isTaught ? undefined : await pressedUnsaid(scope, wording, where);
      return (
        control && { control: SeenElement.at(scope, control.describe(label)), isUnderList: false }
      );
    }
    if (isTaught) throw notFitting(scope, sought, finding.described);
    throw new RaccordError('CONTROL_AMBIGUOUS', { label, where, matches: finding.described });
  }, timeoutMs);
  if (found === undefined && isTaught) throw notFitting(scope, sought, []);
  if (found === undefined) throw new RaccordError('CONTROL_NOT_FOUND', { label, where, present });
  return found;
}

/**
 * Closes a list that was left open as a person would, with Escape and by leaving the field: a list
 * with the focus opens again when its server answers late.
 */
export async function leaveList(near: SeenElement): Promise<void> {
  await near.locator.page().keyboard.press('Escape');
  try {
    await near.evaluate(takeFocusAway, undefined);
  } catch (error) {
    // The focus is gone with the element that had it.
    if (!DETACHED.test(safeMessage(error))) throw error;
  }
}

/** Runs inside the page. */
function takeFocusAway({ ownerDocument }: Node): void {
  let focused = ownerDocument?.activeElement;
  for (let inner = focused; inner; inner = inner.shadowRoot?.activeElement) focused = inner;
  if (focused instanceof HTMLElement) focused.blur();
}

/** Finds the one element to press: as taught for this page, otherwise by the wording. */
function findPressable(scope: Scope, look: Look, wording: Wording): Finding<Thing> {
  const clues = cluesFor(scope, { kind: 'button', wording });
  if (clues === undefined) return thePressable(look, wording);
  const found = thingsFitting(look, 'button', clues);
  const [thing, ...others] = found;
  if (thing === undefined) return { kind: 'none', nearest: [] };
  if (others.length > 0) return { kind: 'several', described: describeDistinctly(look, found) };
  return { kind: 'one', thing };
}

/** Returns several links with one address as one: a page may have its sign-in in header and text. */
async function oneIfSameLink(
  scope: Scope,
  look: Look,
  { wording }: Sought,
  finding: Finding<Thing>,
): Promise<Finding<Thing>> {
  if (finding.kind !== 'several') return finding;
  const links = pressablesIn(scope, look, wording);
  if (!links.every(({ role }) => role === 'link')) return finding;
  // A link that a script removes meanwhile has no address.
  const addresses = await Promise.all(
    links.map((link) =>
      locatorOf(scope, link)
        .evaluate(ownAddress)
        .catch(() => ''),
    ),
  );
  const [thing] = links;
  const isOne = addresses[0] !== '' && addresses.every((address) => address === addresses[0]);
  return thing !== undefined && isOne ? { kind: 'one', thing } : finding;
}

/** Runs inside the page. Returns the address that a plain link leads to; empty if it has none. */
function ownAddress(link: Element): string {
  const isPlain = link instanceof HTMLAnchorElement && !link.hasAttribute('onclick');
  if (!isPlain || !/^https?:$/.test(link.protocol)) return '';
  // A script listens to a link to the page itself.
  return link.href.split('#')[0] === location.href.split('#')[0] ? '' : link.href;
}

/** Returns all elements to press: as taught for this page, otherwise by the wording. */
export function pressablesIn(scope: Scope, look: Look, wording: Wording): Thing[] {
  const clues = cluesFor(scope, { kind: 'button', wording });
  return clues === undefined ? pressables(look, wording) : thingsFitting(look, 'button', clues);
}

/**
 * Finds an element that can be pressed without a role or a hand cursor over a block: words in a
 * line, a block with a script's listener. In a look it resembles plain text (docs/seeing.md).
 * @throws RaccordError CONTROL_AMBIGUOUS.
 */
async function pressedUnsaid(
  scope: Scope,
  wording: Wording,
  where: string,
): Promise<Locator | undefined> {
  const [label] = wording;
  const [one, ...others] = await allPressedUnsaid(scope, wording);
  if (others.length === 0) return one;
  const matches = [label, ...others.map(() => label)];
  throw new RaccordError('CONTROL_AMBIGUOUS', { label, where, matches });
}

async function allPressedUnsaid(scope: Scope, wording: Wording): Promise<Locator[]> {
  const texts = scope.getByText(patternOf(wording)).filter({ visible: true });
  const places = await texts.evaluateAll(placesOfPressed);
  return places.map((place) => texts.nth(place));
}

/** Runs inside the page. */
function placesOfPressed(elements: Element[]): number[] {
  const LISTENS = '[onclick], [ng-click], [tabindex="0"], .btn, .button';
  const OTHERWISE =
    'input, select, option, label, textarea, [role=option], [role=listbox], [role=combobox], [class*=select2]';
  const isLine = (element: Element): boolean => {
    const block = element.parentElement;
    const isAll = block?.textContent.trim() === element.textContent.trim();
    return element.matches(LISTENS) || (isAll && block.matches(LISTENS));
  };
  return elements.flatMap((element, place) => {
    const { width, height } = element.getBoundingClientRect();
    // A tiny element is for screen readers.
    if (width <= 2 || height <= 2 || element.closest(OTHERWISE) !== null) return [];
    return isLine(element) || getComputedStyle(element).cursor === 'pointer' ? [place] : [];
  });
}

/**
 * Returns whether an element to press has the wording now, or is the one taught for it.
 * @param before the latest look, if there is one.
 */
export async function isPressable(scope: Scope, wording: Wording, before?: Look): Promise<boolean> {
  const look = before ?? (await lookAt(scope));
  if (pressablesIn(scope, look, wording).length > 0) return true;
  if (cluesFor(scope, { kind: 'button', wording }) !== undefined) return false;
  return showsWords(look, wording) && (await allPressedUnsaid(scope, wording)).length > 0;
}

/**
 * Presses the only control with that wording.
 * @throws RaccordError as {@link onePressable}, or ACTION_FAILED with what was in the way.
 */
export async function press(
  scope: Scope,
  wording: Wording,
  where: string,
  finder: Finder = {},
  options: Pick<ClickOptions, 'timeout'> = {},
): Promise<void> {
  await pressed(scope, wording, where, finder, options);
}

/** Clicks the control that a look finds, or tries to; looks again if it is gone by then. */
async function pressed(
  scope: Scope,
  wording: Wording,
  where: string,
  { timeoutMs = TIMEOUT_MS, latest }: Finder,
  options: ClickOptions,
): Promise<void> {
  const action = `click « ${wording[0]} » (${where})`;
  let isLeft = false;
  let before = latest;
  const clicked = await waitFor(async () => {
    const { control, isUnderList } = await find(scope, wording, where, timeoutMs, before);
    before = undefined;
    if (isUnderList && !isLeft) {
      isLeft = true;
      await leaveList(control);
      return undefined;
    }
    return (await clickUnlessGone(control, action, options)) || undefined;
  }, timeoutMs);
  if (clicked !== undefined) return;
  const reason = 'the page keeps redrawing it';
  throw new RaccordError('ACTION_FAILED', { action, reason });
}

/**
 * Clicks an element of the latest look.
 * @param action the name of the action in messages.
 * @returns false if the page has rendered it again or left it since: look again.
 * @throws RaccordError ACTION_FAILED with what was in the way.
 */
export async function clickThing(scope: Scope, thing: Thing, action: string): Promise<boolean> {
  return clickUnlessGone(SeenElement.of(scope, thing, thing.name), action);
}

async function clickUnlessGone(
  control: SeenElement,
  action: string,
  options: ClickOptions = {},
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await control.click(options);
      return true;
    } catch (error) {
      const reason = safeMessage(error);
      // Playwright reports it before it clicks.
      if (DETACHED.test(reason)) return false;
      if (tries > 1 || !LIST_IN_THE_WAY.test(reason)) {
        throw new RaccordError('ACTION_FAILED', { action, reason });
      }
      await leaveList(control);
    }
  }
}

/**
 * A button that may be clicked only once. It is first tried without a click, so that obstacles (a
 * chatbot, a list left open) are known before an intent is recorded.
 */
export class OnceButton {
  readonly #scope: Scope;
  readonly #wording: Wording;
  readonly #where: string;
  #clicked = false;

  private constructor(scope: Scope, wording: Wording, where: string) {
    this.#scope = scope;
    this.#wording = wording;
    this.#where = where;
  }

  /** @throws RaccordError as {@link onePressable}, or ACTION_FAILED if it cannot be clicked. */
  static async ready(
    scope: Scope,
    wording: Wording,
    where: string,
    timeoutMs = TIMEOUT_MS,
  ): Promise<OnceButton> {
    await pressed(scope, wording, where, { timeoutMs }, { trial: true });
    return new OnceButton(scope, wording, where);
  }

  /**
   * Looks once more for the button, clicks it, and waits for the document that the click leads to,
   * if any. A second call is a bug in raccord and is refused.
   * @param timeoutMs milliseconds.
   */
  async click(timeoutMs: number): Promise<void> {
    if (this.#clicked) throw new Error(`« ${this.#wording[0]} » was already clicked`);
    this.#clicked = true;
    const sought = { kind: 'button', wording: this.#wording, where: this.#where } as const;
    // The intent is recorded: no person is asked for another button now.
    const { control } = await findKnown(this.#scope, sought, timeoutMs);
    await control.click({ timeout: timeoutMs });
  }
}
