import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartedBrowser } from '../../src/browser/launch.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { startTestPortal } from '../../fixtures/playwright/test-portal.ts';
import { Workplace, type Run } from '../../fixtures/playwright/workplace.ts';
import { KEYCLOAK_SCREENS, type KeycloakScreen } from '../../fixtures/portal/options.ts';
import type { Administrator } from '../../flows/sign-in.ts';
import { EXIT } from '../../src/errors/exit-code.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';
import { Secret } from '../../src/secrets/secret.ts';

test.describe.configure({ timeout: 600_000 });

/** Within so many milliseconds whoever waits is told that a person is needed. */
const TOLD_WITHIN_MS = 20_000;

interface Case {
  readonly screens: readonly KeycloakScreen[];
  /** What is configured otherwise than rightly, in the words of the table. */
  readonly what?: string;
  readonly administrator?: { readonly [K in keyof Administrator]?: Administrator[K] | undefined };
  readonly underAuth?: true;
}

const WRONG_PASSWORD = {
  what: 'wrong password',
  administrator: { password: new Secret('pas le bon') },
};
const TWO_DEVICES = ['login', 'login-otp-two-devices'] as const;

/** The lists in which something else than one screen after the password is to be seen. */
const LISTS: readonly Case[] = [
  { screens: ['login'] },
  { screens: ['login'], what: 'paths under `/auth`', underAuth: true },
  { screens: ['login'], ...WRONG_PASSWORD },
  { screens: ['login-with-passkeys'] },
  { screens: ['login-with-providers'] },
  { screens: ['login-username', 'login-password'] },
  { screens: ['login-username', 'login-password'], ...WRONG_PASSWORD },
  { screens: ['login-username-with-providers', 'login-password'] },
  { screens: ['login-username-with-passkeys', 'login-password-with-passkeys'] },
  { screens: ['login-page-expired', 'login'] },
  { screens: ['login', 'login-page-expired'] },
  { screens: ['login', 'login-page-expired', 'login'] },
  { screens: ['login', 'login-otp'] },
  { screens: ['login', 'login-otp', 'login'] },
  {
    screens: ['login', 'login-otp'],
    what: 'no secret',
    administrator: { totpSecret: undefined },
  },
  {
    screens: ['login', 'login-otp'],
    what: 'wrong secret',
    administrator: { totpSecret: new Secret('JBSWY3DPEHPK3PXP') },
  },
  { screens: TWO_DEVICES, what: 'label given', administrator: { totpLabel: 'Raccord' } },
  { screens: TWO_DEVICES, what: 'no label' },
  { screens: TWO_DEVICES, what: 'unknown label', administrator: { totpLabel: 'Tablette' } },
  { screens: ['login', 'select-authenticator', 'login-otp'] },
  {
    screens: [
      'login',
      'webauthn-authenticate-with-another-way',
      'select-authenticator',
      'login-otp',
    ],
  },
  {
    screens: ['login', 'select-authenticator'],
    what: 'no secret',
    administrator: { totpSecret: undefined },
  },
  { screens: ['login-x509-info', 'login'] },
  { screens: ['login', 'login-x509-info'] },
  { screens: ['logout-confirm', 'login'] },
  { screens: ['login', 'logout-confirm'] },
  { screens: ['login', 'webauthn-authenticate'] },
];

/** Every other page of Keycloak's comes once, after the password. */
const CASES: readonly Case[] = [
  ...LISTS,
  ...KEYCLOAK_SCREENS.filter(
    (screen) => !LISTS.some(({ screens }) => screens.includes(screen)),
  ).map((screen): Case => ({ screens: ['login', screen] })),
];

/** Those that `npm test` signs in through: each verdict there is, at the pages that differ most. */
const REPRESENTATIVE: readonly string[] = [
  'login (paths under `/auth`)',
  'login-username, login-password (wrong password)',
  'login-username-with-passkeys, login-password-with-passkeys',
  'login-page-expired, login',
  'login, login-page-expired, login',
  'login, login-otp, login',
  'login, login-otp (no secret)',
  'login, login-otp (wrong secret)',
  'login, login-otp-two-devices (label given)',
  'login, login-otp-two-devices (unknown label)',
  'login, webauthn-authenticate-with-another-way, select-authenticator, login-otp',
  'login-x509-info, login',
  'login, webauthn-authenticate',
  'login, error',
  'login, error-other-user',
  'login, login-config-totp',
  'login, login-recovery-authn-code-config',
  'login, login-update-password',
  'login, terms',
];

