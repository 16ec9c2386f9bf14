import type { Request } from '@playwright/test';
import { meaningOf } from '../../fixtures/portal/requests.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { explain } from '../../flows/pages/page-errors.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { ActivePage } from '../../src/browser/active-page.ts';
import { WriteGuard } from '../../src/browser/write-guard.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';

const ITEM = '/api/sn_sc/v1/servicecatalog/items/0123456789abcdef0123456789abcdef/submit_producer';

const POSTS = [
  ['idp', '/realms/chorus-pro/login-actions/authenticate', 'username=a&password=b'],
  ['portail', '/angular.do', 'sysparm_type=sp_ref_list_data&q=1'],
  ['portail', '/xmlhttp.do', 'sysparm_processor=AifeCompteTechnique&sysparm_name=getStructure'],
  ['cpro', '/cpp/raccordementsApi', 'execution=e1s1&_eventId_appliquer=1'],
  ['cpro', '/cpp/raccordementsApi', 'execution=e1s1&_eventId_declarer=1'],
  ['cpro', '/cpp/raccordementsApi', 'execution=e1s1&listeRaccordements.page=2'],
  ['portail', ITEM, '{"type_de_demande":"creation"}'],
  ['portail', ITEM, '{"type_de_demande":"reinitialisation"}'],
  ['cpro', '/cpp/raccordementsApi', 'execution=e1s2&_eventId_valider=Valider'],
  ['portail', '/something/never/seen', 'a=b'],
  ['portail', '/angular.do', 'sysparm_type=something'],
  ['portail', '/api/now/sp/uiaction/42df', '{"table":"x"}'],
  ['portail', '/api/now/sp/rectangle/3f2a', '{"action":"submit"}'],
] as const;

for (const [host, path, body] of POSTS) {
  const { kind } = meaningOf({ host, method: 'POST', path, body });
  const reads = kind === 'read' || kind === 'sign-in';
  test(`a POST to ${host} ${path} (${body}) ${reads ? 'is let through' : 'is stopped'}`, () => {
    const request = { url: () => `http://${host}.localhost${path}`, postData: () => body };
    expect(isReadingRequest(request as unknown as Request)).toBe(reads);
  });
}

test('in a reading mode a writing request never leaves the browser, and is counted', async ({
  page,
  portal,
}) => {
  const guard = await WriteGuard.install(page.context(), isReadingRequest);
  await page.goto(portal.url);
  const answer = await page.evaluate(
    (path) =>
      fetch(path, { method: 'POST', body: '{"type_de_demande":"creation"}' }).then(
        () => 'sent',
        () => 'stopped',
      ),
    ITEM,
  );
  expect(answer).toBe('stopped');
  expect(guard.stopped).toEqual([
    { method: 'POST', address: `portail.localhost:${portal.port}${ITEM}` },
  ]);
  expect(portal.truth().writes).toBe(0);

  await guard.lift();
  const status = await page.evaluate(
    (path) => fetch(path, { method: 'POST', body: '{}' }).then((sent) => sent.status),
    ITEM,
  );
  expect(status).toBeGreaterThan(0);
  expect(guard.stopped).toHaveLength(1);
});

test('a page that is missing because its request was stopped says so', async ({ page, portal }) => {
  const activePage = new ActivePage(page);
  await WriteGuard.install(page.context(), isReadingRequest);
  await page.goto(portal.url);
  await page.evaluate(() => {
    document.body.innerHTML = '<form method=post action=/unknown></form>';
    document.forms[0]?.submit();
  });
  await expect.poll(() => page.url()).toMatch(/^chrome-error:/u);
  const details = { expected: 'Raccordements', url: portal.url, headings: [] };
  expect(await explain(activePage, new RaccordError('PAGE_UNEXPECTED', details), 0)).toMatchObject({
    code: 'REQUEST_STOPPED',
  });
});
