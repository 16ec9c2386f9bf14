import { WORDINGS } from '../../flows/pages/wordings.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { withThing, NOTHING_TAUGHT, type TaughtThing } from '../../src/teaching/taught.ts';
import { onePressable } from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { lookedAtFirst } from '../../flows/pages/first-write.ts';
import { Knowledge, useKnowledge, type Teacher } from '../../src/acting/knowledge.ts';
import { readTable } from '../../src/acting/read-table.ts';
import {
  connectionListWordings,
  declarationWordings,
  listWordings,
} from '../../flows/pages/wordings.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

/** Milliseconds for what must not come to pass. */
const IN_VAIN = 300;

const ORIGIN = { host: 'portail.example', at: '2026-11-27T04:00:00.000Z', raccord: '1.0.0' };

const PHONE: TaughtThing = {
  ...ORIGIN,
  page: '/formulaire',
  kind: 'field',
  name: 'declaration.contactPhone',
  found: { words: 'Ligne directe' },
};

const BOTH =
  '<label>Téléphone <input value="old"></label><label>Ligne directe <input value="new"></label>';

interface Known {
  readonly things?: readonly TaughtThing[];
  readonly teacher?: Teacher;
}

/** Shows a page at `/formulaire`, to raccord as it was taught. */
async function teaching(
  activePage: ActivePage,
  serve: (documentAt: (address: URL) => string | undefined) => Promise<void>,
  html: string,
  { things = [PHONE], teacher }: Known = {},
): Promise<Knowledge> {
  const knowledge = new Knowledge({
    wordings: WORDINGS,
    taught: things.reduce(withThing, NOTHING_TAUGHT),
    version: '1.0.0',
    now: () => new Date(ORIGIN.at),
    save: () => Promise.resolve(),
    isAllowed: () => true,
    ...(teacher !== undefined && { teacher }),
  });
  useKnowledge(activePage.context, knowledge);
  await serve(() => `<!doctype html><html lang="fr">${html}</html>`);
  await activePage.page.goto('https://portail.example/formulaire');
  return knowledge;
}

test('a field is found as it was taught, before every wording', async ({ robotScreen, serve }) => {
  await teaching(robotScreen, serve, BOTH);
  const field = new Field(robotScreen.page, declarationWordings.contactPhone, 'Essai');
  expect(await field.read()).toBe('new');
});

test('on another page the wording counts', async ({ robotScreen, serve }) => {
  await teaching(robotScreen, serve, BOTH);
  await robotScreen.page.goto('https://portail.example/autre');
  const field = new Field(robotScreen.page, declarationWordings.contactPhone, 'Essai');
  expect(await field.read()).toBe('old');
});

for (const [what, html, count] of [
  ['two things', `${BOTH}<label>Ligne directe <input></label>`, 2],
  ['nothing', '<label>Téléphone <input></label>', 0],
] as const) {
  test(`a taught field that fits ${what} is told, and never guessed`, async ({
    robotScreen,
    serve,
  }) => {
    await teaching(robotScreen, serve, html);
    const field = new Field(robotScreen.page, declarationWordings.contactPhone, 'Essai');
    await expect(field.expectOne(IN_VAIN)).rejects.toMatchObject({
      code: 'TAUGHT_NOT_FITTING',
      details: { name: 'declaration.contactPhone', matches: { length: count } },
    });
  });
}

test('a taught button that fits two is pressed by nobody', async ({ robotScreen, serve }) => {
  const found = { words: 'Filtrer' };
  const apply: TaughtThing = { ...PHONE, kind: 'button', name: 'connectionList.apply', found };
  const html = '<button>Filtrer</button><button>Appliquer</button>';
  await teaching(robotScreen, serve, html, { things: [apply] });
  const { page } = robotScreen;
  const one = await onePressable(page, connectionListWordings.apply, 'Essai');
  await expect(one).toHaveText('Filtrer');
  await page
    .locator('button')
    .last()
    .evaluate((button) => (button.textContent = 'Filtrer'));
  await expect(
    onePressable(page, connectionListWordings.apply, 'Essai', { timeoutMs: IN_VAIN }),
  ).rejects.toMatchObject({ code: 'TAUGHT_NOT_FITTING' });
});

test('a table whose taught column is there twice is not read', async ({ robotScreen, serve }) => {
  const state: TaughtThing = {
    ...{ ...ORIGIN, page: '/formulaire', kind: 'column', name: 'connectionList.stateColumn' },
    words: 'Phase',
  };
  const row = (...cells: string[]): string => `<tr>${cells.map((one) => `<td>${one}`).join('')}`;
  const head = `<tr><th>Nom de l'application PISTE<th>Structure raccordée<th>Phase`;
  const table = (more: string, ...cells: string[]): string =>
    `<table>${head}${more}${row(...cells)}</table>`;
  await teaching(robotScreen, serve, table('', 'A', 'B', 'C'), { things: [state] });
  const { applicationColumn: name, structureColumn, stateColumn } = connectionListWordings;
  const columns = { name, structure: structureColumn, state: stateColumn };
  const read = () =>
    readTable(robotScreen.page, { columns, none: listWordings.none, where: 'Essai' });
  expect((await read())?.rows).toEqual([{ name: 'A', structure: 'B', state: 'C' }]);
  await robotScreen.page.setContent(table('<th>Phase', 'A', 'B', 'C', 'D'));
  await expect(read()).rejects.toMatchObject({ code: 'TAUGHT_NOT_FITTING' });
});

test.describe('the first sending of a form on which something was taught', () => {
  const looked = (activePage: ActivePage): Promise<void> =>
    lookedAtFirst(activePage.page, ['declaration'], 'Essai', () =>
      Promise.resolve([[declarationWordings.contactPhone, '04 78']] as const),
    );

  test('needs a person, and is not sent without one', async ({ robotScreen, serve }) => {
    await teaching(robotScreen, serve, BOTH);
    await expect(looked(robotScreen)).rejects.toMatchObject({
      code: 'TAUGHT_NOT_LOOKED_AT',
      details: { names: ['declaration.contactPhone'] },
    });
  });

  test('shows all values once, and is sent where the person says so', async ({
    robotScreen,
    serve,
  }) => {
    const shown: unknown[] = [];
    const answers = [false, true];
    const teacher = {
      confirmValues: (_where: string, values: unknown) => {
        shown.push(values);
        return Promise.resolve(answers.shift() ?? false);
      },
    } as unknown as Teacher;
    await teaching(robotScreen, serve, BOTH, { teacher });
    await expect(looked(robotScreen)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await looked(robotScreen);
    await looked(robotScreen);
    const value = ['Téléphone (« Ligne directe »)', '04 78'];
    expect(shown).toEqual([[value], [value]]);
  });

  test('asks nothing of another form', async ({ robotScreen, serve }) => {
    await teaching(robotScreen, serve, BOTH);
    await lookedAtFirst(robotScreen.page, ['technicalAccount'], 'Essai', () => Promise.resolve([]));
  });
});
