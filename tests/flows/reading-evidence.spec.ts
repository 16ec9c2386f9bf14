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
