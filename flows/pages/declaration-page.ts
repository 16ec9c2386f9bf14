import type { ActivePage } from '../../src/browser/active-page.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { isPressable, OnceButton } from '../../src/acting/control.ts';
import { lookedAtFirst, type ShownValue } from './first-write.ts';
import { Form, type ExpectedField } from '../../src/acting/fields/form.ts';
import type { OptionMatch } from '../../src/acting/fields/field-options.ts';
import { pageUnexpected } from './page-errors.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { Submission } from './submission.ts';
import { waitFor } from '../../src/acting/wait-for.ts';
import { declarationWordings as words } from './wordings.ts';

/** The values to fill in. */
export interface Declaration {
  readonly siret: Siret;
  readonly applicationName: string;
  readonly usage: string;
  readonly editor: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly contactEmail: string;
  readonly contactFax?: string;
}

const WHERE = words.title[0];

/** The form "Déclarer un raccordement API PISTE" (facts/source.md). */
export class DeclarationPage {
  readonly #activePage: ActivePage;
  readonly #form: Form;

  /**
   * Returns the parts the robot relies on in this form.
   * @param usage the configured option of "Type d'utilisation".
   */
  static reliesOn(usage: string): ReliedPart[] {
    const part = partsOf('declaration', words);
    const option = 'RACCORD_USAGE';
    return [
      part('field', 'structure'),
      part('field', 'applicationName'),
      part('field', 'usage', { lists: true }),
      { name: option, kind: 'option', wording: [usage], field: words.usage },
      // The usage decides which fields there are (facts/portal.md section c).
      part('field', 'editor', { needs: option }),
      part('field', 'contactName'),
      part('field', 'contactPhone'),
      part('field', 'contactEmail'),
      part('field', 'contactFax', { optional: true }),
      part('button', 'submit'),
    ];
  }

  constructor(activePage: ActivePage) {
    this.#activePage = activePage;
    this.#form = new Form(activePage, WHERE);
  }

  /** Fills every field, then reads all of them back in one look. */
  async fill(declaration: Declaration): Promise<void> {
    const empty = await this.#form.look();
    const { siret } = declaration;
    const isChanged = await this.#form.field(words.structure).choose({ siret }, empty);
    // Lists first: the usage decides which fields there are (facts/portal.md section c).
    const latest = isChanged ? undefined : empty;
    await this.#form.field(words.usage).choose(usageOf(declaration), latest);
    await this.#form.fill(fieldsOf(declaration));
  }

  /** @throws RaccordError READ_BACK_DIFFERS if the form does not show the intended values. */
  async expectShows(declaration: Declaration): Promise<void> {
    await this.#form.expectShows(fieldsOf(declaration));
  }

  /** @throws RaccordError PAGE_UNEXPECTED without its first text field and "Valider". */
  async expectShown(): Promise<void> {
    const shown = await waitFor(async () => {
      const isShown = await this.#form.field(words.applicationName).isPresent();
      return isShown || (await isPressable(this.#activePage.view, words.submit)) || undefined;
    });
    if (shown === undefined) throw await pageUnexpected(this.#activePage, WHERE);
    await this.#activePage.settled();
  }

  /** Waits until the form can be sent, without sending it. */
  async expectSubmit(): Promise<void> {
    await OnceButton.ready(this.#activePage.view, words.submit, WHERE);
  }

  /** Returns "Valider", present and clickable, without clicking it. */
  async submission(declaration: Declaration): Promise<Submission> {
    const submission = await Submission.prepare(this.#activePage, words.submit, WHERE, () =>
      lookedAtFirst(this.#activePage.view, ['declaration'], WHERE, () =>
        this.#shownValues(declaration),
      ),
    );
    // A person may have taken a long time: the form is checked again.
    await this.expectShows(declaration);
    return submission;
  }

  async #shownValues(declaration: Declaration): Promise<ShownValue[]> {
    const wordings = [words.structure, words.usage, ...texts(declaration).map(([one]) => one)];
    const look = await this.#form.look();
    const read = async (wording: Wording): Promise<ShownValue> => [
      wording,
      await this.#form.field(wording).read(look),
    ];
    return Promise.all(wordings.map(read));
  }
}

function usageOf({ usage }: Declaration): OptionMatch {
  return { worded: [usage], isPortals: true };
}

function fieldsOf(declaration: Declaration): ExpectedField[] {
  return [
    [words.structure, { siret: declaration.siret }],
    [words.usage, usageOf(declaration)],
    ...texts(declaration),
  ];
}

function texts(declaration: Declaration): [Wording, string][] {
  return [
    [words.applicationName, declaration.applicationName],
    [words.editor, declaration.editor],
    [words.contactName, declaration.contactName],
    [words.contactPhone, declaration.contactPhone],
    [words.contactEmail, declaration.contactEmail],
    ...(declaration.contactFax === undefined
      ? []
      : [[words.contactFax, declaration.contactFax] as [Wording, string]]),
  ];
}
