import type { FaultKind } from '../../fixtures/portal/fault.ts';
import { meaningOf } from '../../fixtures/portal/requests.ts';
import { declare, enter, expect, openConnections, test } from './person.ts';

const CASES: readonly (readonly [how: FaultKind, shows: string | RegExp, writes: number])[] = [
  ['error-before', 'Une erreur technique est survenue', 0],
  ['error-after', 'Une erreur technique est survenue', 1],
  ['unavailable', 'Service momentanément indisponible', 0],
  ['refuse', 'Votre demande ne peut pas être traitée.', 0],
  ['never-lands', 'La déclaration du raccordement a bien été enregistrée.', 0],
];

for (const [how, shows, writes] of CASES) {
  test(`a declaration with the fault ${how} leaves ${writes} written`, async ({ page, portal }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    portal.fail({ at: 'declare', how });
    await declare(tab);
    await expect(tab.getByText(shows)).toBeVisible();
    expect(portal.truth().writes).toBe(writes);
  });
}

for (const [how, writes] of [
  ['reset-before', 0],
  ['reset-after', 1],
] as const) {
  test(`a declaration with the fault ${how} leaves ${writes} written, once`, async ({
    page,
    portal,
  }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    portal.fail({ at: 'declare', how });
    const failed = tab.waitForEvent('requestfailed');
    await declare(tab);
    expect((await failed).failure()?.errorText).toMatch(/ERR_(CONNECTION_RESET|EMPTY_RESPONSE)/u);
    expect(portal.truth().writes).toBe(writes);
  });
}

test('one click can be two requests, when the browser sends a cut one again', async ({
  page,
  portal,
}) => {
  await enter(page, portal);
  const tab = await openConnections(page);
  portal.fail({ at: 'declare', how: 'reset-after', resend: 'served' });
  const sent: string[] = [];
  tab.on('request', (request) => sent.push(request.postData() ?? ''));
  await declare(tab);
  await expect(tab.getByText('déjà utilisé')).toBeVisible();
  expect(sent.filter((body) => body.includes('_eventId_valider'))).toHaveLength(1);
  expect(portal.truth().connections).toHaveLength(1);
});

test('a page can be unavailable twice', async ({ page, portal }) => {
  portal.fail({ at: 'page', path: '/aife_csm', how: 'unavailable', times: 2 });
  expect((await page.goto(portal.url))?.status()).toBe(503);
  expect((await page.goto(portal.url))?.status()).toBe(503);
  expect((await page.goto(portal.url))?.status()).toBe(200);
});

test('requests are told apart by what they do, not by their method', () => {
  const flow = { host: 'cpro', method: 'POST', path: '/cpp/raccordementsApi' } as const;
  expect(meaningOf({ ...flow, body: '_eventId_appliquer=' }).kind).toBe('read');
  expect(meaningOf({ ...flow, body: 'listeRaccordements.page=2' }).kind).toBe('read');
  expect(meaningOf({ ...flow, body: 'raccordement.fax=&_eventId_valider=' })).toEqual({
    kind: 'write',
    name: 'declare',
  });
  expect(meaningOf({ ...flow, body: '_eventId_supprimer=' }).kind).toBe('unknown');
});
