import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { answerTo, noteMessages } from '../../flows/pages/read-answer.ts';
import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { onePressable } from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { TechnicalAccountPage } from '../../flows/pages/technical-account-page.ts';
import { listWordings } from '../../flows/pages/wordings.ts';
import { newContext } from '../../src/browser/launch.ts';
import { ActivePage } from '../../src/browser/active-page.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';
import { cardsOf, onlyTitled, type Card } from '../../src/seeing/cards.ts';
import type { Box, Look, Thing } from '../../src/seeing/look.ts';
import { lookAt } from '../../src/seeing/look-at.ts';
import { thePressable } from '../../src/seeing/pressables.ts';
import { pagingOf } from '../../src/seeing/pager.ts';
import { rowsOf } from '../../src/seeing/table-rows.ts';
import { tableWith } from '../../src/seeing/tables.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { drawnSeeds, replayOf } from './drawn-seeds.ts';
import { draw, type Rendering, type ScreenName } from './rendering.ts';

/** So many mistakes are told; more tell nothing new. */
const ENOUGH = 10;

/** So many pages are looked at in one test, in so many tabs side by side; tests share the workers. */
const [PART, TABS] = [250, 3];

const STYLE = readFileSync(
  new URL('../../fixtures/portal/assets/skins/drawn.css', import.meta.url),
  'utf8',
);

const EMPTY = `<!doctype html><html lang="fr"><style>${STYLE}</style><body></body></html>`;

