import type { ElementHandle, JSHandle, Locator, Page } from 'playwright';
import { trafficOf } from '../../browser/traffic.ts';
import { isRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { safeMessage } from '../../errors/safe-message.ts';
import { leaveList } from '../control.ts';
import { DETACHED, type SeenElement } from '../seen-element.ts';
import { waitFor } from '../wait-for.ts';
import { theOneOption, whatIsOffered } from './choice.ts';
import { drawnTreeOf, type DrawnTree } from './drawn-tree.ts';
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
  widget: SeenElement,
  match: OptionMatch,
  label: string,
): Promise<void> {
  // By its handle: a locator would wait for a widget that was rendered again.
  const there = await widget.handle();
  const isInline = await there.evaluate(
    (node) =>
      node instanceof Element &&
      // One that says that it opens is what opens the list of its options.
      node.matches('[role=listbox]:not([aria-haspopup], [aria-expanded])'),
  );
  const list = new OpenList(widget, await drawnTreeOf(widget.locator), isInline);
  if (!isInline) await clickField(there);
  const text = describeOption(match);
  let isOffered = await list.offers(match);
  const search = await list.search();
  if (!isOffered && search !== undefined) {
    await list.searchFor(search, text);
    isOffered = await list.offers(match);
    if (!isOffered) {
      // The number may have spaces there, which a search for digits does not find.
      await list.searchFor(search, '');
      isOffered = await list.offers(match);
    }
  }
  try {
    await list.choose(match, label).catch(async (error: unknown) => {
      if (!isOffered || !isGone(error)) throw error;
      await list.complete();
      await list.choose(match, label);
    });
  } catch (error) {
    await list.close();
    throw error;
  }
}

/**
 * Returns whether an option that was offered has gone: it may have been offered for the text before,
 * until the list answered to this one.
 */
function isGone(error: unknown): boolean {
  const isMissing = isRaccordError(error) && error.code === 'OPTION_NOT_FOUND';
  return isMissing || DETACHED.test(safeMessage(error));
}

/**
 * Types into a field with suggestions and chooses the one that matches: typed text alone is not a
 * choice.
 * @throws RaccordError OPTION_NOT_FOUND or CONTROL_AMBIGUOUS; the field is empty again then.
 */
export async function chooseSuggestion(
  field: SeenElement,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const input = field.locator;
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
  const list = new OpenList(field, await drawnTreeOf(input));
  await clickField(await field.handle());
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
    for (const onceComplete of [false, true]) {
      await input.fill('');
      // Key by key: some fields listen to key events and not to input events.
      await input.pressSequentially(typed);
      if (onceComplete) await list.complete();
      if (!(await list.offers(match))) break;
      try {
        return await list.choose(match, label);
      } catch (error) {
        if (!isGone(error)) throw error;
        gone = error as Error;
      }
    }
  }
  if (gone !== undefined) throw gone;
  await list.choose(match, label);
}

/** Where a list is: a part of its widget, or anywhere else in the document. */
interface Place<Tree> {
  readonly tree: Tree;
  readonly isInline: boolean;
}

/** A list that was opened, identified by the elements that appeared since. */
class OpenList {
  readonly #widget: SeenElement;
  readonly #place: Place<JSHandle<DrawnTree>>;

  /**
   * @param tree the document before the list was opened.
   * @param isInline true if the widget itself is the list.
   */
  constructor(widget: SeenElement, tree: JSHandle<DrawnTree>, isInline = false) {
    this.#widget = widget;
    this.#place = { tree, isInline };
  }

