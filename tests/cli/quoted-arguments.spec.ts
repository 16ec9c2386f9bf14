import { signInForm, startSite, WELCOME } from '../../fixtures/playwright/sign-in-site.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { findIn, findPlainly } from './secret-search.ts';

test.describe.configure({ timeout: 120_000 });

test('what Playwright could not fill in is quoted nowhere, with --verbose neither @whole', async ({
  raccordHere: raccord,
  home,
}) => {
  const site = await startSite({
    answer: (_host, path) =>
      path === '/connexion' ? signInForm({ userName: 'disabled' }) : WELCOME,
  });
  const CHORUS_LOGIN = 'K4nary"é") personne@exemple.fr';
  const run = await raccord(['run', '--siret', '73282932000074', '--json', '--verbose'], {
    CHORUS_LOGIN,
    CHORUS_URL: site.url('portail.localhost'),
    CHORUS_ALLOWED_HOSTS: 'portail.localhost',
  });
  await site.close();
  expect(run.exitCode, run.stderr).toBe(6);
  const quoted = { login: CHORUS_LOGIN, part: 'K4nary' };
  // That it failed is told, and where.
  expect(run.stderr).toMatch(/Caused by: TimeoutError: locator\.fill: Timeout .*\n {4}at /u);
  expect(findIn('stderr', run.stderr, quoted)).toEqual([]);
  expect(findIn('stdout', run.stdout, quoted)).toEqual([]);
  expect(await findPlainly(home, quoted)).toEqual([]);
});
