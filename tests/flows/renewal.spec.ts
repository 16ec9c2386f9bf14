import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';
import type { SkinName } from '../../fixtures/portal/options.ts';
import { renewalOf } from '../../src/domain/enrolment.ts';
import { expiryAfter } from '../../src/domain/portal-date.ts';

const DAY_MS = 86_400_000;
const LOGIN = `TECH_1_${LYON}@cpro.fr`;

/** An account that was made long ago: its password is about to expire, and the list shows a reset. */
const OLD = { siret: LYON, createdAt: new Date(Date.now() - 400 * DAY_MS).toISOString() };

/** Its password expires in a year or so, on the 28th of a month. */
const NOT_DUE = { siret: LYON, createdAt: createdFor(new Date(Date.now() + 365 * DAY_MS)) };

function createdFor(expiry: Date): string {
  expiry.setUTCDate(28);
  return new Date(expiry.getTime() - 424 * DAY_MS).toISOString();
}

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { existingAccounts: [OLD] } });

// What is decided of each answer and list is in unit/settlement.spec.ts, how a reset that was not sent
// is made in matrix/killed-renewal.spec.ts: what differs from the rest in that alone is `@whole`.

test('a password is reset once, and the new one kept, once the list shows its expiry', async ({
  portal,
  workplace,
  run,
}) => {
  const sent = new SentRequests(run.browserWorker.context);
  const renewed = await run.renew();
  const { accounts, writes } = portal.truth();
  const expiresOn = expiryAfter(new Date());
  expect(renewed).toMatchObject({ outcome: 'renewed', expiresOn });
  expect(accounts).toMatchObject([{ login: LOGIN, expiresOn }]);
  expect([writes, sent.writes('reset-password'), sent.writes('create-account')]).toEqual([1, 1, 0]);
  expect(await workplace.credentials(run)).toEqual([
    { login: LOGIN, password: accounts[0]?.password, status: 'current' },
  ]);
  const rows = await run.ledger.database.selectFrom('events').select('event').execute();
  expect(rows.map(({ event }) => event)).toEqual(['sealed', 'intended', 'accepted', 'confirmed']);
  // Where the SIRET stands shows it too.
  const { account } = await run.ledger.enrolment(LYON);
  expect(account).toMatchObject({
    state: 'existing',
    observation: { found: { name: LOGIN, expiresOn } },
  });
});

test('a password that another run reset since the list was read is not reset again', async ({
  portal,
  run,
}) => {
  run.observers.push({
    began: () => Promise.resolve(),
    failed: () => Promise.resolve(),
    ended: async (step) => {
      const [account] = portal.truth().accounts;
      if (step === 'choose-account' && account !== undefined) await run.doubtReset(account);
    },
  });
  await expect(run.renew()).rejects.toMatchObject({ code: 'READING_OUTDATED' });
  expect(portal.writeRequests()).toBe(0);
});

test('an account that is not raccord’s is left alone, and one that is not listed is told', async ({
  portal,
  run,
}) => {
  expect(await run.renew({ own: false })).toMatchObject({ outcome: 'adoptable' });
  await expect(run.renew({ login: `TECH_2_${LYON}@cpro.fr` })).rejects.toMatchObject({
    code: 'ACCOUNT_NOT_LISTED',
    details: { present: [LOGIN] },
  });
  expect(portal.truth().writes).toBe(0);
});

test.describe('with a list that writes the month first', () => {
  test.use({ portalOptions: { existingAccounts: [NOT_DUE], accountDates: 'month-first' } });

  test('a password that is not due is left alone', async ({ portal, run }) => {
    expect(await run.renew()).toMatchObject({ outcome: 'not-due' });
    expect(portal.truth().writes).toBe(0);
  });
});

test('a reset that the portal took without a word is found in the list @whole', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'reset-password', how: 'no-confirmation' });
  expect(await run.renew()).toMatchObject({ outcome: 'renewed' });
  const { accounts, writes } = portal.truth();
  expect(writes).toBe(1);
  expect(await workplace.credentials(run)).toEqual([
    { login: LOGIN, password: accounts[0]?.password, status: 'current' },
  ]);
});

test('a reset whose answer was cut off may be another hand’s: its password is kept, and proven', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'reset-password', how: 'reset-after' });
  await expect(run.renew()).rejects.toMatchObject({ code: 'OUTCOME_DOUBTFUL' });
  const [{ password } = { password: '' }] = portal.truth().accounts;
  expect(await workplace.credentials(run)).toEqual([
    { login: LOGIN, password, status: 'unproven' },
  ]);

  const second = await workplace.start();
  const recovered = await second.renew({}, () => Promise.resolve('new'));
  expect(recovered).toMatchObject({ outcome: 'recovered' });
  expect(portal.truth().writes).toBe(1);
  expect(await workplace.credentials(second)).toEqual([
    { login: LOGIN, password, status: 'current' },
  ]);
});

test('a reset that did not reach the portal is made by the next run, once @whole', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'reset-password', how: 'reset-before' });
  await expect(run.renew()).rejects.toMatchObject({ code: 'NOT_RENEWED' });
  expect(renewalOf(await run.ledger.enrolment(LYON), LOGIN).state).toBe('none');

  const second = await workplace.start();
  expect(await second.renew()).toMatchObject({ outcome: 'renewed' });
  const { accounts, writes } = portal.truth();
  expect(writes).toBe(1);
  expect(await workplace.credentials(second)).toEqual([
    { login: LOGIN, password: expect.any(String), status: 'abandoned' },
    { login: LOGIN, password: accounts[0]?.password, status: 'current' },
  ]);
});

