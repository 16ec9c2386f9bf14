import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { startWebSink } from '../../fixtures/playwright/web-sink.ts';
import { doctorReport, type DoctorReport } from '../../src/doctor/doctor-report.ts';
import { documentOf } from './documents.ts';
import { findIn, findPlainly, keptCookies, exposureProblem } from './secret-search.ts';

const SIRETS = ['73282932000074', '81263740300013'];
const STRUCTURES = [
  { siret: SIRETS[0]!, companyName: 'PL DIFFUSION LYON' },
  { siret: SIRETS[1]!, companyName: 'ATELIER CHÊNE ET LIN' },
];

/** Every password that a test's portal can generate is known. */
const GENERATED = Array.from({ length: 12 }, (_, index) => `<G${index}>&"é'%_(m)`);

const QUIET = { structures: STRUCTURES, nextPasswords: GENERATED } as const;

test.describe.configure({ timeout: 300_000 });
test.use({
  portalOptions: {
    ...QUIET,
    otherConnections: [{ siret: SIRETS[0]!, applicationName: 'Pldiffusion1' }],
    existingAccounts: [{ siret: SIRETS[0]! }],
  },
});

test('where all is well every part is found, nothing is written, and the folder tells nothing of the user', async ({
  portal,
  raccordHere: raccord,
  home,
}) => {
  const run = await raccord(['doctor', '--collect', '--json', '--verbose']);
  expect(run.exitCode, run.stderr).toBe(0);
  const report = documentOf(run, doctorReport);
  expect(report.pages.flatMap(({ parts }) => parts).map(({ verdict }) => verdict)).not.toContain(
    'not-seen',
  );
  expect(partOf(report, 'declaration', 'declaration.contactPhone')?.verdict).toBe('found');
  expect(partOf(report, 'sign-in', 'signIn.signIn')).toMatchObject({
    verdict: 'found-otherwise',
    matched: 'Connexion',
  });
  expect(pageOf(report, 'reset')?.parts.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    'technicalAccount.requestType found',
    'passwordReset.reset found',
    'technicalAccount.structure found',
    'technicalAccount.submit found',
    'passwordReset.account found',
    'technicalAccount.password found',
  ]);
  expect(report.next).toBe('raccord plan --input clients.csv');
  expect(report.stoppedRequests).toBe(0);
  expect(portal.writeRequests()).toBe(0);

  const folder = report.folder ?? '';
  const names = await readdir(folder, { recursive: true });
  expect(names.filter((name) => name.endsWith('.png'))).toHaveLength(11);
  expect(names.filter((name) => name.endsWith('.outline.txt'))).toHaveLength(9);
  expect(names.filter((name) => name.endsWith('.html'))).toHaveLength(9);
  expect(await exposureProblem(home)).toEqual([]);
  const { administrator } = portal;
  const ofTheUser = {
    ...Object.fromEntries(SIRETS.map((siret) => [siret, siret])),
    ...Object.fromEntries(STRUCTURES.map(({ companyName }) => [companyName, companyName])),
    login: administrator.login,
    application: 'Pldiffusion1',
    account: `_${SIRETS[0]!}@cpro.fr`,
  };
  const secrets = {
    password: administrator.password,
    ...Object.fromEntries(GENERATED.map((value, index) => [`generated ${index}`, value])),
    ...Object.fromEntries(
      (await keptCookies(home)).map((value, index) => [`cookie ${index}`, value]),
    ),
  };
  expect(await findPlainly(folder, { ...secrets, ...ofTheUser })).toEqual([]);
  expect(await findPlainly(home, secrets)).toEqual([]);
  expect(findIn('output', run.stdout + run.stderr, secrets)).toEqual([]);
});

