import type { AllowedHosts } from '../src/domain/allowed-hosts.ts';
import type { ActivePage } from '../src/browser/active-page.ts';
import type { Clock } from '../src/domain/clock.ts';
import { type AnyRaccordError, RaccordError } from '../src/errors/raccord-error.ts';
import type { Secret } from '../src/secrets/secret.ts';
import { beginsAgain, refusesAccount } from '../src/seeing/sign-in-words.ts';
import type { SignInJournal } from '../src/ledger/ledger.ts';
import { IdentityProviderPage } from './pages/identity-provider-page.ts';
import {
  askedOn,
  authenticatorLabelled,
  behindPassword,
  type IdentityScreen,
} from './pages/identity-screen.ts';
import { bareAddress, isServerError, pageUnexpected } from './pages/page-errors.ts';
import type { PortalPage } from './pages/portal-page.ts';
import { nextOneTimeCode } from './one-time-code.ts';

/** The configured administrator. Missing values are left to a person. */
export interface Administrator {
  readonly login?: string;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
  /** The portal's label of the authenticator with that secret, if the account has several. */
  readonly totpLabel?: string;
}

/** The person available, if any. */
export interface Person {
  /** Somebody can type a code, at the terminal or in the window. */
  readonly isThere: boolean;
  /** A person watches a headed window and can finish any screen there. */
  readonly hasWindow: boolean;
  /**
   * Asks at the terminal for a code; returns undefined if nobody can be asked.
   * @param refused the portal's message about the previous code, on the second try.
   */
  askCode(screen: IdentityScreen, refused?: string): Promise<Secret | undefined>;
  /** Says what to do in the window, and how many minutes raccord waits. */
  askInWindow(screen: IdentityScreen, minutes: number): void;
}

export interface SignInTools {
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
  readonly allowedHosts: AllowedHosts;
  readonly administrator: Administrator;
  readonly person: Person;
  readonly journal: SignInJournal;
  readonly clock: Clock;
  /** Called if no valid session was kept. */
  readonly notKept?: () => void;
}

/** Time that a person has for each screen in the window. */
const PERSON_MINUTES = 10;

/** Time for the home page to load after the identity provider's redirect, in milliseconds. */
const ARRIVAL_MS = 5_000;

/** Screen limit: a longer sign-in is going in circles. */
const MAX_SCREENS = 8;

/**
 * Five refusals block an account for an hour (facts/portal.md section a); whether wrong codes count
 * is not known, so they do here. A second try must leave two of the five.
 */
const BLOCKED_MS = 3_600_000;
const MAX_REFUSALS = 2;

/**
 * Signs in to the portal, at most one attempt with the password and one with a code; a code that a
 * person mistyped may be typed once more. A kept session makes both unnecessary.
 * @returns `kept` if the session was still valid, otherwise `signed-in`.
 * @throws RaccordError PASSWORD_REFUSED, PASSWORD_REFUSED_EARLIER, CODE_REFUSED (exit 4), or one of
 * the errors that ask for a person (exit 5).
 */
export async function signIn(tools: SignInTools): Promise<'kept' | 'signed-in'> {
  const { portal, notKept } = tools;
  const reception = await portal.open();
  if (reception === 'home') return 'kept';
  notKept?.();
  await refuseAfterRefusal(tools);
  if (reception === 'welcome') await portal.pressSignIn();
  await passIdentityProvider(tools);
  return 'signed-in';
}

/** Refuses to retry a refused password: a locked account looks just like a wrong password. */
async function refuseAfterRefusal({ administrator, journal }: SignInTools): Promise<void> {
  if (administrator.login === undefined) return;
  const refusal = await journal.refusedSignIn(administrator.login);
  if (refusal !== undefined) {
    throw new RaccordError('PASSWORD_REFUSED_EARLIER', refusal);
  }
}

async function passIdentityProvider(tools: SignInTools): Promise<void> {
  const provider = new IdentityProviderPage(tools.activePage);
  const isHome = (): Promise<boolean> => tools.portal.isHomeWithin(0);
  const sent = new Set<IdentityScreen>();
  // Sent on a page that had expired: whether it was processed is unknown.
  const unclear = new Set<IdentityScreen>();
  const typedAgain = new Set<IdentityScreen>();
  let answers = true;
  let screen = await provider.screenAfter('elsewhere', isHome);
  for (let passed = 0; passed < MAX_SCREENS; passed += 1) {
    if (screen === 'elsewhere') {
      const isLast =
        (await tools.portal.isHomeWithin(ARRIVAL_MS)) || !(await isTaught(tools, provider));
      if (isLast) return arrive(tools);
      screen = await provider.screen();
      continue;
    }
    if (answers && sent.has(screen) && !unclear.has(screen)) {
      const again = await refuse(tools, provider, screen, { sent, typedAgain });
      if (again !== undefined) {
        typedAgain.add(screen);
        await provider.sendCode(again, tools.allowedHosts);
        screen = await provider.screenAfter(screen, isHome);
        continue;
      }
    }
    if (answers && !sent.has(screen) && (await answer(tools, provider, screen, sent))) {
      if (screen === 'expired') for (const one of sent) unclear.add(one);
      sent.add(screen);
      screen = await provider.screenAfter(screen, isHome);
    } else {
      screen = await leaveToPerson(tools, provider, screen, sent);
      // A person who started again in the window may meet a form that raccord has already sent.
      answers = !sent.has(screen);
    }
  }
  throw await pageUnexpected(tools.activePage, 'Chorus Pro');
}

