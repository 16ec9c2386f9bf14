import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';
import type { Resource } from '../../src/domain/ledger-event.ts';

test.describe.configure({ timeout: 120_000 });

const RESOURCES = [
  { resource: 'account', at: 'create-account', step: 'submit-account' },
  { resource: 'connection', at: 'declare', step: 'submit-declaration' },
] as const;

/** Later than any test: it lands when the test says so. */
const MUCH_LATER = 120_000;

const DOUBTED = {
  cause: {
    code: 'OUTCOME_DOUBTFUL',
    details: {
      reason: expect.stringMatching(
        /^doubtful, but not in the portal's list \("the form is gone (?:without a word|and the page says .*)"\)$/u,
      ),
    },
  },
};

for (const { resource, at } of RESOURCES) {
  test(`a confirmed ${resource} that is in no list is not made again before a person looked${tagOf(resource)}`, async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at, how: 'never-lands' });
    const doubted = await run.enrol({ only: resource });
    expect(doubted[resource]).toMatchObject({
      cause: {
        code: 'OUTCOME_DOUBTFUL',
        details: {
          resource,
          reason: expect.stringMatching(
            /^accepted, but not in the portal's list \(".* a bien été .*"\)$/u,
          ),
        },
      },
    });

    await test.step('a run again reads, and does not click', async () => {
      const second = await workplace.start();
      const sent = new SentRequests(second.browserWorker.context);
      const again = await second.enrol({ only: resource });
      expect(again[resource]).toMatchObject({ cause: { code: 'OUTCOME_DOUBTFUL' } });
      expect((await second.ledger.enrolment(LYON))[resource].state).toBe('doubtful');
      expect(sent.writes(at)).toBe(0);
      expect(portal.truth().writes).toBe(0);
    });

    await test.step('once a person said that it is not there, it is made', async () => {
      const third = await workplace.start();
      await third.ledger.record(LYON, resource, { kind: 'refuted', by: 'person' });
      const made = await third.enrol({ only: resource });
      expect(made[resource]).toMatchObject({ outcome: 'created' });
      expect(portal.truth().writes).toBe(1);
      if (resource === 'account') {
        expect((await workplace.credentials(third)).map(({ status }) => status)).toEqual([
          'abandoned',
          'current',
        ]);
      }
    });
  });
}

for (const { resource, at, step } of RESOURCES) {
  const isKilled = resource === 'account';
  test(`a ${resource} that was taken without a word is not made again before it is listed${isKilled ? ', whoever was killed' : ''}${tagOf(resource)}`, async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at, how: 'no-confirmation', afterMs: MUCH_LATER });
    if (isKilled) {
      run.observers.push({
        began: () => Promise.resolve(),
        failed: () => Promise.resolve(),
        ended: async (ended) => {
          if (ended === step) await run.end();
        },
      });
    }
    const first = await run.enrol({ only: resource });
    if (!isKilled) expect(first[resource]).toMatchObject(DOUBTED);

    const second = await workplace.start();
    const sent = new SentRequests(second.browserWorker.context);
    const again = await second.enrol({ only: resource });
    expect(again[resource]).toMatchObject({ cause: { code: 'OUTCOME_DOUBTFUL' } });
    portal.landLate();
    const listed = await second.enrol({ only: resource });
    expect(listed[resource]).toMatchObject(
      resource === 'account' ? { cause: { code: 'ACCOUNT_UNPROVEN' } } : { outcome: 'recovered' },
    );
    expect(sent.writes(at)).toBe(0);
    expect(portal.truth().writes).toBe(1);
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

for (const { resource, at } of RESOURCES) {
  test(`a ${resource} that vanished from the portal's list is told, not made again`, async ({
    portal,
    workplace,
    run,
  }) => {
    await run.ledger.record(LYON, resource, { kind: 'not-seen' });
    if (resource === 'account') await run.seal(LYON, 'gone');
    await run.intend(LYON, resource, 'Pldiffusion1');
    const found = { name: 'Pldiffusion1', state: 'Validé' };
    await run.ledger.record(LYON, resource, { kind: 'confirmed', found, by: 'list' });

    const second = await workplace.start();
    const sent = new SentRequests(second.browserWorker.context);
    const outcome = await second.enrol({ only: resource });
    expect(outcome[resource]).toMatchObject({ cause: { code: 'OUTCOME_DOUBTFUL' } });
    expect(sent.writes(at)).toBe(0);
    expect(portal.truth().writes).toBe(0);
  });
}

/** A connection differs from an account in having no password: not in every `npm test`. */
function tagOf(resource: Resource): string {
  return resource === 'account' ? '' : ' @whole';
}
