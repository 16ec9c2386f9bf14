import { Submission } from '../../flows/pages/submission.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { ANSWER_TIMEOUT_MS } from '../../src/browser/single-send.ts';
import { after, expect, test, type CountingServer } from './counting-server.ts';

/*
 * The times of `slow-answers.spec.ts` a fiftieth as long: around the default time-out of a click and
 * of raccord's patience, whoever is asked for the time takes the same decisions.
 */
const SCALE = 50;

const TIMEOUT_MS = ANSWER_TIMEOUT_MS / SCALE;
const CLICK_DEFAULT = 15_000 / SCALE;

const SAID = '<div class="message-succes">Enregistré</div>';

const PAGES = {
  'a form': '<form method="post" action="/x"><input name="a"><button>Valider</button></form>',
  'a script': `<form><button>Valider</button></form><div id="news"></div><script>
    document.querySelector('form').onsubmit = async (event) => {
      event.preventDefault();
      const answer = await fetch('/x', { method: 'POST', body: 'a' });
      document.querySelector('#news').innerHTML = await answer.text();
    };</script>`,
};

async function prepare(
  activePage: ActivePage,
  server: CountingServer,
  page: string,
): Promise<Submission> {
  server.pages['/'] = page;
  await activePage.page.goto(server.url());
  const submission = await Submission.prepare(activePage, ['Valider'], 'Essai');
  activePage.context.setDefaultTimeout(CLICK_DEFAULT);
  return submission;
}

for (const [by, page] of Object.entries(PAGES)) {
  for (const seconds of [12, 16, 31, 61, 130]) {
    const isInTime = seconds * 1_000 < ANSWER_TIMEOUT_MS;
    test(`what ${by} sends is one request, ${isInTime ? 'accepted' : 'given up'} where the answer takes ${seconds} s, ${SCALE} times faster`, async ({
      server,
      robotScreen,
    }) => {
      const submission = await prepare(robotScreen, server, page);
      server.answer = after((seconds * 1_000) / SCALE, (_request, response) => {
        response.setHeader('Content-Type', 'text/html; charset=utf-8').end(SAID);
      });
      const answer = await submission.send(() => Promise.resolve(), TIMEOUT_MS);
      expect(answer).toEqual(
        isInTime
          ? { kind: 'accepted', message: 'Enregistré' }
          : { kind: 'unclear', reason: expect.any(String) },
      );
      // What the browser would send by itself it has sent before it shows another page.
      await robotScreen.page.goto(`${server.url()}next`, { timeout: 15_000 });
      expect(server.posts).toMatchObject([{ isOfBrowser: false }]);
    });
  }
}

test('what a page says before its request is answered is no answer', async ({
  server,
  robotScreen,
}) => {
  const page = PAGES['a script'].replace(
    'event.preventDefault();',
    `event.preventDefault();
     document.body.insertAdjacentHTML('beforeend', '<p class="alert-info">En cours…</p>');`,
  );
  const submission = await prepare(robotScreen, server, page);
  let isAnswered = false;
  server.answer = after(1_000, (_request, response) => {
    isAnswered = true;
    response.end(SAID);
  });
  await submission.send(() => Promise.resolve(), TIMEOUT_MS);
  expect(isAnswered).toBe(true);
});

/** A button behind which a script sends what it is given, and hides the form once it may. */
const scripted = (sends: string): string => `<div id="form"><input name="a">
  <button type="button" onclick="send()">Valider</button></div><div id="news"></div><script>
    const post = (to, body) => fetch(to, { method: 'POST', body });
    const done = () => document.querySelector('#form').remove();
    async function send() { ${sends} }</script>`;

const SAYS = `document.querySelector('#news').innerHTML = '<p class="alert-success">Enregistré</p>';`;

const ENREGISTRE = { kind: 'accepted', message: 'Enregistré' };
const GONE = { kind: 'unclear', reason: 'the form is gone without a word', isTaken: true };

for (const [what, page, answer] of [
  [
    'what a page tells of itself is refused decides nothing, and the form is waited for',
    scripted(`post('/of-itself', 'b'); await post('/x', 'a'); ${SAYS}`),
    ENREGISTRE,
  ],
  [
    'a form that is gone was taken, though its answer is empty and not read',
    scripted(`await post('/x', 'a'); done();`),
    GONE,
  ],
  [
    'so was one that another host took',
    scripted(`await post('http://api.localhost:' + location.port + '/x', 'a'); done();`),
    GONE,
  ],
  [
    'what the page that answers tells of itself decides nothing either',
    scripted(`await post('/x', 'a'); location.href = '/next';`),
    { kind: 'accepted', message: 'Votre demande est prise en compte.' },
  ],
] as const) {
  test(what, async ({ server, robotScreen }) => {
    const submission = await prepare(robotScreen, server, page);
    server.pages['/next'] = `<script>fetch('/of-itself', { method: 'POST', body: 'b' });</script>
      <p role="alert">Votre demande est prise en compte.</p>`;
    server.answer = (request, response) => {
      const isForm = request.url === '/x';
      response.setHeader('Access-Control-Allow-Origin', '*').statusCode = isForm ? 201 : 403;
      setTimeout(() => response.end(), isForm ? 500 : 0);
    };
    expect(await submission.send(() => Promise.resolve(), 15_000)).toEqual(answer);
    expect(server.posts.filter(({ path }) => path === '/x')).toHaveLength(1);
  });
}

const SAID_NO = 'raccord said no to a question of the page, which a person has to answer';

const ASKS = (question: string): string =>
  `<form method="post" action="/x" onsubmit="return confirm('${question}')">
    <input name="a"><button>Valider</button></form>`;

for (const [what, page, answer, posts] of [
  [
    "the form's own question is confirmed",
    ASKS('Le compte va être créé. Confirmez-vous ?'),
    ENREGISTRE,
    1,
  ],
  [
    'another question is not, and told as one that raccord said no to',
    ASKS('Un compte existe. Le supprimer ?'),
    { kind: 'refused', message: `${SAID_NO}: Un compte existe. Le supprimer ?`, isSure: false },
    0,
  ],
  [
    'an alert is told in its words',
    scripted(`await post('/x', 'a'); alert('Création refusée.');`),
    { kind: 'refused', message: 'Création refusée.', isSure: false },
    1,
  ],
] as const) {
  test(`of what the browser itself shows at the click, ${what}`, async ({
    server,
    robotScreen,
  }) => {
    const submission = await prepare(robotScreen, server, page);
    server.answer = (_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(SAID);
    };
    expect(await submission.send(() => Promise.resolve(), 15_000)).toEqual(answer);
    expect(server.posts).toHaveLength(posts);
  });
}

test('a permission that is withdrawn after the click keeps the request from leaving', async ({
  server,
  robotScreen,
}) => {
  const submission = await prepare(robotScreen, server, PAGES['a form']);
  let asked = 0;
  const permit = (): Promise<void> => {
    asked += 1;
    return asked === 1 ? Promise.resolve() : Promise.reject(new Error('overtaken'));
  };
  await expect(submission.send(permit, TIMEOUT_MS)).rejects.toThrow('overtaken');
  expect(server.posts).toEqual([]);
});
