import type { Place } from '../../fixtures/portal/fault.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';

const SIRET = '73282932000074';

const OPTIONS = ['--siret', SIRET, '--json', '--retry-pause', '50ms'];

test.describe.configure({ timeout: 240_000 });
test.use({ portalOptions: { secondFactor: 'none', autofillDelayMs: 50 } });

test('a closed page that a command only reads is met again, whichever command it is', async ({
  portal,
  raccord,
}) => {
  const meets = async (at: Place, ...command: readonly string[]): Promise<void> => {
    portal.fail({ at, how: 'unavailable' });
    const { exitCode, stderr } = await raccord([...command, ...OPTIONS]);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('"code":"PORTAL_UNAVAILABLE"');
  };
  await meets('list', 'plan');
  await meets('portal', 'run', '--only', 'connection');
  await meets('portal', 'run', '--only', 'account');
  await meets('list', 'doctor');
  await meets('portal', 'renew', '--dry-run');
  const { connections, accounts, writes } = portal.truth();
  expect([connections.length, accounts.length, writes]).toEqual([1, 1, 2]);
});

test('what was sent is read and not sent again where the list is closed afterwards', async ({
  portal,
  startRaccord,
}) => {
  const running = startRaccord(['run', '--only', 'account', '--verbose', ...OPTIONS]);
  await running.says(/"step":"confirm-account","siret":"\d+","msg":"step began"/u);
  portal.fail({ at: 'accounts', how: 'unavailable', times: 2 });
  const { exitCode, stderr, stdout } = await running.finished;
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ account: { outcome: 'recovered' } });
  expect(portal.writeRequests()).toBe(1);
});
