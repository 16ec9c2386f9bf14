import { expect, test } from '@playwright/test';
import { refusalOf, type Access, type Asked } from '../../src/board/access.ts';
import { Secret } from '../../src/secrets/secret.ts';

const TOKEN = 'a-token-of-the-board';
const OPEN: Access = { hosts: [] };
const CLOSED: Access = { hosts: ['board.exemple.fr'], token: new Secret(TOKEN) };

function asked(more: Partial<Asked> = {}): Asked {
  return { method: 'GET', host: '127.0.0.1:8700', authorization: undefined, ...more };
}

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

for (const host of ['127.0.0.1:8700', 'localhost', '[::1]:8700', '127.0.0.1']) {
  test(`who is on this machine looks at it by ${host}, without a token where none is set`, () => {
    expect(refusalOf(asked({ host }), OPEN, false)).toBeUndefined();
  });
}

for (const host of [undefined, '', 'evil.example', '127.0.0.1.evil.example', 'evil.example:8700']) {
  test(`a page elsewhere whose name leads here (${host ?? 'none'}) is told nothing, token or not`, () => {
    expect(refusalOf(asked({ host }), OPEN, true)).toBe(421);
    const authorization = `Bearer ${TOKEN}`;
    expect(refusalOf(asked({ host, authorization }), CLOSED, false)).toBe(421);
  });
}

test('a name that a proxy calls it by is its own, in any case', () => {
  const authorization = `Bearer ${TOKEN}`;
  expect(refusalOf(asked({ host: 'BOARD.exemple.fr', authorization }), CLOSED, false)).toBe(
    undefined,
  );
});

for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']) {
  test(`${method} is refused whoever asks`, () => {
    expect(refusalOf(asked({ method }), OPEN, true)).toBe(405);
  });
}

for (const [authorization, refused] of [
  [undefined, 401],
  [`Bearer ${TOKEN}`, undefined],
  [`bearer ${TOKEN}`, undefined],
  [basic(`:${TOKEN}`), undefined],
  [basic(`anyone:${TOKEN}`), undefined],
  [`Bearer ${TOKEN}x`, 401],
  [basic(`${TOKEN}:`), 401],
  [basic(TOKEN), undefined],
  ['Bearer', 401],
  [`Digest ${TOKEN}`, 401],
] as const) {
  test(`with "${authorization ?? 'nothing'}" the answer is ${refused ?? 'the page'}`, () => {
    expect(refusalOf(asked({ authorization }), CLOSED, false)).toBe(refused);
  });
}

test('what is open to all is told without a token', () => {
  expect(refusalOf(asked({ method: 'HEAD' }), CLOSED, true)).toBeUndefined();
});
