import type { Frame, Locator } from 'playwright';
import type { ActivePage } from '../../src/browser/active-page.ts';
import {
  type AnyRaccordError,
  RaccordError,
  isRaccordError,
} from '../../src/errors/raccord-error.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Look } from '../../src/seeing/look.ts';
import { lookAt } from '../../src/seeing/look-at.ts';
import { pressables, thePressable } from '../../src/seeing/pressables.ts';
import { isSaidEmpty } from '../../src/seeing/table-rows.ts';
import type { ReadSoFar } from '../../src/seeing/pager.ts';
import { patternOf } from '../../src/seeing/wording-match.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import {
  clickThing,
  isPressable,
  onePressable,
  press,
  pressablesIn,
} from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { namesOnlyOthers, optionMatches } from '../../src/acting/fields/field-options.ts';
import { pressableWords, shownTexts } from '../../src/acting/shown-texts.ts';
import { expectAnswered, isServerError, pageUnexpected } from './page-errors.ts';
import { timeoutIn } from '../../src/acting/knowledge.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { isWithoutSpace, offersNothingToDeclare, type SeenOfRights } from './rights.ts';
import { readAgainUnlessRead } from '../../src/acting/read-again.ts';
import { nextPage } from '../../src/acting/next-page.ts';
import { readTable, type ReadTable } from '../../src/acting/read-table.ts';
import { orTaught } from '../../src/acting/teach.ts';
import { sentencesOfNone, teachEmptyList } from '../../src/acting/teach-empty-list.ts';
import { textBlocks } from '../../src/acting/text-blocks.ts';
import { untilAsked } from '../../src/acting/until-asked.ts';
import { waitFor } from '../../src/acting/wait-for.ts';
import { connectionListWordings as words, listWordings, navigationWordings } from './wordings.ts';

/** A row of the list "Raccordements API PISTE", as displayed. */
export interface ConnectionRow {
  readonly structure: string;
  readonly applicationName: string;
  readonly state: string;
}

const WHERE = words.title[0];

const COLUMNS = {
  applicationName: words.applicationColumn,
  structure: words.structureColumn,
  state: words.stateColumn,
} as const;

/** Timeout for the list to appear, in milliseconds. */
const SHOWING_MS = 15_000;

/** Timeout for the lines of the list, or what it says in their place, in milliseconds. */
const LISTING_MS = 5_000;

/** Timeout for a menu to unfold, in milliseconds. */
const UNFOLDING_MS = 3_000;

/** Page limit: a list with more pages than this is assumed to be endless. */
const MAX_PAGES = 10_000;

/** The list of API connections, in the application "Raccordements EDI et API". */
export class ConnectionsPage {
  readonly #activePage: ActivePage;

  /** Returns the parts the robot relies on: at the entry of the application, and in its list. */
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

  constructor(activePage: ActivePage) {
    this.#activePage = activePage;
  }

  /** Returns whether a page belongs to that application, with or without the list shown. */
  static async isAt(view: Frame, look: Look): Promise<boolean> {
    const shows = (wording: Wording): boolean => pressablesIn(view, look, wording).length > 0;
    const { manageConnections, openApplication, openDomain, connectionsMenu } = navigationWordings;
    if (shows(manageConnections) || shows(words.declare)) return true;
    // The portal's own cards may have the same words as that menu.
    if (shows(openApplication) || shows(openDomain)) return false;
    if (shows(connectionsMenu) || (await isPressable(view, words.declare, look))) return true;
    const seen = await seenOfRights(view, look);
    return seen.hasSpace || isWithoutSpace(seen);
  }