test(
  'a second look needs no sign-in, and finds nothing changed, of another structure too',
  { tag: '@whole' },
  async ({ raccordHere: raccord }) => {
    const report = documentOf(await raccord(['doctor', '--collect', '--json']), doctorReport);
    const again = await raccord(['doctor', '--compare', '--json', '--siret', SIRETS[1]!]);
    expect(again.exitCode, again.stderr).toBe(0);
    const second = documentOf(again, doctorReport);
    expect(pageOf(second, 'sign-in')).toMatchObject({ passed: 'session-kept', parts: [] });
    expect(pageOf(second, 'reset')).toMatchObject({
      passed: 'no-account',
      parts: expect.arrayContaining([
        expect.objectContaining({ name: 'passwordReset.reset', verdict: 'found' }),
      ]),
    });
    expect(second.compared?.since).toBe(report.run);
    expect(second.compared?.changes.flatMap(({ parts }) => parts)).toEqual([]);
  },
);

test.describe('with applications in frames', { tag: '@whole' }, () => {
  test.use({ portalOptions: { ...QUIET, opens: 'iframe', accountOpens: 'iframe' } });

  test('what is kept of a page is the document in the frame, with nothing of the user', async ({
    raccordHere: raccord,
  }) => {
    const run = await raccord(['doctor', '--collect', '--json']);
    expect(run.exitCode, run.stderr).toBe(0);
    const folder = documentOf(run, doctorReport).folder ?? '';
    const kept = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
    expect(await kept('pages/declaration.html')).toContain('Téléphone');
    expect(await kept('declaration.outline.txt')).toContain('Téléphone');
    expect(await kept('pages/account.html')).toContain('Choisir la structure');
    const ofTheUser = Object.fromEntries(SIRETS.map((siret) => [siret, siret]));
    expect(await findPlainly(folder, ofTheUser)).toEqual([]);
  });
});

/** What a run found that was good, of two pages; the rest of what is kept says nothing here. */
const GOOD: DoctorReport = {
  ...{ version: 1, run: '20260101T000000Z-0000', at: '2026-01-01T00:00:00.000Z', raccord: '0.0.0' },
  ...{ checks: [], exitCode: 0, next: '', stoppedRequests: 0 },
  pages: [
    {
      page: 'declaration',
      parts: [
        {
          ...{ name: 'declaration.contactPhone', kind: 'field', wording: 'Téléphone' },
          verdict: 'found',
        },
      ],
    },
    { page: 'account', parts: [], outline: 'account.outline.txt' },
  ],
};

