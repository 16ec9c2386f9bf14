import { expect, test } from '@playwright/test';
import { doctorText } from '../../src/cli/doctor/doctor-text.ts';
import type { DoctorReport, PageReport } from '../../src/doctor/doctor-report.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

type Part = PageReport['parts'][number];

const PHONE: Part = {
  ...{ name: 'declaration.contactPhone', kind: 'field', wording: 'Téléphone' },
  verdict: 'found',
};

/** A report of these pages, as of a run that looked at the portal. */
function reportOf(pages: PageReport[], more: Partial<DoctorReport> = {}): DoctorReport {
  return {
    ...{ version: 1, run: '20261126T140000Z-0000', at: '2026-11-26T14:00:00.000Z' },
    ...{ raccord: '0.1.0', checks: [], pages, stoppedRequests: 0, exitCode: 0 },
    next: 'raccord plan --input clients.csv',
    ...more,
  };
}

function said(report: DoctorReport, language: 'en' | 'fr' = 'en'): string {
  return doctorText(report, textsFor(language));
}

/** Each verdict on a part, and how it is written. */
const VERDICTS: readonly (readonly [Partial<Part>, RegExp])[] = [
  [{}, /✓ {2}field +Téléphone +found$/mu],
  [
    { verdict: 'found-otherwise', matched: 'Tél.' },
    /✓ {2}field +Téléphone +found under another wording "Tél\."$/mu,
  ],
  [
    { verdict: 'not-found', shown: ['Numéro *', 'Fax'] },
    /✗ {2}field +Téléphone +not found the page has: "Numéro \*", "Fax"$/mu,
  ],
  [{ verdict: 'not-found', optional: true }, /– {2}field +Téléphone +not found \(optional\)$/mu],
  [
    { verdict: 'ambiguous', shown: ['input#a', 'input#b'] },
    /✗ {2}field +Téléphone +ambiguous all that match: "input#a", "input#b"$/mu,
  ],
  [{ verdict: 'not-seen' }, /– {2}field +Téléphone +not seen$/mu],
  [
    { kind: 'option', options: ['Un', '', 'Deux'] },
    /✓ {2}option +Téléphone +found \[Un, Deux\]$/mu,
  ],
];

for (const [change, line] of VERDICTS) {
  const { verdict = 'found', optional, kind = 'field' } = change;
  const what = `${kind} ${verdict}${optional === true ? ', not needed' : ''}`;
  test(`a part that is ${what} is one line`, () => {
    // A page of which nothing is seen is told in another way.
    const parts = [
      { ...PHONE, ...change },
      { ...PHONE, wording: 'Fax' },
    ];
    expect(said(reportOf([{ page: 'declaration', parts }]))).toMatch(line);
  });
}

test('what drifted is counted and named with its page; what is not needed does not count', () => {
  const missing: Part = { ...PHONE, verdict: 'not-found', shown: ['Numéro'] };
  const unneeded: Part = { ...missing, name: 'declaration.contactFax', optional: true };
  const text = said(
    reportOf([{ page: 'declaration', parts: [missing, unneeded] }], {
      ...{ exitCode: 6, next: 'raccord doctor --collect', stoppedRequests: 2 },
    }),
  );
  expect(text).toContain('1 things the robot relies on are not as expected:\n');
  expect(text).toContain(
    '  ✗ form "Déclarer un raccordement API PISTE": declaration.contactPhone "Téléphone", ' +
      'not found the page has: "Numéro"\n',
  );
  expect(text).toContain('0 write requests sent, 2 stopped');
  expect(text).not.toContain('Everything the robot relies on is there.');
  expect(text).toMatch(/Next: raccord doctor --collect$/u);
});

test('a page that was not reached, or not looked at, says why', () => {
  const text = said(
    reportOf([
      { page: 'sign-in', passed: 'session-kept', parts: [] },
      { page: 'reset', passed: 'no-account', parts: [] },
      { page: 'domain', error: { code: 'PAGE_UNEXPECTED', message: 'Not that page.' }, parts: [] },
    ]),
  );
  expect(text).toContain('sign-in\n  not shown: the session still holds');
  expect(text).toContain('not fully checked: the structure has no account yet');
  expect(text).toContain('✗ page of the domain "Raccordements"\n  not reached: Not that page.');
});

