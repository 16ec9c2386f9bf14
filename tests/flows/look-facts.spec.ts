import { join } from 'node:path';
import { childrenOf, type Look, type Thing } from '../../src/seeing/look.ts';
import { lookAt, locatorOf } from '../../src/seeing/look-at.ts';
import { wordsOf } from '../../src/seeing/words.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { membersWith } from '../../fixtures/playwright/zip-members.ts';

/** What Playwright's look tells and what it does not, as docs/seeing.md says: measured again. */

const SECRET = 'Gen3r8_Zx9qLmN';

const find = ({ things }: Look, role: string): Thing | undefined =>
  things.find((thing) => thing.role === role);

test('a link that holds a button is one named button in an unnamed link', async ({
  robotScreen: { page },
  show,
}) => {
  await show('<a href="#"><button>Déclarer un raccordement PISTE</button></a>');
  const look = await lookAt(page);
  expect(look.things.map(({ role, name }) => [role, name])).toEqual([
    ['link', ''],
    ['button', 'Déclarer un raccordement PISTE'],
  ]);
});

test('a closed list tells its options, one of a widget nothing', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<select><option>10</option><option selected>20</option></select>
    <button role="combobox" aria-expanded="false" aria-controls="l">Choisir</button>
    <ul id="l" role="listbox" hidden><li role="option">Lyon</li></ul>`);
  const look = await lookAt(page);
  const options = look.things.filter(({ role }) => role === 'option');
  expect(options.map(({ name }) => name)).toEqual(['10', '20']);
  expect(find(look, 'combobox')?.value?.reveal()).toBe('20');
});

test('a look goes through open shadow roots and slots, and not into closed ones', async ({
  robotScreen: { page },
  show,
}) => {
  await show('<x-open><input aria-label="Fax" value="04"></x-open><x-closed></x-closed>');
  await page.evaluate(() => {
    const open = document.querySelector('x-open')?.attachShadow({ mode: 'open' });
    if (open !== undefined) open.innerHTML = '<b role="note">Contact</b><slot></slot>';
    const closed = document.querySelector('x-closed')?.attachShadow({ mode: 'closed' });
    if (closed !== undefined) closed.innerHTML = '<button>Valider</button>';
  });
  const look = await lookAt(page);
  expect(find(look, 'note')).toBeDefined();
  expect(find(look, 'textbox')?.value?.reveal()).toBe('04');
  expect(find(look, 'button')).toBeUndefined();
});

test('a look tells no password field from another, and no field that only shows', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<input type="password" aria-label="a" value="x"><input aria-label="a" value="x">
    <input readonly aria-label="a" value="x">`);
  const [first, second, third] = (await lookAt(page)).things.filter(
    ({ role }) => role === 'textbox',
  );
  const tellable = ({ at: _, end: _end, ref: _ref, box: _box, ...rest }: Thing): string =>
    JSON.stringify(rest);
  expect(first && second && tellable(first) === tellable(second)).toBe(true);
  expect(second && third && tellable(second) === tellable(third)).toBe(true);
});

test('words in a line that are pressed are no thing of their own, nor is a tooltip told', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<div>Voir <span style="cursor:pointer" onclick="">la suite</span></div>
    <button title="Page suivante">&gt;</button>`);
  const look = await lookAt(page);
  const [block] = look.things;
  expect(block && childrenOf(look, block).map((part) => wordsOf(look, part))).toEqual([
    'Voir la suite',
    '>',
  ]);
  expect(find(look, 'button')).toMatchObject({ name: '>' });
});

test('a document that has no body yet, and a part that is gone, show nothing', async ({
  robotScreen: { page },
  show,
}) => {
  await show('<form><button>Valider</button></form>');
  await page.locator('form').evaluate((form) => {
    form.remove();
  });
  expect((await lookAt(page.locator('form'))).things).toEqual([]);
  await page.locator('body').evaluate((body) => {
    body.remove();
  });
  expect((await lookAt(page)).things).toEqual([]);
  expect((await lookAt(page.mainFrame())).things).toEqual([]);
});

test('what was seen is gone once it is drawn anew, and never another thing', async ({
  robotScreen: { page },
  show,
}) => {
  await show('<main><button>Valider</button></main>');
  const button = find(await lookAt(page), 'button');
  if (button === undefined) throw new Error('no button');
  await expect(locatorOf(page, button)).toHaveText('Valider');
  await page.locator('main').evaluate((main) => {
    main.innerHTML = '<button>Valider</button>';
  });
  await expect(locatorOf(page, button)).toHaveCount(0);
  await lookAt(page);
  await expect(locatorOf(page, button)).toHaveCount(0);
});

test('a look takes what fields hold with it into a trace: none runs while a secret is shown', async ({
  robotScreen: { page, context },
  show,
  folder,
}) => {
  const zip = join(folder, 'trace.zip');
  await context.tracing.start({ screenshots: true, snapshots: false });
  await show(`<label>Mot de passe <input type="password"></label><script>
    document.querySelector('input').value = ['Gen3r8', 'Zx9qLmN'].join('_');</script>`);
  const look = await lookAt(page);
  await context.tracing.stop({ path: zip });
  expect(find(look, 'textbox')?.value?.reveal()).toBe(SECRET);
  expect(await membersWith(zip, SECRET)).toEqual(['trace.trace']);
});
