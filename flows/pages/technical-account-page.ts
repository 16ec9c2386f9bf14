import type { Frame } from 'playwright';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { RaccordError, isRaccordError } from '../../src/errors/raccord-error.ts';
import { areDayFirst, parsePortalDate } from '../../src/domain/portal-date.ts';
import type { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Look } from '../../src/seeing/look.ts';
import { whatIsUnreadable, type ShownSecret } from '../../src/seeing/shown-password.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { OnceButton } from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { namesOnlyOthers } from '../../src/acting/fields/field-options.ts';
import { Form } from '../../src/acting/fields/form.ts';
import { lookedAtFirst, type ShownValue } from './first-write.ts';
import { expectAnswered, pageUnexpected } from './page-errors.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { Submission } from './submission.ts';
import { readSteadily } from '../../src/acting/read-steadily.ts';
import { readTable } from '../../src/acting/read-table.ts';
import { waitFor } from '../../src/acting/wait-for.ts';
import { listWordings, technicalAccountWordings as words } from './wordings.ts';

/** A row of "Liste des comptes techniques". */
export interface AccountRow {
  readonly login: string;
  readonly state: string;
  /** ISO date; absent if the page gives none, or dates that cannot be read day first. */
  readonly expiresOn?: string;
  /** "Contact", "Création" and "Modification" as displayed; absent likewise, or without a column. */
  readonly contact?: string;
  readonly created?: string;
  readonly modified?: string;
}

/** The values that the form filled in by itself once a structure was chosen. */
export interface OfferedAccount {
  readonly companyName: string;
  readonly login: string;
  readonly password: Secret;
}

const WHERE = words.title[0];

/** The fields of an offered account that are not secret. */
const OFFERED = { companyName: words.companyName, login: words.login } as const;

/** facts/portal.md section d: `TECH_<n>_<identifiant>@cpro.fr`. */
const LOGIN = /^TECH_\d+_.+@cpro\.fr$/u;

/** A login anywhere in a text. */
const A_LOGIN = /TECH_\d+_/u;

/** Time in which a list that is not empty by the offered login may fill, in milliseconds. */
const FILLING_MS = 5_000;

/** The form "Compte technique", which shows a password in clear once it is filled. */
export class TechnicalAccountPage {
  readonly #activePage: ActivePage;
  readonly #form: Form;

  /** Returns the relied-on parts: in the form as it opens, and once a structure is chosen. */
  static reliesOn(face: 'empty' | 'filled'): ReliedPart[] {
    const part = partsOf('technicalAccount', words);
    if (face === 'empty') {
      return [
        part('field', 'requestType'),
        part('option', 'creation', { field: words.requestType }),
        part('field', 'structure', { needs: 'technicalAccount.creation' }),
        part('button', 'submit'),
      ];
    }
    return [
      part('field', 'companyName'),
      part('field', 'login'),
      part('field', 'contactEmail'),
      part('field', 'password'),
      part('column', 'loginColumn'),
      part('column', 'stateColumn'),
      part('column', 'expiryColumn'),
      part('column', 'contactColumn', { optional: true }),
      part('column', 'createdColumn', { optional: true }),
      part('column', 'modifiedColumn', { optional: true }),
    ];
  }

  constructor(activePage: ActivePage) {
    this.#activePage = activePage;
    this.#form = new Form(activePage, WHERE);
  }

  static async isAt(view: Frame, look: Look): Promise<boolean> {
    return new Field(view, words.requestType, WHERE).isPresent(look);
  }

  /** Waits until the form, just opened, is stable; hides "Mot de passe" from then on. */
  async whenReady(): Promise<void> {
    await this.#activePage.settled();
    this.conceal();
  }

  /** Requests the creation of an account for that structure. */
  async choose(siret: Siret): Promise<void> {
    await this.ask(words.creation, siret);
  }

