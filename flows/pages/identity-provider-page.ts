import type { Locator } from 'playwright';
import type { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { checkAllowedHosts, typeSecret } from '../../src/browser/secret-channel.ts';
import type { Secret } from '../../src/secrets/secret.ts';
import { safeMessage } from '../../src/errors/safe-message.ts';
import { RaccordError } from '../../src/errors/errors.ts';
import { patternOf } from '../../src/seeing/wording-match.ts';
import { press } from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
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

/** What is typed there and nobody else is to read. */
const SECRETS = 'input[type=password], #otp, #emailCode, input[autocomplete=one-time-code]';

/** What is shown there and nobody else is to read: an authenticator's seed, codes to recover with. */
const SHOWN_SECRETS =
  '#kc-totp-secret-key, #kc-totp-secret-qr-code, #totp, #kc-recovery-codes-list, #recoveryCodeInput';

/** Where Keycloak says what a page is for; a theme of another make has a heading. */
const TITLES = ['#kc-page-title', 'h1'] as const;

/** One of the authenticators among which the one that the code is for is chosen. */
const AUTHENTICATOR =
  'input[type=radio][name=selectedCredentialId], ' +
  '[id^=kc-otp-credential-][onclick]:not([id*=icon], [id*=title])';

/**
 * The identity provider's pages. The ids are Keycloak's own, the same in all its themes
 * (facts/dom.md section 1); a form of another make is known by the kinds of its fields.
 */
export class IdentityProviderPage {
  readonly #activePage: ActivePage;

  /** What the robot relies on where name and password are asked for. */
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
   * Any form on which a person signs in: by its tag or, where a page has none, the smallest block
   * that holds what is typed and what sends it. A look does not tell a password field from another.
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

  /** Some screen of the identity provider, whether or not raccord can answer it. */
  get anyScreen(): Locator {
    return this.form.or(this.#activePage.page.locator(MARKS.keycloak).filter({ visible: true }));
  }

  /** Which screen is shown now. `elsewhere`: none of the identity provider's. */
  async screen(): Promise<IdentityScreen> {
    const screen = identityScreenOf(await this.#activePage.page.evaluate(seenOfScreen, MARKS));
    // A page of Keycloak's that is still being read may become one of those that are known.
    return screen === 'other' && (await this.#isBeingRead()) ? 'elsewhere' : screen;
  }

  async #isBeingRead(): Promise<boolean> {
    return this.#activePage.page.evaluate(() => document.readyState === 'loading');
  }

  /** Keeps what the screen shows in clear out of pictures. */
  concealShown(): void {
    this.#activePage.conceal(this.#activePage.page.locator(SHOWN_SECRETS));
  }

  /** What the page is for, in its own words. */
  async title(): Promise<string> {
    for (const selector of TITLES) {
      const [title] = await shownTexts(this.#activePage.page.locator(selector), 1);
      if (title !== undefined) return title;
    }
    return this.#activePage.page.title();
  }

  /**
   * Waits until another of its screens than this one is shown, or the same one with a message, or
   * until there is nothing more to do here.
   * @param hasLeft whether the sign-in is over: `elsewhere` is answered then.
   */
  async screenAfter(
    before: IdentityScreen,
    hasLeft: () => Promise<boolean>,
    timeoutMs = 30_000,
  ): Promise<IdentityScreen> {
    const after = await waitFor(async () => {
      if (await hasLeft()) return 'elsewhere';
      // A page in the middle of a navigation cannot be asked; the next look can.
      const shown = await this.screen().catch(() => undefined);
      if (shown === undefined || shown === 'elsewhere') return undefined;
      if (shown !== before) return shown;
      return (await this.message()) === '' ? undefined : shown;
    }, timeoutMs);
    // The same form without a word refuses all the same; a page that is none of them says nothing.
    return after ?? (await this.screen().catch(() => 'elsewhere'));
  }

  /** Brings its window before all others. */
  async bringToFront(): Promise<void> {
    await this.#activePage.page.bringToFront();
  }

  /**
   * The same while a person works on this screen: one who mistypes has not finished it.
   * @returns undefined where patience ran out.
   */
  async screenAfterPerson(
    before: IdentityScreen,
    hasLeft: () => Promise<boolean>,
    timeoutMs: number,
  ): Promise<IdentityScreen | undefined> {
    return waitFor(async () => {
      // Asked without fail, so that a closed window is told and not waited for.
      if (await hasLeft()) return 'elsewhere';
      const shown = await this.screen().catch(() => undefined);
      return shown === before || shown === 'elsewhere' ? undefined : shown;
    }, timeoutMs);
  }

  /** What the page says went wrong; empty where it says nothing. */
  async message(): Promise<string> {
    const texts = await shownTexts(
      this.#activePage.page.locator(
        '[id^=input-error]:not([id^=input-error-container]), .kc-feedback-text, .alert-error, ' +
          '#kc-error-message .instruction, #kc-info-message .instruction, [role=alert]',
      ),
    );
    return texts.join(' ');
  }

  /** Types the name, where it is asked for on a page of its own, and goes on to the password. */
  async sendName(login: string, allowedHosts: AllowedHosts): Promise<void> {
    const userName = this.#activePage.page.locator('#username').filter({ visible: true });
    await checkAllowedHosts(userName, allowedHosts);
    await fillAndReadBack(userName, login);
    await this.#send(signInWordings.signIn);
  }

  /**
   * Types name and password, once, at an allowed door only, and sends the form.
   * @param nameSent true where the name was asked for on a page before this one.
   * @throws RaccordError PERSON_NEEDED where the form is for somebody else.
   */
  async signIn(
    login: string,
    password: Secret,
    allowedHosts: AllowedHosts,
    nameSent = false,
  ): Promise<void> {
    const page = this.#activePage.page;
    // An input: a component may bear the id of the one that is slotted into it.
    const passwordField = page
      .locator('input:is(#password, [type=password])')
      .filter({ visible: true });
    this.#activePage.conceal(passwordField);
    // Before the name too: nothing at all is typed at a wrong door.
    await checkAllowedHosts(passwordField, allowedHosts);
    const userName = page.locator('input#username').filter({ visible: true });
    if ((await userName.count()) === 1) await fillAndReadBack(userName, login);
    else if (!nameSent) await this.#giveName(login);
    await typeSecret(passwordField, password, allowedHosts);
    await this.#send(signInWordings.signIn);
  }

  /** Where the form has no field of Keycloak's for the name, it may know it, or call it otherwise. */
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

  /** The labels of the authenticators that the code may be for; none where there is but one. */
  async authenticators(): Promise<string[]> {
    return this.#activePage.page.locator(AUTHENTICATOR).evaluateAll((entries) =>
      entries.map((entry) => {
        const label = entry instanceof HTMLInputElement ? entry.labels?.[0] : entry;
        return (label?.textContent ?? '').replace(/\s+/gu, ' ').trim();
      }),
    );
  }

  /**
   * Chooses the authenticator of that label, where several are listed.
   * @returns false where none or more than one bears it: a code would go to another.
   * @throws RaccordError READ_BACK_DIFFERS where the page does not show it as chosen.
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
   * Chooses the authenticator application among the ways to confirm who one is, or asks for that
   * choice where another way is asked for.
   * @returns false where that is not offered.
   */
  async chooseAuthenticatorFactor(screen: 'choice-of-factor' | 'security-key'): Promise<boolean> {
    const page = this.#activePage.page;
    if (screen === 'security-key') {
      const another = page.locator('#try-another-way').filter({ visible: true });
      if ((await another.count()) !== 1) return false;
      await another.click();
      return true;
    }
    const factors = page.locator('[name=authenticationExecution]').filter({ visible: true });
    const words = await factors.evaluateAll((found) => found.map(({ textContent }) => textContent));
    const index = authenticatorFactor(words);
    if (index === undefined) return false;
    await factors.nth(index).click();
    return true;
  }

  /** Goes on from a page that expired, where its sign-in still stands. @returns false where not. */
  async goOn(): Promise<boolean> {
    const link = this.#activePage.page.locator('#loginContinueLink').filter({ visible: true });
    if ((await link.count()) !== 1) return false;
    await link.click();
    return true;
  }

  /** Types a one-time code and sends it. */
  async sendCode(code: Secret, allowedHosts: AllowedHosts): Promise<void> {
    const page = this.#activePage.page;
    const field = page
      .locator('input:is(#otp, #emailCode, [autocomplete=one-time-code], form [type=text])')
      .filter({ visible: true });
    this.#activePage.conceal(field);
    await typeSecret(field, code, allowedHosts);
    await this.#send(signInWordings.submitCode);
  }

  async #send(wording: (typeof signInWordings)['signIn' | 'submitCode']): Promise<void> {
    const stock = this.#activePage.page.locator('#kc-login').filter({ visible: true });
    if ((await stock.count()) === 1) await stock.click();
    else await press(this.form.first(), wording, WHERE);
  }
}

async function fillAndReadBack(field: Locator, text: string): Promise<void> {
  await field.fill(text).catch((error: unknown) => {
    const [label] = signInWordings.userName;
    const action = `fill « ${label} » (${WHERE})`;
    throw new RaccordError('ACTION_FAILED', { action, reason: safeMessage(error) }, error);
  });
  const shown = await field.inputValue();
  if (shown === text) return;
  throw new RaccordError('READ_BACK_DIFFERS', {
    label: signInWordings.userName[0],
    meant: text,
    shown,
  });
}

/** Runs inside the page: what of it is on show, as far as it tells which screen it is. */
function seenOfScreen(marks: typeof MARKS): SeenOfScreen {
  const shown = (selector: string): Element[] =>
    [...document.querySelectorAll(selector)].filter(
      (element) => element.getClientRects().length > 0,
    );
  const names = Object.keys(marks) as Mark[];
  const content = document.querySelector<HTMLElement>(marks.keycloak) ?? document.body;
  return {
    passwords: shown('input[type=password]').length,
    marks: names.filter((name) => shown(marks[name]).length > 0),
    words: content.innerText,
  };
}

/** Runs inside the page: true where the form will send that authenticator's id. */
function isChosenAuthenticator(entry: Element): boolean {
  if (entry instanceof HTMLInputElement) return entry.checked;
  const sent = document.querySelector<HTMLInputElement>('#selectedCredentialId')?.value ?? '';
  return sent !== '' && (entry.getAttribute('onclick') ?? '').includes(sent);
}
