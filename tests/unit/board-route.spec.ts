import { expect, test } from '@playwright/test';
import { hrefOf, languageAsked } from '../../src/board/reader.ts';
import { routeOf } from '../../src/board/route.ts';
import { pageOf } from '../../src/board/siret-filter.ts';
import { minutesLeft } from '../../src/board/working.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

for (const [target, route] of [
  ['/', { kind: 'overview' }],
  ['/sirets', { kind: 'sirets', wanted: { page: 1 } }],
  [
    '/sirets?siret=732%20829&state=failed&profile=lyon&page=3',
    { kind: 'sirets', wanted: { siret: '732829', state: 'failed', profile: 'lyon', page: 3 } },
  ],
  ['/sirets?siret=&state=nonsense&page=-4', { kind: 'sirets', wanted: { page: 1 } }],
  [
    '/sirets/73282932000074?profile=lyon',
    { kind: 'siret', siret: '73282932000074', profile: 'lyon' },
  ],
  ['/sirets/../../etc/passwd', { kind: 'unknown' }],
  ['/healthz', { kind: 'health' }],
  ['/metrics', { kind: 'metrics' }],
] as const) {
  test(`${target} leads to ${route.kind}`, () => {
    expect(routeOf(target)).toEqual({ route });
  });
}

test('what is no address leads nowhere', () => {
  expect(routeOf('http://evil.example/')).toBeUndefined();
  expect(routeOf('')).toBeUndefined();
});

for (const [asked, refresh] of [
  ['30', 30],
  ['1', undefined],
  ['0', undefined],
  ['99999', undefined],
  ['soon', undefined],
] as const) {
  test(`refresh=${asked} refreshes ${refresh === undefined ? 'nothing' : `after ${refresh} s`}`, () => {
    expect(routeOf(`/?refresh=${asked}`)?.refresh).toBe(refresh);
  });
}

test('links keep the refresh, and leave out what is not asked for', () => {
  const reader = { texts: textsFor('en'), language: 'en' } as const;
  expect(hrefOf(reader, '/sirets', { state: 'failed', profile: undefined })).toBe(
    '/sirets?state=failed',
  );
  expect(hrefOf({ ...reader, refresh: 30 }, '/')).toBe('/?refresh=30');
});

for (const [header, language] of [
  [undefined, 'en'],
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['de, en;q=0.5, fr;q=0.9', 'fr'],
  ['fr;q=0, en-US', 'en'],
  ['de-DE', 'en'],
] as const) {
  test(`a browser that asks for "${header ?? 'nothing'}" reads ${language}`, () => {
    expect(languageAsked(header, 'en')).toBe(language);
  });
}

test('thousands of SIRETs are shown a page at a time, the last one where there are fewer', () => {
  const all = Array.from({ length: 2_345 }, (_, index) => index);
  expect(pageOf(all, 1, 50).shown).toEqual(all.slice(0, 50));
  expect(pageOf(all, 47, 50)).toMatchObject({ page: 47, last: 47, shown: all.slice(2_300) });
  expect(pageOf(all, 1_000, 50).page).toBe(47);
  expect(pageOf([], 3, 50)).toEqual({ shown: [], page: 1, last: 1 });
});

test('the time left goes by how long the SIRETs took that have ended', () => {
  const now = new Date('2026-11-27T04:10:00Z');
  const since = '2026-11-27T04:00:00.000Z';
  expect(minutesLeft({ since, done: 20 }, 60, now)).toBe(30);
  expect(minutesLeft({ since, done: 1 }, 60, now)).toBeUndefined();
});
