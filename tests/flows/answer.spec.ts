import type { Request, Route } from 'playwright';
import { answerTo, noteMessages } from '../../flows/pages/read-answer.ts';
import { isPressable } from '../../src/acting/control.ts';
import type { Answer } from '../../src/acting/classify-answer.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { outcomeOf, type SentWrite } from '../../src/browser/write-outcome.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import type { Dress } from '../../fixtures/portal/fault.ts';

const HOST = 'https://portail.exemple.fr';

const WRONG = "Le numéro de téléphone n'est pas valide.";

/** What stands on every page. */
const BANNER = '<div role="alert">Le portail sera fermé dimanche.</div>';

const REFUSED: Answer = { kind: 'refused', message: 'Refusé', isSure: true };

/** Boxes in which the portal's two kinds of pages show that something went wrong. */
const COMPLAINTS = [
  `<div class="alert alert-danger">Refusé</div>`,
  `<div role="alert"><div class="alert alert-danger"><span>Refusé</span>
     <button aria-label="Fermer">×</button></div></div>`,
  `<div class="message-erreur" role="alert"><ul><li>Refusé</li></ul></div>`,
  `<div class="alert-error"><p role="status">Refusé</p></div>`,
  `<div class="form-group has-error"><span class="help-block">Refusé</span></div>`,
];

for (const html of COMPLAINTS) {
  test(`a complaint with the form still there is a refusal: ${tagsOf(html)}`, async ({
    robotScreen,
    show,
  }) => {
    await show(form());
    await noteMessages(robotScreen);
    await append(robotScreen, html);
    expect(await answer(robotScreen)).toEqual(REFUSED);
  });

  test(`a complaint on the page that a form led to is a refusal too: ${tagsOf(html)}`, async ({
    robotScreen,
  }) => {
    await open(robotScreen, (route) => reply(route, 200, `${html}${form()}`));
    await submit(robotScreen);
    expect(await answer(robotScreen)).toEqual(REFUSED);
  });
}

for (const html of [
  `<div class="fr-alert fr-alert--error"><h3 class="fr-alert__title">Erreur</h3><p>Refusé</p>
     <button class="fr-btn--close fr-btn">Masquer le message</button></div>`,
  `<div class="alert alert-danger"><h4 class="alert-heading">Erreur</h4>Refusé</div>`,
  `<div class="toast error"><div class="toast-header">Erreur <button>×</button></div>
     <div class="toast-body">Refusé</div></div>`,
  `<div class="alert alert-error"><div class="alert-content"><p class="alert-message">Erreur</p>
     <div class="alert-description">Refusé</div></div></div>`,
  `<div class="toast error"><div style="display: grid"><span>Erreur</span><span>Refusé</span></div></div>`,
]) {
  test(`a complaint is told whole, its title first: ${tagsOf(html)}`, async ({
    robotScreen,
    show,
  }) => {
    await show(form());
    await noteMessages(robotScreen);
    await append(robotScreen, html);
    expect(await answer(robotScreen)).toEqual({ ...REFUSED, message: 'Erreur Refusé' });
  });
}

test('words for screen readers alone are not told, and say what a message is', async ({
  robotScreen,
  show,
}) => {
  await show(form());
  await noteMessages(robotScreen);
  const unseen = 'style="position: absolute; width: 1px; height: 1px; overflow: hidden"';
  await append(robotScreen, `<div role="alert"><span ${unseen}>Erreur :</span>Refusé</div>`);
  expect(await answer(robotScreen)).toEqual(REFUSED);
});

for (const html of [
  `<div class="alert alert-success">Enregistré</div>`,
  `<div role="alert"><div class="alert alert-success">Enregistré <button>×</button></div></div>`,
  `<div class="message-succes" role="status">Enregistré</div>`,
  `<ul class="messages"><li class="info">Enregistré</li></ul>`,
]) {
  test(`news in place of the form is a confirmation: ${tagsOf(html)}`, async ({
    robotScreen,
    show,
  }) => {
    await show(form());
    await noteMessages(robotScreen);
    await robotScreen.page.locator('form').evaluate((gone) => gone.remove());
    await append(robotScreen, html);
    expect(await answer(robotScreen)).toEqual({ kind: 'accepted', message: 'Enregistré' });
  });
}

