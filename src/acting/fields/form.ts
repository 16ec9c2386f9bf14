import type { ActivePage } from '../../browser/active-page.ts';
import type { Look } from '../../seeing/look.ts';
import { lookAt } from '../../seeing/look-at.ts';
import type { Wording } from '../../seeing/wording.ts';
import { Field, leaveField } from './field.ts';
import type { OptionMatch } from './field-options.ts';

/** A label, and the text or option that its field should show. */
export type ExpectedField = readonly [wording: Wording, meant: string | OptionMatch];

/** The fields of a form that are read together, from a single look. */
export class Form {
  readonly #activePage: ActivePage;
  readonly #where: string;

  /** @param where name of the form, for messages. */
  constructor(activePage: ActivePage, where: string) {
    this.#activePage = activePage;
    this.#where = where;
  }

  field(wording: Wording): Field {
    return new Field(this.#activePage.view, wording, this.#where);
  }

  /**
   * Types the texts of a form whose options were chosen, all found in one look, and reads the whole
   * form back in another. A text that is missing is typed once more: a list that was left may take
   * the focus back meanwhile.
   * @throws RaccordError READ_BACK_DIFFERS.
   */
  async fill(all: readonly ExpectedField[]): Promise<void> {
    const empty = await this.look();
    for (const [wording, meant] of all) {
      if (typeof meant === 'string') await this.field(wording).type(meant, empty);
    }
    await leaveField(this.#activePage.view);
    const filled = await this.look();
    for (const [wording, meant] of all) {
      const field = this.field(wording);
      if (typeof meant !== 'string') {
        await field.expectChosen(meant, filled);
        continue;
      }
      const shown = await field.read(filled);
      if (shown === '') await field.fill(meant);
      else if (shown !== meant) await field.expectShows(meant);
    }
  }

  /** @throws RaccordError READ_BACK_DIFFERS if it does not show the intended values. */
  async expectShows(all: readonly ExpectedField[]): Promise<void> {
    const look = await this.look();
    for (const [wording, meant] of all) {
      const field = this.field(wording);
      if (typeof meant === 'string') await field.expectShows(meant, look);
      else await field.expectChosen(meant, look);
    }
  }

  /** Takes a look at the whole form. */
  async look(): Promise<Look> {
    return lookAt(this.#activePage.view);
  }

  /** Returns the displayed values of some fields, all from one look. */
  async read<K extends string>(
    shown: Readonly<Record<K, Wording>>,
    before?: Look,
  ): Promise<Record<K, string>> {
    const look = before ?? (await this.look());
    const texts = {} as Record<K, string>;
    for (const [name, wording] of Object.entries<Wording>(shown)) {
      texts[name as K] = await this.field(wording).read(look);
    }
    return texts;
  }
}