test('a portal that is not reached is told once, with the pages that were not come to in one line', () => {
  const unseen: Part = { ...PHONE, verdict: 'not-seen' };
  const error = {
    code: 'PORTAL_UNAVAILABLE',
    message: 'The portal is unavailable. Found: https://portail: 503. Try again later.',
    ...{ what: 'The portal is unavailable.', found: 'https://portail: 503' },
  };
  const pages: PageReport[] = [
    { page: 'sign-in', parts: [unseen, unseen] },
    { page: 'home', parts: [unseen] },
  ];
  const text = said(reportOf(pages, { error, exitCode: 3, next: 'Try again later.' }));
  expect(text).toContain('– not reached: sign-in, home page\n');
  expect(text).not.toContain('Téléphone');
  expect(text.match(/PORTAL_UNAVAILABLE/gu)).toHaveLength(1);
  expect(text.match(/Try again later/gu)).toHaveLength(1);
  expect(text).toMatch(/Next: Try again later\.$/u);
});

test('a check that is not good comes with what to do', () => {
  const checks: DoctorReport['checks'] = [
    { section: 'machine', name: 'node', result: 'good', found: 'Node 24.1.0' },
    { section: 'machine', name: 'disk', result: 'mistake', found: '2 MB' },
    { section: 'configuration', name: 'recipients', result: 'warning', found: '' },
  ];
  const text = said(reportOf([], { checks }));
  expect(text).toMatch(/^Machine\n ✓ {2}Node\.js +Node 24\.1\.0$/mu);
  expect(text).toMatch(/✗ {2}free space +2 MB — free some space$/mu);
  expect(text).toMatch(/! {2}recipients +raccord seals to a key pair in RACCORD_HOME/u);
});

test('what is found of a ledger’s database is said in the language of the terminal', () => {
  const facts = 'PostgreSQL 15.4, checksums on, synchronous standbys none, clock -0.3 s';
  const found = `db.example/raccord: ${facts}`;
  const check = { section: 'storage', name: 'database', result: 'good', found } as const;
  const report = reportOf([], { checks: [check] });
  expect(said(report)).toContain(found);
  expect(said(report, 'fr')).toContain(
    'db.example/raccord: PostgreSQL 15.4, sommes de contrôle actives, serveurs de secours synchrones : aucun, écart d’horloge -0,3 s',
  );
});

test('what changed since the last good run is told by part and by line of the page', () => {
  const since = '20260101T000000Z-0000';
  const pages: PageReport[] = [{ page: 'account', parts: [] }];
  const compared = (changes: NonNullable<DoctorReport['compared']>['changes']): string =>
    said(reportOf(pages, { compared: { since, changes } }));
  const change = {
    page: 'account' as const,
    parts: [{ name: 'technicalAccount.submit', before: 'button found "Soumettre"', now: '' }],
    added: ['- button "Envoyer"'],
    removed: ['- button "Soumettre"'],
  };
  expect(compared([change])).toContain(
    [
      `Changed since ${since}:`,
      '  form "Compte technique"',
      '    technicalAccount.submit: button found "Soumettre" → –',
      '    - - button "Soumettre"',
      '    + - button "Envoyer"',
    ].join('\n'),
  );
  expect(compared([])).toContain(`Nothing changed since ${since}.`);
  expect(said(reportOf(pages, { compared: { since: '', changes: [] } }))).toContain(
    'There is no good run to compare with yet.',
  );
});

test('where the portal was left out that is said, in the language of the terminal', () => {
  const offline = reportOf([]);
  delete offline.stoppedRequests;
  expect(said(offline)).toContain('The portal was skipped.');
  expect(said(offline, 'fr')).toContain('Le portail n’a pas été contrôlé.');
  const checks: DoctorReport['checks'] = [
    { section: 'storage', name: 'ledger', result: 'good', found: '' },
  ];
  expect(said(reportOf([], { checks }), 'fr')).toContain('Registre et coffre');
});
