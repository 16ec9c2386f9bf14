import type { Frame, Locator, Page } from 'playwright';
import { shownTexts } from '../../src/acting/shown-texts.ts';
import { networkFailure } from '../../src/browser/network-failure.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { RaccordError } from '../../src/errors/errors.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { asksToSignIn, passwordForms } from './sign-in-form.ts';
import { patternOf } from '../../src/seeing/wording-match.ts';
import { navigationWordings } from './wordings.ts';

/** True for what the browser says of a certificate that it does not accept. */
export function isCertificateError(reason: string): boolean {
  return reason.startsWith('net::ERR_CERT_');
}

/** True for the HTTP status of a page on which the portal says no more than that it failed. */
export function isServerError(status: number | undefined): status is number {
  return status !== undefined && status >= 500;
}

/** True where raccord itself kept a request from leaving (`src/browser/write-guard.ts`). */
function isStopped(reason: string): boolean {
  // A script's request ends in "ERR_BLOCKED_BY_CLIENT.Inspector".
  return reason.includes('ERR_BLOCKED_BY_CLIENT');
}

/** An address without its query and fragment, which may hold a session's codes. */
export function bareAddress(url: string): string {
  return url.replace(/[?#].*$/u, '');
}

/** What a person reads first on a page: its title and headings, to say what was there instead. */
async function headingsOf(view: Frame): Promise<string[]> {
  const texts = await view
    .locator('title, h1, h2, h3, [role=heading]')
    .evaluateAll((headings) =>
      headings.map((heading) => heading.textContent.replace(/\s+/gu, ' ').trim()),
    )
    // A page that is going away has no headings to give; the error at hand matters more.
    .catch(() => []);
  return [...new Set(texts)].filter((text) => text !== '').slice(0, 8);
}

/** The page that should be there is not: says what is. */
export async function pageUnexpected(
  activePage: ActivePage,
  expected: string,
): Promise<RaccordError> {
  return new RaccordError('PAGE_UNEXPECTED', {
    expected,
    url: bareAddress(activePage.view.url()),
    headings: await headingsOf(activePage.view),
  });
}

/**
 * The real cause of an error, where it is the portal's state and not its pages: an error page or a
 * sign-in form holds no field, but the field is not what is wrong. A tab that the robot waited for
 * and did not take for what it wanted may be the one that says so.
 * @param since when what failed had begun, as `performance.now()` gives it.
 * @param step the step that failed: while it signs in, a sign-in form is no sign of an ended session.
 */
export async function explain(
  activePage: ActivePage,
  error: RaccordError,
  since: number,
  step?: Step,
): Promise<RaccordError> {
  const found = isLost(activePage, error) ?? (await causeOnPages(activePage, error, since));
  if (step === 'sign-in' && found !== error && found.is('SESSION_ENDED')) return error;
  // One that hangs is found out while it is asked.
  return isLost(activePage, error) ?? found;
}

function isLost(activePage: ActivePage, error: RaccordError): RaccordError | undefined {
  const { lost: how } = activePage;
  if (how === undefined || !error.policy.possibleCauses.includes('no-browser')) return undefined;
  if (activePage.awaitedDocument) {
    const url = bareAddress(activePage.page.url());
    return new RaccordError('PORTAL_UNAVAILABLE', { url, answer: 'no answer' }, error);
  }
  return new RaccordError('BROWSER_LOST', { how }, error);
}

async function causeOnPages(
  activePage: ActivePage,
  error: RaccordError,
  since: number,
): Promise<RaccordError> {
  if (!error.policy.possibleCauses.includes('another-page')) return error;
  await activePage.allSettled();
  const others = activePage.context.pages().filter((page) => page !== activePage.page);
  for (const page of [activePage.page, ...others]) {
    const status = activePage.statusOf(page.mainFrame()) ?? (await ownStatus(page));
    const cause = await stateOf(activePage, page, status, error);
    if (cause !== undefined) return cause;
  }
  return (
    unanswered([activePage.page, ...others], activePage, error, since) ??
    (await covered(activePage.page, error)) ??
    error
  );
}

/** Where something lay over what was to be clicked: the same with its words, if it is a dialog. */
async function covered(page: Page, error: RaccordError): Promise<RaccordError | undefined> {
  if (!error.is('ACTION_FAILED')) return undefined;
  const { action, reason } = error.details;
  if (!reason.includes('intercepts pointer events')) return undefined;
  const words = await wordsOf(page.frameLocator().locator(DIALOG));
  if (words === undefined) return undefined;
  return new RaccordError('ACTION_FAILED', { action, reason: `${reason}: « ${words} »` }, error);
}

/** Where no page says what happened, its requests may: it lacks what they were to bring. */
function unanswered(
  pages: readonly Page[],
  activePage: ActivePage,
  error: RaccordError,
  since: number,
): RaccordError | undefined {
  for (const page of pages) {
    const answer = activePage.brokenSince(page, since);
    const url = bareAddress(page.url());
    if (answer === 'HTTP 401') return new RaccordError('SESSION_ENDED', { url }, error);
    if (answer !== undefined && error.policy.possibleCauses.includes('missing-data')) {
      if (isStopped(answer)) return new RaccordError('REQUEST_STOPPED', { url }, error);
      return new RaccordError('PORTAL_UNAVAILABLE', { url, answer }, error);
    }
  }
  return undefined;
}

/** A tab that opened by itself had its answer before anybody could listen; its page knows it. */
async function ownStatus(page: Page): Promise<number | undefined> {
  const read = (): number | undefined =>
    performance
      .getEntriesByType('navigation')
      .map((entry) => ('responseStatus' in entry ? Number(entry.responseStatus) : undefined))[0];
  // A page that cannot be asked any more explains nothing; the error at hand stays.
  return page.evaluate(read).catch(() => undefined);
}

async function stateOf(
  activePage: ActivePage,
  page: Page,
  status: number | undefined,
  error: RaccordError,
): Promise<RaccordError | undefined> {
  const url = bareAddress(page.url());
  if (url.startsWith('chrome-error:')) {
    const { host = '', reason = '' } = activePage.failedNavigation(page) ?? {};
    if (isCertificateError(reason)) {
      return new RaccordError('CERTIFICATE_REFUSED', { host, reason }, error);
    }
    if (isStopped(reason)) return new RaccordError('REQUEST_STOPPED', { url: host }, error);
    const address = `https://${host}/`;
    const failure = URL.canParse(address)
      ? await networkFailure(activePage.context, new URL(address), reason)
      : undefined;
    if (failure !== undefined) return failure;
    return new RaccordError('PORTAL_UNAVAILABLE', { url, answer: 'the connection was cut' }, error);
  }
  if (isServerError(status)) {
    return new RaccordError('PORTAL_UNAVAILABLE', { url, answer: `HTTP ${status}` }, error);
  }
  const toAgree = await whatAsksToAgree(page);
  if (toAgree !== undefined)
    return new RaccordError('TERMS_TO_ACCEPT', { message: toAgree }, error);
  for (const view of page.frames()) {
    const forms = await passwordForms(view).catch(() => []);
    if (forms.some(asksToSignIn)) return new RaccordError('SESSION_ENDED', { url }, error);
  }
  return undefined;
}

/** The words of a dialog that stands in the way and can only be agreed to. */
async function whatAsksToAgree(page: Page): Promise<string | undefined> {
  const agrees = page.getByRole('button', { name: patternOf(navigationWordings.agree) });
  return wordsOf(page.frameLocator().locator(DIALOG).filter({ has: agrees }));
}

const DIALOG = '[role=dialog], [role=alertdialog], dialog[open], [aria-modal=true]';

async function wordsOf(dialog: Locator): Promise<string | undefined> {
  const [words] = await shownTexts(dialog, 1).catch(() => []);
  return words?.slice(0, 300);
}
