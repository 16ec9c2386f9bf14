import { get } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { runRaccord, startRaccord } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { environmentOf } from '../../src/cli/portal/portal.ts';

test.describe.configure({ timeout: 120_000 });

test('the stand-in prints what sends raccord there, until Ctrl-C', async ({ folder }) => {
  const portal = startRaccord(['portal', '--second-factor', 'none'], { folder, environment: {} });
  await portal.says(/RACCORD_SETTLE=.*\n/u);
  const lines = portal.printed().split('\n');
  const variables = lines.filter((line) => /^[A-Z_]+=/u.test(line));
  await writeFile(join(folder, '.env'), variables.join('\n'), { mode: 0o600 });
  const signIn = await runRaccord(['sign-in'], { folder, environment: {} });
  expect(signIn.exitCode, signIn.stderr).toBe(0);
  portal.kill('SIGINT');
  expect((await portal.finished).exitCode).toBe(0);
});

test.describe('with quotes in the password', () => {
  test.use({
    portalOptions: { administrator: { password: `a'b"c&<é>%_d` } },
  });

  test('its lines are read back from .env as they were meant', ({ portal }) => {
    expect(parse(environmentOf(portal).join('\n'))).toMatchObject({
      CHORUS_URL: portal.url,
      CHORUS_LOGIN: portal.administrator.login,
      CHORUS_PASSWORD: portal.administrator.password,
    });
  });
});

test('a fault given on the command line is met, and one that there is not is refused', async ({
  folder,
}) => {
  const place = { folder, environment: {} };
  const portal = startRaccord(
    ['portal', '--fault', 'portal:unavailable:times=1', '--fault', 'sign-in:slow:afterMs=100'],
    place,
  );
  await portal.says(/RACCORD_SETTLE=.*\n/u);
  const { port } = new URL(parse(portal.printed())['CHORUS_URL'] ?? '');
  const answers = [];
  for (let request = 0; request < 2; request += 1) {
    const { status } = await askPortal(Number(port), '/aife_csm/fr');
    answers.push(status);
  }
  expect(answers).toEqual([503, 200]);
  portal.kill('SIGINT');
  await portal.finished;

  const refused = await runRaccord(['portal', '--fault', 'portal:explode'], place);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--fault: explode: one of reset-before');
  const listed = await runRaccord(['portal', '--list-faults'], place);
  expect(listed.stdout).toMatch(/declare create-account[^]*news-dialog/u);
});

test('with --api it serves the official API, too, and refuses good requests where that is asked for', async ({
  folder,
}) => {
  const place = { folder, environment: {} };
  const portal = startRaccord(['portal', '--api', 'seed=2,every=2'], place);
  await portal.says(/CHORUS_PISTE_API_URL=.*\n/u);
  const lines = portal.printed().split('\n');
  const variables = lines.filter((line) => /^[A-Z_]+=/u.test(line));
  await writeFile(join(folder, '.env'), variables.join('\n'), { mode: 0o600 });
  const environment = { CHORUS_PISTE_INTERVAL: '1ms' };
  const verify = ['verify', '--piste-only', '--json', '--retry-pause', '1ms'];
  const proven = await runRaccord(verify, { folder, environment });
  expect(proven.exitCode, proven.stdout).toBe(0);
  const statuses = [...proven.stdout.matchAll(/"status": ?(\d+)/gu)].map(([, status]) => status);
  // Token, health check and three APIs, each refused once in two requests.
  expect(statuses.length).toBeGreaterThanOrEqual(8);
  portal.kill('SIGINT');
  await portal.finished;

  const refused = await runRaccord(['portal', '--api', 'loud=1'], place);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--api: loud=1: one of seed, per-second, every');
});

/** Asks by the host's name, which Node may not find. */
function askPortal(port: number, path: string): Promise<{ status: number | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = { Host: `portail.localhost:${port}` };
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    }).on('error', reject);
  });
}

test("a page of Keycloak's that there is not is refused with the names of those that there are", async ({
  folder,
}) => {
  const place = { folder, environment: {} };
  const refused = await runRaccord(['portal', '--sign-in-screen', 'login-magic'], place);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--sign-in-screen: login-magic: ');
  expect(refused.stderr).toContain('login-config-totp');
});