/** Asks a person what an unknown page after the password is: home, or one that asks for a code. */
async function isTaught({ portal }: SignInTools, provider: IdentityProviderPage): Promise<boolean> {
  const home = (): Promise<boolean> => portal.teachHome();
  const code = (): Promise<boolean> => provider.teachCodeField();
  const [first, second] = portal.isOnOwnHost ? [home, code] : [code, home];
  return (await first()) || second();
}

async function arrive({ activePage, portal, journal, administrator }: SignInTools): Promise<void> {
  // Neither home nor a form: the outcome of the password is unknown, which is not a refusal.
  if (!(await portal.isHomeWithin(ARRIVAL_MS)))
    throw await pageUnexpected(activePage, 'Chorus Pro');
  if (administrator.login !== undefined) {
    await journal.recordSignIn(administrator.login, { outcome: 'accepted' });
  }
}

/** Answers a screen with the known values. @returns false if only a person can. */
async function answer(
  tools: SignInTools,
  provider: IdentityProviderPage,
  screen: IdentityScreen,
  sent: ReadonlySet<IdentityScreen>,
): Promise<boolean> {
  const { administrator, allowedHosts, journal } = tools;
  const { login, password, totpSecret, totpLabel } = administrator;
  const asked = askedOn(screen, sent);
  const takesPerson = asked === 'person-asked' || totpSecret === undefined;
  if (asked !== undefined && takesPerson && login !== undefined) {
    await journal.recordSignIn(login, { outcome: asked });
  }
  switch (screen) {
    case 'user-name':
      // Without the password, the person who has it also types the name.
      if (login === undefined || password === undefined) return false;
      if ((await provider.asksMore()) !== undefined) return false;
      await provider.sendName(login, allowedHosts);
      return true;
    case 'password':
      if (login === undefined || password === undefined) return false;
      if ((await provider.asksMore()) !== undefined) return false;
      await provider.signIn(login, password, allowedHosts, sent.has('user-name'));
      return true;
    case 'app-code':
    case 'mailed-code': {
      // Before a code is made: one that cannot be typed, or for another authenticator, is wasted.
      if (!(await provider.hasOneCodeField())) return false;
      if (!(await provider.chooseAuthenticator(totpLabel))) return false;
      const code = await codeFor(tools, screen);
      if (code === undefined) return false;
      await provider.sendCode(code, allowedHosts);
      return true;
    }
    case 'choice-of-factor':
    case 'security-key':
      return totpSecret !== undefined && provider.chooseAuthenticatorFactor(screen);
    case 'expired':
      return provider.goOn();
    case 'new-password':
    case 'terms':
    case 'set-up-code':
    case 'recovery-codes':
    case 'error':
    case 'info':
    case 'other':
    case 'elsewhere':
      return false;
  }
}

/**
 * Waits until the person at the window has finished a screen.
 * @returns the next screen.
 * @throws RaccordError that asks for a person, if nobody is available or on timeout.
 */
async function leaveToPerson(
  tools: SignInTools,
  provider: IdentityProviderPage,
  screen: IdentityScreen,
  sent: ReadonlySet<IdentityScreen>,
): Promise<IdentityScreen> {
  const { person, portal, administrator } = tools;
  provider.concealShown();
  const needed = async (): Promise<AnyRaccordError> =>
    screen === 'error' || screen === 'info'
      ? await deadEnd(tools, provider, screen === 'error' && [...sent].at(-1) === 'password')
      : await personNeeded(provider, screen, administrator.totpLabel);
  if (!person.hasWindow) throw await needed();
  await provider.bringToFront();
  person.askInWindow(screen, PERSON_MINUTES);
  const isHome = (): Promise<boolean> => portal.isHomeWithin(0);
  const next = await provider.screenAfterPerson(screen, isHome, PERSON_MINUTES * 60_000);
  if (next === undefined) throw await needed();
  return next;
}

/** Returns whether a person types the code: raccord computes only its own authenticator's. */
function isTyped(
  screen: IdentityScreen,
  { login, totpSecret }: Administrator,
): screen is 'mailed-code' | 'app-code' {
  if (screen === 'mailed-code') return true;
  return screen === 'app-code' && (totpSecret === undefined || login === undefined);
}

async function codeFor(
  { administrator, person, journal, clock }: SignInTools,
  screen: IdentityScreen,
): Promise<Secret | undefined> {
  const { login, totpSecret } = administrator;
  if (isTyped(screen, administrator) || totpSecret === undefined || login === undefined) {
    return person.askCode(screen);
  }
  const last = await journal.lastTotpCounter(login);
  const { code, counter } = await nextOneTimeCode(totpSecret, clock, last);
  await journal.recordSignIn(login, { outcome: 'code-sent', totpCounter: counter });
  return code;
}

