import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { challengeOf } from '../../src/piste/challenge.ts';
import { isWebPage, titleOf } from '../../src/piste/web-page.ts';
import { probeApplication } from '../../src/piste/probe-application.ts';
import { ACCOUNT, expect, steps, test } from './api-fixtures.ts';

// Answers of gateways, filters and proxies, which are not the API's: docs/cases.md.

// 407 never gets here: `fetch` makes it an error of the network.
const STATUSES = [200, 400, 401, 403, 404, 429, 500, 503] as const;

for (const status of STATUSES) {
  test(`a web page with ${status} says nothing about account or application, and its title is told`, async ({
    client,
    prove,
    piste,
  }) => {
    const title = 'Accès bloqué &#8211; Filtre &eacute;tendu';
    const finding = { kind: 'unavailable', status, page: 'Accès bloqué – Filtre étendu' };
    piste.fail({ at: 'api', how: 'html', status, title });
    const proof = await prove();
    expect(proof).toMatchObject({ ...finding, at: 'platform' });
    // Without an account, so that none goes to whoever it is.
    expect(steps(proof).join()).not.toContain('attachments');
    expect(await probeApplication(client())).toMatchObject(finding);
    piste.clearFaults();
    piste.fail({ at: 'attachments', how: 'html', status, title });
    expect(await prove()).toMatchObject({ ...finding, at: 'attachments' });
    piste.clearFaults();
    piste.fail({ at: 'token', how: 'html', status, title });
    expect(await prove({ client: client() })).toMatchObject({ ...finding, at: 'token' });
  });

  test(`JSON of another with ${status} convicts nobody and proves nothing`, async ({
    client,
    prove,
    piste,
  }) => {
    piste.fail({ at: 'api', how: 'foreign-json', status });
    const kinds = [(await prove()).kind, (await probeApplication(client())).kind];
    // 403 is what PISTE itself says of an API that is not subscribed.
    const open = ['unclear', 'unavailable', 'unexpected', 'rate-limited'];
    for (const kind of kinds) expect(status === 403 ? ['not-subscribed'] : open).toContain(kind);
  });
}

test('a title that repeats a secret is not told, and one without end is cut', async ({
  prove,
  piste,
}) => {
  piste.fail({ at: 'attachments', how: 'html', status: 401, title: ACCOUNT.password });
  expect(await prove()).toMatchObject({ kind: 'unavailable', page: '' });
  piste.clearFaults();
  piste.fail({ at: 'attachments', how: 'html', status: 401, title: 'x'.repeat(5_000) });
  expect(await prove()).toMatchObject({ kind: 'unavailable', page: 'x'.repeat(200) });
});

test('an API of rates that answers with JSON of another proves no account', async ({
  prove,
  piste,
}) => {
  piste.fail({ at: 'attachments', how: 'not-subscribed' });
  piste.fail({ at: 'search', how: 'not-subscribed' });
  piste.fail({ at: 'vat-rates', how: 'foreign-json' });
  expect(await prove()).toMatchObject({ kind: 'unexpected', at: 'vat-rates' });
});

for (const [header, libelle, whom] of [
  [
    'Bearer realm="PISTE",error="Unauthorized",error_description="login or password incorrects"',
    '',
    'account',
  ],
  ['bearer error_description="Login incorrect", realm="piste"', '', 'account'],
  ['', 'GCU_MSG_01_012 : mot de passe expiré', 'account'],
  ['', '', 'unclear'],
  ['Bearer realm="PISTE"', '', 'unclear'],
  ['Bearer realm="PISTE", error="invalid_token", error_description="login again"', '', 'unclear'],
  ['Bearer realm="DefaultRealm"', '', 'unknown-path'],
  ['Basic realm="corp"', '', 'unclear'],
  ['Basic realm="corporate login and password"', '', 'unclear'],
  ['Bearer realm="proxy", error_description="login or password incorrects"', '', 'unclear'],
  ['Negotiate, Basic realm="PISTE password"', '', 'unclear'],
  [
    'Negotiate, Basic realm="corp", Bearer realm="PISTE",error_description="login or password incorrects"',
    '',
    'account',
  ],
  [
    'Bearer realm="PISTE", Bearer realm="proxy", error_description="login or password incorrects"',
    '',
    'unclear',
  ],
  ['Basic realm="password", Bearer realm="PISTE", error="invalid_token"', '', 'unclear'],
] as const) {
  test(`a 401 with "${header}${libelle}" refuses: ${whom}`, () => {
    expect(challengeOf(header, libelle)).toBe(whom);
  });
}

for (const [type, text, isPage] of [
  ['text/html; charset=utf-8', 'Forbidden', true],
  ['', '\n<!DOCTYPE html><p>', true],
  ['text/plain', '<!-- filter --><HTML><BODY>no</BODY></HTML>', true],
  ['', '<meta http-equiv="refresh" content="0; url=https://portail.captif.example/">', true],
  ['', '<script>location = "https://filtre.example/"</script>', true],
  ['application/json', '<html><head><title>Squid</title>', true],
  ['application/json', '{"a": "<html>', false],
  ['text/plain', 'Unauthorized', false],
  ['text/xml', '<?xml version="1.0"?><error/>', false],
] as const) {
  test(`"${text}" of ${type || 'no type'} is ${isPage ? 'a' : 'no'} web page`, () => {
    expect(isWebPage(type, text)).toBe(isPage);
  });
}

for (const [html, title] of [
  ['<title lang=fr>\n Portail&nbsp;captif\n</title><h1>x</h1>', 'Portail captif'],
  ['<h1><b>Proxy</b> &lt;squid&gt;</h1>', 'Proxy <squid>'],
  ['<p>nothing</p>', ''],
] as const) {
  test(`the title of ${html} is "${title}"`, () => {
    expect(titleOf(html)).toBe(title);
  });
}

test('a page in Windows-1252 is read as one', async ({ client, prove, jsonServer }) => {
  const apiUrl = await jsonServer(
    () => ({}),
    (response) => {
      response.writeHead(403, { 'Content-Type': 'text/html; charset=windows-1252' });
      response.end(Buffer.from('<title>Accès refusé</title>', 'latin1'));
    },
  );
  expect(await prove({ client: client({ apiUrl }) })).toMatchObject({
    kind: 'unavailable',
    page: 'Accès refusé',
  });
});

for (const error of ['invalid_scope', 'unsupported_grant_type', 'invalid_request']) {
  test(`a token server that refuses with ${error} is told by its own word`, async ({
    client,
    prove,
    jsonServer,
  }) => {
    const oauthUrl = await jsonServer(
      () => ({}),
      (response) => {
        response.writeHead(400, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error, error_description: 'not for you' }));
      },
    );
    expect(await prove({ client: client({ oauthUrl }) })).toMatchObject({
      kind: 'unexpected',
      at: 'token',
      status: 400,
      message: `${error}: not for you`,
    });
  });
}

test('a certificate that is not accepted is told as one, with its code, and is not asked again', async ({
  client,
  prove,
  selfSigned,
}) => {
  let asked = 0;
  const server = createServer(selfSigned, (_, response) => {
    asked += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const finding = { kind: 'certificate-refused', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
  expect(await prove({ client: client({ oauthUrl: url }) })).toMatchObject({
    ...finding,
    at: 'token',
  });
  expect(await prove({ client: client({ apiUrl: url }) })).toMatchObject({
    ...finding,
    at: 'platform',
  });
  expect(asked).toBe(0);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