test.describe('with wordings that drifted', () => {
  test.use({
    portalOptions: {
      ...QUIET,
      wordings: {
        ...{ Téléphone: 'Numéro de téléphone', 'Etat courant': 'Statut', Soumettre: 'Envoyer' },
      },
      otherConnections: [{ siret: SIRETS[0]!, applicationName: 'Pldiffusion1' }],
    },
  });

  test('what drifted is named page by page, and compared with the last good run', async ({
    portal,
    raccordHere,
    home,
  }) => {
    const folder = join(home, 'doctor', GOOD.run);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const own = { mode: 0o600 };
    await writeFile(join(folder, 'report.json'), JSON.stringify(GOOD), own);
    await writeFile(join(folder, 'account.outline.txt'), '- button "Soumettre"\n', own);

    const run = await raccordHere(['doctor', '--compare']);
    expect(run.exitCode, run.stderr).toBe(6);
    expect(run.stdout).toContain('4 things the robot relies on are not as expected:');
    expect(run.stdout).toMatch(
      /✗ {2}field +Téléphone +not found the page has: "Numéro de téléphone \*", /u,
    );
    expect(run.stdout).toMatch(/✗ {2}column +Etat courant +not found the page has: "/u);
    expect(run.stdout).toMatch(/✗ {2}button +Soumettre +not found the page has: .*"Envoyer"/u);
    expect(run.stdout).toMatch(/✓ {2}field +Mot de passe +found/u);
    expect(run.stdout).toContain(
      'declaration.contactPhone: field found "Téléphone" → field not-found "Téléphone"',
    );
    expect(run.stdout).toContain('    - - button "Soumettre"\n');
    expect(run.stdout).toContain('    + - button "Envoyer"\n');
    expect(run.stdout.trimEnd()).toMatch(/Next: raccord doctor --collect$/u);
    expect(portal.writeRequests()).toBe(0);
  });
});

test.describe('with the card of the domain renamed', { tag: '@whole' }, () => {
  test.use({ portalOptions: { ...QUIET, wordings: { Raccordements: 'Interfaces' } } });

  test('the card is named, and what lies behind it counts as not seen', async ({
    raccordHere: raccord,
  }) => {
    const run = await raccord(['doctor', '--json']);
    expect(run.exitCode, run.stderr).toBe(6);
    const report = documentOf(run, doctorReport);
    expect(partOf(report, 'home', 'navigation.connectionsDomain')).toMatchObject({
      verdict: 'not-found',
      shown: expect.arrayContaining(['Interfaces', 'Facturation']),
    });
    expect(pageOf(report, 'domain')?.error?.code).toBe('PAGE_UNEXPECTED');
    const behind = pageOf(report, 'account')?.parts.map(({ verdict }) => verdict);
    expect(new Set(behind)).toEqual(new Set(['not-seen']));
  });
});

test.describe('with the label of the password renamed', { tag: '@whole' }, () => {
  test.use({
    portalOptions: {
      ...QUIET,
      wordings: { 'Mot de passe': 'Sésame' },
      existingAccounts: [{ siret: SIRETS[0]! }],
    },
  });

  test('the form is not pictured, and only the words of the page are kept', async ({
    raccordHere: raccord,
    home,
  }) => {
    const run = await raccord(['doctor', '--collect', '--json']);
    expect(run.exitCode, run.stderr).toBe(6);
    const report = documentOf(run, doctorReport);
    const account = pageOf(report, 'account');
    expect(account).toMatchObject({ noPicture: 'the secret field could not be hidden' });
    expect(partOf(report, 'account', 'technicalAccount.password')?.verdict).toBe('not-found');
    const outline = await readFile(join(report.folder ?? '', account?.outline ?? ''), 'utf8');
    expect(outline).toContain('textbox "Sésame"');
    expect(pageOf(report, 'reset')).toMatchObject({
      noPicture: 'the secret field could not be hidden',
    });
    const secrets = Object.fromEntries(GENERATED.map((value, index) => [`${index}`, value]));
    expect(await findPlainly(home, secrets)).toEqual([]);
  });
});

test('offline nothing is asked of the portal, and a French terminal is told in French', async ({
  portal,
  raccordHere: raccord,
}) => {
  const run = await raccord(['doctor', '--offline'], { LC_ALL: 'fr_FR.UTF-8' });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/^Poste\n ✓ {2}Node\.js +Node 2\d/u);
  expect(run.stdout).toContain('Registre et coffre\n');
  expect(run.stdout).toContain('(CHORUS_URL, environnement)');
  expect(run.stdout).toContain('Le portail n’a pas été contrôlé.');
  expect(run.stdout.trimEnd()).toMatch(/À faire : raccord plan --input clients\.csv$/u);
  expect(portal.truth().signIns).toEqual([]);
});

test('a home that others can read is told with the command that closes it', async ({
  raccordHere: raccord,
  home,
}) => {
  await mkdir(home, { mode: 0o700 });
  await chmod(home, 0o755);
  const run = await raccord(['doctor', '--offline', '--json']);
  expect(run.exitCode, run.stderr).toBe(2);
  const report = documentOf(run, doctorReport);
  expect(report.checks.find(({ name }) => name === 'permissions')).toMatchObject({
    result: 'mistake',
    found: '. 755',
  });
  expect(report.next).toContain(`chmod -R go-rwx ${home}`);
});

/** What keeps doctor from the pages, with the exit code; the rest is told all the same. */
const KEPT_OUT: readonly (readonly [
  what: string,
  code: string,
  exitCode: number,
  environment: Readonly<Record<string, string>>,
])[] = [
  ['a portal that is not there', 'PORTAL_UNAVAILABLE', 3, { CHORUS_URL: 'http://localhost:9/' }],
  ['a refused password', 'PASSWORD_REFUSED', 4, { CHORUS_PASSWORD: 'not the password' }],
];

