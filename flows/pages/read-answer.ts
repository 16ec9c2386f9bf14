import type { Frame } from 'playwright';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { trafficOf } from '../../src/browser/traffic.ts';
import type { WriteOutcome } from '../../src/browser/write-outcome.ts';
import { classifyAnswer, STILL_MS } from '../../src/acting/classify-answer.ts';
import { describesFailure } from '../../src/seeing/outcome-words.ts';
import type { Answer, SeenAnswer, ShownMessage } from '../../src/acting/classify-answer.ts';
import type { Meaning } from '../../src/teaching/message-words.ts';
import { meaningsTaught } from '../../src/acting/knowledge.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { isReadingRequest } from './reading-requests.ts';
import { asksToSignIn, passwordForms } from './sign-in-form.ts';
import { noteShown } from '../../src/acting/note-shown.ts';
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
 * (facts/dom.md section 2), and where its requests lead. Call it before the click.
 * @param submit the button that sends the form, if its answers may have been taught.
 */
export async function noteMessages(activePage: ActivePage, submit?: Wording): Promise<void> {
  activePage.watchWrites(isReadingRequest);
  activePage.forgetDialogs();
  const { view } = activePage;
  const { messages, invalid } = await view.evaluate(noteShown, {
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
  const { isReplaced, messages, invalid } = await view.evaluate(noteShown, {
    key: NOTES_KEY,
    before: known.messages,
    begins: false,
  });
  const { texts } = await blocksOf(view, { as: 'sentences', known: known.blocks });
  return {
    isReplaced,
    messages: [...messages, ...activePage.dialogTexts.map(saidInDialog)],
    invalid: invalid.filter(({ field }) => !known.invalid.includes(field)).map(({ text }) => text),
    sentences: texts.filter((text) => text.split(' ').length > 2 || describesFailure(text)),
  };
}

/** The browser's own dialogs have no marks, and a page may say anything in them. */
function saidInDialog(text: string): ShownMessage {
  return { text, marks: [], isFaint: true };
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
 * @param outcome returns the state of the click's requests: until they are answered, what the page
 * says ("En cours d'envoi…") is not the answer, nor is its silence.
 */
export async function answerTo(
  activePage: ActivePage,
  formIsThere: () => Promise<boolean>,
  timeoutMs: number,
  outcome: () => WriteOutcome = () => ({ write: 'none' }),
): Promise<Answer> {
  let since = performance.now();
  let last: SeenAnswer | undefined;
  const answer = await waitFor<Answer>(async () => {
    if (activePage.lost !== undefined) return { kind: 'unclear', reason: 'the browser was lost' };
    if (outcome().write === 'under-way') {
      since = performance.now();
      return undefined;
    }
    const broken = brokenOf(activePage, outcome());
    if (broken !== undefined) return { kind: 'unclear', reason: broken };
    // A page in the middle of a navigation cannot be asked; the next look can.
    last = await look(activePage, formIsThere, { since, outcome }).catch(() => undefined);
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
  { since, outcome }: { readonly since: number; readonly outcome: () => WriteOutcome },
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
    ...outcome(),
    broken: brokenOf(activePage, outcome()),
  };
}

function brokenOf(activePage: ActivePage, { broken }: WriteOutcome): string | undefined {
  const status = activePage.lastStatus ?? 200;
  if (status >= 500) return `HTTP ${status}`;
  if (activePage.view.url().startsWith('chrome-error:')) return 'the connection was cut';
  return broken;
}

async function blocksOf(
  view: Frame,
  request: { as: 'digests' | 'sentences'; known?: readonly number[] },
) {
  return view.evaluate(textBlocks, { without: NO_SENTENCE, ...request });
}
