import type { Page } from 'playwright';
import { closeInterruptions } from '../../src/acting/interruptions.ts';
import { navigationWordings } from '../../flows/pages/wordings.ts';
import { press } from '../../src/acting/control.ts';
import { explain } from '../../flows/pages/page-errors.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';

const FORM = `<label>Contact <input></label> <button onclick="document.title = 'pressed'">Valider</button>`;
const COVER = 'position:fixed;inset:0;background:white';

const CLOSED: readonly (readonly [what: string, html: string])[] = [
  ['a news dialog', `<div role=dialog style="${COVER}">Du nouveau <button>Fermer</button></div>`],
  [
    'a cookie banner that is no dialog',
    `<div class=c style="${COVER}">Cookies <button>Tout accepter</button> <button>Refuser</button></div>`,
  ],
  [
    'a cookie banner with a link to the terms',
    `<div role=dialog style="${COVER}">Nous utilisons des cookies, voir les conditions générales.
    <button>Accepter</button> <button>Tout refuser</button></div>`,
  ],
  [
    'a survey',
    `<dialog open style="${COVER}">Votre avis <textarea></textarea><input type=radio><a role=button>Plus tard</a></dialog>`,
  ],
  [
    'a news dialog under a survey',
    `<div role=dialog style="${COVER}">Du nouveau <button>Fermer</button></div>
    <div role=dialog style="${COVER}">Votre avis <button>Plus tard</button></div>`,
  ],
  [
    'a cross with a name',
    `<div aria-modal=true style="${COVER}"><button aria-label="Fermer">×</button></div>`,
  ],
  [
    'a cross that is named after the dialog',
    `<div role=dialog style="${COVER}">Du nouveau <button aria-label="Fermer la boîte de dialogue">×</button></div>`,
  ],
  [
    'the warning of a session that is about to end, which is prolonged',
    `<div role=alertdialog style="${COVER}">Votre session va expirer dans 2 minutes.
    <button>Fermer</button> <button>Se déconnecter</button> <button>Prolonger la session</button></div>`,
  ],
  [
    'the same in English, in a live region',
    `<div aria-live=assertive role=dialog style="${COVER}">Your session is about to end.
    <button>Sign out</button> <button>Stay signed in</button></div>`,
  ],
  [
    'news of training sessions',
    `<div role=dialog style="${COVER}">Nouvelle session de formation <button>Fermer</button></div>`,
  ],
];

/** Does something right before each dialog of a page is closed. */
function beforeClosing(page: Page, work: () => Promise<void> | void): void {
  const addLocatorHandler = page.addLocatorHandler.bind(page);
  page.addLocatorHandler = async (closer, close, options) =>
    addLocatorHandler(
      closer,
      async (seen) => {
        await work();
        await close(seen);
      },
      options,
    );
}

for (const [what, html] of CLOSED) {
  for (const [where, around] of [
    ['', (body: string) => body],
    [
      ' in a frame',
      (body: string) => `<iframe srcdoc="${body.replaceAll('"', '&quot;')}"></iframe>`,
    ],
  ] as const) {
    test(`what is in the way is closed: ${what}${where}`, async ({ robotScreen, show }) => {
      await closeInterruptions(robotScreen.context, navigationWordings);
      await show(
        around(`${FORM}${html}<script>
        for (const button of document.querySelectorAll('[style] button, [style] a')) button.onclick = () => {
          if (/accepter|déconnecter|Sign out/.test(button.textContent)) top.document.title = 'agreed';
          const dialog = button.closest('[style]');
          if (button.textContent === 'Fermer' && /expirer/.test(dialog.textContent)) top.document.title = 'signed out';
          dialog.remove();
        };
        document.querySelector('button').onclick = () => { top.document.title ||= 'pressed'; };
      </script>`),
      );
      const view = robotScreen.page.frames().at(-1) ?? robotScreen.view;
      await press(view, ['Valider'], 'Essai');
      await expect(robotScreen.page).toHaveTitle('pressed');
    });
  }
}

test('a consent to trackers is refused, in whatever words it is asked for', async ({
  robotScreen: { context, page },
  show,
}) => {
  await closeInterruptions(context, navigationWordings);
  for (const [words, refuse] of [
    ['Nous respectons vos choix.', 'Reject all'],
    ['Gestion de vos données personnelles : mesurer l’<a>audience</a>', 'Refuser'],
    ['Bienvenue.', 'Continuer sans accepter'],
    [
      'Conformément aux conditions d’<a>utilisation</a>, nous utilisons, avec votre accord, des <b>cookies</b>.',
      'Tout refuser',
    ],
  ] as const) {
    await show(`${FORM}<div style="${COVER}"><p>${words}</p><button>Accepter</button>
      <button onclick="this.parentElement.remove()">${refuse}</button></div>`);
    await press(page, ['Valider'], words);
    await expect(page, words).toHaveTitle('pressed');
  }
});

