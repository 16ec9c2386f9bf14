import type { Frame, Locator } from 'playwright';
import type { Screen } from '../../src/browser/screen.ts';
import { trafficOf } from '../../src/browser/traffic.ts';
import { until } from './waiting.ts';

/**
 * How the portal answered a form. The wording of its confirmations is unverified (facts/portal.md
 * sections c and d), so an answer is told by what it is and what became of the form, not by words.
 */
export type Answer =
  | { readonly kind: 'accepted'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  /** `isTaken`: the portal took the form and did not say so; its list will tell. */
  | { readonly kind: 'unclear'; readonly reason: string; readonly isTaken?: boolean };

const COMPLAINTS =
  '.alert-danger, .alert-error, .erreur, .error, .has-error .help-block, .field-error, .message-erreur, .ui-messages-error';
const NEWS =
  '.alert-success, .alert-info, .message-succes, .success, .messages .info, .ui-messages-info, ' +
  '[role=status], [role=alert]';

const SELECTORS = { complaints: COMPLAINTS, any: `${COMPLAINTS}, ${NEWS}` };

interface Message {
  readonly complaint: boolean;
  readonly text: string;
}

const MESSAGES_KEY = 'raccordMessages';

/**
 * Begins to note the messages a page shows, since some vanish by themselves within seconds
 * (facts/dom.md section 2), and the requests that break off. To be called before the click.
 */
export async function noteMessages(screen: Screen): Promise<void> {
  screen.watchWrites();
  await screen.view.evaluate(messagesOf, { ...SELECTORS, key: MESSAGES_KEY, watch: true });
}

/** So long a page may take to say something once its form is gone, in milliseconds. */
const SILENCE_MS = 8_000;

/**
 * Waits for the portal's answer to a form that was just sent.
 * @param formButton the form's own submit button: where it is gone, so is the form.
 * @param patience milliseconds.
 */
export async function answerTo(
  screen: Screen,
  formButton: Locator,
  patience = 30_000,
): Promise<Answer> {
  const answer = await until<Answer>(async () => {
    if (screen.lost !== undefined) return { kind: 'unclear', reason: 'the browser was lost' };
    // A page in the middle of a navigation cannot be asked; the next look can.
    return lookForAnswer(screen, formButton).catch(() => undefined);
  }, patience);
  return answer ?? { kind: 'unclear', reason: `no answer within ${patience / 1000} s` };
}

async function lookForAnswer(screen: Screen, formButton: Locator): Promise<Answer | undefined> {
  const status = screen.lastStatus ?? 200;
  if (status >= 500) return { kind: 'unclear', reason: `HTTP ${status}` };
  if (screen.view.url().startsWith('chrome-error:')) {
    return { kind: 'unclear', reason: 'the connection was cut' };
  }
  const noted = await notedMessages(screen.view);
  const formIsThere = await formButton.isVisible();
  // Asked last, since it may break while the page is read. The page may say what it likes then: in
  // red that its request was cut off, which refuses nothing, or, where its session was over and is
  // renewed, the news of the day.
  if (screen.brokenWrite !== undefined) return { kind: 'unclear', reason: screen.brokenWrite };
  const complaint = noted.find((message) => message.complaint);
  if (complaint !== undefined) {
    return formIsThere
      ? { kind: 'refused', message: complaint.text }
      : { kind: 'unclear', reason: complaint.text };
  }
  const [news] = noted;
  if (news !== undefined) return { kind: 'accepted', message: news.text };
  const isOver = !formIsThere && trafficOf(screen.page).quietFor >= SILENCE_MS;
  if (!isOver) return undefined;
  return { kind: 'unclear', reason: 'the form is gone without a word', isTaken: status < 400 };
}

/** What was noted since {@link noteMessages}, or, after a page load, what the new page shows. */
async function notedMessages(view: Frame): Promise<Message[]> {
  return view.evaluate(messagesOf, { ...SELECTORS, key: MESSAGES_KEY, watch: false });
}

/**
 * Runs inside the page, so it can use nothing from outside. With `watch` it begins to note what
 * appears from now on; without, it gives what was noted, or, where nothing was, what is shown.
 */
function messagesOf({
  complaints,
  any,
  key,
  watch,
}: typeof SELECTORS & { key: string; watch: boolean }): Message[] {
  const page = globalThis as unknown as Record<string, Message[] | undefined>;
  const textOf = (element: Element): string => {
    const copy = element.cloneNode(true) as Element;
    // The cross that closes the message.
    for (const button of copy.querySelectorAll('button, [role=button]')) button.remove();
    return copy.textContent.replace(/\s+/gu, ' ').trim();
  };
  const shown = (): Message[] =>
    [...document.querySelectorAll(any)]
      .filter((element) => element.getClientRects().length > 0)
      // The box around messages is none itself, whatever its role.
      .filter((element) => element.querySelector(any) === null)
      .map((element) => ({
        complaint: element.closest(complaints) !== null,
        text: textOf(element),
      }))
      .filter(({ text }) => text !== '');
  if (!watch) return page[key] ?? shown();

  const noted: Message[] = [];
  page[key] = noted;
  const before = shown().map(({ text }) => text);
  new MutationObserver(() => {
    for (const message of shown()) {
      const known = [...before, ...noted.map(({ text }) => text)];
      if (!known.includes(message.text)) noted.push(message);
    }
  }).observe(document.body, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  return noted;
}
