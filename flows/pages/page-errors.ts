import type { Locator, Page } from 'playwright';
import { headingsOf, shownTexts } from '../../src/acting/shown-texts.ts';
import { ownStatus } from '../../src/browser/document-answer.ts';
import { networkFailure } from '../../src/browser/network-failure.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { asksToSignIn, passwordForms } from './sign-in-form.ts';
import { patternOf } from '../../src/seeing/wording-match.ts';
import { navigationWordings } from './wordings.ts';

/** Returns whether a browser error is about a certificate that it does not accept. */
export function isCertificateError(reason: string): boolean {
  return reason.startsWith('net::ERR_CERT_');
}

/** Returns whether an HTTP status is that of an error page of the portal. */
export function isServerError(status: number | undefined): status is number {
  return status !== undefined && status >= 500;
}

/** Returns whether raccord itself blocked a request (`src/browser/write-guard.ts`). */
function isStopped(reason: string): boolean {
  // A script's request ends in "ERR_BLOCKED_BY_CLIENT.Inspector".
  return reason.includes('ERR_BLOCKED_BY_CLIENT');
}

/** Returns an address without its query and fragment, which may hold a session's codes. */
export function bareAddress(url: string): string {
  return url.replace(/[?#].*$/u, '');
}

/** Returns the error for a missing page, with what is shown instead. */
export async function pageUnexpected(
  activePage: ActivePage,
  expected: string,
): Promise<AnyRaccordError> {
  return new RaccordError('PAGE_UNEXPECTED', {
    expected,
    url: bareAddress(activePage.view.url()),
    headings: await headingsOf(activePage.view),
  });
}

/**
 * Checks that no request failed since the latest press or choice: a list without rows is not empty
 * then, but unread.
 * @throws RaccordError PORTAL_UNAVAILABLE, SESSION_ENDED or REQUEST_STOPPED.
 */
export async function expectAnswered(activePage: ActivePage, list: string): Promise<void> {
  const { page, actedAt } = activePage;
  if (activePage.brokenSince(page, actedAt) === undefined) return;
  throw await explain(activePage, await pageUnexpected(activePage, list), actedAt);
}

/**
 * Returns the real cause of an error if the portal's state caused it and not its pages: an error
 * page or a sign-in form lacks the field, but the field is not the problem. A tab that the robot
 * waited for without recognising it may show the cause.
 * @param since start of the failed action, in `performance.now()` milliseconds.
 * @param step the failed step: during sign-in, a sign-in form is no sign of an ended session.
 */
export async function explain(
  activePage: ActivePage,
  error: AnyRaccordError,
  since: number,
  step?: Step,
): Promise<AnyRaccordError> {
  const found = isLost(activePage, error) ?? (await causeOnPages(activePage, error, since));
  if (step === 'sign-in' && found !== error && found.code === 'SESSION_ENDED') return error;
  // A hung page is detected while it is asked.
  return isLost(activePage, error) ?? found;
}

function isLost(activePage: ActivePage, error: AnyRaccordError): AnyRaccordError | undefined {
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
  error: AnyRaccordError,
  since: number,
): Promise<AnyRaccordError> {
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

/** Adds the words of the dialog that covered the element to be clicked, if a dialog did. */
async function covered(page: Page, error: AnyRaccordError): Promise<AnyRaccordError | undefined> {
  if (error.code !== 'ACTION_FAILED') return undefined;
  const { action, reason } = error.details;
  if (!reason.includes('intercepts pointer events')) return undefined;
  const words = await wordsOf(page.frameLocator().locator(DIALOG));
  if (words === undefined) return undefined;
  return new RaccordError('ACTION_FAILED', { action, reason: `${reason}: « ${words} »` }, error);
}

/** Returns the error of a failed request, if no page explains why its data is missing. */
function unanswered(
  pages: readonly Page[],
  activePage: ActivePage,
  error: AnyRaccordError,
  since: number,
): AnyRaccordError | undefined {
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

async function stateOf(
  activePage: ActivePage,
  page: Page,
  status: number | undefined,
  error: AnyRaccordError,
): Promise<AnyRaccordError | undefined> {
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

/** Returns the words of a blocking dialog that can only be agreed to. */
async function whatAsksToAgree(page: Page): Promise<string | undefined> {
  const agrees = page.getByRole('button', { name: patternOf(navigationWordings.agree) });
  return wordsOf(page.frameLocator().locator(DIALOG).filter({ has: agrees }));
}

const DIALOG = '[role=dialog], [role=alertdialog], dialog[open], [aria-modal=true]';

async function wordsOf(dialog: Locator): Promise<string | undefined> {
  const [words] = await shownTexts(dialog, 1).catch(() => []);
  return words?.slice(0, 300);
}
