import type { Locator, Page } from 'playwright';
import type { Screen } from '../../src/browser/screen.ts';
import { isRaccordError, RaccordError } from '../../src/domain/errors.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { onePressable, press, pressables } from './control.ts';
import { Field } from './fields/field.ts';
import { optionMatches } from './fields/options.ts';
import { pageUnexpected } from './page-errors.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { readTable } from './table.ts';
import { whichAppears } from './waiting.ts';
import { patternOf } from './wording-match.ts';
import { connectionListWordings as words, navigationWordings } from './wordings.ts';

/** A line of the list "Raccordements API PISTE", as it is written there. */
export interface ConnectionRow {
  readonly structure: string;
  readonly applicationName: string;
  readonly state: string;
}

const WHERE = words.title[0];

/** A list of more pages than this is taken for one that never ends. */
const MOST_PAGES = 10_000;

/** The list of API connections, in the application "Raccordements EDI et API". */
export class ConnectionsPage {
  readonly #screen: Screen;

  /** What the robot relies on: where the application is entered, and in its list. */
  static reliesOn(face: 'entry' | 'list'): ReliedPart[] {
    if (face === 'entry') {
      return [partsOf('navigation', navigationWordings)('button', 'manageConnections')];
    }
    const part = partsOf('connectionList', words);
    return [
      part('field', 'structureFilter'),
      part('button', 'apply'),
      part('field', 'linesPerPage', { optional: true, lists: true }),
      part('button', 'nextPage', { optional: true, several: true, titled: true }),
      part('column', 'applicationColumn', { withLines: true }),
      part('column', 'structureColumn', { withLines: true }),
      part('column', 'stateColumn', { withLines: true }),
      part('button', 'declare'),
    ];
  }

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** True for a page of that application, whether or not the list is already shown. */
  static async isAt(page: Page): Promise<boolean> {
    const entry = pressables(page, navigationWordings.manageConnections);
    const declare = pressables(page, words.declare);
    return (await entry.or(declare).count()) > 0;
  }

  /** Goes to the list by the menu entry "Gérer raccordement API", unless it is shown already. */
  async open(): Promise<void> {
    if (!(await this.#declareButton().isVisible())) {
      await press(
        this.#screen.page,
        navigationWordings.manageConnections,
        'Raccordement EDI et API',
      );
    }
    await this.expectShown();
  }

  /** @throws RaccordError PAGE_UNEXPECTED or PORTAL_UNAVAILABLE. */
  async expectShown(): Promise<void> {
    const shown = await whichAppears({ list: this.#declareButton() });
    if (shown === undefined) throw await pageUnexpected(this.#screen, WHERE);
    await this.#screen.settled();
  }

  async isShown(): Promise<boolean> {
    return this.#declareButton().isVisible();
  }

  /**
   * The lines of one structure, all pages of them.
   * @throws RaccordError STRUCTURE_NOT_OFFERED where the administrator has no such structure.
   */
  async readFor(siret: Siret): Promise<ConnectionRow[]> {
    const first = await this.#readFiltered(siret);
    if (first.shown === siret) return first.rows;
    // A session that is renewed silently leads back to a list without its filter.
    const { rows, shown } = await this.#readFiltered(siret);
    if (shown === siret) return rows;
    const label = words.structureFilter[0];
    throw new RaccordError('READ_BACK_DIFFERS', { label, meant: siret, shown });
  }

  /** The lines of one structure, and what the filter says whose they are: its SIRET, where it is. */
  async #readFiltered(siret: Siret): Promise<{ rows: ConnectionRow[]; shown: string }> {
    await this.open();
    const filter = new Field(this.#screen.page, words.structureFilter, WHERE);
    try {
      await filter.choose({ siret });
    } catch (error) {
      throw this.#notOffered(error);
    }
    await this.#apply();
    const rows = await this.#readPages();
    const shown = await filter.read();
    return { rows, shown: optionMatches(shown, { siret }) ? siret : shown };
  }

  /**
   * Every line of the list, whatever its structure, in as few pages as the portal allows: opened
   * anew, so that no filter is on, and with the largest number of lines a page where there is a choice.
   */
  async readAllInLargestPages(): Promise<ConnectionRow[]> {
    await this.open();
    await press(this.#screen.page, navigationWordings.manageConnections, WHERE);
    await this.expectShown();
    const lines = new Field(this.#screen.page, words.linesPerPage, WHERE);
    const numbers = ((await lines.isPresent()) ? await lines.options() : undefined)?.filter(
      (text) => /^\d+$/u.test(text),
    );
    const largest = numbers?.sort((one, other) => Number(other) - Number(one))[0];
    if (largest !== undefined) {
      await lines.choose({ worded: [largest] });
      await this.#apply();
    }
    return this.#readPages();
  }

  /** The structures that the list's filter offers; undefined where the page does not say. */
  async offeredStructures(): Promise<string[] | undefined> {
    return new Field(this.#screen.page, words.structureFilter, WHERE).options();
  }

  /** Opens the form "Déclarer un raccordement API PISTE". */
  async pressDeclare(): Promise<void> {
    await press(this.#screen.page, words.declare, WHERE);
  }

  #declareButton(): Locator {
    return pressables(this.#screen.page, words.declare).first();
  }

  async #apply(): Promise<void> {
    await press(this.#screen.page, words.apply, WHERE);
    await this.expectShown();
  }

  async #readPages(): Promise<ConnectionRow[]> {
    const rows: ConnectionRow[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      rows.push(...(await this.#readPage()));
      const next = await this.#nextPage();
      if (next === undefined) return rows;
      await next.click();
      await this.expectShown();
    }
    throw new RaccordError('ACTION_FAILED', { action: WHERE, reason: `${MOST_PAGES} pages` });
  }

  async #readPage(): Promise<ConnectionRow[]> {
    const rows = await readTable(
      this.#screen.page,
      {
        applicationName: words.applicationColumn,
        structure: words.structureColumn,
        state: words.stateColumn,
      },
      WHERE,
    );
    // No table: the list is empty (facts/dom.md section 4), provided that this is the list.
    if (rows === undefined) await onePressable(this.#screen.page, words.declare, WHERE);
    return rows ?? [];
  }

  async #nextPage(): Promise<Locator | undefined> {
    const pattern = patternOf(words.nextPage);
    const next = this.#screen.page
      .getByTitle(pattern)
      .or(pressables(this.#screen.page, words.nextPage))
      .filter({ visible: true })
      .first();
    if ((await next.count()) === 0 || (await next.isDisabled())) return undefined;
    return next;
  }

  #notOffered(error: unknown): unknown {
    if (isRaccordError(error) && error.is('OPTION_NOT_FOUND')) {
      return new RaccordError(
        'STRUCTURE_NOT_OFFERED',
        { where: WHERE, present: error.details.present },
        error,
      );
    }
    return error;
  }
}
