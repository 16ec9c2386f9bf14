import { Field } from '../../src/acting/fields/field.ts';
import { Form } from '../../src/acting/fields/form.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const TEXTS = [
  'Pldiffusion1',
  "L'Isle-d'Abeau",
  'Éditeur & « Cie » <b>"quoted"</b>',
  '  spaces  around  ',
  '04 72 00 00 00',
  'ﬁn ñ 日本 🙂',
];

for (const text of TEXTS) {
  test(`a text is typed and read back as it is: ${text}`, async ({ robotScreen, show }) => {
    await show(input());
    const field = new Field(robotScreen.page, ['Contact'], 'Essai');
    await field.fill(text);
    expect(await field.read()).toBe(text);
  });
}

test('a field from which something takes the focus while it is typed into is typed into again', async ({
  robotScreen,
  show,
}) => {
  await show(`${input('id=contact')}<p><label>Autre <input id=other></label></p>`);
  await robotScreen.page.evaluate(() => {
    const [contact, other] = ['contact', 'other'].map((id) => document.getElementById(id));
    contact?.addEventListener('focus', () => other?.focus(), { once: true });
  });
  const form = new Form(robotScreen, 'Essai');
  await form.fill([[['Contact'], 'Camille Martin']]);
  await form.expectShows([[['Contact'], 'Camille Martin']]);
});

test('what was there before is replaced', async ({ robotScreen, show }) => {
  await show(input('value="avant"'));
  const field = new Field(robotScreen.page, ['Contact'], 'Essai');
  await field.fill('après');
  expect(await field.read()).toBe('après');
});

/** Fields that do not keep what is typed, and what they make of "Camille Martin". */
const CHANGING: readonly (readonly [what: string, attributes: string, shown: string])[] = [
  ['that writes in capitals', 'oninput="value = value.toUpperCase()"', 'CAMILLE MARTIN'],
  ['that cuts on leaving', 'onblur="value = value.slice(0, 7)"', 'Camille'],
  ['with a greatest length', 'maxlength="10"', 'Camille Ma'],
  ['that empties itself on change', `onchange="value = ''"`, ''],
];

for (const [what, attributes, shown] of CHANGING) {
  test(`a field ${what} is not taken for filled`, async ({ robotScreen, show }) => {
    await show(input(attributes));
    await expect(
      new Field(robotScreen.page, ['Contact'], 'Essai').fill('Camille Martin'),
    ).rejects.toMatchObject({
      code: 'READ_BACK_DIFFERS',
      details: { label: 'Contact', meant: 'Camille Martin', shown },
    });
  });
}

for (const attribute of ['readonly', 'disabled']) {
  test(`a ${attribute} field is told, without what was to be typed`, async ({
    robotScreen,
    show,
  }) => {
    robotScreen.context.setDefaultTimeout(400);
    await show(input(attribute));
    const refused = new Field(robotScreen.page, ['Contact'], 'Essai').fill('Camille Martin');
    await expect(refused).rejects.toMatchObject({
      code: 'ACTION_FAILED',
      details: { action: 'fill « Contact » (Essai)' },
    });
    const error: unknown = await refused.catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).not.toContain('Camille');
  });
}

test('a field that takes its value on leaving is left', async ({ robotScreen, show }) => {
  await show(`${input(`onblur="document.title = 'taken: ' + value"`)}<input aria-label="next">`);
  await new Field(robotScreen.page, ['Contact'], 'Essai').fill('Camille');
  await expect(robotScreen.page).toHaveTitle('taken: Camille');
});

function input(attributes = ''): string {
  return `<div><label for="c">Contact</label><input id="c" ${attributes}></div>`;
}