const all = drawnSeeds('pages');
for (let from = 0; from < all.length; from += PART) {
  const seeds = all.slice(from, from + PART);
  const name = `pages drawn from ${String(seeds.at(0))} to ${String(seeds.at(-1))}`;
  const annotation = { type: 'pages', description: String(seeds.length) };
  test(`${name} are seen as a person sees them`, { annotation }, async ({ robotBrowser }) => {
    test.setTimeout(600_000);
    const context = await newContext(robotBrowser, {});
    const left = [...seeds];
    const wrong: string[] = [];
    const goThrough = async (): Promise<void> => {
      const activePage = new ActivePage(await context.newPage());
      await activePage.page.setContent(EMPTY);
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        if (wrong.length >= ENOUGH) return;
        for (const told of await mistakesOn(activePage, draw(seed))) {
          wrong.push(`${told}; ${replayOf('pages', seed)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: TABS }, goThrough));
    await context.close();
    expect(wrong).toEqual([]);
  });
}

/** Shows a page and asks all its questions; says which answers differ from what a person says. */
async function mistakesOn(activePage: ActivePage, drawn: Rendering): Promise<string[]> {
  const { page, view } = activePage;
  const places = await showBody(page, drawn.html);
  const look = await lookAt(view);
  const mistakes: string[] = [];
  const compare = (what: string, found: unknown, said: unknown): void => {
    if (JSON.stringify(found) === JSON.stringify(said)) return;
    const is = `${JSON.stringify(found)}, not ${JSON.stringify(said)}`;
    mistakes.push(`${what} (${drawn.screen}) is ${is}`);
  };

  for (const { wording, said } of drawn.pressing) {
    compare(wording[0], await pressedOn(page, look, wording, places), said);
  }
  if (drawn.card !== undefined) compare('the card', cardOn(look, places), drawn.card);
  if (drawn.listing !== undefined) {
    compare('the list', listOn(look, drawn.listing.columns), drawn.listing.said);
  }
  const fields = await Promise.all(
    drawn.asking.map(({ wording }) => new Field(view, wording, 'Essai').seen(true, look)),
  );
  for (const [index, { wording, said }] of drawn.asking.entries()) {
    const [one, ...others] = fields[index] ?? [];
    const seen = one === undefined ? 'none' : others.length > 0 ? 'several' : { is: one.shown };
    compare(wording[0], seen, said);
  }
  const facing = FACES[drawn.screen];
  if (facing !== undefined) compare('the screen', await facing(activePage, look, drawn), true);
  if (drawn.answering !== undefined) {
    const { html, isFormThere, said } = drawn.answering;
    await noteMessages(activePage);
    if (!isFormThere) await showBody(page, '<h1>Chorus Pro</h1>');
    await page.evaluate((notice) => {
      document.body.insertAdjacentHTML('afterbegin', notice);
    }, html);
    const answer = await answerTo(activePage, () => Promise.resolve(isFormThere), 0);
    const message = 'message' in answer ? answer.message : answer.reason;
    compare('the answer', { kind: answer.kind, message }, said);
  }
  return mistakes;
}

/** Whether a screen is known for what it is, where that is asked. */
const FACES: Readonly<
  Partial<
    Record<ScreenName, (activePage: ActivePage, look: Look, drawn: Rendering) => Promise<boolean>>
  >
> = {
  home: async ({ view }, look) =>
    (await PortalPage.showsApplications(view)) && !(await ConnectionsPage.isAt(view, look)),
  list: async ({ view }, look, { pressing }) => {
    const [, declare] = pressing;
    return (await ConnectionsPage.isAt(view, look)) === (declare?.said !== 'none');
  },
  account: async ({ view }, look, { asking: [type] }) =>
    (await TechnicalAccountPage.isAt(view, look)) === (type?.said !== 'none'),
};

/** Where one of the drawn things stands. */
interface DrawnPlace {
  readonly is: string;
  readonly box: Box;
}

/** In a body of its own: what watches the one before has nothing more to see. */
async function showBody(page: Page, content: string): Promise<DrawnPlace[]> {
  return page.evaluate((markup) => {
    const body = document.createElement('body');
    body.setHTMLUnsafe(markup);
    document.body.replaceWith(body);
    return [...body.querySelectorAll('[data-is]')].map((drawn) => {
      const { x, y, width, height } = drawn.getBoundingClientRect();
      return { is: drawn.getAttribute('data-is') ?? '', box: { x, y, width, height } };
    });
  }, content);
}

/** Which of the drawn things one of a look stands in. */
function isOf({ box }: Thing, places: readonly DrawnPlace[]): string {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const around = places.find(
    ({ box: place }) =>
      x >= place.x && x <= place.x + place.width && y >= place.y && y <= place.y + place.height,
  );
  return around?.is ?? '';
}

async function pressedOn(
  page: Page,
  look: Look,
  wording: Wording,
  places: readonly DrawnPlace[],
): Promise<unknown> {
  const finding = thePressable(look, wording);
  if (finding.kind === 'several') return finding.kind;
  if (finding.kind === 'one') return { is: isOf(finding.thing, places) };
  // What no look tells, the page is asked for.
  const locator = await onePressable(page, wording, 'Essai', { timeoutMs: 0 }).catch(
    (error: unknown) => {
      if (isRaccordError(error) && error.code === 'CONTROL_NOT_FOUND') return undefined;
      throw error;
    },
  );
  if (locator === undefined) return 'none';
  return {
    is: await locator.evaluate((element) => element.closest('[data-is]')?.getAttribute('data-is')),
  };
}

function cardOn(look: Look, places: readonly DrawnPlace[]): unknown {
  const speaks = ({ words }: Card): boolean => /\bedi\b/iu.test(words) && /\bapi\b/iu.test(words);
  const openers = ['Accéder', 'Accéder au service', 'Access Service'] as const;
  const [card, ...others] = onlyTitled(cardsOf(look, openers).filter(speaks), speaks);
  if (card === undefined) return 'none';
  return others.length > 0 ? 'several' : { is: isOf(card.opener, places) };
}

function listOn(look: Look, columns: readonly Wording[]): unknown {
  const table = tableWith(look, columns);
  if (table === undefined) return 'none';
  const named = Object.fromEntries(columns.map((column, index) => [`c${index}`, column]));
  const read = rowsOf(table, named, {}, { none: listWordings.none });
  if (read.kind !== 'rows') return read;
  const { kind } = pagingOf(look, table.box, { pages: 1, rows: read.rows.length });
  return {
    is: read.rows.map((row) => columns.map((_, index) => row[`c${index}`])),
    isCut: kind === 'more',
  };
}
