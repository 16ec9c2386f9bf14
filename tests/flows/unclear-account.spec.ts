import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests, writeOf } from '../../fixtures/playwright/writes.ts';
import { tagOf } from './unclear.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

const ACCOUNT = { only: 'account' } as const;

for (const how of ['reset-after', 'error-after'] as const satisfies FaultKind[]) {
  test(
    `an account whose answer was lost (${how}) is found in the list, and kept as not proven`,
    { tag: tagOf(how) },
    async ({ portal, workplace, run }) => {
      portal.fail({ at: 'create-account', how });
      const sent = new SentRequests(run.lane.context);
      const { account } = await run.enrol(ACCOUNT);
      expect(account).toMatchObject({
        cause: { code: 'ACCOUNT_UNPROVEN', details: { login: `TECH_1_${LYON}@cpro.fr` } },
      });
      expect(sent.writes('create-account')).toBe(1);
      const { accounts } = portal.truth();
      expect(accounts).toHaveLength(1);
      expect(await workplace.credentials(run)).toEqual([
        { login: accounts[0]?.login, password: accounts[0]?.password, status: 'unproven' },
      ]);
    },
  );
}

for (const how of ['reset-before', 'error-before', 'unavailable'] as const satisfies FaultKind[]) {
  test(
    `an account that did not reach the portal (${how}) is made by the next run, once`,
    { tag: tagOf(how) },
    async ({ portal, workplace, run }) => {
      portal.fail({ at: 'create-account', how });
      const { account } = await run.enrol(ACCOUNT);
      expect(account).toMatchObject({ outcome: 'failed', cause: { code: 'NOT_CREATED' } });
      expect(portal.truth().writes).toBe(0);
      expect((await run.ledger.enrolment(LYON)).account.state).toBe('absent');

      const second = await workplace.start();
      const again = await second.enrol(ACCOUNT);
      expect(again.account).toMatchObject({ outcome: 'created' });
      const { accounts } = portal.truth();
      expect(accounts).toHaveLength(1);
      expect(await workplace.credentials(second)).toEqual([
        { login: expect.any(String), password: expect.any(String), status: 'abandoned' },
        { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
      ]);
    },
  );
}

/** Later than any test: it lands when the test says so. */
const MUCH_LATER = 120_000;

test.describe('with time for a write to land late', () => {
  test.use({ workplaceOptions: { settings: { settleMs: MUCH_LATER } } });

  test('an account that lands after the robot looked is waited for', async ({ portal, run }) => {
    portal.fail({ at: 'create-account', how: 'lands-late', afterMs: MUCH_LATER });
    const sent = new SentRequests(run.lane.context);
    const enrolled = run.enrol(ACCOUNT);
    await expect.poll(() => sent.accountReadings(), { timeout: 60_000 }).toBeGreaterThan(1);
    portal.landLate();
    const { account } = await enrolled;
    expect(account).toMatchObject({ outcome: 'created' });
    expect(sent.writes('create-account')).toBe(1);
    expect(portal.truth().accounts).toHaveLength(1);
  });

  test('an account that lands after the next run looked is kept as not proven, not made twice', async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at: 'create-account', how: 'lands-late', afterMs: MUCH_LATER });
    // As if the machine went down as soon as the click was sent.
    run.lane.context.on('requestfinished', (request) => {
      if (writeOf(request) === 'create-account') void run.end();
    });
    const { account } = await run.enrol(ACCOUNT);
    expect(account).toMatchObject({ outcome: 'failed' });

    const second = await workplace.start();
    const sent = new SentRequests(second.lane.context);
    expect(portal.truth().accounts).toHaveLength(0);
    const enrolled = second.enrol(ACCOUNT);
    await expect.poll(() => sent.accountReadingsEver(), { timeout: 60_000 }).toBeGreaterThan(1);
    portal.landLate();
    const recovered = await enrolled;
    expect(recovered.account).toMatchObject({ cause: { code: 'ACCOUNT_UNPROVEN' } });
    expect(sent.writes('create-account')).toBe(0);
    const { accounts } = portal.truth();
    expect(accounts).toHaveLength(1);
    expect(await workplace.credentials(second)).toEqual([
      { login: accounts[0]?.login, password: accounts[0]?.password, status: 'unproven' },
    ]);
  });
});