test('what waits for a person is not answered, in whatever words it is told', async ({
  robotScreen: { context, page },
  show,
}) => {
  await closeInterruptions(context, navigationWordings);
  for (const [words, ...buttons] of [
    ['3 habilitations à traiter pour votre structure.', 'Tout accepter', 'Tout refuser'],
    ['Vos choix : 3 utilisateurs sollicitent votre accord.', 'Tout accepter', 'Tout refuser'],
    ['4 devis', 'Tout accepter', 'Tout refuser', 'Refuser'],
    ['Nos conditions d’<a>utilisation</a> ont changé.', "J'accepte", 'Fermer'],
    [
      "Nos conditions d'<a>utilisation</a> et vos données personnelles",
      ...['Accepter', 'Refuser', 'Tout refuser'],
    ],
    ['Selon les CGU et la vie privée, votre accord est requis.', "J'accepte", 'Refuser'],
  ] as const) {
    const choices = buttons.map((name) => `<button>${name}</button>`).join(' ');
    await show(`${FORM}<div role=dialog onclick="this.remove()" style="position:fixed;bottom:0">
      <p>${words}</p>${choices}</div>`);
    await press(page, ['Valider'], words);
    await expect(page, words).toHaveTitle('pressed');
    await expect(page.getByRole('dialog'), words).toBeVisible();
  }
});

test('a banner at the bottom of a frame that the window does not show whole is closed', async ({
  robotScreen: { context, page },
  show,
}) => {
  await closeInterruptions(context, navigationWordings);
  const banner =
    '<div style="position:fixed;bottom:0;left:0;right:0">Cookies <button>Refuser</button></div>';
  const script = `<script>
    document.querySelector('div button').onclick = ({ target }) => target.parentElement.remove();
    document.querySelector('body > button').onclick = () => { top.document.title = 'pressed'; };
  </script>`;
  const framed = `<button>Valider</button>${banner}${script}`.replaceAll('"', '&quot;');
  await show(
    `<h1 style="height:200px">Portail</h1><iframe height=900 srcdoc="${framed}"></iframe>`,
  );
  const view = page.frames().at(-1) ?? page.mainFrame();
  await press(view, ['Valider'], 'Essai');
  await expect(page).toHaveTitle('pressed');
  await expect(view.getByText('Refuser')).toHaveCount(0);
});

test('one in the page and one in its frame are closed both', async ({
  robotScreen: { context, page },
  show,
}) => {
  await closeInterruptions(context, navigationWordings);
  const news = (style: string): string =>
    `<div role=dialog style="${style}">Du nouveau <button onclick="this.parentElement.remove()">Fermer</button></div>`;
  const framed = `${news(COVER)}<button onclick="top.document.title = 'pressed'">Valider</button>`;
  await show(
    `${news('position:fixed;bottom:0')}<iframe srcdoc="${framed.replaceAll('"', '&quot;')}"></iframe>`,
  );
  await press(page.frames().at(-1) ?? page, ['Valider'], 'Essai');
  await expect(page).toHaveTitle('pressed');
  await expect(page.frameLocator().getByRole('dialog')).toHaveCount(0);
});

test('a dialog that opens over one that is being closed is closed first', async ({
  robotScreen: { context, page },
  show,
}) => {
  await closeInterruptions(context, navigationWordings);
  // It comes with the pointer: between the look and the click.
  await show(`${FORM}<div id=one role=dialog style="${COVER}">Du nouveau
    <button onclick="document.querySelector('#one').remove()">Fermer</button></div><script>
    document.querySelector('#one button').addEventListener('mousemove', ({ target }) => {
      if (document.querySelector('#two') !== null || document.title === 'closed') return;
      document.body.insertAdjacentHTML('beforeend', '<div id=two role=dialog style="${COVER}">Votre avis ' +
        '<button onclick="document.title = \\'closed\\'; document.querySelector(\\'#two\\').remove()">Plus tard</button></div>');
    });
  </script>`);
  await press(page, ['Valider'], 'Essai');
  await expect(page).toHaveTitle('pressed');
  await expect(page.locator('#one, #two')).toHaveCount(0);
});

test('a dialog that fades out and stays in the page unseen is closed, and the next one too', async ({
  robotScreen: { context, page },
  show,
}) => {
  await closeInterruptions(context, navigationWordings);
  await show(`${FORM}<style>
    dialog { ${COVER}; display: block; transition: opacity .3s, visibility .3s }
    .closed { opacity: 0; visibility: hidden }
  </style>
  <dialog open>Du nouveau <button onclick="shut(this)">Fermer</button></dialog>
  <dialog open class=closed>Votre avis <button onclick="shut(this)">Plus tard</button></dialog><script>
    let shut = (button) => {
      button.closest('dialog').className = 'closed';
      document.body.dataset.closed = (document.body.dataset.closed ?? '') + button.textContent;
    };
  </script>`);
  await press(page, ['Valider'], 'Essai');
  await expect(page).toHaveTitle('pressed');
  await page.evaluate(() => {
    document.title = '';
    document.querySelectorAll('dialog')[1]?.removeAttribute('class');
  });
  await press(page, ['Valider'], 'Essai');
  await expect(page).toHaveTitle('pressed');
  expect(await page.locator('body').getAttribute('data-closed')).toMatch(
    /^(Fermer)+(Plus tard)+$/u,
  );
});

