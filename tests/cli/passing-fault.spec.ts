import type { Place } from '../../fixtures/portal/fault.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';

const SIRET = '73282932000074';

const OPTIONS = ['--siret', SIRET, '--json', '--retry-pause', '50ms'];

test.describe.configure({ timeout: 240_000 });

type Command = readonly [at: Place, ...args: readonly string[]];

const RUN_ACCOUNT: Command = ['portal', 'run', '--only', 'account'];

/** Commands one after the other, and what there is then: connections, accounts, writes. */
const COMMANDS: readonly {
  readonly which: string;
  readonly commands: readonly Command[];
  readonly made: readonly number[];
}[] = [
  { which: 'plan and run @whole', commands: [['portal', 'plan'], RUN_ACCOUNT], made: [0, 1, 1] },
  {
    which: 'whichever command it is @whole',
    commands: [
      ['list', 'plan'],
      ['portal', 'run', '--only', 'connection'],
      RUN_ACCOUNT,
      ['list', 'doctor'],
      ['portal', 'renew', '--dry-run'],
    ],
    made: [1, 1, 2],
  },
];

for (const { which, commands, made } of COMMANDS) {
  test(`a closed page that a command only reads is met again, ${which}`, async ({
    portal,
    raccordHere: raccord,
  }) => {
    for (const [at, ...command] of commands) {
      portal.fail({ at, how: 'unavailable' });
      const { exitCode, stderr } = await raccord([...command, ...OPTIONS]);
      expect(exitCode, stderr).toBe(0);
      expect(stderr).toContain('"code":"PORTAL_UNAVAILABLE"');
    }
    const { connections, accounts, writes } = portal.truth();
    expect([connections.length, accounts.length, writes]).toEqual(made);
  });
}

test.describe('where the structure has an account that somebody else made', () => {
  test.use({ portalOptions: { existingAccounts: [{ siret: SIRET }] } });

  test('one new account is made, however often the connection beside it is tried', async ({
    portal,
    raccordHere: raccord,
  }) => {
    portal.fail({ at: 'declare', how: 'error-before', status: 502, times: 2 });
    const { exitCode, stderr, stdout } = await raccord(['run', '--new-account', ...OPTIONS]);
    expect(exitCode, stderr).toBe(0);
    const { accounts, connections } = portal.truth();
    expect([connections.length, accounts.length]).toEqual([1, 2]);
    expect(JSON.parse(stdout)).toMatchObject({
      structureName: 'PL DIFFUSION LYON',
      connection: { outcome: 'created' },
      account: { outcome: 'created', login: accounts[1]?.login },
    });
  });
});

/** The portal as a whole, and the list on a form that is there: the form is waited on. */
for (const [at, tag] of [
  ['portal', ''],
  ['accounts', ' @whole'],
] as const) {
  test(`what was sent is read and not sent again where the list is closed afterwards (${at})${tag}`, async ({
    portal,
    raccordHere: raccord,
  }) => {
    const run = ['run', '--only', 'account', '--verbose', ...OPTIONS];
    const { exitCode, stderr, stdout } = await raccord(run, {}, (line) => {
      if (!/"step":"confirm-account","siret":"\d+","msg":"step began"/u.test(line)) return;
      portal.fail({ at, how: 'unavailable', times: 2 });
    });
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ account: { outcome: 'recovered' } });
    expect(portal.writeRequests()).toBe(1);
  });
}
