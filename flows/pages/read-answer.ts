import type { Frame } from 'playwright';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { trafficOf } from '../../src/browser/traffic.ts';
import { classifyAnswer, STILL_MS, describesFailure } from '../../src/acting/classify-answer.ts';
import type { Answer, SeenAnswer, ShownMessage } from '../../src/acting/classify-answer.ts';
import type { Meaning } from '../../src/teaching/message-words.ts';
import { meaningsTaught } from '../../src/acting/knowledge.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { isReadingRequest } from './reading-requests.ts';
import { asksToSignIn, passwordForms } from './sign-in-form.ts';
import { textBlocks } from '../../src/acting/text-blocks.ts';
import { waitFor } from '../../src/acting/wait-for.ts';

/** The state of the page before the click, which identifies what is new, on the next page too. */
interface Before {
  readonly messages: readonly string[];
  readonly invalid: readonly string[];
  readonly blocks: readonly number[];
  /** The button that sends the form: what was taught of its answers is known by it. */
  readonly submit?: Wording | undefined;
}

const before = new WeakMap<ActivePage, Before>();

const NOTES_KEY = 'raccordNotes';

/** Texts that are not sentences of the page: buttons, and the names of fields and columns. */
const NO_SENTENCE = 'button, [role=button], input, label, legend, th, [role=columnheader]';

/**
 * Begins to record the messages of a page, since some disappear by themselves within seconds
 * (facts/dom.md section 2), and the outcome of its requests. Call it before the click.
 * @param submit the button that sends the form, if its answers may have been taught.
 */
export async function noteMessages(activePage: ActivePage, submit?: Wording): Promise<void> {
  activePage.watchWrites(isReadingRequest);
  const { view } = activePage;
  const { messages, invalid } = await view.evaluate(notesOf, {
    key: NOTES_KEY,
    before: [],
    begins: true,
  });
  before.set(activePage, {
    messages: messages.map(({ text }) => text),
    invalid: invalid.map(({ field }) => field),
    blocks: (await blocksOf(view, { as: 'digests' })).digests,
    submit,
  });
}

/** Returns the messages and sentences that appeared since {@link noteMessages}. */
export async function newTexts(activePage: ActivePage): Promise<string[]> {
  const { messages, sentences } = await textsSince(activePage);
  return [...new Set([...messages.map(({ text }) => text), ...sentences])];
}

/** What a page shows since {@link noteMessages}. */
type SinceThen = Pick<SeenAnswer, 'isReplaced' | 'messages' | 'invalid' | 'sentences'>;

async function textsSince(activePage: ActivePage): Promise<SinceThen> {
  const { view } = activePage;
  const known = before.get(activePage) ?? { messages: [], invalid: [], blocks: [] };
  const { isReplaced, messages, invalid } = await view.evaluate(notesOf, {
    key: NOTES_KEY,
    before: known.messages,
    begins: false,
  });
  const { texts } = await blocksOf(view, { as: 'sentences', known: known.blocks });
  return {
    isReplaced,
    messages,
    invalid: invalid.filter(({ field }) => !known.invalid.includes(field)).map(({ text }) => text),
    sentences: texts.filter((text) => text.split(' ').length > 2 || describesFailure(text)),
  };
}

/** Adds what was taught of each message; taught sentences become messages. */
function withMeanings(
  { messages, sentences, ...seen }: SinceThen,
  meaningOf: (text: string) => Meaning | undefined,
): SinceThen {
  const unmarked = sentences
    .filter((text) => !messages.some((message) => message.text === text))
    .map((text) => ({ text, marks: [] }));
  const told = (message: ShownMessage): ShownMessage => {
    const meaning = meaningOf(message.text);
    return meaning === undefined ? message : { ...message, meaning };
  };
  const taught = unmarked.map(told).filter(({ meaning }) => meaning !== undefined);
  return { ...seen, sentences, messages: [...messages.map(told), ...taught] };
}

/**
 * Waits for the portal's answer to a form that was just sent.
 * @param formIsThere whether the form's own submit button is present: without it the form is gone.
 * @param timeoutMs milliseconds.
 * @param isAwaited true while the request itself is not answered: what the page says until then
 * ("En cours d'envoi…") is not the answer, nor is its silence.
 */
