import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import { answerTo, noteMessages } from '../../flows/pages/answer.ts';
import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { onePressable } from '../../flows/pages/control.ts';
import { Field } from '../../flows/pages/fields/field.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { TechnicalAccountPage } from '../../flows/pages/technical-account-page.ts';
import { listWordings } from '../../flows/pages/wordings.ts';
import type { Screen } from '../../src/browser/screen.ts';
import { isRaccordError } from '../../src/domain/errors.ts';
import { cardsOf, theTitled, type Card } from '../../src/seeing/cards.ts';
import type { Look } from '../../src/seeing/look.ts';
import { lookAt, seenIn } from '../../src/seeing/look-at.ts';
import { thePressable } from '../../src/seeing/pressables.ts';
import { rowsOf } from '../../src/seeing/table-rows.ts';
import { tableWith } from '../../src/seeing/tables.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { drawnSeeds, replayOf } from './drawn-seeds.ts';
import { draw, type Rendering, type ScreenName } from './rendering.ts';

/** So many mistakes are told; more tell nothing new. */
const ENOUGH = 10;

/** So many pages are looked at in one test. */
const PART = 500;

const STYLE = readFileSync(
  new URL('../../fixtures/portal/assets/skins/drawn.css', import.meta.url),
  'utf8',
);

const all = drawnSeeds('pages');
for (let from = 0; from < all.length; from += PART) {
  const seeds = all.slice(from, from + PART);
  const name = `pages drawn from ${String(seeds.at(0))} to ${String(seeds.at(-1))}`;
  test(`${name} are seen as a person sees them`, async ({ robotScreen, show }) => {
    test.setTimeout(600_000);
    await show(`<style>${STYLE}</style><body></body>`);
    const wrong: string[] = [];
    for (const seed of seeds) {
      if (wrong.length >= ENOUGH) break;
      for (const told of await mistakesOn(robotScreen, draw(seed))) {
        wrong.push(`${told}; ${replayOf('pages', seed)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
}

/** Shows a page and asks all its questions; says which answers differ from what a person says. */
async function mistakesOn(screen: Screen, drawn: Rendering): Promise<string[]> {
  const { page } = screen;
  await showBody(page, drawn.html);
  const look = await lookAt(page);
  const mistakes: string[] = [];
  const compare = (what: string, found: unknown, said: unknown): void => {
    if (JSON.stringify(found) === JSON.stringify(said)) return;
    const is = `${JSON.stringify(found)}, not ${JSON.stringify(said)}`;
    mistakes.push(`${what} (${drawn.screen}) is ${is}`);
  };

  for (const { wording, said } of drawn.pressing) {
    compare(wording[0], await pressedOn(page, look, wording), said);
  }
  if (drawn.card !== undefined) compare('the card', await cardOn(page, look), drawn.card);
  if (drawn.listing !== undefined) {
    compare('the list', listOn(look, drawn.listing.columns), drawn.listing.said);
  }
  const fields = await Promise.all(
    drawn.asking.map(({ wording }) => new Field(page, wording, 'Essai').seen(true, look)),
  );
  for (const [index, { wording, said }] of drawn.asking.entries()) {
    const [one, ...others] = fields[index] ?? [];
    const seen = one === undefined ? 'none' : others.length > 0 ? 'several' : { is: one.shown };
    compare(wording[0], seen, said);
  }
  const facing = FACES[drawn.screen];
  if (facing !== undefined) compare('the screen', await facing(screen, drawn), true);
  if (drawn.answering !== undefined) {
    const { html, isFormThere, said } = drawn.answering;
    await noteMessages(screen);
    if (!isFormThere) await showBody(page, '<h1>Chorus Pro</h1>');
    await page.evaluate((notice) => {
      document.body.insertAdjacentHTML('afterbegin', notice);
    }, html);
    const answer = await answerTo(screen, () => Promise.resolve(isFormThere), 0);
    const message = 'message' in answer ? answer.message : answer.reason;
    compare('the answer', { kind: answer.kind, message }, said);
  }
  return mistakes;
}

/** Whether a screen is known for what it is, where that is asked. */
const FACES: Readonly<
  Partial<Record<ScreenName, (screen: Screen, drawn: Rendering) => Promise<boolean>>>
> = {
  home: async ({ view }) =>
    (await PortalPage.showsApplications(view)) &&
    !(await ConnectionsPage.isAt(view, await lookAt(view))),
  list: async ({ view }, { pressing }) => {
    const [, declare] = pressing;
    return (await ConnectionsPage.isAt(view, await lookAt(view))) === (declare?.said !== 'none');
  },
  account: async ({ view }, { asking: [type] }) =>
    (await TechnicalAccountPage.isAt(view, await lookAt(view))) === (type?.said !== 'none'),
};

/** In a body of its own: what watches the one before has nothing more to see. */
async function showBody(page: Page, content: string): Promise<void> {
  await page.evaluate((markup) => {
    const body = document.createElement('body');
    body.setHTMLUnsafe(markup);
    document.body.replaceWith(body);
  }, content);
}

async function pressedOn(page: Page, look: Look, wording: Wording): Promise<unknown> {
  const { kind } = thePressable(look, wording);
  if (kind === 'several') return kind;
  const locator = await onePressable(page, wording, 'Essai', 0).catch((error: unknown) => {
    if (isRaccordError(error) && error.is('CONTROL_NOT_FOUND')) return undefined;
    throw error;
  });
  return locator === undefined ? 'none' : { is: await isOf(locator) };
}

/** Which of the drawn things it is, or stands in. */
async function isOf(thing: Locator): Promise<string> {
  return thing.evaluate((element) => {
    const root = element.getRootNode();
    const host = root instanceof ShadowRoot ? root.host : element;
    return host.closest('[data-is]')?.getAttribute('data-is') ?? '';
  });
}

async function cardOn(page: Page, look: Look): Promise<unknown> {
  const speaks = ({ words }: Card): boolean => /\bedi\b/iu.test(words) && /\bapi\b/iu.test(words);
  const openers = ['Accéder', 'Accéder au service', 'Access Service'] as const;
  const [card, ...others] = theTitled(cardsOf(look, openers).filter(speaks), speaks);
  if (card === undefined) return 'none';
  return others.length > 0 ? 'several' : { is: await isOf(seenIn(page, card.opener)) };
}

function listOn(look: Look, columns: readonly Wording[]): unknown {
  const table = tableWith(look, columns);
  if (table === undefined) return 'none';
  const named = Object.fromEntries(columns.map((column, index) => [`c${index}`, column]));
  const read = rowsOf(table, named, {}, listWordings.none);
  if (read.kind !== 'rows') return read;
  return { is: read.rows.map((row) => columns.map((_, index) => row[`c${index}`])) };
}
