import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { runRaccord, startRaccord } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { environmentOf } from '../../src/cli/portal.ts';

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
