import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';

/**
 * Where a connection that was used before is cut ahead of the answer, Chromium sends the request
 * once more by itself: one click is two requests, and no event of the page tells.
 */
test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

for (const { half, at } of [
  { half: 'account', at: 'create-account' },
  { half: 'connection', at: 'declare' },
] as const) {
  for (const how of ['reset-before', 'reset-after'] as const) {
    test(`of two requests for one click (${how}) one ${half} comes`, async ({
      portal,
      workplace,
      run,
    }) => {
      portal.fail({ at, how, resend: 'served' });
      const sent = new SentRequests(run.lane.context);
      const outcome = await run.enrol({ only: half });
      expect(outcome[half]).toMatchObject({ outcome: 'created' });
      expect(sent.writes(at)).toBe(1);
      const { accounts, connections, writes } = portal.truth();
      expect(writes).toBe(1);
      expect([accounts.length, connections.length].sort()).toEqual([0, 1]);
      if (half === 'account') {
        expect(await workplace.credentials(run)).toEqual([
          { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
        ]);
      }
    });
  }
}

test('a refusal of the second request does not hide an account that the first makes later', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'create-account', how: 'reset-after', resend: 'served', afterMs: 20_000 });
  const refused = await run.enrol({ only: 'account' });
  expect(refused.account).toMatchObject({ cause: { code: 'ACCOUNT_REFUSED' } });
  expect(portal.truth().accounts).toEqual([]);

  // Begun at once, before the first request took effect.
  const second = await workplace.start({ settleMs: 40_000 });
  const sent = new SentRequests(second.lane.context);
  const recovered = await second.enrol({ only: 'account' });
  expect(recovered.account).toMatchObject({ outcome: 'recovered' });
  expect(sent.writes('create-account')).toBe(0);
  const { accounts } = portal.truth();
  expect(accounts).toMatchObject([{ siret: LYON }]);
  expect(await workplace.credentials(second)).toEqual([
    { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
  ]);
});