function nameOf({ screens, what }: Case): string {
  return `${screens.join(', ')}${what === undefined ? '' : ` (${what})`}`;
}

/** What became of a sign-in, as a line of the table. */
async function signInThrough(
  one: Case,
  place: { home: string; browser: StartedBrowser },
): Promise<{ row: string; tookMs: number }> {
  const { screens, administrator = {}, underAuth } = one;
  const portal = await startTestPortal({ signInScreens: screens, underAuth: underAuth === true });
  const workplace = await Workplace.make({ ...place, portal });
  const run = await workplace.start();
  const sent = countSent(run);
  const since = performance.now();
  const became = await run.signIn({ administrator }).then(() => 'passes', toldOf);
  const tookMs = performance.now() - since;
  await expectConcealed(run);
  const remembered = await run.ledger.refusedSignIn(portal.administrator.login);
  expect(remembered !== undefined, screens.join()).toBe(became.startsWith('refuses'));
  await workplace.close();
  await portal.close();
  return { row: `| ${nameOf(one)} | ${became} | ${sent.passwords} | ${sent.codes} |`, tookMs };
}

function toldOf(error: unknown): string {
  if (!isRaccordError(error)) throw error;
  const { exit } = error.policy;
  const { screen, headings } = error.details as { screen?: string; headings?: string[] };
  const named = screen ?? headings?.join(', ');
  const verb =
    exit === EXIT.personNeeded ? 'needs a person' : exit === EXIT.drift ? 'ends' : 'refuses';
  return `${verb}: ${error.code}, exit ${exit}${named === undefined ? '' : ` (${named})`}`;
}

/** Counts the posts that a password or a code came with, as the server answered them. */
function countSent(run: Run): { passwords: number; codes: number } {
  const sent = { passwords: 0, codes: 0 };
  run.browserWorker.context.on('response', (response) => {
    const form = new URLSearchParams(response.request().postData() ?? '');
    if (form.has('password')) sent.passwords += 1;
    if (form.has('otp')) sent.codes += 1;
  });
  return sent;
}

/** Whatever of an authenticator's seed or of recovery codes is shown, no picture shows it. */
async function expectConcealed({ browserWorker }: Run): Promise<void> {
  const secret = browserWorker.activePage.page.locator(
    '#kc-totp-secret-key, #kc-totp-secret-qr-code, #kc-recovery-codes-list',
  );
  if ((await secret.count()) === 0) return;
  const [concealed] = await browserWorker.activePage.findConcealed();
  expect(concealed).toBeDefined();
  await expect(secret.and(concealed!)).toHaveCount(await secret.count());
}

/** The rows of the table in `docs/sign-in-screens.md`. */
async function documentedRows(): Promise<string[]> {
  const page = await readFile('docs/sign-in-screens.md', 'utf8');
  const [header, ...rows] = page.split('\n').filter((line) => /^\| [a-z]/u.test(line));
  expect(header).toBe('| screens, in order | raccord | passwords | codes |');
  return rows;
}

test('the table has each of Keycloak’s own pages', async () => {
  const names = (await documentedRows()).map((row) => row.split(' | ')[0]?.replace('| ', ''));
  expect(names).toEqual(CASES.map(nameOf));
  expect(names).toEqual(expect.arrayContaining([...REPRESENTATIVE]));
});

for (const { which, cases, tag } of [
  {
    which: 'of those that differ most',
    cases: CASES.filter((one) => REPRESENTATIVE.includes(nameOf(one))),
    tag: '@representative',
  },
  { which: 'of Keycloak’s own pages', cases: CASES, tag: '@whole' },
]) {
  const title = `each ${which} is passed, told to a person or refused as the table says`;
  test(title, { tag }, async ({ robotBrowser: browser, home }) => {
    const rows: string[] = [];
    const left = [...cases.entries()];
    const browserWorker = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [index, one] = next;
        const place = { home: join(home, String(index)), browser };
        const { row, tookMs } = await signInThrough(one, place);
        expect(tookMs, row).toBeLessThan(TOLD_WITHIN_MS);
        rows[index] = row;
      }
    };
    await Promise.all([browserWorker(), browserWorker(), browserWorker()]);
    const told = await documentedRows();
    expect(told.filter((row) => cases.some((one) => row.startsWith(`| ${nameOf(one)} |`)))).toEqual(
      rows,
    );
  });
}