  /**
   * Opens the list by the menu entry "Gérer raccordement API", unless it is shown already.
   * @returns the look that shows it.
   */
  async open(): Promise<Look> {
    await this.#activePage.settled();
    const look = await lookAt(this.#activePage.view);
    if (await isPressable(this.#activePage.view, words.declare, look)) return look;
    await this.#expectSpace(look);
    const latest = await this.#unfoldMenu(look);
    const { manageConnections } = navigationWordings;
    const where = 'Raccordement EDI et API';
    await press(this.#activePage.view, manageConnections, where, { latest });
    return this.expectShown();
  }

  /**
   * Waits for the list.
   * @returns the look that shows it.
   * @throws RaccordError PAGE_UNEXPECTED, PORTAL_UNAVAILABLE or CONSULTATION_ONLY.
   */
  async expectShown(): Promise<Look> {
    const { view } = this.#activePage;
    await this.#activePage.settled();
    const look = await lookAt(view);
    if (await isPressable(view, words.declare, look)) return look;
    await orTaught(
      view,
      () => ({ kind: 'button', wording: words.declare, where: WHERE }),
      () => this.#expectKnown(),
    );
    await this.#activePage.settled();
    return lookAt(view);
  }

  async #expectKnown(): Promise<void> {
    const { view } = this.#activePage;
    const timeoutMs = timeoutIn(view, SHOWING_MS);
    const first = await waitFor(async () => {
      const look = await lookAt(view);
      if (await isPressable(view, words.declare, look)) return 'list';
      if (pressablesIn(view, look, words.apply).length > 0) return 'apply';
      // A server error page will not turn into the list.
      return isServerError(this.#activePage.lastStatus) ? 'error' : undefined;
    }, timeoutMs);
    if (first === 'apply') await this.#expectMayDeclare();
    const isShown =
      first === 'list' ||
      (first !== 'error' &&
        (await waitFor(async () => (await this.isShown()) || undefined, timeoutMs)) === true);
    if (!isShown) throw await pageUnexpected(this.#activePage, WHERE);
  }

  /** @throws RaccordError CONSULTATION_ONLY if the list is stable and offers nothing to declare. */
  async #expectMayDeclare(): Promise<void> {
    await this.#activePage.settled();
    if (!offersNothingToDeclare(await pressableWords(this.#activePage.view))) return;
    const isLate = await waitFor(async () => (await this.isShown()) || undefined, UNFOLDING_MS);
    if (isLate !== undefined) return;
    if (!offersNothingToDeclare(await pressableWords(this.#activePage.view))) return;
    throw new RaccordError('CONSULTATION_ONLY', { where: WHERE, label: words.declare[0] });
  }

  /** @throws RaccordError SPACE_NOT_OPEN if the user has no such space in the application. */
  async #expectSpace(look: Look): Promise<void> {
    const { view } = this.#activePage;
    const [where] = navigationWordings.connectionsMenu;
    let latest: Look | undefined = look;
    await orTaught(
      view,
      () => ({ kind: 'button', wording: navigationWordings.manageConnections, where }),
      async () => {
        const seen = latest ?? (await lookAt(view));
        latest = undefined;
        await this.#expectKnownSpace(seen);
      },
    );
  }

  async #expectKnownSpace(look: Look): Promise<void> {
    const { view } = this.#activePage;
    if (!isWithoutSpace(await seenOfRights(view, look))) return;
    throw new RaccordError('SPACE_NOT_OPEN', {
      space: navigationWordings.connectionsMenu[0],
      present: await shownTexts(view.locator('nav a, [role=menuitem], [role=tab]')),
    });
  }

  /**
   * Makes the menu entry visible if its menu is folded, or unfolds with the entry above.
   * @param before the latest look.
   * @returns the look that is the latest then.
   */
  async #unfoldMenu(before: Look): Promise<Look> {
    const { view } = this.#activePage;
    const { manageConnections, menu, connectionsMenu } = navigationWordings;
    let look = before;
    for (const above of [menu, connectionsMenu]) {
      if (pressablesIn(view, look, manageConnections).length > 0) return look;
      const opener = thePressable(look, above);
      if (opener.kind !== 'one') continue;
      await clickThing(view, opener.thing, `click « ${above[0]} » (${WHERE})`);
      await waitFor(
        async () => (await isPressable(view, manageConnections)) || undefined,
        UNFOLDING_MS,
      );
      look = await lookAt(view);
    }
    return look;
  }

  async isShown(): Promise<boolean> {
    return isPressable(this.#activePage.view, words.declare);
  }

  /**
   * Returns the rows of one structure, from all pages.
   * @throws RaccordError STRUCTURE_NOT_OFFERED if the administrator has no such structure.
   */
  async readFor(siret: Siret): Promise<ConnectionRow[]> {
    return readAgainUnlessRead(() => this.#readFiltered(siret));
  }

  /** @throws RaccordError READ_BACK_DIFFERS if filter or rows show another structure. */
  async #readFiltered(siret: Siret): Promise<ConnectionRow[]> {
    const list = await this.open();
    const filter = new Field(this.#activePage.view, words.structureFilter, WHERE);
    try {
      await filter.choose({ siret }, list);
    } catch (error) {
      if (!isRaccordError(error) || error.code !== 'OPTION_NOT_FOUND') throw error;
      const { present } = error.details;
      throw new RaccordError('STRUCTURE_NOT_OFFERED', { where: WHERE, present }, error);
    }
    const { rows, look } = await this.#readPages(await this.#apply(list), siret);
    await filter.expectChosen({ siret }, look);
    const other = rows.find(({ structure }) => namesOnlyOthers(structure, siret));
    if (other === undefined) return rows;
    const label = words.structureColumn[0];
    throw new RaccordError('READ_BACK_DIFFERS', { label, meant: siret, shown: other.structure });
  }

  /**
   * Returns every row of the list, for all structures, in as few pages as the portal allows: opens
   * the list again, so that no filter is set, with the largest page size offered.
   */
  async readAllInLargestPages(): Promise<ConnectionRow[]> {
    return readAgainUnlessRead(() => this.#readAllInLargestPages());
  }

  async #readAllInLargestPages(): Promise<ConnectionRow[]> {
    let list = await this.#showLargestPages(await this.#openAnew());
    // A silently renewed session leads back to the list as it was.
    list ??= (await this.#showLargestPages(await this.#openAnew())) ?? (await this.open());
    return (await this.#readPages(list)).rows;
  }

  async #openAnew(): Promise<Look> {
    const latest = await this.#unfoldMenu(await this.open());
    await press(this.#activePage.view, navigationWordings.manageConnections, WHERE, { latest });
    return this.expectShown();
  }

  /**
   * @param list the look that shows the list.
   * @returns the same with the chosen page size; undefined if the list does not show that.
   */
  async #showLargestPages(list: Look): Promise<Look | undefined> {
    const lines = new Field(this.#activePage.view, words.linesPerPage, WHERE);
    const numbers = ((await lines.isPresent(list)) ? await lines.options() : undefined)?.filter(
      (text) => /^\d+$/u.test(text),
    );
    const largest = numbers?.sort((one, other) => Number(other) - Number(one))[0];
    if (largest === undefined) return list;
    try {
      await lines.choose({ worded: [largest] });
    } catch (error) {
      if (isRaccordError(error) && error.code === 'READ_BACK_DIFFERS') return undefined;
      throw error;
    }
    return this.#apply();
  }

  /** Returns the structures that the list's filter offers; `undefined` if the page does not say. */
  async offeredStructures(): Promise<readonly string[] | undefined> {
    return new Field(this.#activePage.view, words.structureFilter, WHERE).options();
  }

  /** Opens the form "Déclarer un raccordement API PISTE". */
  async pressDeclare(): Promise<void> {
    await press(this.#activePage.view, words.declare, WHERE);
    // The list has a field with the same label, and in a frame it may stay a little longer.
    await this.#activePage.settled();
  }

  /**
   * @param latest the look that shows the list, which only a filter was chosen in since.
   * @returns the look that shows it again.
   */
  async #apply(latest?: Look): Promise<Look> {
    const { view } = this.#activePage;
    await press(view, words.apply, WHERE, { latest });
    await untilAsked(view, latest && { look: latest, columns: Object.values(COLUMNS) });
    return this.expectShown();
  }

  /**
   * @param first the look that shows the first page.
   * @returns the rows of all pages, and the look that shows the last one.
   */
  async #readPages(first: Look, siret?: Siret): Promise<ReadTable<ConnectionRow>> {
    let latest: Look | undefined = first;
    const rows: ConnectionRow[] = [];
    let before = '';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const another = await waitFor(async () => {
        const now = await this.#readStill(latest, siret);
        latest = undefined;
        return JSON.stringify(now.rows) === before ? undefined : now;
      });
      // A pager that leads nowhere may be at its end or broken: it cannot be told which.
      if (another === undefined) throw endless('the next page shows the same lines');
      rows.push(...another.rows);
      before = JSON.stringify(another.rows);
      const next = await this.#nextPageIfAny(another, { pages: page + 1, rows: rows.length });
      if (next === undefined) return { rows, look: another.look };
      await next.click();
      latest = await this.expectShown();
    }
    throw endless(`${MAX_PAGES} pages`);
  }

  /** Reads the list. An empty one is read again once the page is stable: rows may be loading. */
  async #readStill(latest: Look | undefined, siret?: Siret): Promise<ReadTable<ConnectionRow>> {
    const { view } = this.#activePage;
    const shown = await this.#rowsIn(latest ?? (await lookAt(view)));
    if (shown !== undefined && shown.rows.length > 0) return shown;
    await this.#activePage.staysSettled();
    const read = await this.#rowsOrNone(siret);
    if (read.rows.length === 0) await expectAnswered(this.#activePage, WHERE);
    return read;
  }

  /**
   * Returns the rows of the page once they are there. A list without a table is empty only if it
   * says so: a missing table may be still to come, or have markup that raccord cannot read.
   */
  async #rowsOrNone(siret?: Siret): Promise<ReadTable<ConnectionRow>> {
    const { view } = this.#activePage;
    const { none } = listWordings;
    let texts: readonly string[] = [];
    const shown = await waitFor(async () => {
      const look = await lookAt(view);
      const read = await this.#rowsIn(look);
      if (read !== undefined) return read;
      await onePressable(view, words.declare, WHERE, { latest: look });
      texts = await this.#textsBesideFilter(siret, look);
      return isSaidEmpty(texts, sentencesOfNone(view, none)) ? { rows: [], look } : undefined;
    }, LISTING_MS);
    if (shown !== undefined) return shown;
    if (await teachEmptyList(view, { none, where: WHERE }, texts)) return this.#rowsOrNone(siret);
    const column = words.applicationColumn[0];
    throw new RaccordError('COLUMN_NOT_FOUND', { column, where: WHERE, present: [] });
  }

  /** Returns the page's texts outside of the filter; none if they name the requested structure. */
  async #textsBesideFilter(siret: Siret | undefined, look: Look): Promise<readonly string[]> {
    const { view } = this.#activePage;
    const aside = await new Field(view, words.structureFilter, WHERE).handle(look);
    const request = { aside, without: '', as: 'texts' } as const;
    const { texts } = await view.evaluate(textBlocks, request);
    const isNamed = siret !== undefined && optionMatches(texts.join(' '), { siret });
    return isNamed ? [] : texts;
  }

  /** Returns the rows of the page; undefined without a table. */
  async #rowsIn(look: Look): Promise<ReadTable<ConnectionRow> | undefined> {
    return readTable(
      this.#activePage.view,
      {
        columns: COLUMNS,
        title: words.title,
        none: listWordings.none,
        where: WHERE,
      },
      look,
    );
  }

  /** Returns the button to the next page; `undefined` on the last one, which the look shows. */
  async #nextPageIfAny(
    { look, box }: ReadTable<ConnectionRow>,
    read: ReadSoFar,
  ): Promise<Locator | undefined> {
    const { view } = this.#activePage;
    let before: Look | undefined = look;
    return orTaught(
      view,
      () => ({ kind: 'button', wording: words.nextPage, where: WHERE }),
      async () => {
        const shown = { look: before ?? (await lookAt(view)), box, read };
        before = undefined;
        return nextPage(view, shown, words.nextPage, WHERE);
      },
    );
  }
}

async function seenOfRights(view: Frame, look: Look): Promise<SeenOfRights> {
  const { manageConnections, connectionsMenu, otherSpaces } = navigationWordings;
  const shows = (wording: Wording): boolean => pressablesIn(view, look, wording).length > 0;
  return {
    otherSpaces: pressables(look, otherSpaces).length,
    hasSpace:
      [manageConnections, connectionsMenu, words.declare].some(shows) ||
      (await hidden(view).count()) > 0,
  };
}

/** Returns the menu entry in a folded menu: present but not visible. */
function hidden(view: Frame): Locator {
  const pattern = patternOf(navigationWordings.manageConnections);
  return view.locator('a, button, [role=menuitem], [role=tab]').filter({ hasText: pattern });
}

function endless(reason: string): AnyRaccordError {
  return new RaccordError('ACTION_FAILED', { action: `read « ${WHERE} »`, reason });
}