test('a tab that closes while its dialog is being closed fails the action, and nothing else', async ({
  robotScreen: { context, page },
  show,
}) => {
  const thrown: unknown[] = [];
  const note = (error: unknown): void => void thrown.push(error);
  process.on('unhandledRejection', note);
  let isTried = false;
  beforeClosing(page, () => {
    isTried = true;
  });
  await closeInterruptions(context, navigationWordings);
  // It is never still long enough to be clicked.
  await show(`${FORM}<div role=dialog style="${COVER}">Du nouveau
    <button>Fermer</button></div><script>
    setInterval(() => (document.querySelector('[role=dialog] button').style.marginLeft = Math.random() * 200 + 'px'), 10);
  </script>`);
  const pressed = press(page, ['Valider'], 'Essai').catch((error: unknown) => error);
  await expect.poll(() => isTried).toBe(true);
  await page.close();
  expect(await pressed).toMatchObject({ code: 'ACTION_FAILED' });
  await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  expect(thrown).toEqual([]);
});

test('a dialog that is gone when it is to be closed is not waited for', async ({
  robotScreen: { context, page },
  show,
}) => {
  beforeClosing(page, () => page.evaluate(() => document.querySelector('[role=dialog]')?.remove()));
  await closeInterruptions(context, navigationWordings);
  context.setDefaultTimeout(4_000);
  await show(`${FORM}<div role=dialog style="${COVER}">Du nouveau <button>Fermer</button></div>`);
  await press(page, ['Valider'], 'Essai');
  await expect(page).toHaveTitle('pressed');
});

for (const [what, html] of [
  [
    'asks to agree',
    `<div role=dialog style="${COVER}">Conditions <button>J'accepte</button></div>`,
  ],
  [
    'asks to agree, and can be refused',
    `<div role=dialog aria-modal=true style="${COVER}">Conditions générales : vous devez les accepter. Elles parlent de cookies.
    <button aria-label="Fermer">×</button><button>Refuser</button><button>Accepter</button></div>`,
  ],
  [
    'asks to agree to new terms, by which cookies are named further down,',
    `<div role=dialog style="${COVER}">Acceptez nos nouvelles conditions générales d’utilisation. Conformément à
    nos CGU, des cookies sont déposés. <button>Refuser</button> <button>Accepter</button></div>`,
  ],
  [
    'asks to agree to terms, and can be refused whole,',
    `<div role=dialog style="${COVER}">Charte et données personnelles <button>Tout refuser</button> <button>Accepter</button></div>`,
  ],
  [
    'asks to keep a secret, and can be refused,',
    `<div role=dialog style="${COVER}">Engagement de confidentialité <button>Refuser</button> <button>Signer</button></div>`,
  ],
  [
    'lists requests that can be refused all at once',
    `<div role=dialog style="${COVER}">Demandes de rattachement de nos partenaires
    <button>Tout refuser</button> <button>Tout valider</button></div>`,
  ],
  [
    'invites, and can be refused,',
    `<div role=dialog style="${COVER}">Invitation <button>Rejoindre</button> <button>Refuser</button></div>`,
  ],
  [
    'says that the session ends, and has nothing that prolongs it,',
    `<div role=dialog style="${COVER}">Votre session va expirer. <button>Fermer</button></div>`,
  ],
  [
    'has something that signs out,',
    `<div role=dialog style="${COVER}">Êtes-vous là ? <button>Fermer</button> <button>Se déconnecter</button></div>`,
  ],
  [
    'is the form',
    `<div role=dialog style="${COVER}">Contact <input> <button>Fermer</button></div>`,
  ],
] as const) {
  test(`a dialog that ${what} is left as it is`, async ({ robotScreen, show }) => {
    robotScreen.context.setDefaultTimeout(1_500);
    await closeInterruptions(robotScreen.context, navigationWordings);
    await show(`${FORM}${html}`);
    const error: unknown = await press(robotScreen.view, ['Valider'], 'Essai').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'ACTION_FAILED' });
    const dialog = robotScreen.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    if (!isRaccordError(error)) throw error;
    const [firstWord = ''] = (await dialog.innerText()).split(/\s/u);
    const { details } = await explain(robotScreen, error, performance.now());
    const isForTerms = what.startsWith('asks to agree');
    expect(details).toMatchObject(
      isForTerms
        ? { message: expect.stringContaining(firstWord) }
        : { reason: expect.stringContaining(`« ${firstWord}`) },
    );
  });
}
