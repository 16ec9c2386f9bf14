import { readingEvidence } from '../../flows/pages/reading-evidence.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { WriteGuard } from '../../src/browser/write-guard.ts';
import { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import { expect, test } from './counting-server.ts';

/** Asks for a list as it loads, writes by itself, and has a button that is worded like one that writes. */
const PAGE = `<button>Valider</button><script>
  const headers = { 'Content-Type': 'application/json' };
  const send = (path, sent) => fetch(path, { method: 'POST', headers, body: JSON.stringify(sent) })
    .then((answer) => answer.text(), () => 'stopped');
  const ask = () => send('/donnees/rechercher', { page: 1 });
  asked = ask();
  written = send('/donnees/comptes', { siret: '73282932000074' });
  document.querySelector('button').onclick = () => { askedAgain = ask(); };
</script>`;

/** Who is there is asked by a form, and a form of another kind is beside it. */
const SIGN_IN = `<form method="post" action="/connexion"><input name="nom">
  <input name="secret" type="password"><button>Se connecter</button></form>
  <form method="post" action="/avis"><input type="hidden" name="note" value="5"><button>Noter</button></form>`;

test('a list is asked for by POST until a control is pressed that may write', async ({
  page,
  server,
}) => {
  server.pages['/'] = PAGE;
  server.answer = (_request, response) => response.end('answered');
  const guard = await WriteGuard.install(page.context(), isReadingRequest, readingEvidence);
  await page.goto(server.url());
  expect(await page.evaluate('asked')).toBe('answered');
  expect(await page.evaluate('written')).toBe('stopped');
  await page.getByRole('button').click();
  expect(await page.evaluate('askedAgain')).toBe('stopped');
  expect(server.posts.map(({ path }) => path)).toEqual(['/donnees/rechercher']);
  expect(guard.stopped.map(({ address }) => address.replace(/^.*?\//u, '/'))).toEqual([
    '/donnees/comptes',
    '/donnees/rechercher',
  ]);
});

test('a document that was open before the guard is asked nothing, and its questions are stopped', async ({
  page,
  server,
}) => {
  server.pages['/'] = PAGE;
  server.answer = (_request, response) => response.end('answered');
  await page.goto(server.url());
  await WriteGuard.install(page.context(), isReadingRequest, readingEvidence);
  expect(await page.evaluate('ask()')).toBe('stopped');
});

test('what no page is asked about is stopped and counted too, and questions still pass', async ({
  robotScreen: { context, page },
  server,
}) => {
  server.pages['/'] = PAGE;
  server.pages['/shared.js'] = `onconnect = () => fetch('/by-a-worker', { method: 'POST' });`;
  server.answer = (request, response) =>
    request.url === '/donnees/liste'
      ? response.writeHead(307, { Location: '/donnees/listes' }).end()
      : response.end('answered');
  const guard = await WriteGuard.install(context, isReadingRequest, readingEvidence);
  await guard.guardEgress(page);
  const stopped = (): string[] =>
    guard.stopped.map(({ address }) => address.replace(/^.*?\//u, '/'));
  await page.goto(server.url());
  expect(await page.evaluate('asked')).toBe('answered');
  expect(await page.evaluate(`send('/donnees/liste', { page: 2 })`)).toBe('answered');
  await page.evaluate(() => {
    new SharedWorker('/shared.js').port.start();
    addEventListener('pagehide', () => {
      navigator.sendBeacon('/as-it-is-left', 'a');
      void fetch('/kept-alive', { method: 'POST', keepalive: true, body: 'a' });
    });
  });
  await expect.poll(stopped).toContain('/by-a-worker');
  await page.goto(`${server.url()}next`);
  await expect.poll(stopped).toEqual(expect.arrayContaining(['/as-it-is-left', '/kept-alive']));
  const closing = await context.newPage();
  await closing.goto(server.url());
  await closing.evaluate(() => {
    addEventListener('pagehide', () => navigator.sendBeacon('/as-it-is-closed', 'a'));
  });
  await closing.close();
  await expect.poll(stopped).toContain('/as-it-is-closed');
  expect(server.posts.filter(({ path }) => !path.startsWith('/donnees/'))).toEqual([]);
});

for (const [button, path, passes] of [
  ['Se connecter', '/connexion', true],
  ['Noter', '/avis', false],
] as const) {
  test(`while one signs in, the form behind "${button}" is ${passes ? 'sent' : 'stopped'}`, async ({
    page,
    server,
  }) => {
    server.pages['/'] = SIGN_IN;
    server.answer = (_request, response) => response.end('answered');
    const guard = await WriteGuard.install(page.context(), isReadingRequest, readingEvidence);
    await page.goto(server.url());
    await page.locator('[type=password]').fill('mot de passe');
    const allowedHosts = new AllowedHosts([new URL(server.url()).hostname]);
    await guard.whileSigningIn(allowedHosts, async () => {
      await page.getByRole('button', { name: button }).click();
      await expect.poll(() => server.posts.length + guard.stopped.length).toBe(1);
    });
    expect(server.posts.map((post) => post.path)).toEqual(passes ? [path] : []);
  });
}

test('the same form is stopped before one signs in, and at a door that is not allowed', async ({
  page,
  server,
}) => {
  server.pages['/'] = SIGN_IN;
  const guard = await WriteGuard.install(page.context(), isReadingRequest, readingEvidence);
  const press = async (): Promise<void> => {
    await page.goto(server.url());
    await page.getByRole('button', { name: 'Se connecter' }).click();
  };
  await press();
  await expect.poll(() => guard.stopped.length).toBe(1);
  // The browser's own page comes in place of the form, and would come in the way of the next one.
  await page.waitForURL(/^chrome-error:/u);
  await guard.whileSigningIn(new AllowedHosts(['ailleurs.exemple.fr']), async () => {
    await press();
    await expect.poll(() => guard.stopped.length).toBe(2);
  });
  expect(server.posts).toEqual([]);
});