const CROSS = '<i class="fa fa-times"></i>';
const DONE = 'Demande enregistrée';

for (const html of [
  `<div class="alert alert-success">${DONE} <a href="#" class="close">${CROSS}</a></div>`,
  `<div class="alert-success" role="alert">${DONE} <span role="button" class="fa-times"></span></div>`,
  `<div role="status">${DONE} <span class="toast-close"><svg data-icon="xmark"></svg></span></div>`,
  `<div role="status">${DONE} <span style="cursor: pointer">${CROSS}</span></div>`,
  `<div class="form-errors"><div class="alert alert-success">${DONE}</div></div>`,
  `<div class="alert-success">${DONE} <a href="/aide?topic=error"></a></div>`,
  `<div class="x7"><i class="fa fa-check"></i> ${DONE}</div>`,
]) {
  test(`a confirmation is one whatever closes it or stands around it: ${tagsOf(html)}`, async ({
    robotScreen,
    show,
  }) => {
    await show(form());
    await noteMessages(robotScreen);
    await robotScreen.page.locator('form').evaluate((gone) => gone.remove());
    await append(robotScreen, html);
    expect(await answer(robotScreen)).toEqual({ kind: 'accepted', message: DONE });
  });
}

for (const html of [
  '<p><i class="fa fa-check-circle"></i> Disponible : aucun problème récent à signaler</p>',
  '<div aria-live="polite"><p>Bonjour, puis-je vous aider ?</p></div>',
]) {
  test(`what a page says besides is no confirmation: ${tagsOf(html)}`, async ({ robotScreen }) => {
    await open(robotScreen, (route) => reply(route, 200, html));
    await submit(robotScreen);
    expect(await answer(robotScreen, 1_500)).toMatchObject({ kind: 'unclear' });
  });
}

test('a warning in place of the form beside a good sign of another kind is unclear', async ({
  robotScreen,
}) => {
  const badge = '<p><i class="fa fa-check-circle"></i> Disponible</p>';
  const warning = `<div class="alert alert-warning">La demande n'a pas pu être enregistrée.</div>`;
  await open(robotScreen, (route) => reply(route, 200, `${warning}${badge}`));
  await submit(robotScreen);
  expect(await answer(robotScreen)).toMatchObject({ kind: 'unclear' });
});

test('a notification that vanishes at once is noted all the same', async ({
  robotScreen,
  show,
}) => {
  await show(form());
  await noteMessages(robotScreen);
  await robotScreen.page.evaluate(async () => {
    const note = document.createElement('div');
    note.className = 'alert-success';
    note.textContent = 'Demande enregistrée';
    document.body.append(note);
    await new Promise(requestAnimationFrame);
    note.remove();
    document.querySelector('form')?.remove();
  });
  expect(await answer(robotScreen)).toEqual({ kind: 'accepted', message: 'Demande enregistrée' });
});

test('what was shown before the click is no answer', async ({ robotScreen, show }) => {
  await show(`${form()}<div class="alert-danger">Champ obligatoire</div>
              <div role="status" hidden>Enregistré</div>`);
  await noteMessages(robotScreen);
  await append(robotScreen, '<p>autre chose</p>');
  expect(await answer(robotScreen, 500)).toEqual({
    kind: 'unclear',
    reason: 'no answer within 0.5 s',
  });
});

test('a complaint without the form is unclear: the form may have been taken', async ({
  robotScreen,
  show,
}) => {
  await show(form());
  await noteMessages(robotScreen);
  await robotScreen.page.evaluate(() => {
    document.body.innerHTML = '<div class="alert-danger">Une erreur est survenue</div>';
  });
  expect(await answer(robotScreen)).toEqual({
    kind: 'unclear',
    reason: 'Une erreur est survenue',
  });
});

