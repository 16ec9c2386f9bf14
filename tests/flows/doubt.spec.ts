import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';

test.describe.configure({ timeout: 120_000 });

const HALVES = [
  { half: 'account', at: 'create-account' },
  { half: 'connection', at: 'declare' },
] as const;

for (const { half, at } of HALVES) {
  test(`a confirmed ${half} that is in no list is not made again before a person looked`, async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at, how: 'never-lands' });
    const doubted = await run.enrol({ only: half });
    expect(doubted[half]).toMatchObject({
      cause: {
        code: 'OUTCOME_DOUBTFUL',
        details: {
          half,
          reason: expect.stringMatching(
            /^accepted, but not in the portal's list \(".* a bien été .*"\)$/u,
          ),
        },
      },
    });

    await test.step('a run again reads, and does not click', async () => {
      const second = await workplace.start();
      const sent = new SentRequests(second.lane.context);
      const again = await second.enrol({ only: half });
      expect(again[half]).toMatchObject({ cause: { code: 'OUTCOME_DOUBTFUL' } });
      expect((await second.ledger.enrolment(LYON))[half].state).toBe('doubtful');
      expect(sent.writes(at)).toBe(0);
      expect(portal.truth().writes).toBe(0);
    });

    await test.step('once a person said that it is not there, it is made', async () => {
      const third = await workplace.start();
      await third.ledger.record(LYON, half, { kind: 'refuted', by: 'person' });
      const made = await third.enrol({ only: half });
      expect(made[half]).toMatchObject({ outcome: 'created' });
      expect(portal.truth().writes).toBe(1);
      if (half === 'account') {
        expect((await workplace.credentials(third)).map(({ status }) => status)).toEqual([
          'abandoned',
          'current',
        ]);
      }
    });
  });
}

test.describe('with an account that came to be after all', () => {
  test.use({ portalOptions: { existingAccounts: [{ siret: LYON }] } });

  test('the doubtful one is kept, and recovered once its password is proven', async ({
    portal,
    workplace,
    run,
  }) => {
    const [{ login, password } = { login: '', password: '' }] = portal.truth().accounts;
    await run.ledger.record(LYON, 'account', { kind: 'not-seen' });
    await run.seal(LYON, password);
    await run.intend(LYON, 'account');
    await run.ledger.record(LYON, 'account', { kind: 'doubted', reason: 'not in the list' });
    expect((await workplace.credentials(run)).map(({ status }) => status)).toEqual(['submitted']);

    const unproven = await run.enrol({ only: 'account' });
    expect(unproven.account).toMatchObject({ cause: { code: 'ACCOUNT_UNPROVEN' } });
    const recovered = await run.enrol({ only: 'account' }, () => Promise.resolve('new'));
    expect(recovered.account).toMatchObject({ outcome: 'recovered', login });
    expect(await workplace.credentials(run)).toEqual([{ login, password, status: 'current' }]);
    expect(portal.truth().writes).toBe(0);
  });
});

for (const { half, at } of HALVES) {
  test(`a ${half} that vanished from the portal's list is told, not made again`, async ({
    portal,
    workplace,
    run,
  }) => {
    await run.ledger.record(LYON, half, { kind: 'not-seen' });
    if (half === 'account') await run.seal(LYON, 'gone');
    await run.intend(LYON, half, 'Pldiffusion1');
    const found = { name: 'Pldiffusion1', state: 'Validé' };
    await run.ledger.record(LYON, half, { kind: 'confirmed', found, by: 'list' });

    const second = await workplace.start();
    const sent = new SentRequests(second.lane.context);
    const outcome = await second.enrol({ only: half });
    expect(outcome[half]).toMatchObject({ cause: { code: 'OUTCOME_DOUBTFUL' } });
    expect(sent.writes(at)).toBe(0);
    expect(portal.truth().writes).toBe(0);
  });
}