export async function answerTo(
  activePage: ActivePage,
  formIsThere: () => Promise<boolean>,
  timeoutMs: number,
  isAwaited: () => boolean = () => false,
): Promise<Answer> {
  let since = performance.now();
  let last: SeenAnswer | undefined;
  const answer = await waitFor<Answer>(async () => {
    if (activePage.lost !== undefined) return { kind: 'unclear', reason: 'the browser was lost' };
    if (isAwaited()) {
      since = performance.now();
      return undefined;
    }
    const broken = brokenOf(activePage);
    if (broken !== undefined) return { kind: 'unclear', reason: broken };
    // A page in the middle of a navigation cannot be asked; the next look can.
    last = await look(activePage, formIsThere, since).catch(() => undefined);
    return last && classifyAnswer(last);
  }, timeoutMs);
  // A page that polls for ever is never quiet.
  const lastWord = last && classifyAnswer({ ...last, quietFor: Math.max(last.quietFor, STILL_MS) });
  return (
    answer ?? lastWord ?? { kind: 'unclear', reason: `no answer within ${timeoutMs / 1000} s` }
  );
}

/** @param since the earliest start of the page's silence (`performance.now()`). */
async function look(
  activePage: ActivePage,
  formIsThere: () => Promise<boolean>,
  since: number,
): Promise<SeenAnswer> {
  const submit = before.get(activePage)?.submit;
  const seen = await textsSince(activePage);
  return {
    ...(submit === undefined ? seen : withMeanings(seen, meaningsTaught(activePage.view, submit))),
    formIsThere: await formIsThere(),
    leadsToSignIn:
      activePage.isWriteLedAway || (await passwordForms(activePage.view)).some(asksToSignIn),
    // Asked last, since it may break while the page is read. Words shown then are ignored: a red
    // message that its request was cut off, which refuses nothing, or, if its session was over and
    // is renewed, the news of the day.
    quietFor: Math.min(trafficOf(activePage.page).quietFor, performance.now() - since),
    write: activePage.write,
    broken: brokenOf(activePage),
  };
}

function brokenOf(activePage: ActivePage): string | undefined {
  const status = activePage.lastStatus ?? 200;
  if (status >= 500) return `HTTP ${status}`;
  if (activePage.view.url().startsWith('chrome-error:')) return 'the connection was cut';
  return activePage.brokenWrite;
}

async function blocksOf(
  view: Frame,
  request: { as: 'digests' | 'sentences'; known?: readonly number[] },
) {
  return view.evaluate(textBlocks, { without: NO_SENTENCE, ...request });
}

interface InvalidField {
  /** Identifies the field, on the next page too. */
  readonly field: string;
  /** The error message of the field, otherwise its label. */
  readonly text: string;
}

interface Notes {
  readonly isReplaced: boolean;
  readonly messages: ShownMessage[];
  readonly invalid: InvalidField[];
}

/**
 * Runs inside the page, so it can use nothing from outside. It records the messages that appear
 * from its first call on a document on; each call returns all recorded ones.
 * @param begins true to record what is shown already, which is not an answer. Otherwise a document
 * without records has replaced the previous one.
 */
