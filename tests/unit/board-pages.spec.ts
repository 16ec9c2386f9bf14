import { expect, test } from '@playwright/test';
import { type BoardHome, type KnownHome, healthOf } from '../../src/board/board-home.ts';
import type { App } from '../../src/app.ts';
import { readFigures } from '../../src/cli/board/read-home.ts';
import type { Config } from '../../src/config/config.ts';
import { test as onLedger } from './ledger-fixtures.ts';
import { overviewPage } from '../../src/board/overview.ts';
import { siretPage } from '../../src/board/siret-page.ts';
import { siretsPage } from '../../src/board/sirets-page.ts';
import { foldEnrolment } from '../../src/domain/enrolment.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { LedgerEvent } from '../../src/domain/ledger-event.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';

const SIRET = '73282932000074' as Siret;
const HOSTILE = '<img src=x onerror=alert(1)>"\'&\u202e';

const EVENTS: readonly LedgerEvent[] = [
  { stream: 'connection', at: '2026-11-26T21:00:00.000Z', event: { kind: 'not-seen' } },
  {
    stream: 'connection',
    at: '2026-11-26T21:00:01.000Z',
    event: { kind: 'intended', applicationName: HOSTILE },
  },
  {
    stream: 'connection',
    at: '2026-11-26T21:00:02.000Z',
    event: { kind: 'refused', message: HOSTILE },
  },
];

const HOME = {
  portal: 'portail.exemple.fr',
  environment: 'qualification',
  folder: '/srv/raccord',
  timezone: 'Europe/Paris',
  delivery: {},
  now: new Date('2026-11-27T04:00:00Z'),
  todos: [],
} satisfies Omit<BoardHome, 'reading'>;

const KNOWN: KnownHome = {
  ...HOME,
  reading: {
    ...{ kind: 'known', unlisted: 0, working: [], runs: [] },
    standing: {
      known: 1,
      enrolments: [foldEnrolment(SIRET, EVENTS)],
      undelivered: new Map(),
      gaps: new Map(),
    },
  },
};

function reader(language: Language) {
  return { language, texts: textsFor(language) };
}

for (const language of ['fr', 'en'] as const) {
  test(`what the portal said is shown as text, never as markup, on any page (${language})`, () => {
    const [enrolment] = KNOWN.reading.standing.enrolments;
    const pages = [
      overviewPage([{ ...KNOWN, profile: HOSTILE }], reader(language)),
      siretsPage([KNOWN], { page: 1, siret: HOSTILE, profile: HOSTILE }, reader(language)),
      siretsPage([KNOWN], { page: 1 }, reader(language)),
      siretPage(
        { home: KNOWN, enrolment: enrolment!, events: EVENTS, deliveries: [], todos: [] },
        reader(language),
      ),
    ];
    for (const page of pages) {
      expect(page).not.toContain('<img');
      expect(page).toMatch(/^<!doctype html>\n<html lang="(fr|en)">/u);
      const tags = page.replace(/"[^"]*"/gu, '""');
      expect(tags).not.toMatch(/<script|<[^>]*\s(?:style|on\w+)=/u);
      expect(page).not.toContain('\u202e');
    }
    expect(pages[3]).toContain('&#60;img src=x');
  });
}

test('a ledger that cannot be read is told on the page, beside those that can', () => {
  const error = new RaccordError('LEDGER_DAMAGED', { file: '/srv/ledger.db', reason: 'cut' });
  const homes: BoardHome[] = [
    { ...HOME, profile: 'lyon', reading: { kind: 'unreadable', error } },
    { ...KNOWN, profile: 'nantes' },
  ];
  const page = overviewPage(homes, reader('en'));
  expect(page).toContain('A ledger cannot be read');
  expect(page).toContain('SIRETs by state');
  expect(healthOf(homes)).toEqual({
    ...{ ok: false, status: 'failing' },
    ledgers: [
      { profile: 'lyon', status: 'LEDGER_DAMAGED' },
      { profile: 'nantes', status: 'ok' },
    ],
  });
});

test('a home where nothing was done yet is well, and one that has lost its ledger is not', () => {
  expect(healthOf([{ ...HOME, reading: { kind: 'none', unlisted: 0 } }])).toMatchObject({
    ...{ ok: true, ledgers: [{ status: 'none' }] },
  });
  expect(healthOf([{ ...HOME, reading: { kind: 'none', unlisted: 3 } }])).toMatchObject({
    ...{ ok: false, ledgers: [{ status: 'lost' }] },
  });
});

test('a profile whose SIRETs another shows is not offered, and leads to them where it is asked for', () => {
  const none = { known: 0, enrolments: [], undelivered: new Map(), gaps: new Map() };
  const homes: BoardHome[] = [
    { ...KNOWN, profile: 'lyon' },
    {
      ...{ ...KNOWN, profile: 'nantes', shownBy: 'lyon' },
      reading: { ...KNOWN.reading, standing: none },
    },
    { ...KNOWN, profile: 'lille', reading: { ...KNOWN.reading, standing: none } },
  ];
  const page = siretsPage(homes, { page: 1, profile: 'nantes' }, reader('en'));
  expect(page).toContain('<h1>1 SIRET</h1>');
  const select = /<select id="profile"[^]*?<\/select>/u.exec(page)?.[0] ?? '';
  const offered = [...select.matchAll(/value="(\w+)"( selected)?/gu)];
  expect(offered.map(([, name, chosen]) => [name, chosen !== undefined])).toEqual([
    ['lyon', true],
    ['lille', false],
  ]);
});

onLedger(
  'the figures of a ledger that several profiles share come once',
  async ({ ledger, folder }) => {
    await ledger.record(SIRET, 'connection', { kind: 'not-seen' });
    const app = { readingLedger: (work: (one: unknown) => unknown) => work(ledger) };
    const delivery = { folder: { path: '/srv/handed-over', recipients: [] } };
    const shown = {
      app: app as unknown as App,
      config: { home: folder, delivery } as unknown as Config,
    };
    const named = (metrics: Awaited<ReturnType<typeof readFigures>>): string[] =>
      metrics.map(({ name }) => name);
    expect(named(await readFigures(shown))).toContain('raccord_doubtful');
    expect(named(await readFigures({ ...shown, shownBy: 'lyon' }))).toEqual([
      'raccord_undelivered',
    ]);
  },
);
