import type { Page } from 'playwright';
import { Field } from '../../flows/pages/fields/field.ts';
import { cardsOf, theTitled, type Card } from '../../src/seeing/cards.ts';
import type { Thing } from '../../src/seeing/look.ts';
import { lookAt, seenIn } from '../../src/seeing/look-at.ts';
import { thePressable } from '../../src/seeing/pressables.ts';
import { tableWith } from '../../src/seeing/tables.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { draw, type Rendering } from './rendering.ts';

/** So many mistakes are told; more tell nothing new. */
const ENOUGH = 10;

/** Pages drawn at random: what is decided by looking at them is what a person would say. */
for (const [pages, tag] of [
  [200, ''],
  [2_000, ' @whole'],
] as const) {
  test(`${String(pages)} drawn pages are seen as a person sees them${tag}`, async ({
    robotScreen: { page },
    show,
  }) => {
    // Two thousand take a minute on a machine that does nothing else.
    test.setTimeout(1_800_000);
    const first = Number(process.env['RACCORD_SEED'] ?? Date.now() % 1_000_000);
    await show('');
    const wrong: string[] = [];
    for (let seed = first; seed < first + pages && wrong.length < ENOUGH; seed += 1) {
      const drawn = draw(seed);
      for (const told of await mistakesOn(page, drawn)) wrong.push(`RACCORD_SEED=${seed}: ${told}`);
    }
    expect(wrong).toEqual([]);
  });
}

/** Shows a page and asks all its questions; says which answers differ from what a person says. */
async function mistakesOn(page: Page, drawn: Rendering): Promise<string[]> {
  await page.evaluate((html) => {
    document.body.setHTMLUnsafe(html);
  }, drawn.html);
  const look = await lookAt(page);
  const mistakes: string[] = [];
  const compare = (what: string, found: unknown, said: unknown): void => {
    if (JSON.stringify(found) === JSON.stringify(said)) return;
    mistakes.push(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(said)}`);
  };
  const isOf = (thing: Thing): Promise<string> =>
    seenIn(page, thing).evaluate((element) => {
      const root = element.getRootNode();
      const host = root instanceof ShadowRoot ? root.host : element;
      return host.closest('[data-is]')?.getAttribute('data-is') ?? '';
    });

  const pressed = thePressable(look, drawn.pressed.wording);
  const found = pressed.kind === 'one' ? { is: await isOf(pressed.thing) } : pressed.kind;
  compare(drawn.pressed.wording[0], found, drawn.pressed.said);

  const speaks = ({ words }: Card): boolean => /\bedi\b/iu.test(words) && /\bapi\b/iu.test(words);
  const cards = theTitled(cardsOf(look, ['Accéder']).filter(speaks), speaks);
  const openers = await Promise.all(cards.map(({ opener }) => isOf(opener)));
  compare('the card of EDI and API', openers, [drawn.card]);

  const table = tableWith(look, drawn.table.columns);
  compare('the list', table?.rows, drawn.table.rows);

  const looks = await Promise.all(
    drawn.fields.map(({ wording }) => new Field(page, wording, 'Essai').seen(true, look)),
  );
  for (const [index, { wording, said }] of drawn.fields.entries()) {
    const [one, ...others] = looks[index] ?? [];
    const seen = one === undefined ? 'none' : others.length > 0 ? 'several' : { is: one.shown };
    compare(wording[0], seen, said);
  }
  return mistakes;
}