function notesOf({
  key,
  before: texts,
  begins,
}: {
  key: string;
  before: readonly string[];
  begins: boolean;
}): Notes {
  const MARKED =
    '[role=alert], [role=status], [role=alertdialog], [aria-live]:not([aria-live=off])';
  const NAMED =
    /(?<![\p{L}\d])(?:alert|erreur|error|danger|warning|success|succes|notification|toast|snackbar|message|flash|help-block|feedback)s?(?![\p{L}\d])/iu;
  const PART = /(?:__|_|-)(?:title|heading|header|body|content|text|message|description|inner)$/u;
  const ICON = 'i, svg, mat-icon, .material-icons, [class*=icon]';
  const TONED =
    /(?<![\p{L}\d])(?:error|erreur|danger|times|xmark|warning|exclamation|triangle|success|check)(?![\p{L}\d])/iu;
  /** List states and menu entries, whose names resemble those of messages. */
  const NO_MESSAGE =
    'tr, [role=row], nav, [role=navigation], [role=menu], a, button, [role=button]';
  const NO_WORDS =
    'button, [role=button], label, select, textarea, script, style, [role=listbox], mat-icon, .material-icons';
  const MAX_BOXES = 4;

  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return element.getClientRects().length > 0 && (width > 1 || height > 1);
  };
  /** Words of a pixel's size are for screen readers: a person does not see them. */
  const isForReaders = (element: Element): boolean =>
    element instanceof HTMLElement &&
    element.getClientRects().length > 0 &&
    getComputedStyle(element).overflow !== 'visible' &&
    element.offsetWidth <= 1 &&
    element.offsetHeight <= 1;
  const wordsIn = (element: Element, isLeftOut: (part: Element) => boolean): string => {
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      // The close button of a message is not part of its words.
      if (!(node instanceof Element) || node.matches(NO_WORDS) || isLeftOut(node)) return '';
      const { display } = getComputedStyle(node);
      if (display === 'none') return '';
      const words = [...node.childNodes].map(read).join('');
      // A title has a line of its own, whether or not a space follows it.
      const isInLine = display === 'contents' || display.startsWith('inline');
      return isInLine && !node.matches('br') ? words : ` ${words} `;
    };
    return [...element.childNodes].map(read).join('').replace(/\s+/gu, ' ').trim();
  };
  const textOf = (element: Element): string =>
    wordsIn(element, isForReaders) || wordsIn(element, () => false);
  const isLedByIcon = (element: Element): boolean =>
    [...element.children].some(
      (child) => child.matches(ICON) && namesOf(child).some((name) => TONED.test(name)),
    );
  /** An `alert__title` in an `alert`, a `toast-body` in a `toast`: the whole message counts. */
  const isPart = (element: Element): boolean =>
    [...element.classList].some((name) => {
      const whole = name.replace(PART, '');
      if (whole === name || !NAMED.test(whole)) return false;
      return (element.parentElement?.closest(`.${CSS.escape(whole)}`) ?? null) !== null;
    });
  const isMessage = (element: Element): boolean =>
    element.matches(MARKED) ||
    (element.closest(NO_MESSAGE) === null &&
      !isPart(element) &&
      (NAMED.test(element.getAttribute('class') ?? '') || isLedByIcon(element)));
  const namesOf = (element: Element): string[] => [
    ...element.classList,
    ...['data-icon', 'href', 'xlink:href', 'alt'].flatMap(
      (name) => element.getAttribute(name) ?? [],
    ),
    ...(element.matches('mat-icon, .material-icons') ? [element.textContent] : []),
  ];
  const boxesAround = (element: Element): Element[] => {
    const boxes: Element[] = [];
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      if (boxes.length === MAX_BOXES || box.matches('form, main, body')) break;
      boxes.push(box);
    }
    return boxes;
  };
  const marksOf = (element: Element): string[] => {
    const parts = [...element.querySelectorAll('*')].filter(
      (part) => part.closest('button') === null,
    );
    const unseen = parts.filter(isForReaders).map(({ textContent }) => textContent);
    return [...[element, ...boxesAround(element), ...parts].flatMap(namesOf), ...unseen];
  };
  const shown = (): ShownMessage[] => {
    const worded = [...document.querySelectorAll(`${MARKED}, [class], :has(> :is(${ICON}))`)]
      .filter((element) => isMessage(element) && isShown(element))
      .map((element) => ({ element, text: textOf(element) }))
      .filter(({ text }) => text !== '');
    return (
      worded
        // The box around messages is not a message itself, whatever its role.
        .filter(
          ({ element }) =>
            !worded.some((one) => one.element !== element && element.contains(one.element)),
        )
        .map(({ element, text }) => ({ text, marks: marksOf(element) }))
    );
  };
  const invalidFields = (): InvalidField[] => {
    const fields = document.querySelectorAll(
      '[aria-invalid]:not([aria-invalid=false], [aria-invalid=""])',
    );
    return [...fields].filter(isShown).map((field, index) => {
      const ids = ['aria-errormessage', 'aria-describedby']
        .flatMap((name) => (field.getAttribute(name) ?? '').split(/\s+/u))
        .filter((id) => id !== '');
      const said = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
      return {
        field: field.id || (field.getAttribute('name') ?? String(index)),
        text: (said.trim() || (label?.textContent ?? '')).replace(/\s+/gu, ' ').trim(),
      };
    });
  };

  interface Kept {
    readonly isReplaced: boolean;
    readonly before: readonly string[];
    readonly noted: ShownMessage[];
  }
  const page = globalThis as unknown as Record<string, Kept | undefined>;
  const atFirst = begins ? shown() : [];
  const kept: Kept = (begins ? undefined : page[key]) ?? {
    isReplaced: !begins,
    before: [...texts, ...atFirst.map(({ text }) => text)],
    noted: [],
  };
  const note = (): void => {
    for (const message of shown()) {
      const known = [...kept.before, ...kept.noted.map(({ text }) => text)];
      if (!known.includes(message.text)) kept.noted.push(message);
    }
  };
  if (page[key] !== kept) {
    page[key] = kept;
    new MutationObserver(note).observe(document.body, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    });
  }
  note();
  return {
    isReplaced: kept.isReplaced,
    messages: begins ? atFirst : kept.noted,
    invalid: invalidFields(),
  };
}