  /** Chooses the type of request, then the structure. */
  protected async ask(type: Wording, siret: Siret): Promise<void> {
    try {
      await this.#requestType().choose({ worded: type });
      await this.#activePage.settled();
      await this.#field(words.structure).choose({ siret });
    } catch (error) {
      if (!isRaccordError(error) || error.code !== 'OPTION_NOT_FOUND') throw error;
      const { option, present } = error.details;
      if (option !== siret) throw error;
      throw new RaccordError('STRUCTURE_NOT_OFFERED', { where: WHERE, present }, error);
    }
  }

  /**
   * Returns the structures that the form offers, at most one page of them. A list filled by its
   * server reveals its options in the error for a missing one.
   */
  async offeredStructures(): Promise<readonly string[]> {
    const field = this.#field(words.structure);
    const known = await field.options();
    if (known !== undefined) return known;
    try {
      await field.choose({ worded: ['—'] });
    } catch (error) {
      if (isRaccordError(error) && error.code === 'OPTION_NOT_FOUND') return error.details.present;
      throw error;
    }
    return [];
  }

  /** Hides "Mot de passe" in screenshots from now on. */
  conceal(): void {
    const password = this.#field(words.password);
    this.#activePage.conceal({ find: () => password.locator() });
  }

  /**
   * Waits until company name, login and password have filled themselves in, which may take 10 s
   * (facts/dom.md): values, not time. The login must name the structure, so that values left by a
   * previous structure are never taken.
   * @returns them, and the look that showed them first.
   * @throws RaccordError CREDENTIAL_UNREADABLE with the missing values.
   */
  async waitUntilFilled(siret: Siret): Promise<{ offered: OfferedAccount; look: Look }> {
    let missing = '';
    const filled = await waitFor(async () => {
      await this.#activePage.settled();
      const look = await this.#form.look();
      const shown = await this.#form.read(OFFERED, look);
      missing = whatIsMissing(shown, siret);
      if (missing !== '') return undefined;
      const password = await this.#field(words.password).readSecret(look);
      missing = whatIsWrong(password);
      if (missing !== '') return undefined;
      return { offered: { ...shown, password: password.secret }, look };
    }, this.#activePage.timeoutMs);
    if (filled !== undefined) return filled;
    throw new RaccordError('CREDENTIAL_UNREADABLE', { reason: missing });
  }

  /**
   * Returns whether the form may show a password: it has the field for it, or shows the login that
   * comes with it, as a form that opens with its structure chosen does.
   */
  async mayShowPassword(): Promise<boolean> {
    const look = await this.#form.look();
    const isFilled = look.things.some(({ name, text, value }) =>
      [name, text, value?.reveal() ?? ''].some((shown) => A_LOGIN.test(shown)),
    );
    return isFilled || (await this.#field(words.password).seen(false, look)).length > 0;
  }

  /** Returns the password that the form shows now, whatever else it lacks; undefined without one. */
  async shownPassword(): Promise<Secret | undefined> {
    const look = await this.#form.look();
    const field = this.#field(words.password);
    if ((await field.seen(false, look)).length !== 1) return undefined;
    const shown = await field.readSecret(look);
    return whatIsUnreadable(shown) === '' ? shown.secret : undefined;
  }

  /** Returns the company name, login and password that the form shows now. */
  async readOffered(): Promise<OfferedAccount> {
    const look = await this.#form.look();
    const shown = await this.#form.read(OFFERED, look);
    const { secret } = await this.#field(words.password).readSecret(look);
    return { ...shown, password: secret };
  }

  /**
   * Returns the accounts that the chosen structure already has, once two reads in a row agree.
   * @param login the one that the form offers: only the first account's is numbered 1.
   * @param latest the look that showed the form filled, if nothing was done since: the first read.
   */
  async readAccounts(siret: Siret, login = '', latest?: Look): Promise<AccountRow[]> {
    const [label] = words.listTitle;
    const isEarlier = (rows: readonly AccountRow[]): boolean =>
      rows.length > 0 && rows.every((row) => namesOnlyOthers(row.login, siret));
    const fillsWithinMs = /^TECH_(?!1_)/u.test(login) ? FILLING_MS : 0;
    const signs = { latest, isEarlier, fillsWithinMs };
    const rows = await readSteadily(this.#activePage, (look) => this.#readTable(look), signs);
    if (rows === undefined) throw await pageUnexpected(this.#activePage, label);
    if (rows.length === 0) await expectAnswered(this.#activePage, label);
    if (!isEarlier(rows)) return rows;
    const shown = rows.map((row) => row.login).join(', ');
    throw new RaccordError('READ_BACK_DIFFERS', { label, meant: siret, shown });
  }

  /** Returns "E-mail du contact" as the form proposes it; empty if it proposes nothing. */
  async readContactEmail(): Promise<string> {
    return this.#field(words.contactEmail).read();
  }

  /**
   * Fills "E-mail du contact"; without an email, keeps the one that the portal proposes.
   * @param otherwise the value if the portal proposes nothing.
   */
  async setContactEmail(email: string | undefined, otherwise: string): Promise<string> {
    const field = this.#field(words.contactEmail);
    const shown = await field.read(await this.#form.look());
    const meant = email ?? (shown === '' ? otherwise : shown);
    if (shown === meant) return shown;
    await field.fill(meant);
    return field.read();
  }

  /** Waits until the form can be sent, without sending it. */
  async expectSubmit(): Promise<void> {
    await OnceButton.ready(this.#activePage.view, words.submit, WHERE);
  }

  /** Returns "Soumettre", present and clickable, without clicking it. */
  async submission(): Promise<Submission> {
    return Submission.prepare(this.#activePage, words.submit, WHERE, () =>
      lookedAtFirst(this.#activePage.view, ['technicalAccount', 'passwordReset'], WHERE, () =>
        this.shownValues(),
      ),
    );
  }

  /** Returns the values of the form that are not secret. */
  protected async shownValues(): Promise<readonly ShownValue[]> {
    const { companyName, login } = await this.#form.read(OFFERED);
    return [
      [words.companyName, companyName],
      [words.login, login],
      [words.contactEmail, await this.readContactEmail()],
    ];
  }

  async #readTable(latest?: Look): Promise<AccountRow[]> {
    const sought = {
      columns: {
        login: words.loginColumn,
        state: words.stateColumn,
        expiresOn: words.expiryColumn,
      },
      optional: {
        contact: words.contactColumn,
        created: words.createdColumn,
        modified: words.modifiedColumn,
      },
      title: words.listTitle,
      none: listWordings.none,
      where: WHERE,
      isOnePage: true,
    };
    const table = await readTable(this.#activePage.view, sought, latest);
    if (table === undefined) throw await pageUnexpected(this.#activePage, words.listTitle[0]);
    const { rows } = table;
    const isRead = areDayFirst(rows.flatMap((row) => [row.expiresOn, row.created, row.modified]));
    return rows.map(({ expiresOn, created, modified, ...row }) =>
      isRead ? { ...row, created, modified, expiresOn: parsePortalDate(expiresOn) } : row,
    );
  }

  #requestType(): Field {
    return this.#field(words.requestType);
  }

  #field(wording: Wording): Field {
    return this.#form.field(wording);
  }
}

function whatIsMissing(
  { companyName, login }: Omit<OfferedAccount, 'password'>,
  siret: Siret,
): string {
  if (companyName === '') return `« ${words.companyName[0]} » stays empty`;
  // A malformed login is not quoted: if the labels were swapped, it is the password.
  if (!LOGIN.test(login)) {
    return `« ${words.login[0]} » shows no TECH_…_${siret}@cpro.fr`;
  }
  if (!login.includes(siret)) {
    return `« ${words.login[0]} » shows "${login}", not TECH_…_${siret}@cpro.fr`;
  }
  return '';
}

/** Returns why the field shows no password, naming it; empty if it may show one. */
export function whatIsWrong(password: ShownSecret): string {
  const reason = whatIsUnreadable(password);
  return reason === '' ? '' : `« ${words.password[0]} » ${reason}`;
}
