import type { Locator } from 'playwright';
import type { Doors } from '../../src/domain/doors.ts';
import type { Screen } from '../../src/browser/screen.ts';
import { checkDoors, typeSecret } from '../../src/browser/secret-channel.ts';
import type { Secret } from '../../src/domain/secret.ts';
import { causeOf } from '../../src/domain/cause.ts';
import { RaccordError } from '../../src/domain/errors.ts';
import { patternOf } from '../../src/seeing/wording-match.ts';
import { press } from './control.ts';
import { Field } from './fields/field.ts';
import { shownTexts } from './page-errors.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { until } from './waiting.ts';
import { signInWordings } from './wordings.ts';

/** The screens of the identity provider that raccord tells apart (facts/dom.md section 1). */
export type IdentityScreen =
  | 'password'
  | 'app-code'
  | 'mailed-code'
  | 'new-password'
  | 'terms'
  | 'security-key'
  | 'choice-of-factor'
  | 'expired'
  | 'error'
  | 'elsewhere';

const WHERE = 'Connexion';

/** What is typed there and nobody else is to read. */
const SECRETS = 'input[type=password], #otp, #emailCode, input[autocomplete=one-time-code]';

/**
 * The identity provider's pages. The ids are Keycloak's own, the same in all its themes
 * (facts/dom.md section 1); a form of another make is known by the kinds of its fields.
 */
export class IdentityProviderPage {
  readonly #screen: Screen;

  /** What the robot relies on where name and password are asked for. */
  static reliesOn(): ReliedPart[] {
    const part = partsOf('signIn', signInWordings);
    return [
      part('field', 'userName', { stock: '#username' }),
      part('field', 'password', { stock: '#password, input[type=password]' }),
      part('button', 'signIn', { stock: '#kc-login' }),
    ];
  }

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /**
   * Any form on which a person signs in: by its tag or, where a page has none, the smallest block
   * that holds what is typed and what sends it. A look does not tell a password field from another.
   */
  get form(): Locator {
    const { page } = this.#screen;
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

  /** Which screen is shown now. `elsewhere`: none of the identity provider's. */
  async screen(): Promise<IdentityScreen> {
    return this.#screen.page.evaluate(() => {
      const shown = (selector: string): Element[] =>
        [...document.querySelectorAll(selector)].filter(
          (element) => element.getClientRects().length > 0,
        );
      const has = (selector: string): boolean => shown(selector).length > 0;
      const passwords = shown('input[type=password]').length;
      if (has('#kc-passwd-update-form') || passwords > 1) return 'new-password';
      if (has('#kc-terms-text, #kc-accept, [name=accept]')) return 'terms';
      if (has('#kc-select-credential-form, [name=authenticationExecution]'))
        return 'choice-of-factor';
      if (document.querySelector('#webauth, #authenticateWebAuthnButton') !== null)
        return 'security-key';
      if (passwords === 1) return 'password';
      if (has('#emailCode')) return 'mailed-code';
      const code = has('#otp, input[autocomplete=one-time-code], #kc-otp-login-form input');
      if (code) {
        const words = document.body.innerText;
        return /e-?mail|courriel|adresse électronique/iu.test(words) ? 'mailed-code' : 'app-code';
      }
      if (has('#loginRestartLink, #loginContinueLink')) return 'expired';
      if (has('#kc-error-message')) return 'error';
      return 'elsewhere';
    });
  }

  /**
   * Waits until another of its screens than this one is shown, or the same one with a message, or
   * until there is nothing more to do here.
   * @param hasLeft whether the sign-in is over: `elsewhere` is answered then.
   */
  async screenAfter(
    before: IdentityScreen,
    hasLeft: () => Promise<boolean>,
    patience = 30_000,
  ): Promise<IdentityScreen> {
    const after = await until(async () => {
      if (await hasLeft()) return 'elsewhere';
      // A page in the middle of a navigation cannot be asked; the next look can.
      const shown = await this.screen().catch(() => undefined);
      if (shown === undefined || shown === 'elsewhere') return undefined;
      if (shown !== before) return shown;
      return (await this.message()) === '' ? undefined : shown;
    }, patience);
    // The same form without a word refuses all the same; a page that is none of them says nothing.
    return after ?? (await this.screen().catch(() => 'elsewhere'));
  }

  /** Brings its window before all others. */
  async bringToFront(): Promise<void> {
    await this.#screen.page.bringToFront();
  }

  /**
   * The same while a person works on this screen: one who mistypes has not finished it.
   * @returns undefined where patience ran out.
   */
  async screenAfterPerson(
    before: IdentityScreen,
    hasLeft: () => Promise<boolean>,
    patience: number,
  ): Promise<IdentityScreen | undefined> {
    return until(async () => {
      // Asked without fail, so that a closed window is told and not waited for.
      if (await hasLeft()) return 'elsewhere';
      const shown = await this.screen().catch(() => undefined);
      return shown === before || shown === 'elsewhere' ? undefined : shown;
    }, patience);
  }

  /** What the page says went wrong; empty where it says nothing. */
  async message(): Promise<string> {
    const texts = await shownTexts(
      this.#screen.page.locator(
        '[id^=input-error]:not([id^=input-error-container]), .kc-feedback-text, .alert-error, ' +
          '#kc-error-message, [role=alert]',
      ),
    );
    return texts.join(' ');
  }

  /** Types name and password, once, at an allowed door only, and sends the form. */
  async signIn(login: string, password: Secret, doors: Doors): Promise<void> {
    const page = this.#screen.page;
    // An input: a component may bear the id of the one that is slotted into it.
    const passwordField = page
      .locator('input:is(#password, [type=password])')
      .filter({ visible: true });
    this.#screen.conceal(passwordField);
    // Before the name too: nothing at all is typed at a wrong door.
    await checkDoors(passwordField, doors);
    const userName = page.locator('input#username').filter({ visible: true });
    if ((await userName.count()) === 1) await fillAndReadBack(userName, login);
    else await new Field(page, signInWordings.userName, WHERE).fill(login);
    await typeSecret(passwordField, password, doors);
    await this.#send(signInWordings.signIn);
  }

  /** Types a one-time code and sends it. */
  async sendCode(code: Secret, doors: Doors): Promise<void> {
    const page = this.#screen.page;
    const field = page
      .locator('input:is(#otp, #emailCode, [autocomplete=one-time-code], form [type=text])')
      .filter({ visible: true });
    this.#screen.conceal(field);
    await typeSecret(field, code, doors);
    await this.#send(signInWordings.submitCode);
  }

  async #send(wording: (typeof signInWordings)['signIn' | 'submitCode']): Promise<void> {
    const stock = this.#screen.page.locator('#kc-login').filter({ visible: true });
    if ((await stock.count()) === 1) await stock.click();
    else await press(this.form.first(), wording, WHERE);
  }
}

async function fillAndReadBack(field: Locator, text: string): Promise<void> {
  await field.fill(text).catch((error: unknown) => {
    const [label] = signInWordings.userName;
    const action = `fill « ${label} » (${WHERE})`;
    throw new RaccordError('ACTION_FAILED', { action, reason: causeOf(error) }, error);
  });
  const shown = await field.inputValue();
  if (shown === text) return;
  throw new RaccordError('READ_BACK_DIFFERS', {
    label: signInWordings.userName[0],
    meant: text,
    shown,
  });
}
