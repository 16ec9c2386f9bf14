import { selectors, type BrowserContext, type Locator, type Page } from 'playwright';
import { plain } from '../seeing/wording-match.ts';
import type { Wording } from '../seeing/wording.ts';
import { subjectOf, type DialogSubject } from './dialog-subject.ts';

/** Name of the selector engine that finds the button that closes a dialog. */
const INTERRUPTION_ENGINE = 'closes-interruption';

/** The kinds of buttons that raccord knows in dialogs. Those that agree are never pressed. */
const KINDS = ['close', 'refuse', 'refuseConsent', 'prolong', 'agree'] as const;

/** The words of each kind of button. */
type DismissWordings = Readonly<Record<(typeof KINDS)[number], Wording>>;

/**
 * Closes news dialogs, cookie banners and surveys before each later action, if a plain "Fermer" or
 * "Plus tard" can close them. "Refuser" is pressed only where cookies or a survey are refused, and
 * "Tout refuser" also where a consent is told by its words alone: terms, an invitation or whatever
 * waits for a decision are answered by a person, as are buttons that accept or agree (DESIGN.md
 * section 1, promise 4). A session that is about to end is prolonged; nothing else is pressed in a dialog
 * that says so, since it may sign out.
 */
export async function closeInterruptions(
  context: BrowserContext,
  wordings: DismissWordings,
): Promise<void> {
  context.on('page', (page) => {
    // A tab that has closed already needs no handler.
    void watch(page, wordings).catch(() => undefined);
  });
  await Promise.all(context.pages().map((page) => watch(page, wordings)));
}

/**
 * Registers a handler for the page itself and one for its frames: a locator that matches in two
 * frames at once finds nothing. Playwright asks the page for each before each action, so that a
 * page without frames has only the first.
 */
async function watch(page: Page, wordings: DismissWordings): Promise<void> {
  const closeIn = (isFramed: boolean): Promise<void> =>
    closeAt(
      (isFramed ? page.frameLocator() : page).locator(selectorOf(wordings, isFramed)).first(),
    );
  await closeIn(false);
  if (page.frames().length > 1) await closeIn(true);
  else page.once('frameattached', () => void closeIn(true).catch(() => undefined));
}

async function closeAt(closer: Locator): Promise<void> {
  // An error of a handler would end the process; the action fails by itself if something is left.
  const close = (): Promise<void> => clickUppermost(closer).catch(() => undefined);
  await closer.page().addLocatorHandler(closer, close, {
    // Another dialog may be behind it.
    noWaitAfter: true,
  });
}

function selectorOf(wordings: DismissWordings, isFramed: boolean): string {
  const words = Object.fromEntries(KINDS.map((kind) => [kind, wordings[kind].map(plain)]));
  const wanted = JSON.stringify({ ...words, isFramed });
  return `${INTERRUPTION_ENGINE}=${encodeURIComponent(wanted).replaceAll("'", '%27')}`;
}

/** Time that a late dialog may cover the one being closed, in milliseconds. */
const COVERED_FOR = 2_000;

const MAX_TRIES = 5;

/**
 * Clicks the closer of the uppermost dialog: another may open over the current one and goes first.
 * A closed dialog is met again while it fades out: nothing is left to do once it is hidden.
 */
async function clickUppermost(closer: Locator): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES && (await closer.isVisible()); tries += 1) {
    try {
      await scrollTo(closer);
      return await closer.click({ timeout: COVERED_FOR });
    } catch {
      // It was covered, or is gone.
    }
  }
}

/** Scrolls the page to a closer: what is fixed in a frame does not scroll the page around it. */
async function scrollTo(closer: Locator): Promise<void> {
  const page = closer.page();
  const box = await closer.boundingBox({ timeout: COVERED_FOR });
  const height = page.viewportSize()?.height ?? 0;
  if (box === null || (box.y >= 0 && box.y + box.height <= height)) return;
  await page.evaluate((top) => {
    window.scrollBy(0, top - window.innerHeight / 2);
  }, box.y);
}

/** The same, in lower case without accents, for the page or for its frames. */
interface DismissWords extends DismissWordings {
  readonly isFramed: boolean;
}

