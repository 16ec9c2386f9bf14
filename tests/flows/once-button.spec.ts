import { OnceButton, onePressable, press } from '../../src/acting/control.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const SUBMIT = ['Valider'] as const;

/** Milliseconds for what must not come to pass; what must has the usual time. */
const IN_VAIN = 500;

const TIMEOUT_MS = 15_000;

test('a button is tried first without being clicked', async ({ robotScreen: { page }, show }) => {
  await show(counting('<button>Valider</button>'));
  const button = await OnceButton.ready(page, SUBMIT, 'Essai');
  await expect(page.locator('output')).toHaveText('0');
  await button.click(TIMEOUT_MS);
  await expect(page.locator('output')).toHaveText('1');
});

test('a second click of one intent is refused, even while the first is under way', async ({
  robotScreen: { page },
  show,
}) => {
  await show(counting('<button>Valider</button>'));
  const button = await OnceButton.ready(page, SUBMIT, 'Essai');
  const first = button.click(TIMEOUT_MS);
  await expect(button.click(TIMEOUT_MS)).rejects.toThrow('« Valider » was already clicked');
  await first;
  await expect(button.click(TIMEOUT_MS)).rejects.toThrow('already clicked');
  await expect(page.locator('output')).toHaveText('1');
});

test('a click that failed may have been one: it is not done again', async ({
  robotScreen: { page },
  show,
}) => {
  await show(counting('<button>Valider</button>'));
  const button = await OnceButton.ready(page, SUBMIT, 'Essai');
  await page.evaluate(() => document.querySelector('button')?.remove());
  await expect(button.click(IN_VAIN)).rejects.toThrow();
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('afterbegin', '<button>Valider</button>');
  });
  await expect(button.click(TIMEOUT_MS)).rejects.toThrow('already clicked');
  await expect(page.locator('output')).toHaveText('0');
});

test('what covers a button is found out before anything is clicked', async ({
  robotScreen: { page },
  show,
}) => {
  await show(
    counting(`<button>Valider</button>
      <div id="chatbot" style="position:fixed;inset:0">ClaudIA</div>`),
  );
  page.setDefaultTimeout(4 * IN_VAIN);
  await expect(OnceButton.ready(page, SUBMIT, 'Essai')).rejects.toMatchObject({
    code: 'ACTION_FAILED',
    details: {
      action: 'click « Valider » (Essai)',
      reason: expect.stringMatching(/id="chatbot".*intercepts pointer events/u),
    },
  });
  await expect(page.locator('output')).toHaveText('0');
});

test('a list that opened again over a button is closed, and the button is ready', async ({
  robotScreen: { page },
  show,
}) => {
  await show(
    counting(`<button>Valider</button>
      <div class="dropdown" style="position:fixed;inset:0"><p role="option">Une structure</p></div>
      <script>onkeydown = ({ key }) => {
        if (key === 'Escape') document.querySelector('.dropdown').remove();
      };</script>`),
  );
  page.setDefaultTimeout(IN_VAIN);
  const button = await OnceButton.ready(page, SUBMIT, 'Essai');
  await expect(page.locator('output')).toHaveText('0');
  await button.click(TIMEOUT_MS);
  await expect(page.locator('output')).toHaveText('1');
});

for (const [what, html] of [
  ['disabled', '<button disabled>Valider</button>'],
  ['in a fieldset that is disabled', '<fieldset disabled><button>Valider</button></fieldset>'],
] as const) {
  test(`a button that is ${what} is not ready`, async ({ robotScreen: { page }, show }) => {
    await show(html);
    page.setDefaultTimeout(IN_VAIN);
    await expect(OnceButton.ready(page, SUBMIT, 'Essai')).rejects.toMatchObject({
      code: 'ACTION_FAILED',
    });
  });
}

test('a button that is not there is told, with what could be pressed instead', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<button>Confirmer</button><a href="#">Annuler</a><button hidden>Valider</button>
    <p>Valider</p><button>Valider plus tard</button>`);
  await expect(onePressable(page, SUBMIT, 'Essai', { timeoutMs: IN_VAIN })).rejects.toMatchObject({
    code: 'CONTROL_NOT_FOUND',
    details: {
      label: 'Valider',
      where: 'Essai',
      present: ['Valider plus tard', 'Annuler', 'Confirmer'],
    },
  });
});

test('two buttons of one wording are told apart by nobody', async ({
  robotScreen: { page },
  show,
}) => {
  await show(counting('<button>Valider</button><input type="submit" value="VALIDER">'));
  await expect(press(page, SUBMIT, 'Essai', { timeoutMs: IN_VAIN })).rejects.toMatchObject({
    code: 'CONTROL_AMBIGUOUS',
  });
  await expect(page.locator('output')).toHaveText('0');
});

/** Things that may bear the wording "Gérer raccordement API". */
const PRESSABLE: readonly string[] = [
  '<button>Gérer raccordement API</button>',
  '<a href="#x">Gérer raccordement API</a>',
  '<a role="button" tabindex="0">Gérer raccordement API</a>',
  '<input type="submit" value="Gérer raccordement API">',
  '<div role="tab" tabindex="0">Gérer raccordement API</div>',
  '<ul role="menu"><li role="menuitem" tabindex="0">Gérer raccordement API</li></ul>',
  '<button aria-label="Gérer raccordement API"><svg></svg></button>',
  '<div style="cursor: pointer"><span>Gérer raccordement API</span></div>',
  '<ul><li style="cursor: pointer">Gérer raccordement API</li></ul>',
  '<a href="#x">GÉRER RACCORDEMENT\u00a0API</a>',
  '<a href="#x">  Gerer   raccordement API  </a>',
  '<a href="#x">Gérer raccordement API (nouvelle fenêtre)</a>',
  '<a href="#x">Ge\u0301rer raccordement API</a>',
  '<a href="#x"><button>Gérer raccordement API</button></a>',
  '<ul role="menu"><li role="menuitem"><a href="#x">Gérer raccordement API</a></li></ul>',
  '<button><span style="cursor: pointer">Gérer raccordement API</span></button>',
  '<div class="btn" tabindex="0">Gérer raccordement API</div>',
  '<p><span onclick="">Gérer raccordement API</span></p>',
];

for (const html of PRESSABLE) {
  test(`a menu entry is pressed, whatever it is made of: ${html}`, async ({
    robotScreen: { page },
    show,
  }) => {
    await show(counting(html));
    await press(page, ['Gérer raccordement API'], 'Essai');
    await expect(page.locator('output')).toHaveText('1');
  });
}

/** A body that counts the clicks on what it holds. */
function counting(html: string): string {
  return `<main onclick="document.querySelector('output').value++">${html}</main>
    <output>0</output>`;
}