test('a reset that the portal refuses is told in its words', async ({ portal, run }) => {
  const message = 'Ce compte est en cours de traitement.';
  portal.fail({ at: 'reset-password', how: 'refuse', message, shown: 'class-error' });
  await expect(run.renew()).rejects.toMatchObject({ code: 'RESET_REFUSED', details: { message } });
  expect(renewalOf(await run.ledger.enrolment(LYON), LOGIN).state).toBe('refused');
  expect(portal.truth().writes).toBe(0);
});

test('a reset that the portal refuses in words alone is told in them, and the list believed @whole', async ({
  portal,
  run,
}) => {
  const message = "La structure n'est pas active.";
  portal.fail({ at: 'reset-password', how: 'refuse', message, shown: 'live' });
  await expect(run.renew()).rejects.toMatchObject({ code: 'RESET_REFUSED', details: { message } });
  expect(renewalOf(await run.ledger.enrolment(LYON), LOGIN).state).toBe('refused');
});

test('a reset that the portal confirms and the list never shows is not clicked again', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'reset-password', how: 'never-lands' });
  const doubtful = { code: 'OUTCOME_DOUBTFUL', details: { resource: 'password' } };
  await expect(run.renew()).rejects.toMatchObject(doubtful);

  const second = await workplace.start();
  const sent = new SentRequests(second.browserWorker.context);
  await expect(second.renew()).rejects.toMatchObject(doubtful);
  expect(sent.writes('reset-password')).toBe(0);
  expect((await workplace.credentials(second)).map(({ status }) => status)).toEqual(['submitted']);
});

test('a doubtful reset is settled by which of the two passwords works @whole', async ({
  portal,
  run,
}) => {
  await run.doubtReset(portal.truth().accounts[0]!);
  const asked: string[] = [];
  const recovered = await run.renew({}, ({ fresh }) => {
    asked.push(fresh.login);
    return Promise.resolve('new');
  });
  expect(asked).toEqual([LOGIN]);
  expect(recovered).toMatchObject({ outcome: 'recovered', expiresOn: expiryAfter(new Date()) });
  expect(portal.truth().writes).toBe(0);
});

test('where it is the old one that works, a doubtful reset is made anew @whole', async ({
  portal,
  workplace,
  run,
}) => {
  await run.doubtReset(portal.truth().accounts[0]!);
  const renewed = await run.renew({}, () => Promise.resolve('old'));
  expect(renewed).toMatchObject({ outcome: 'renewed' });
  expect(portal.truth().writes).toBe(1);
  expect((await workplace.credentials(run)).map(({ status }) => status)).toEqual([
    'abandoned',
    'current',
  ]);
});

/** Later than any test: it lands when the test says so. */
const MUCH_LATER = 120_000;

test.describe('with time for a write to land late', () => {
  test.use({ workplaceOptions: { settings: { settleMs: MUCH_LATER } } });

  for (const how of ['lands-late', 'listed-late'] as const satisfies FaultKind[]) {
    test(`a reset that is shown after the robot looked (${how}) is waited for @whole`, async ({
      portal,
      run,
    }) => {
      portal.fail({ at: 'reset-password', how, afterMs: MUCH_LATER });
      const sent = new SentRequests(run.browserWorker.context);
      const renewing = run.renew();
      await expect.poll(() => sent.accountReadings(), { timeout: 60_000 }).toBeGreaterThan(1);
      portal.landLate();
      expect(await renewing).toMatchObject({ outcome: 'renewed' });
      expect(sent.writes('reset-password')).toBe(1);
      expect(portal.truth().writes).toBe(1);
    });
  }
});

test.describe('on the day on which the account was made', () => {
  test.use({ portalOptions: { existingAccounts: [{ siret: LYON }] } });

  test.beforeEach(async ({ portal, run }) => {
    await run.own(portal.truth().accounts[0]!);
  });

  test('the portal’s yes counts, since its list of days cannot show the change', async ({
    portal,
    workplace,
    run,
  }) => {
    const [made] = portal.truth().accounts;
    expect(await run.renew()).toMatchObject({ outcome: 'renewed' });
    const [{ password } = { password: '' }] = portal.truth().accounts;
    expect(await workplace.credentials(run)).toEqual([
      { login: LOGIN, password: made?.password, status: 'replaced' },
      { login: LOGIN, password, status: 'current' },
    ]);
    expect((await run.ledger.enrolment(LYON)).account.state).toBe('done');
  });

  test('an answer that was cut off leaves a doubt, and the old password current @whole', async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at: 'reset-password', how: 'reset-before' });
    await expect(run.renew()).rejects.toMatchObject({ code: 'OUTCOME_DOUBTFUL' });
    expect((await workplace.credentials(run)).map(({ status }) => status)).toEqual([
      'current',
      'submitted',
    ]);
  });
});

/** Plain and searched; `skins.spec.ts` has the others. */
for (const skin of ['native', 'select2-4'] as const satisfies SkinName[]) {
  test.describe(`made of ${skin} @whole`, () => {
    test.use({ portalOptions: { existingAccounts: [OLD], skin } });

    test('the form for a reset is filled and read back as well', async ({ portal, run }) => {
      expect(await run.renew()).toMatchObject({ outcome: 'renewed' });
      expect(portal.truth().writes).toBe(1);
    });
  });
}