/** What becomes of the request behind the form, and what the red message after it means then. */
const REQUESTS: readonly (readonly [
  what: string,
  kind: Answer['kind'],
  handle: (route: Route) => Promise<void>,
])[] = [
  ['was cut off', 'unclear', (route) => route.abort('connectionreset')],
  ['was answered with an error of the server', 'unclear', (route) => reply(route, 502, 'no')],
  ['was refused', 'refused', (route) => reply(route, 400, '{"error":"refused"}')],
];

for (const [what, kind, handle] of REQUESTS) {
  test(`a complaint is ${kind} where the page's request ${what}`, async ({ robotScreen }) => {
    await open(robotScreen, handle);
    await noteMessages(robotScreen);
    await complainAfterPost(robotScreen, '/api/submit');
    expect((await answer(robotScreen)).kind).toBe(kind);
  });
}

/** How sure a refusal in each dress is, where no status tells. */
const DRESSED: Readonly<Record<Exclude<Dress, 'page'>, boolean>> = {
  alert: false,
  status: false,
  live: false,
  unknown: false,
  toast: false,
  'class-error': true,
  'class-warning': false,
  'class-success': false,
  'icon-error': true,
  'icon-warning': false,
  'icon-success': false,
  invalid: true,
};

test('a refusal beside its form is told in its words, whatever it is shown in', async ({
  robotScreen,
  show,
}) => {
  const { page } = robotScreen;
  await show(form());
  await page.addScriptTag({ path: 'fixtures/portal/assets/dressed.js' });
  for (const [dress, isSure] of Object.entries(DRESSED)) {
    await test.step(dress, async () => {
      const message = `${WRONG} (${dress})`;
      await noteMessages(robotScreen);
      await page.evaluate(`showDressed(${JSON.stringify(dress)}, ${JSON.stringify(message)})`);
      expect(await answer(robotScreen)).toEqual({ kind: 'refused', message, isSure });
    });
  }
});

for (const [what, status, html, isSure] of [
  ['HTTP 422 and the form shown again', 422, `<p>${WRONG}</p>`, true],
  ['the form shown again with a sentence of no class', 200, `<p>${WRONG}</p>`, false],
  [
    'the form shown again with a field marked invalid',
    200,
    `<input aria-invalid="true" aria-describedby="why"><i id="why">${WRONG}</i>`,
    true,
  ],
] as const) {
  test(`${what} is a refusal in its words`, async ({ robotScreen }) => {
    await open(robotScreen, (route) => reply(route, status, `${BANNER}${html}${form()}`), BANNER);
    await submit(robotScreen);
    expect(await answer(robotScreen)).toEqual({ kind: 'refused', message: WRONG, isSure });
  });
}

test('what every page says is no answer on the next one', async ({ robotScreen }) => {
  await open(robotScreen, (route) => reply(route, 200, `${BANNER}<h1>?</h1>`), BANNER);
  await submit(robotScreen);
  expect(await answer(robotScreen, 1_500)).toMatchObject({ kind: 'unclear' });
});

test('a password that a sentence has is not told', async ({ robotScreen, show }) => {
  await show(`${form()}<dl><dt>Mot de passe</dt><dd>aB3_(x</dd></dl>`);
  await noteMessages(robotScreen);
  await append(robotScreen, '<dl><dd>cD4-)y%Z</dd></dl><p>Mot de passe : cD4-)y%Z, à noter.</p>');
  expect(await answer(robotScreen)).toMatchObject({ message: 'Mot de passe : […] à noter.' });
});

test("a counter's broken request to somebody else makes no refusal unclear", async ({
  robotScreen,
}) => {
  await open(robotScreen, (route) => route.abort('connectionreset'));
  await noteMessages(robotScreen);
  await complainAfterPost(robotScreen, 'https://compteur.exemple.com/');
  expect(await answer(robotScreen)).toEqual(REFUSED);
});

