import type { ElementHandle, Frame, Locator, Page } from 'playwright';
import { trafficOf } from '../browser/traffic.ts';
import type { Thing } from '../seeing/look.ts';
import { locatorOf, selectorOf, type Scope } from '../seeing/look-at.ts';
import { REPLACED } from './wait-for.ts';

/** Playwright's message for an element that the page has removed. */
export const NOT_ATTACHED = 'Element is not attached to the DOM';

/** Playwright's messages for an element that is no longer there to be clicked. */
export const DETACHED = new RegExp(`${NOT_ATTACHED}|${REPLACED.source}`, 'u');

/** Playwright's messages for a selector that finds nothing, and for one that finds several. */
const NOTHING_FOUND = 'Failed to find element matching selector';
const SEVERAL_FOUND = 'strict mode violation';

/** A function that runs inside the page. */
type InPage<A, R> = (element: Node, arg: A) => R | Promise<R>;

export interface ClickOptions {
  readonly trial?: boolean;
  /** Milliseconds, the wait for a document that the click leads to included. */
  readonly timeout?: number;
}

/**
 * An element as the latest look saw it. An action on it happens at once or, if the page has rendered
 * the element again, not at all: Playwright would wait for a lost one.
 */
export class SeenElement {
  readonly locator: Locator;
  readonly #document: Page | Frame;
  readonly #selector: string | undefined;

  private constructor(scope: Scope, locator: Locator, selector?: string) {
    this.#document = 'elementHandles' in scope ? scope.page() : scope;
    this.locator = locator;
    this.#selector = selector;
  }

  /** @param label its name in Playwright's traces. */
  static of(scope: Scope, thing: Thing, label: string): SeenElement {
    return new SeenElement(scope, locatorOf(scope, thing).describe(label), selectorOf(thing));
  }

  /** Returns an element that a look does not tell apart. @param locator matches it alone. */
  static at(scope: Scope, locator: Locator): SeenElement {
    return new SeenElement(scope, locator);
  }

  /** @throws Error that {@link DETACHED} matches if the element is gone: nothing was clicked. */
  async click(options: ClickOptions = {}): Promise<void> {
    if (options.trial !== true) trafficOf(this.locator.page()).act();
    await this.#act((there) => there.click(options));
  }

  /** @throws Error that {@link DETACHED} matches if the element is gone: nothing was typed. */
  async fill(text: string): Promise<void> {
    await this.#act((there) => there.fill(text));
  }

  /**
   * Runs a function inside the page. Playwright records what it returns.
   * @throws Error that {@link DETACHED} matches if the element is gone.
   */
  async evaluate<A, R>(run: InPage<A, R>, arg: A): Promise<R> {
    const asked = run as InPage<unknown, R>;
    if (this.#selector === undefined) return (await this.handle()).evaluate(asked, arg as unknown);
    try {
      return await this.#document.$eval(this.#selector, asked, arg as unknown);
    } catch (error) {
      throw asGone(error, NOTHING_FOUND);
    }
  }

  /** @throws Error that {@link DETACHED} matches if the element is gone. */
  async handle(): Promise<ElementHandle> {
    const [handle] = await this.locator.elementHandles();
    if (handle === undefined) throw new Error(NOT_ATTACHED);
    return handle;
  }

  /** Where the element is gone, its locator matches two others: an action takes only one. */
  async #act(action: (there: Locator) => Promise<void>): Promise<void> {
    const others = this.#document.locator('html, body').filter({ hasNot: this.locator });
    try {
      await action(this.locator.or(others));
    } catch (error) {
      throw asGone(error, SEVERAL_FOUND);
    }
  }
}

/** Returns an error that {@link DETACHED} matches for one with that message, otherwise itself. */
function asGone(error: unknown, message: string): unknown {
  const isGone = error instanceof Error && error.message.includes(message);
  return isGone ? new Error(NOT_ATTACHED, { cause: error }) : error;
}