/** Runs inside the page, so it can use nothing from outside but what is handed to it. */
function interruptionEngine(subjectOf: (told: string) => DialogSubject | undefined): {
  query(root: ParentNode, body: string): Element | null;
  queryAll(root: ParentNode, body: string): Element[];
} {
  const OVERLAY = '[role=dialog], [role=alertdialog], dialog, [aria-modal=true], .modal';
  const FORM =
    'select, input:not([type=checkbox], [type=radio], [type=hidden], [type=button], [type=submit])';
  const ANSWER = '[role=alert], [role=status], [aria-live]';

  function normalised(text: string): string {
    return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/gu, ' ').trim().toLowerCase();
  }

  /** Returns an element's words: those of two paragraphs are two, though no space divides them. */
  function wordsOf(element: Element): string {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let words = '';
    while (texts.nextNode() !== null) words += ` ${texts.currentNode.textContent ?? ''}`;
    return normalised(words);
  }

  /** Returns the dialog or floating box that contains an element. */
  function overlayOf(element: Element): Element | null {
    const dialog = element.closest(OVERLAY);
    if (dialog !== null) return dialog;
    let box: Element | null = element.parentElement;
    while (box !== null && !/^(?:fixed|sticky)$/u.test(getComputedStyle(box).position)) {
      box = box.parentElement;
    }
    return box;
  }

  /** Returns whether a button is visible. Closed dialogs may stay in the page, hidden. */
  function isShown(button: Element): boolean {
    return button.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  }

  /** Returns whether another dialog covers the button: only the uppermost can be clicked. */
  function isCovered(button: Element): boolean {
    const { left, top, width, height } = button.getBoundingClientRect();
    const uppermost = document.elementFromPoint(left + width / 2, top + height / 2);
    // No element is at that point if the button must be scrolled to.
    return uppermost !== null && !button.contains(uppermost) && !uppermost.contains(button);
  }

  const BUTTONS = 'button, a, [role=button], input[type=button], input[type=submit]';

  function namesOf(button: Element): string[] {
    const value = button instanceof HTMLInputElement ? button.value : button.textContent;
    const names = [value, button.getAttribute('aria-label'), button.getAttribute('title')];
    return names.map((name) => normalised(name ?? ''));
  }

  /** Returns whether a dialog says that the session ends: closing it may sign out. */
  function endsSession(overlay: Element, text: string): boolean {
    const end =
      /expir|deconn|inactiv|prendre fin|va se terminer|about to end|time[d ]?-?out|(?:sign|logg)(?:ed)? out/;
    if (/\bsession\b/.test(text) && end.test(text)) return true;
    const out = /^(?:se deconnecter|me deconnecter|deconnexion|sign out|log out|logout)$/;
    return [...overlay.querySelectorAll(BUTTONS)].some((button) =>
      namesOf(button).some((name) => out.test(name)),
    );
  }

  function queryAll(root: ParentNode, body: string): Element[] {
    const words = JSON.parse(decodeURIComponent(body)) as DismissWords;
    if (words.isFramed !== (window !== window.top)) return [];
    return [...root.querySelectorAll(BUTTONS)].filter((button) => {
      const says = (which: readonly string[], one = button): boolean =>
        namesOf(one).some((name) => which.includes(name));
      const { close, refuse, refuseConsent, prolong } = words;
      if (!says([...close, ...refuse, ...refuseConsent, ...prolong])) return false;
      if (!isShown(button) || isCovered(button)) return false;
      const overlay = overlayOf(button);
      // A form must not be closed.
      if (overlay === null || overlay.querySelector(FORM) !== null) return false;
      const text = wordsOf(overlay);
      if (endsSession(overlay, text)) return says(prolong);
      // A dialog with the portal's answer must stay readable.
      if (overlay.closest(ANSWER) !== null) return false;
      const subject = subjectOf(text);
      if (says(refuseConsent)) return subject === 'trackers' || subject === 'choices';
      if (says(refuse)) return subject === 'trackers' || subject === 'survey';
      const others = [...overlay.querySelectorAll(BUTTONS)];
      const asksToAgree = subject === 'terms' && others.some((one) => says(words.agree, one));
      return says(close) && !asksToAgree;
    });
  }

  return { query: (root, body) => queryAll(root, body)[0] ?? null, queryAll };
}

let registered = false;

/**
 * Registers raccord's selector engines with Playwright. Call it before a page is opened. The
 * registry is global to the process and refuses a second entry of the same name, hence the flag.
 */
export async function registerEngines(): Promise<void> {
  if (registered) return;
  registered = true;
  const content = `(${String(interruptionEngine)})(${String(subjectOf)})`;
  await selectors.register(INTERRUPTION_ENGINE, { content }, { contentScript: true });
}