/** What a form that loads a page may lead to instead of an answer. */
const LOADS: readonly (readonly [
  what: string,
  reason: string | RegExp,
  handle: (route: Route) => Promise<void>,
  patience?: number,
])[] = [
  ['an error page', 'HTTP 500', (route) => reply(route, 500, '<h1>Erreur</h1>')],
  ['a closed portal', 'HTTP 503', (route) => reply(route, 503, '<h1>Maintenance</h1>')],
  [
    'a cut',
    /^(?:the connection was cut|net::ERR_CONNECTION_RESET)$/u,
    (route) => route.abort('connectionreset'),
  ],
  [
    'a page that says nothing',
    'no answer within 1 s',
    (route) => reply(route, 200, '<h1>?</h1>'),
    1_000,
  ],
];

for (const [what, reason, handle, patience] of LOADS) {
  test(`${what} after the click is unclear`, async ({ robotScreen }) => {
    await open(robotScreen, handle);
    await submit(robotScreen);
    expect(await answer(robotScreen, patience)).toEqual({
      kind: 'unclear',
      reason: expect.stringMatching(reason),
    });
  });
}

for (const [what, html, isTaken] of [
  ['a page of its own', '<h1>Demandes</h1>', true],
  ['a form to sign in', '<form><input name="login"><input type="password"></form>', false],
] as const) {
  test(`${what} without a word ${isTaken ? 'took' : 'did not take'} the form that led to it`, async ({
    robotScreen,
  }) => {
    await open(robotScreen, (route) => reply(route, 200, html));
    await submit(robotScreen);
    const reason = 'the form is gone without a word';
    expect(await answer(robotScreen, 15_000)).toEqual({ kind: 'unclear', reason, isTaken });
  });
}

function answer(activePage: ActivePage, patience = 5_000): Promise<Answer> {
  const formIsThere = (): Promise<boolean> => isPressable(activePage.page, ['Valider']);
  const writes = posted.get(activePage) ?? [];
  const ownHosts = [new URL(HOST).hostname];
  return answerTo(activePage, formIsThere, patience, () => outcomeOf(writes, ownHosts, true));
}

/** What was posted, and what came of it, as raccord knows it of what it sends itself. */
const posted = new WeakMap<ActivePage, SentWrite[]>();

function form(): string {
  return `<form method="post" action="/after"><input name="email_contact"><button>Valider</button></form>`;
}

/** Opens a page with the form; every POST goes to the handler. */
async function open(
  activePage: ActivePage,
  onPost: (route: Route) => Promise<void>,
  beside = '',
): Promise<void> {
  const writes: SentWrite[] = [];
  posted.set(activePage, writes);
  const note = (request: Request, answered: SentWrite['answer']): void => {
    const { hostname: host } = new URL(request.url());
    const isForm = request.isNavigationRequest();
    if (request.method() === 'POST') writes.push({ host, isForm, answer: answered });
  };
  activePage.page.on('response', (response) => note(response.request(), response.status()));
  activePage.page.on('requestfailed', (request) => note(request, 'net::ERR_CONNECTION_RESET'));
  await activePage.context.route('**/*', (route, request) =>
    request.method() === 'POST' ? onPost(route) : reply(route, 200, `${beside}${form()}`),
  );
  await activePage.page.goto(`${HOST}/form`);
}

async function reply(route: Route, status: number, body: string): Promise<void> {
  await route.fulfill({
    status,
    contentType: 'text/html; charset=utf-8',
    headers: { 'access-control-allow-origin': '*' },
    body,
  });
}

async function submit(activePage: ActivePage): Promise<void> {
  await noteMessages(activePage);
  await activePage.page.getByRole('button', { name: 'Valider' }).click();
}

async function append({ page }: ActivePage, html: string): Promise<void> {
  await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), html);
}

/** Posts as a script of the page does, and says in red that it went wrong, whatever came of it. */
async function complainAfterPost({ page }: ActivePage, address: string): Promise<void> {
  await page.evaluate(async (to) => {
    await fetch(to, { method: 'POST', body: 'x' }).catch(() => undefined);
    const note = '<div class="alert-danger">Refusé</div>';
    document.body.insertAdjacentHTML('beforeend', note);
  }, address);
}

/** The classes and roles in a piece of HTML, to name a test by. */
function tagsOf(html: string): string {
  return [...html.matchAll(/(?:class|role)="([^"]+)"/gu)].map(([, name]) => name).join(' > ');
}