/** Screens that are shown again if the answer was refused. */
const REFUSED_AGAIN: ReadonlySet<IdentityScreen> = new Set<IdentityScreen>([
  'user-name',
  'password',
  'app-code',
  'mailed-code',
]);

/**
 * @returns the code that a person types after a mistyped one; undefined if the screen cannot mean a
 * refusal.
 * @throws RaccordError if the same screen is shown again because of the answer.
 */
async function refuse(
  tools: SignInTools,
  provider: IdentityProviderPage,
  screen: IdentityScreen,
  before: {
    readonly sent: ReadonlySet<IdentityScreen>;
    readonly typedAgain: ReadonlySet<IdentityScreen>;
  },
): Promise<Secret | undefined> {
  const { administrator, journal, person } = tools;
  if (!REFUSED_AGAIN.has(screen)) return undefined;
  const said = await provider.newMessage();
  if (!provider.hasSent || beginsAgain(said)) return undefined;
  const message = await provider.message();
  const login = administrator.login ?? '';
  const isCode = screen === 'app-code' || screen === 'mailed-code';
  const behind = isCode ? [screen] : behindPassword(before.sent);
  // The password was accepted; a code that timed out leads back to its form without a word.
  if (!isCode && behind.length > 0 && said === '') return undefined;
  const code = behind.find((one) => one === 'app-code' || one === 'mailed-code');
  if (code === undefined) {
    await journal.recordSignIn(login, { outcome: 'refused' });
    throw new RaccordError('PASSWORD_REFUSED', { message });
  }
  await journal.recordSignIn(login, { outcome: 'code-refused' });
  if (!isTyped(code, administrator)) throw new RaccordError('CODE_REFUSED', { message });
  const refusal = new RaccordError('CODE_REFUSED', { message, typed: code });
  if (!isCode || before.typedAgain.has(screen)) throw refusal;
  const refusals = await journal.recentRefusals(login, BLOCKED_MS);
  if (refusals > MAX_REFUSALS) throw refusal;
  if (!(await provider.chooseAuthenticator(administrator.totpLabel))) throw refusal;
  const again = await person.askCode(screen, message);
  if (again === undefined) throw refusal;
  return again;
}

/**
 * Returns the error for a page that ends the sign-in without asking for anything.
 * @param isForPassword true if it answers the password: if it then refuses the account, the password
 * is not sent again until a person confirms.
 */
async function deadEnd(
  { activePage, administrator, journal }: SignInTools,
  provider: IdentityProviderPage,
  isForPassword: boolean,
): Promise<AnyRaccordError> {
  const message = await provider.message();
  if (isForPassword && !isServerError(activePage.lastStatus) && refusesAccount(message)) {
    await journal.recordSignIn(administrator.login ?? '', { outcome: 'refused' });
    return new RaccordError('PASSWORD_REFUSED', { message: await inOwnWords(provider, message) });
  }
  const headings = [...new Set([await provider.title(), message])].filter((text) => text !== '');
  const url = bareAddress(activePage.view.url());
  return new RaccordError('PAGE_UNEXPECTED', { expected: 'Chorus Pro', url, headings });
}

async function personNeeded(
  provider: IdentityProviderPage,
  screen: IdentityScreen,
  totpLabel: string | undefined,
): Promise<AnyRaccordError> {
  const message = await provider.message();
  switch (screen) {
    case 'app-code': {
      const present = await provider.authenticators();
      const unclear = present.length > 1 && authenticatorLabelled(present, totpLabel) === undefined;
      if (unclear) return new RaccordError('AUTHENTICATOR_UNCLEAR', { label: totpLabel, present });
      return new RaccordError('CODE_NEEDED', { screen });
    }
    case 'mailed-code':
    case 'choice-of-factor':
      return new RaccordError('CODE_NEEDED', { screen });
    case 'new-password':
      return new RaccordError('PASSWORD_EXPIRED', { message });
    case 'terms':
      return new RaccordError('TERMS_TO_ACCEPT', { message });
    case 'security-key':
      return new RaccordError('SECURITY_KEY_NEEDED', { message });
    case 'user-name':
    case 'password': {
      const more = [message, await provider.asksMore()].filter(Boolean).join(' ');
      return new RaccordError('PERSON_NEEDED', { screen: await inOwnWords(provider, more) });
    }
    case 'set-up-code':
    case 'recovery-codes':
    case 'expired':
    case 'error':
    case 'info':
    case 'other':
    case 'elsewhere':
      return new RaccordError('PERSON_NEEDED', { screen: await inOwnWords(provider, message) });
  }
}

/** Returns a screen's title and message. */
async function inOwnWords(provider: IdentityProviderPage, message: string): Promise<string> {
  const title = await provider.title();
  return message === '' || message === title ? title : `${title} : ${message}`;
}