  get #page(): Page {
    return this.#widget.locator.page();
  }

  /** Returns true once a matching option is offered; false once the list is complete. */
  async offers(match: OptionMatch): Promise<boolean> {
    const found = await whatIsOffered(this.#page, async () => {
      const texts = await this.#texts();
      return texts.some((text) => optionMatches(text, match)) || undefined;
    });
    return found === true;
  }

  /** Waits until the list has answered to what was typed. */
  async complete(): Promise<void> {
    await whatIsOffered(this.#page, () => Promise.resolve(undefined));
  }

  /** Returns the search field of the open list, if it has one. */
  async search(): Promise<ElementHandle<HTMLInputElement> | undefined> {
    const found = await this.#widget.locator.evaluateHandle(searchOf, this.#place);
    return (found.asElement() as ElementHandle<HTMLInputElement> | null) ?? undefined;
  }

  /** Types a text key by key: some search fields listen to key events and not to input events. */
  async searchFor(search: ElementHandle<HTMLInputElement>, text: string): Promise<void> {
    await search.fill('');
    if (text === '') await search.press('Backspace');
    else await search.focus();
    await this.#page.keyboard.type(text);
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape');
  }

  /** @throws RaccordError OPTION_NOT_FOUND or CONTROL_AMBIGUOUS. */
  async choose(match: OptionMatch, label: string): Promise<void> {
    const seen = new Set<string>();
    for (let window = 0; window < MAX_SCROLLS; window += 1) {
      const rows = await this.#rows();
      const texts = await this.#textsOf(rows);
      if (texts.some((text) => optionMatches(text, match))) {
        const row = rows[theOneOption(texts, match, label)];
        if (row !== undefined) await this.#click(row);
        return;
      }
      for (const text of texts) seen.add(text);
      const last = rows.at(-1);
      // A long list holds only the rows in view.
      if (last === undefined || !(await last.evaluate(scrollOn, this.#place.tree))) break;
      const moved = await waitFor(async () => {
        const now = await this.#texts();
        return now.some((text) => !seen.has(text)) || undefined;
      }, SCROLLING_MS);
      if (moved === undefined) break;
    }
    const option = describeOption(match);
    throw new RaccordError('OPTION_NOT_FOUND', { label, option, present: [...seen].slice(0, 20) });
  }

  async #click(row: ElementHandle<Element>): Promise<void> {
    trafficOf(this.#page).act();
    await row.click();
    if (this.#place.isInline) return;
    await row
      .waitForElementState('hidden', { timeout: CLOSING_MS })
      .catch(() => leaveList(this.#widget));
  }

  async #texts(): Promise<string[]> {
    return this.#textsOf(await this.#rows());
  }

  async #textsOf(rows: readonly ElementHandle<Element>[]): Promise<string[]> {
    const { tree } = this.#place;
    return tree.evaluate(({ wordsOf }, all) => all.map(wordsOf), rows);
  }

  async #rows(): Promise<ElementHandle<Element>[]> {
    const handle = await this.#widget.locator.evaluateHandle(rowsOf, this.#place);
    const rows = [...(await handle.getProperties()).values()];
    await handle.dispose();
    return rows.flatMap((row) => (row.asElement() as ElementHandle<Element> | null) ?? []);
  }
}

/** Clicks a field where a person would: on its own words, if they lie over its input. */
async function clickField(field: ElementHandle): Promise<void> {
  await field.scrollIntoViewIfNeeded();
  const cover = await field.evaluateHandle(coverOf);
  await (cover.asElement() ?? field).click();
}

/** Runs inside the page. Returns what covers the centre of an input, if it is of the same widget. */
function coverOf(field: Node): Element | null {
  const root = field.getRootNode();
  if (!(field instanceof HTMLInputElement)) return null;
  if (!(root instanceof Document || root instanceof ShadowRoot)) return null;
  const { x, y, width, height } = field.getBoundingClientRect();
  const over = root.elementFromPoint(x + width / 2, y + height / 2);
  const otherwise = 'a, button, [role=button], [role=option], [role=listbox], li, label[for]';
  if (over === null || over === field || over.closest(otherwise) !== null) return null;
  let block: Element | null = field;
  while (block !== null && !block.contains(over)) block = block.parentElement;
  const fields = 'input:not([type=hidden], [aria-hidden=true]), select, textarea';
  if (block?.querySelectorAll(fields).length !== 1) return null;
  // A widget is as high as a line or two; what lies over a whole page is something else.
  const isLine = [block, over].every((one) => one.getBoundingClientRect().height <= 80);
  return isLine ? over : null;
}

/** Runs inside the page. Returns the options that the list offers now. */
function rowsOf(control: Element, { tree, isInline }: Place<DrawnTree>): Element[] {
  const { before, within, around, holds, hasSize, wordsOf } = tree;
  const shown = tree.shownNow();
  const isShown = (element: Element): boolean => shown.has(element) && hasSize(element);
  /** A list without a size is for screen readers; a person sees what is beside it in its block. */
  const seenListOf = (list: Element, opener: Element): Element | null => {
    let block: Element | null = list;
    while (block !== null && !hasSize(block)) block = around(block);
    return block !== null && block !== list && holds(block, opener) ? null : block;
  };
  const namedBy = (part: Element): Element[] =>
    `${part.getAttribute('aria-controls') ?? ''} ${part.getAttribute('aria-owns') ?? ''}`
      .split(' ')
      .flatMap((id) => {
        const root = part.getRootNode() as Document | ShadowRoot;
        return id === ''
          ? []
          : (root.getElementById(id) ?? part.shadowRoot?.getElementById(id) ?? []);
      })
      .filter((list) => list.getClientRects().length > 0);
  const listsOf = (part: Element): Element[] =>
    namedBy(part)
      .flatMap((list) => seenListOf(list, part) ?? [])
      .filter(isShown);
  const all = within(document.documentElement);
  const parts = within(control);
  const named = parts.flatMap(listsOf);
  const unseen = parts.flatMap(namedBy).filter((list) => !hasSize(list));
  // A list that was left opens again when its server answers late.
  const ofOthers = all
    .filter((one) => one.matches('[role=combobox]') && !parts.includes(one) && !holds(one, control))
    .flatMap(listsOf)
    .filter((list) => !named.includes(list));
  const others = [...ofOthers, ...unseen];
  const pool = all.filter((element) => {
    if (!isShown(element) || holds(element, control)) return false;
    if (others.some((list) => holds(list, element))) return false;
    if (isInline) return holds(control, element);
    return named.length > 0 ? named.some((list) => holds(list, element)) : !before.has(element);
  });
  const hasWords = (element: Element): boolean => wordsOf(element) !== '';
  const isLeaf = (element: Element): boolean =>
    !element.matches('input, textarea, svg, svg *') && !within(element).slice(1).some(hasWords);
  const kinds: ((element: Element) => boolean)[] = [
    (element) => element.matches('[role=option]'),
    (element) => element.matches('[role=menuitem], [role=menuitemradio], [role=treeitem]'),
    (element) => element.matches('li'),
    isLeaf,
  ];
  /** A list that is searched may mark the letters that were typed: the option is the whole line. */
  const lineOf = (part: Element): Element => {
    const line = around(part);
    if (line === null || !getComputedStyle(part).display.startsWith('inline')) return part;
    const isMark = part.matches('mark, em, strong, b, [class*=highlight], [class*=match]');
    return isMark && pool.includes(line) && wordsOf(line) !== wordsOf(part) ? lineOf(line) : part;
  };
  for (const isKind of kinds) {
    const found = pool.filter(
      (element) =>
        isKind(element) && hasWords(element) && element.getAttribute('aria-disabled') !== 'true',
    );
    const rows = [...new Set(found.map(lineOf))];
    const innermost = rows.filter(
      (row) => !rows.some((other) => other !== row && holds(row, other)),
    );
    if (innermost.length > 0) return innermost;
  }
  return [];
}

/** Runs inside the page. */
function searchOf(control: Element, { tree, isInline }: Place<DrawnTree>): Element | null {
  const inputs = 'input:not([type=checkbox], [type=radio], [type=hidden], [type=button])';
  const shown = tree.shownNow();
  const isSearch = (element: Element): boolean => element.matches(inputs) && shown.has(element);
  const [own] = tree
    .within(control)
    .filter((one) => one !== control && isSearch(one) && !one.hasAttribute('readonly'));
  const [fresh] = isInline
    ? []
    : tree.within(document.documentElement).filter((one) => isSearch(one) && !tree.before.has(one));
  return fresh ?? own ?? null;
}

/** Runs inside the page. Scrolls the list of a row on by one step; returns false at its end. */
function scrollOn(row: Element, { around }: DrawnTree): boolean {
  let box: Element | null = row;
  while (box !== null && box.scrollHeight <= box.clientHeight + 1) box = around(box);
  if (box === null || box === document.body || box === document.documentElement) return false;
  const before = box.scrollTop;
  box.scrollTop += box.clientHeight * 0.8;
  return box.scrollTop !== before;
}
