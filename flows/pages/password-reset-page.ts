import type { ActivePage } from '../../src/browser/active-page.ts';
import { RaccordError, isRaccordError } from '../../src/errors/raccord-error.ts';
import type { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { Field } from '../../src/acting/fields/field.ts';
import type { ShownValue } from './first-write.ts';
import { Form } from '../../src/acting/fields/form.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { TechnicalAccountPage, whatIsWrong } from './technical-account-page.ts';
import { waitFor } from '../../src/acting/wait-for.ts';
import {
  passwordResetWordings as words,
  technicalAccountWordings as formWords,
} from './wordings.ts';

const WHERE = words.reset[0];

/**
 * The form "Compte technique" for "Réinitialisation du mot de passe d'un compte technique": once
 * the account is chosen it shows the new password in clear, which takes effect with "Soumettre".
 */
export class PasswordResetPage extends TechnicalAccountPage {
  readonly #activePage: ActivePage;

  /** Returns the relied-on parts: in the form for a reset, and once an account is chosen. */
  static override reliesOn(face: 'empty' | 'filled'): ReliedPart[] {
    const own = partsOf('passwordReset', words);
    const shared = partsOf('technicalAccount', formWords);
    if (face === 'empty') {
      return [
        shared('field', 'requestType'),
        own('option', 'reset', { field: formWords.requestType }),
        shared('field', 'structure', { needs: 'passwordReset.reset' }),
        shared('button', 'submit'),
      ];
    }
    return [own('field', 'account'), shared('field', 'password')];
  }

  constructor(activePage: ActivePage) {
    super(activePage);
    this.#activePage = activePage;
  }

  /**
   * Requests a new password for that account.
   * @throws RaccordError STRUCTURE_NOT_OFFERED, ACCOUNT_NOT_LISTED and as `Field.choose`.
   */
  async chooseAccount(siret: Siret, login: string): Promise<void> {
    await this.ask(words.reset, siret);
    // The accounts load after the structure was chosen.
    await this.#activePage.settled();
    try {
      await this.#field(words.account).choose({ worded: [login] });
    } catch (error) {
      if (!isRaccordError(error) || error.code !== 'OPTION_NOT_FOUND') throw error;
      const { option, present } = error.details;
      if (option !== login) throw error;
      throw new RaccordError('ACCOUNT_NOT_LISTED', { login, present }, error);
    }
  }

  /**
   * Waits until the form shows a password that no longer changes.
   * @throws RaccordError CREDENTIAL_UNREADABLE.
   */
  async waitForPassword(): Promise<Secret> {
    let before: Secret | undefined;
    let reason = '';
    const stable = await waitFor(async () => {
      await (before === undefined ? this.#activePage.settled() : this.#activePage.staysSettled());
      const now = await this.#field(formWords.password).readSecret();
      reason = whatIsWrong(now);
      const stays = reason === '' && before?.equals(now.secret) === true;
      before = now.secret;
      return stays ? now.secret : undefined;
    }, this.#activePage.timeoutMs);
    if (stable !== undefined) return stable;
    if (reason === '') reason = `« ${formWords.password[0]} » keeps changing`;
    throw new RaccordError('CREDENTIAL_UNREADABLE', { reason });
  }

  /** Returns the password that the form shows now. */
  async readPassword(): Promise<Secret> {
    return (await this.#field(formWords.password).readSecret()).secret;
  }

  /** @throws RaccordError READ_BACK_DIFFERS if the form does not show the chosen values. */
  async expectChosen(siret: Siret, login: string): Promise<void> {
    await new Form(this.#activePage, WHERE).expectShows([
      [formWords.requestType, { worded: words.reset }],
      [formWords.structure, { siret }],
      [words.account, { worded: [login] }],
    ]);
  }

  protected override async shownValues(): Promise<readonly ShownValue[]> {
    const form = new Form(this.#activePage, WHERE);
    return [
      [formWords.structure, await form.field(formWords.structure).read()],
      [words.account, await form.field(words.account).read()],
    ];
  }

  #field(wording: Wording): Field {
    return new Field(this.#activePage.view, wording, WHERE);
  }
}