for (const [what, code, exitCode, environment] of KEPT_OUT) {
  test(`${what} is told after the machine was looked at`, async ({ raccordHere: raccord }) => {
    const run: Finished = await raccord(['doctor', '--json', '--retry-pause', '1ms'], environment);
    expect(run.exitCode, run.stderr).toBe(exitCode);
    const report = documentOf(run, doctorReport);
    expect(report.error?.code).toBe(code);
    expect(report.checks.find(({ name }) => name === 'browser')?.result).toBe('good');
    expect(run.stderr).toContain(`✗ ${code}`);
  });
}

test('a person is told of a portal that is not there once, and what to do last', async ({
  raccordHere: raccord,
}) => {
  const run = await raccord(['doctor', '--retry-pause', '1ms'], {
    CHORUS_URL: 'http://localhost:9/',
  });
  expect(run.exitCode, run.stderr).toBe(3);
  expect(run.stdout.match(/PORTAL_UNAVAILABLE/gu)).toHaveLength(1);
  expect(run.stdout).toContain('– not reached: welcome page, sign-in, home page, ');
  expect(run.stdout.match(/not seen/gu)).toBeNull();
  expect(run.stderr).not.toContain('✗');
  expect(run.stderr).not.toContain('no picture');
  expect(run.stdout.trimEnd()).toMatch(/Next: Try again later: .+$/u);
});

test('without a login the next step is to give one', async ({ raccordHere: raccord }) => {
  const nobody = { CHORUS_LOGIN: '', CHORUS_PASSWORD: '' };
  const run = await raccord(['doctor', '--offline'], nobody);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stdout.trimEnd()).toMatch(/Next: set CHORUS_LOGIN and CHORUS_PASSWORD in \.env, /u);
});

test('what is tried is in the document, each with its result', async ({
  raccordHere: raccord,
  folder,
}) => {
  const sink = await startWebSink([200]);
  const args = ['doctor', '--offline', '--notify', '--deliver', '--api', '--json'];
  const run = await raccord(args, {
    RACCORD_WEBHOOK_URL: `${sink.url}/hook`,
    RACCORD_DELIVER_HOOK: `touch ${join(folder, 'ran')}`,
  });
  await sink.close();
  expect(run.exitCode, run.stderr).toBe(2);
  const { checks } = documentOf(run, doctorReport);
  expect(
    checks
      .filter(({ section }) => section === 'services')
      .map(({ name, result }) => [name, result]),
  ).toEqual([
    ['webhook', 'good'],
    ['sink-hook', 'not-looked'],
    ['api', 'mistake'],
  ]);
  expect(JSON.parse(sink.posts[0]?.body ?? '')).toMatchObject({ event: 'test' });
  expect(await readdir(folder)).not.toContain('ran');
});

test('mail without a server is a mistake, and no tick', async ({ raccordHere: raccord }) => {
  const run = await raccord(['doctor', '--offline'], { RACCORD_NOTIFY_TO: 'ops@exemple.fr' });
  expect(run.exitCode, run.stderr).toBe(2);
  expect(run.stdout).toMatch(/✗ {2}configuration +RACCORD_SMTP_URL: missing/u);
});

test('a wrong configuration is told with every mistake, exit code 2, and the machine is looked at', async ({
  raccordHere: raccord,
}) => {
  const run = await raccord(['doctor'], {
    CHORUS_ENV: 'qualification',
    CHORUS_URL: 'http://portail.example.fr',
    RACCORD_SETTLE: 'x',
  });
  expect(run.stdout).toMatch(/✓ {2}browser +\d/u);
  expect(run.stdout).toMatch(/✓ {2}free space +\d+ MB/u);
  expect(run.stdout).toContain('Ledger and vault');
  expect(run.exitCode, run.stderr).toBe(2);
  expect(run.stdout).toMatch(
    /✗ {2}configuration +.*CHORUS_URL: must be https.*RACCORD_SETTLE: must be a duration/u,
  );
});

function pageOf({ pages }: DoctorReport, name: string): DoctorReport['pages'][number] | undefined {
  return pages.find(({ page }) => page === name);
}

function partOf(report: DoctorReport, page: string, name: string) {
  return pageOf(report, page)?.parts.find((part) => part.name === name);
}
