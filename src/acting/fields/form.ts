import type { ActivePage } from '../../browser/active-page.ts';
import type { Look } from '../../seeing/look.ts';
import { lookAt } from '../../seeing/look-at.ts';
import type { Wording } from '../../seeing/wording.ts';
import { Field } from './field.ts';
import type { OptionMatch } from './field-options.ts';

/** A label, and the text or the option that its field is to show. */
export type ExpectedField = readonly [wording: Wording, meant: string | OptionMatch];

/** The fields of a form that are read together: all from one look. */
export class Form {
  readonly #activePage: ActivePage;
  readonly #where: string;

  /** @param where its name, for messages. */
  constructor(activePage: ActivePage, where: string) {
    this.#activePage = activePage;
    this.#where = where;
  }

  field(wording: Wording): Field {
    return new Field(this.#activePage.view, wording, this.#where);
  }

  /**
   * Types texts without reading them back: all fields are found in one look. One that stays empty is
   * typed into once more: a list that was left may take the focus back while it is typed into.
   */
  async type(all: readonly (readonly [wording: Wording, text: string])[]): Promise<void> {
    const look = await this.look();
    for (const [wording, text] of all) await this.field(wording).type(text, look);
    const after = await lookAt(this.#activePage.view);
    for (const [wording, text] of all) {
      const field = this.field(wording);
      if (text !== '' && (await field.read(after)) === '') await field.type(text);
    }
  }

  /** @throws RaccordError READ_BACK_DIFFERS where it does not show what is meant. */
  async expectShows(all: readonly ExpectedField[]): Promise<void> {
    const look = await this.look();
    for (const [wording, meant] of all) {
      const field = this.field(wording);
      if (typeof meant === 'string') await field.expectShows(meant, look);
      else await field.expectChosen(meant, look);
    }
  }

  /** What all of the form shows now. */
  async look(): Promise<Look> {
    return lookAt(this.#activePage.view);
  }

  /** What some fields show, all in one look. */
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
