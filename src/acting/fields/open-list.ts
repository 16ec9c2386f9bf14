import type { ElementHandle, JSHandle, Locator } from 'playwright';
import { isRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { safeMessage } from '../../errors/safe-message.ts';
import { DETACHED, elementHandleOf, leaveList } from '../control.ts';
import { waitFor } from '../wait-for.ts';
import { theOneOption, whatIsOffered } from './choice.ts';
import { describeOption, optionMatches, searchesFor, type OptionMatch } from './field-options.ts';

/** Time for a list to close after a choice, in milliseconds. */
const CLOSING_MS = 3_000;

/** Time for a list to render what was scrolled into view, in milliseconds. */
const SCROLLING_MS = 1_000;

/** Most scroll steps in a list; the rest of a longer one is not searched. */
const MAX_SCROLLS = 500;

/**
 * Chooses in a list of any implementation: opens it if it is closed, searches if possible, clicks
 * the option. The options are what appears after the click: elements with the role option if there
 * are any, otherwise entries of a list, otherwise texts.
 */
export async function chooseInOpenList(
  widget: Locator,
  match: OptionMatch,
  label: string,
): Promise<void> {
  // By its handle: a locator would wait for a widget that was rendered again.
  const there = await elementHandleOf(widget);
  const isInline = await there.evaluate(
    (node) => node instanceof Element && node.matches('[role=listbox]'),
  );
  const list = new OpenList(widget, await shownIn(widget, isInline), isInline);
  if (!isInline) await there.click();
  const text = describeOption(match);
  const isOffered = await list.offers(match);
  const search = await list.search();
  if (!isOffered && search !== undefined) {
    await list.searchFor(search, text);
    if (!(await list.offers(match))) {
      // The number may have spaces there, which a search for digits does not find.
      await list.searchFor(search, '');
      await list.offers(match);
    }
  }
  await list.choose(match, label);
}

/**
 * Types into a field with suggestions and chooses the one that matches: typed text alone is not a
 * choice.
 * @throws RaccordError OPTION_NOT_FOUND or CONTROL_AMBIGUOUS; the field is empty again then.
 */
export async function chooseSuggestion(
  input: Locator,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const held = await input.evaluate((element) =>
    element instanceof HTMLInputElement && element.list !== null
      ? [...element.list.options].map(({ value, label: words }) => ({ value, words }))
      : undefined,
  );
  if (held !== undefined) {
    const texts = held.map(({ value, words }) => `${value} ${words}`.trim());
    const exact = held.findIndex(({ value, words }) =>
      [value, words].some((one) => optionMatches(one, match)),
    );
    const index = exact === -1 ? theOneOption(texts, match, label) : exact;
    await input.fill(held[index]?.value ?? '');
    await input.press('Tab');
    return;
  }
  const list = new OpenList(input, await shownIn(input));
  await input.click();
  try {
    await searchAndChoose(input, list, match, label);
  } catch (error) {
    await input.fill('');
    await input.press('Escape');
    throw error;
  }
}

async function searchAndChoose(
  input: Locator,
  list: OpenList,
  match: OptionMatch,
  label: string,
): Promise<void> {
  let gone: Error | undefined;
  for (const typed of searchesFor(match)) {
    await input.fill('');
    // Key by key: some fields listen to key events and not to input events.
    await input.pressSequentially(typed);
    if (!(await list.offers(match))) continue;
    try {
      return await list.choose(match, label);
    } catch (error) {
      // The option may have been offered for the text before, until the list answered to this one.
      const isMissing = isRaccordError(error) && error.code === 'OPTION_NOT_FOUND';
      if (!isMissing && !DETACHED.test(safeMessage(error))) throw error;
      gone = error as Error;
    }
  }
  if (gone !== undefined) throw gone;
  await list.choose(match, label);
}

/** A list that was opened, identified by the elements that appeared since. */
class OpenList {
  readonly #widget: Locator;
  readonly #shown: JSHandle<Shown>;
  readonly #isInline: boolean;

  /** @param isInline true if the widget itself is the list. */
  constructor(widget: Locator, shown: JSHandle<Shown>, isInline = false) {
    this.#widget = widget;
    this.#shown = shown;
    this.#isInline = isInline;
  }

  /** Returns true once a matching option is offered; false once the list is complete. */
  async offers(match: OptionMatch): Promise<boolean> {
    const found = await whatIsOffered(this.#widget.page(), async () => {
      const texts = await this.#texts();
      return texts.some((text) => optionMatches(text, match)) || undefined;
    });
    return found === true;
  }

  /** Returns the search field of the open list, if it has one. */
  async search(): Promise<ElementHandle<HTMLInputElement> | undefined> {
    const found = await this.#widget.evaluateHandle(searchOf, this.#shown);
    return (found.asElement() as ElementHandle<HTMLInputElement> | null) ?? undefined;
  }

  /** Types a text key by key: some search fields listen to key events and not to input events. */
  async searchFor(search: ElementHandle<HTMLInputElement>, text: string): Promise<void> {
    await search.fill('');
    if (text === '') await search.press('Backspace');
    else await search.focus();
    await this.#widget.page().keyboard.type(text);
  }

  /** @throws RaccordError OPTION_NOT_FOUND or CONTROL_AMBIGUOUS; the list is closed then. */
  async choose(match: OptionMatch, label: string): Promise<void> {
    const seen = new Set<string>();
    for (let window = 0; window < MAX_SCROLLS; window += 1) {
      const rows = await this.#rows();
      const texts = await textsOf(rows);
      if (texts.some((text) => optionMatches(text, match))) {
        try {
          const row = rows[theOneOption(texts, match, label)];
          if (row !== undefined) await this.#click(row);
          return;
        } catch (error) {
          await this.#widget.page().keyboard.press('Escape');
          throw error;
        }
      }
      for (const text of texts) seen.add(text);
      const last = rows.at(-1);
      // A long list holds only the rows in view.
      if (last === undefined || !(await last.evaluate(scrollOn))) break;
      const moved = await waitFor(async () => {
        const now = await this.#texts();
        return now.some((text) => !seen.has(text)) || undefined;
      }, SCROLLING_MS);
      if (moved === undefined) break;
    }
    await this.#widget.page().keyboard.press('Escape');
    const option = describeOption(match);
    throw new RaccordError('OPTION_NOT_FOUND', { label, option, present: [...seen].slice(0, 20) });
  }

  async #click(row: ElementHandle<Element>): Promise<void> {
    await row.click();
    if (this.#isInline) return;
    await row
      .waitForElementState('hidden', { timeout: CLOSING_MS })
      .catch(() => leaveList(this.#widget));
  }

  async #texts(): Promise<string[]> {
    return textsOf(await this.#rows());
  }

  async #rows(): Promise<ElementHandle<Element>[]> {
    const handle = await this.#widget.evaluateHandle(rowsOf, this.#shown);
    const rows = [...(await handle.getProperties()).values()];
    await handle.dispose();
    return rows.flatMap((row) => (row.asElement() as ElementHandle<Element> | null) ?? []);
  }
}

async function textsOf(rows: readonly ElementHandle<Element>[]): Promise<string[]> {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  const all = await first.evaluate(
    (element, rest) =>
      [element, ...rest].map((row) =>
        (row instanceof HTMLElement ? row.innerText : row.textContent).replace(/\s+/gu, ' ').trim(),
      ),
    others,
  );
  return all;
}

/** The elements that a person can see. */
interface Shown {
  readonly now: () => Set<Element>;
  /** Those seen before the list was opened; undefined if it is always open. */
  readonly before: Set<Element> | undefined;
}

async function shownIn(widget: Locator, isInline = false): Promise<JSHandle<Shown>> {
  return widget.evaluateHandle(watchShown, isInline);
}

/** Runs inside the page, where a closed list may wait clipped away or transparent. */
function watchShown(_: Element, isInline: boolean): Shown {
  const now = (): Set<Element> => {
    const shown = new Set<Element>();
    const clipped = new Set<Element | null>();
    // A parent comes before its children.
    for (const element of document.querySelectorAll('*')) {
      const isAway = /^inset\((?:[5-9]\d|\d{3,})%\)$/u.test(getComputedStyle(element).clipPath);
      const isLaidOut = element.getClientRects().length > 0;
      const seen = { visibilityProperty: true, opacityProperty: true };
      if (isAway || clipped.has(element.parentElement)) clipped.add(element);
      else if (isLaidOut && element.checkVisibility(seen)) shown.add(element);
    }
    return shown;
  };
  return { now, before: isInline ? undefined : now() };
}

/** Runs inside the page. Returns the options that the list offers now. */
function rowsOf(control: Element, { now, before }: Shown): Element[] {
  const shown = now();
  const listsOf = (part: Element): Element[] =>
    `${part.getAttribute('aria-controls') ?? ''} ${part.getAttribute('aria-owns') ?? ''}`
      .split(' ')
      .flatMap((id) => (id === '' ? [] : (document.getElementById(id) ?? [])))
      .filter((list) => shown.has(list));
  const parts = [control, ...control.querySelectorAll('[aria-controls], [aria-owns]')];
  const named = parts.flatMap(listsOf);
  // A list that was left opens again when its server answers late.
  const ofOthers = [...document.querySelectorAll('[role=combobox]')]
    .filter((other) => !parts.includes(other) && !other.contains(control))
    .flatMap(listsOf)
    .filter((list) => !named.includes(list));
  const all = [...document.querySelectorAll('*')];
  const pool = all.filter((element) => {
    if (!shown.has(element) || element.contains(control)) return false;
    if (ofOthers.some((list) => list.contains(element))) return false;
    if (before === undefined) return control.contains(element);
    return named.length > 0 ? named.some((list) => list.contains(element)) : !before.has(element);
  });
  const isLeaf = (element: Element): boolean =>
    !element.matches('input, textarea, svg, svg *') &&
    ![...element.children].some((child) => child.textContent.trim() !== '');
  const kinds: ((element: Element) => boolean)[] = [
    (element) => element.matches('[role=option]'),
    (element) => element.matches('[role=menuitem], [role=menuitemradio], [role=treeitem]'),
    (element) => element.matches('li'),
    isLeaf,
  ];
  for (const isKind of kinds) {
    const rows = pool.filter(
      (element) =>
        isKind(element) &&
        element.textContent.trim() !== '' &&
        element.getAttribute('aria-disabled') !== 'true',
    );
    const innermost = rows.filter(
      (row) => !rows.some((other) => other !== row && row.contains(other)),
    );
    if (innermost.length > 0) return innermost;
  }
  return [];
}

/** Runs inside the page. */
function searchOf(control: Element, { now, before }: Shown): Element | null {
  const shown = now();
  const inputs = 'input:not([type=checkbox], [type=radio], [type=hidden], [type=button])';
  const own = [...control.querySelectorAll(inputs)].filter(
    (input) => shown.has(input) && !input.hasAttribute('readonly'),
  );
  const fresh = [...document.querySelectorAll(inputs)].filter(
    (input) => shown.has(input) && before?.has(input) === false,
  );
  return fresh[0] ?? own[0] ?? null;
}

/** Runs inside the page. Scrolls the list of a row on by one step; returns false at its end. */
function scrollOn(row: Element): boolean {
  let box: Element | null = row;
  while (box !== null && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  if (box === null || box === document.body || box === document.documentElement) return false;
  const before = box.scrollTop;
  box.scrollTop += box.clientHeight * 0.8;
  return box.scrollTop !== before;
}
