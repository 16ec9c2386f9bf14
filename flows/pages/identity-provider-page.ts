import type { Locator } from 'playwright';
import type { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { STILL_MS } from '../../src/acting/classify-answer.ts';
import { checkAllowedHosts, typeSecret } from '../../src/browser/secret-channel.ts';
import type { Secret } from '../../src/secrets/secret.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { patternOf } from '../../src/seeing/wording-match.ts';
import { press } from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { fillAndReadBack } from '../../src/acting/fields/fill-and-read-back.ts';
import { cluesFor } from '../../src/acting/knowledge.ts';
import { teach } from '../../src/acting/teach.ts';
import { lookAt, locatorOf } from '../../src/seeing/look-at.ts';
import { thingsFitting } from '../../src/teaching/clues.ts';
import {
  authenticatorFactor,
  authenticatorLabelled,
  identityScreenOf,
  MARKS,
  type IdentityScreen,
  type Mark,
  type SeenOfScreen,
} from './identity-screen.ts';
import { shownTexts } from '../../src/acting/shown-texts.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { waitFor } from '../../src/acting/wait-for.ts';
import { signInWordings } from './wordings.ts';

const WHERE = 'Connexion';

/** Time for the page behind a click, in milliseconds: a password may be checked for long. */
const ANSWER_MS = 45_000;

/** Typed secrets, which must not be recorded. */
const SECRETS = 'input[type=password], #otp, #emailCode, input[autocomplete=one-time-code]';

/** Displayed secrets, which must not be recorded: an authenticator's seed, recovery codes. */
const SHOWN_SECRETS =
  '#kc-totp-secret-key, #kc-totp-secret-qr-code, #totp, #kc-recovery-codes-list, #recoveryCodeInput';

/** The elements in which Keycloak states a page's purpose; other themes use a heading. */
const TITLES = ['#kc-page-title', 'h1'] as const;

/** An entry in the choice of the authenticator that the code is for. */
const AUTHENTICATOR =
  'input[type=radio][name=selectedCredentialId], ' +
  '[id^=kc-otp-credential-][onclick]:not([id*=icon], [id*=title])';

/**
 * The identity provider's pages. The ids are Keycloak's own, the same in all its themes
 * (facts/dom.md section 1); another product's form is recognised by the kinds of its fields.
 */
export class IdentityProviderPage {
  readonly #activePage: ActivePage;
  /** The message that was shown before the latest click. */
  #standing = '';

  /** Returns the parts the robot relies on when name and password are asked for. */
  static reliesOn(): ReliedPart[] {
    const part = partsOf('signIn', signInWordings);
    return [
      part('field', 'userName', { stock: '#username' }),
      part('field', 'password', { stock: '#password, input[type=password]' }),
      part('button', 'signIn', { stock: '#kc-login' }),
    ];
  }

  constructor(activePage: ActivePage) {
    this.#activePage = activePage;
  }

  /**
   * Any form for signing in: found by its tag or, if the page has none, the smallest block that
   * holds the typed fields and the send button. A look does not identify password fields.
   */
  get form(): Locator {
    const { page } = this.#activePage;
    const forms = page
      .locator('form')
      .filter({ visible: true })
      .filter({ has: page.locator(SECRETS) });
    const words = patternOf([...signInWordings.signIn, ...signInWordings.submitCode]);
    const sends = page.getByText(words).or(page.getByRole('button', { name: words }));
    const blocks = page
      .locator(`body *:has(:is(${SECRETS}):not(form *))`)
      .filter({ has: page.locator(SECRETS).filter({ visible: true }) })
      .filter({ has: sends });
    return forms.or(blocks.last());
  }

  /** Any screen of the identity provider, whether or not raccord can answer it. */
  get anyScreen(): Locator {
    return this.form.or(this.#activePage.page.locator(MARKS.keycloak).filter({ visible: true }));
  }

  /** Returns the screen that is shown now. `elsewhere`: not a screen of the identity provider. */
  async screen(): Promise<IdentityScreen> {
    const { page } = this.#activePage;
    const seen = await page.evaluate(seenOfScreen, MARKS);
    const known = identityScreenOf(seen);
    const isTaught = known === 'elsewhere' && (await this.#taughtCodeField()) !== undefined;
    const screen = isTaught ? identityScreenOf({ ...seen, marks: [...seen.marks, 'code'] }) : known;
    // A Keycloak page that is still loading may become a known one.
    return screen === 'other' && (await this.#isBeingRead()) ? 'elsewhere' : screen;
  }

  /**
   * Asks a person for the field of a code, on a page that looks like none of the known screens.
   * @returns false if nobody is there, or nothing was taught.
   */
  async teachCodeField(): Promise<boolean> {
    const { page } = this.#activePage;
    const [label] = signInWordings.oneTimeCode;
    const error = new RaccordError('CONTROL_NOT_FOUND', { label, where: WHERE, present: [] });
    return teach(page, { kind: 'field', wording: signInWordings.oneTimeCode, where: WHERE }, error);
  }

  async #taughtCodeField(): Promise<Locator | undefined> {
    const { page } = this.#activePage;
    const clues = cluesFor(page, { kind: 'field', wording: signInWordings.oneTimeCode });
    if (clues === undefined) return undefined;
    const [field, ...others] = thingsFitting(await lookAt(page), 'field', clues);
    if (field === undefined || others.length > 0) return undefined;
    // Several acts follow: a locator of the look itself is lost at the next look.
    const place = await locatorOf(page, field).evaluate((element) =>
      [...document.querySelectorAll('input')].indexOf(element as HTMLInputElement),
    );
    return place === -1 ? undefined : page.locator('input').nth(place);
  }

  async #isBeingRead(): Promise<boolean> {
    return this.#activePage.page.evaluate(() => document.readyState === 'loading');
  }

  /** Hides the values that the screen shows in clear from screenshots. */
  concealShown(): void {
    this.#activePage.conceal(this.#activePage.page.locator(SHOWN_SECRETS));
  }

  /** Returns the page's own title. */
  async title(): Promise<string> {
    for (const selector of TITLES) {
      const [title] = await shownTexts(this.#activePage.page.locator(selector), 1);
      if (title !== undefined) return title;
    }
    return this.#activePage.page.title();
  }

  /**
   * Waits until another screen is shown, or the same one with a message, or until there is nothing
   * more to do here.
   * @param hasLeft whether the sign-in is over: `elsewhere` is returned then.
   */
  async screenAfter(
    before: IdentityScreen,
    hasLeft: () => Promise<boolean>,
    timeoutMs = 30_000,
  ): Promise<IdentityScreen> {
    const { page } = this.#activePage;
    const after = await waitFor(async () => {
      if (await hasLeft()) return 'elsewhere';
      // A page in the middle of a navigation cannot be asked; the next look can.
      const shown = await this.screen().catch(() => undefined);
      if (shown === undefined || shown === 'elsewhere') return undefined;
      if (shown !== before) return shown;
      return (await this.#isAnsweredHere()) ? shown : undefined;
    }, timeoutMs);
    if (after !== undefined) return after;
    // Without an answer, the same form is no refusal, nor is an unknown page.
    if (this.#activePage.isLeaving(page)) return 'elsewhere';
    const isPending = this.#activePage.isSameDocument && this.#activePage.quietFor(page) === 0;
    if (isPending && (await this.message()) === this.#standing) return 'elsewhere';
    // With one, it is a refusal even without a message.
    return this.screen().catch(() => 'elsewhere');
  }

  /**
   * Returns whether the latest click led to a page with a message, or the same page has come to rest
   * with a new one. What else a new page asks for, as a chatbot does without end, is no matter.
   */
  async #isAnsweredHere(): Promise<boolean> {
    const { page, actedAt, isSameDocument } = this.#activePage;
    if (this.#activePage.isLeaving(page)) return false;
    const message = await this.message();
    if (!isSameDocument) return message !== '';
    const rest = Math.min(this.#activePage.quietFor(page), performance.now() - actedAt);
    return rest >= STILL_MS && message !== '' && message !== this.#standing;
  }

  /** Brings its window to the front. */
  async bringToFront(): Promise<void> {
    await this.#activePage.page.bringToFront();
  }

  /**
   * Waits for another screen while a person works on this one; a typing mistake does not end it.
   * @returns undefined on timeout.
   */
  async screenAfterPerson(
    before: IdentityScreen,
    hasLeft: () => Promise<boolean>,
    timeoutMs: number,
  ): Promise<IdentityScreen | undefined> {
    return waitFor(async () => {
      // Checked every time, so that a closed window is reported at once.
      if (await hasLeft()) return 'elsewhere';
      const shown = await this.screen().catch(() => undefined);
      return shown === before || shown === 'elsewhere' ? undefined : shown;
    }, timeoutMs);
  }

  /** Returns the page's error message; empty if it shows no error. */
  async message(): Promise<string> {
    const texts = await shownTexts(
      this.#activePage.page.locator(
        '[id^=input-error]:not([id^=input-error-container]), .kc-feedback-text, .alert-error, ' +
          '#kc-error-message .instruction, #kc-info-message .instruction, [role=alert]',
      ),
    );
    return texts.join(' ');
  }

  /** The message since the latest click, without what stood there before. */
  async newMessage(): Promise<string> {
    return (await this.message()).replace(this.#standing, '').trim();
  }

  /** True once the latest click has sent anything that may have carried what was typed. */
  get hasSent(): boolean {
    return this.#activePage.hasSent;
  }

  /**
   * Returns what the form asks for beside name and password, which only a person may give: a
   * captcha, or a box that must be ticked; undefined if nothing.
   */
  async asksMore(): Promise<string | undefined> {
    return this.#activePage.page.evaluate(askedBesidePassword);
  }

  /** Types the name, if it is asked for on a page of its own, and goes on to the password. */
  async sendName(login: string, allowedHosts: AllowedHosts): Promise<void> {
    const userName = this.#activePage.page.locator('#username').filter({ visible: true });
    await checkAllowedHosts(userName, allowedHosts);
    await this.#typeName(userName, login);
    await this.#send(signInWordings.signIn);
  }

  /**
   * Types name and password, once, on an allowed host only, and sends the form.
   * @param nameSent true if the name was asked for on a page before this one.
   * @throws RaccordError PERSON_NEEDED if the form is for somebody else.
   */
  async signIn(
    login: string,
    password: Secret,
    allowedHosts: AllowedHosts,
    nameSent = false,
  ): Promise<void> {
    const page = this.#activePage.page;
    // An input: a component may have the id of the input slotted into it.
    const passwordField = page
      .locator('input:is(#password, [type=password])')
      .filter({ visible: true });
    this.#activePage.conceal(passwordField);
    // Checked before the name: nothing at all is typed on a wrong host.
    await checkAllowedHosts(passwordField, allowedHosts);
    const userName = page.locator('input#username').filter({ visible: true });
    if ((await userName.count()) === 1) await this.#typeName(userName, login);
    else if (!nameSent) await this.#giveName(login);
    await typeSecret(passwordField, password, allowedHosts);
    await this.#send(signInWordings.signIn);
  }

  async #typeName(field: Locator, login: string): Promise<void> {
    await fillAndReadBack(field, login, signInWordings.userName, WHERE);
  }

  /** Types the name if Keycloak's field is missing: the form may know it, or label it otherwise. */
  async #giveName(login: string): Promise<void> {
    const page = this.#activePage.page;
    const known = page.locator('#kc-attempted-username').filter({ visible: true });
    if ((await known.count()) === 0) {
      await new Field(page, signInWordings.userName, WHERE).fill(login);
      return;
    }
    const shown = await known.evaluate((element) =>
      (element instanceof HTMLInputElement ? element.value : element.textContent).trim(),
    );
    if (shown.toLowerCase() === login.toLowerCase()) return;
    throw new RaccordError('PERSON_NEEDED', { screen: `${await this.title()} (${shown})` });
  }

  /** Returns the labels of the authenticators to choose from; empty if there is only one. */
  async authenticators(): Promise<string[]> {
    return this.#activePage.page.locator(AUTHENTICATOR).evaluateAll((entries) =>
      entries.map((entry) => {
        const label = entry instanceof HTMLInputElement ? entry.labels?.[0] : entry;
        return (label?.textContent ?? '').replace(/\s+/gu, ' ').trim();
      }),
    );
  }

  /**
   * Chooses the authenticator with that label, if several are listed.
   * @returns false if the label does not match exactly one: a code would go to another.
   * @throws RaccordError READ_BACK_DIFFERS if the page does not show it as chosen.
   */
  async chooseAuthenticator(label: string | undefined): Promise<boolean> {
    const labels = await this.authenticators();
    if (labels.length < 2) return true;
    const index = authenticatorLabelled(labels, label);
    if (index === undefined) return false;
    const entry = this.#activePage.page.locator(AUTHENTICATOR).nth(index);
    // Keycloak's themes hide the radio, and show its label as a card.
    await entry.evaluate((element) => {
      const shown =
        element instanceof HTMLInputElement ? (element.labels?.[0] ?? element) : element;
      (shown as HTMLElement).click();
    });
    if (await entry.evaluate(isChosenAuthenticator)) return true;
    const meant = labels[index] ?? '';
    throw new RaccordError('READ_BACK_DIFFERS', { label: meant, meant, shown: '' });
  }

  /**
   * Chooses the authenticator application among the ways to confirm one's identity, or requests
   * that choice if another way is asked for.
   * @returns false if that is not offered.
   */
  async chooseAuthenticatorFactor(screen: 'choice-of-factor' | 'security-key'): Promise<boolean> {
    const page = this.#activePage.page;
    if (screen === 'security-key') {
      const another = page.locator('#try-another-way').filter({ visible: true });
      if ((await another.count()) !== 1) return false;
      await this.#goOnBy((options) => another.click(options));
      return true;
    }
    const factors = page.locator('[name=authenticationExecution]').filter({ visible: true });
    const words = await factors.evaluateAll((found) => found.map(({ textContent }) => textContent));
    const index = authenticatorFactor(words);
    if (index === undefined) return false;
    await this.#goOnBy((options) => factors.nth(index).click(options));
    return true;
  }

  /** Continues from an expired page if its sign-in is still valid. @returns false if it is not. */
  async goOn(): Promise<boolean> {
    const link = this.#activePage.page.locator('#loginContinueLink').filter({ visible: true });
    if ((await link.count()) !== 1) return false;
    await this.#goOnBy((options) => link.click(options));
    return true;
  }

  /** Returns whether the code has one field: in six boxes, or beside others, a person types it. */
  async hasOneCodeField(): Promise<boolean> {
    return (await (await this.#codeField()).count()) === 1;
  }

  /** Types a one-time code and sends it. */
  async sendCode(code: Secret, allowedHosts: AllowedHosts): Promise<void> {
    const field = await this.#codeField();
    this.#activePage.conceal(field);
    await typeSecret(field, code, allowedHosts);
    await this.#send(signInWordings.submitCode);
  }

  async #codeField(): Promise<Locator> {
    const known = this.#activePage.page
      .locator('input:is(#otp, #emailCode, [autocomplete=one-time-code], form [type=text])')
      .filter({ visible: true });
    return (await this.#taughtCodeField()) ?? known;
  }

  async #send(wording: (typeof signInWordings)['signIn' | 'submitCode']): Promise<void> {
    const stock = this.#activePage.page.locator('#kc-login').filter({ visible: true });
    if ((await stock.count()) === 1) return this.#goOnBy((options) => stock.click(options));
    const { form } = this;
    const scope = (await form.count()) > 0 ? form.first() : this.#activePage.page;
    return this.#goOnBy((options) => press(scope, wording, WHERE, {}, options));
  }

  /** Clicks, and waits for the page behind it; one that is still to come is waited for elsewhere. */
  async #goOnBy(click: (options: { timeout: number }) => Promise<void>): Promise<void> {
    this.#standing = await this.message();
    this.#activePage.act();
    await click({ timeout: ANSWER_MS }).catch((error: unknown) => {
      if (!this.#activePage.isLeaving(this.#activePage.page)) throw error;
    });
  }
}

/** Runs inside the page. Returns the visible parts that identify the screen. */
function seenOfScreen(marks: typeof MARKS): SeenOfScreen {
  const shown = (selector: string): Element[] =>
    [...document.querySelectorAll(selector)].filter(
      (element) => element.getClientRects().length > 0,
    );
  const names = Object.keys(marks) as Mark[];
  const content = document.querySelector<HTMLElement>(marks.keycloak) ?? document.body;
  const [field] = shown(`${marks.mailedCode}, ${marks.code}`);
  const form = field?.closest('form') ?? field?.parentElement;
  const around = field === undefined || content.contains(field) ? content : document.body;
  const walker = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  // Texts below the form are not about its code, nor are links to other pages.
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement: parent, textContent } = node;
    const isBehind =
      form?.compareDocumentPosition(node) === Node.DOCUMENT_POSITION_FOLLOWING ||
      parent?.closest('nav, footer, [role=navigation], [role=contentinfo]') !== null;
    const isShown = parent?.checkVisibility({ visibilityProperty: true }) === true;
    if (isShown && !isBehind) words.push(textContent ?? '');
  }
  for (const name of ['placeholder', 'aria-label', 'title']) {
    words.push(field?.getAttribute(name) ?? '');
  }
  return {
    passwords: shown('input[type=password]').length,
    marks: names.filter((name) => shown(marks[name]).length > 0),
    words: words.join(' '),
  };
}

/** Runs inside the page. Returns a captcha or the label of a box to tick in the form of a sign-in. */
function askedBesidePassword(): string | undefined {
  const isShown = (element: Element): boolean =>
    element.getClientRects().length > 0 &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const field = [...document.querySelectorAll('input[type=password], #username')].find(isShown);
  const form = field?.closest('form') ?? document.body;
  const captchas = form.querySelectorAll(
    // A badge, and a button that a captcha listens to, ask nobody for anything.
    'iframe:is([src*=captcha i], [title*=captcha i], [src*="challenges.cloudflare.com"])' +
      ':not([src*="size=invisible"], .grecaptcha-badge iframe), ' +
      'div:is(.g-recaptcha, .h-captcha, .cf-turnstile):not([data-size=invisible]), ' +
      'input[name*=captcha i]:not([type=hidden])',
  );
  if ([...captchas].some(isShown)) return 'captcha';
  const box = form.querySelector<HTMLInputElement>(
    'input[type=checkbox]:is([required], [aria-required=true]):not(:checked)',
  );
  if (box === null) return undefined;
  const label = box.labels?.[0]?.textContent ?? box.getAttribute('aria-label') ?? box.name;
  return label.replace(/\s+/g, ' ').trim();
}

/** Runs inside the page. Returns whether the form will send that authenticator's id. */
function isChosenAuthenticator(entry: Element): boolean {
  if (entry instanceof HTMLInputElement) return entry.checked;
  const sent = document.querySelector<HTMLInputElement>('#selectedCredentialId')?.value ?? '';
  return sent !== '' && (entry.getAttribute('onclick') ?? '').includes(sent);
}
