import { readingEvidence } from '../../flows/pages/reading-evidence.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import {
  RequestLessons,
  type RequestTeacher,
  type StoppedForTeaching,
} from '../../src/acting/request-lessons.ts';
import { WriteGuard } from '../../src/browser/write-guard.ts';
import type { TaughtRequest } from '../../src/teaching/taught-request.ts';
import { expect, test } from './counting-server.ts';

/** Reads by itself, reads again for what is typed, and writes through the same address. */
const PAGE = `<label>Structure <input oninput="typed = ask('structures.offertes')"></label>
  <button onclick="pressed = ask('structure.fiche')">Voir</button>
  <form method="post" action="/filtre"><input name="critere"><button>Appliquer</button></form>
  <form method="post" action="/demande"><input name="critere"><button>Valider</button></form>
  <script>
  const headers = { 'Content-Type': 'application/json' };
  const ask = (method) => fetch('/services', {
    method: 'POST', headers, body: JSON.stringify({ method, params: { siret: '73282932000074' } }),
  }).then((answer) => answer.text(), () => 'stopped');
  asked = ask('structures.offertes');
</script>`;

const FICHE: TaughtRequest = {
  ...{ host: '127.0.0.1', at: '2026-11-27T04:00:00.000Z', raccord: '1.0.0' },
  ...{ method: 'POST', path: '/services' },
  names: ['method', 'params.siret'],
  operations: ['method=structure.fiche'],
};

/** A person who says of every request that it only reads, and what they were shown. */
class Yes implements RequestTeacher {
  readonly shown: StoppedForTeaching[] = [];
  readonly refused: string[] = [];

  confirmReads(request: StoppedForTeaching): Promise<boolean> {
    this.shown.push(request);
    return Promise.resolve(true);
  }

  notTeachable(address: string, why: string): void {
    this.refused.push(`${address}: ${why}`);
  }

  requestRemembered(): void {
    // What is remembered is in the list.
  }
}

/** What was taught, and the person who teaches more. */
function lessons(taught: TaughtRequest[], teacher?: RequestTeacher): RequestLessons {
  return new RequestLessons({
    taught: () => taught,
    remember: ({ names, operations, ...request }) => {
      taught.push({
        ...{ ...FICHE, ...request, method: 'POST' },
        names: [...names],
        operations: [...operations],
      });
      return Promise.resolve();
    },
    isAllowed: () => true,
    teacher,
  });
}

test('what was taught passes and nothing else does through the same address, and neither once "Valider" was pressed', async ({
  page,
  server,
}) => {
  server.pages['/'] = PAGE;
  server.answer = (_request, response) => response.end('answered');
  const taught = { ...FICHE, host: new URL(server.url()).hostname };
  const requests = lessons([taught]);
  await WriteGuard.install(page.context(), isReadingRequest, readingEvidence, requests);
  await page.goto(server.url());
  expect(await page.evaluate('asked')).toBe('stopped');
  expect(await page.evaluate('ask("compte.demande")')).toBe('stopped');
  await page.getByRole('button', { name: 'Voir' }).click();
  expect(await page.evaluate('pressed')).toBe('answered');
  expect(server.posts.map(({ path }) => path)).toEqual(['/services']);
  await page.evaluate(`document.forms[1].addEventListener('submit', (e) => e.preventDefault())`);
  await page.getByRole('button', { name: 'Valider' }).click();
  expect(await page.evaluate('ask("structure.fiche")')).toBe('stopped');
  expect(server.posts).toHaveLength(1);
});

test('a person sees when a request was sent and no value of it, and what they teach passes', async ({
  page,
  server,
}) => {
  server.pages['/'] = PAGE;
  server.answer = (_request, response) => response.end('answered');
  const person = new Yes();
  const requests = lessons([], person);
  await WriteGuard.install(page.context(), isReadingRequest, readingEvidence, requests);
  await page.goto(server.url());
  await page.evaluate('asked');
  await page.getByRole('button', { name: 'Voir' }).click();
  await page.evaluate('pressed');
  expect(await requests.ask()).toBe(true);
  expect(await requests.ask()).toBe(false);
  expect(person.shown).toMatchObject([
    { page: '/', after: '', operations: ['method=structures.offertes'], names: FICHE.names },
    { page: '/', after: 'Voir', operations: FICHE.operations },
  ]);
  expect(JSON.stringify(person.shown)).not.toContain('73282932000074');
  await page.getByLabel('Structure').fill('7');
  expect(await page.evaluate('typed')).toBe('answered');
  expect(server.posts).toHaveLength(1);
});

test('a form that filters may be taught, and one that is sent by "Valider" may not', async ({
  page,
  server,
}) => {
  server.pages['/'] = PAGE;
  const person = new Yes();
  const requests = lessons([], person);
  const context = page.context();
  const guard = await WriteGuard.install(context, isReadingRequest, readingEvidence, requests);
  for (const [name, path] of [
    ['Appliquer', '/filtre'],
    ['Valider', '/demande'],
  ] as const) {
    await page.goto(server.url());
    await page.getByRole('button', { name }).click();
    await expect
      .poll(() => guard.stopped.map(({ address }) => address))
      .toContainEqual(expect.stringMatching(new RegExp(`${path}$`, 'u')));
    // The browser's own page would come in the way of the next one.
    await page.waitForURL(/^chrome-error:/u);
  }
  await requests.ask();
  expect(person.shown.map(({ path, after }) => [path, after])).toEqual([
    ['/services', ''],
    ['/filtre', 'Appliquer'],
  ]);
  expect(person.refused).toEqual([expect.stringMatching(/\/demande: submit$/u)]);
  expect(server.posts).toEqual([]);
});
