import type { BrowserContext, Frame } from 'playwright';
import { propertyOf, waitForReport } from './document-answer.ts';

/** The submission of a form, as its document reported it. */
export interface Submitted {
  /** The words of the button that submitted it; empty if it has none. */
  readonly words: string;
  /** True if a control that writes was pressed in the document. */
  readonly hasWritten: boolean;
}

/** The property in which a document keeps the words of the last control that was used. */
const LAST = '__raccordLastAction';

/** The binding through which a document reports that a form is submitted. */
const SUBMITTED = '__raccordSubmitted';

/** Records what is pressed, chosen and submitted in the documents of a context. */
export class PageActions {
  readonly #submitted = new WeakMap<Frame, Submitted>();

  private constructor() {}

  /** @param pressed the property of a document that is true once a control that writes was pressed. */
  static async watch(context: BrowserContext, pressed: string): Promise<PageActions> {
    const actions = new PageActions();
    await context.exposeBinding(SUBMITTED, ({ frame }, submitted: Submitted) => {
      actions.#submitted.set(frame, submitted);
    });
    await context.addInitScript(noteActions, { last: LAST, binding: SUBMITTED, pressed });
    return actions;
  }

  /** Returns the words of the last control that was used in a document; empty if nothing was used. */
  async lastIn(frame: Frame): Promise<string> {
    const last = await propertyOf(frame, LAST);
    return typeof last === 'string' ? last : '';
  }

  /**
   * Returns the submission that a document sends now: once, as each submission sends one request.
   * @returns undefined if no form was submitted by a control: a script sent it.
   */
  async submittedIn(frame: Frame): Promise<Submitted | undefined> {
    await waitForReport(() => this.#submitted.has(frame));
    const submitted = this.#submitted.get(frame);
    this.#submitted.delete(frame);
    return submitted;
  }
}

/** Runs inside each document before its own scripts, so it can use no outer variable. */
function noteActions(keys: { last: string; binding: string; pressed: string }): void {
  const MAX_WORDS = 80;
  const page = globalThis as unknown as Record<string, unknown>;
  page[keys.last] = '';
  const wordsOf = (target: EventTarget | null | undefined): string => {
    if (!(target instanceof Element)) return '';
    const control =
      target.closest('a, button, input, select, textarea, label, li, [role]') ?? target;
    const labels = 'labels' in control ? (control.labels as NodeListOf<Element> | null) : null;
    const isTyped = control.matches('input, select, textarea');
    const own = control.matches('[type=submit], [type=button]')
      ? (control.getAttribute('value') ?? '')
      : '';
    const words = [
      control.getAttribute('aria-label') ?? '',
      ...[...(labels ?? [])].map((label) => label.textContent),
      isTyped ? own : control.textContent,
      control.getAttribute('title') ?? '',
      control.getAttribute('name') ?? '',
    ].map((one) => one.replace(/\s+/gu, ' ').trim());
    return words.find((one) => one !== '' && one.length <= MAX_WORDS) ?? '';
  };
  const note = (event: Event): void => {
    if (!event.isTrusted) return;
    if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
    const words = wordsOf(event.composedPath()[0]);
    if (words !== '') page[keys.last] = words;
  };
  for (const type of ['click', 'input', 'change', 'keydown']) {
    addEventListener(type, note, { capture: true });
  }
  const tell = (event: SubmitEvent): void => {
    const report = page[keys.binding] as ((submitted: Submitted) => unknown) | undefined;
    report?.({ words: wordsOf(event.submitter), hasWritten: page[keys.pressed] === true });
  };
  addEventListener('submit', tell, { capture: true });
}
