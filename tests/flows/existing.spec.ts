import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';
import type { Siret } from '../../src/domain/siret.ts';

test.describe.configure({ timeout: 120_000 });

const LOGIN = `TECH_1_${LYON}@cpro.fr`;

test.describe('with a connection and an account that somebody else made', () => {
  test.use({
    portalOptions: {
      otherConnections: [{ siret: LYON, applicationName: 'Autre logiciel', state: 'Validé' }],
      existingAccounts: [{ siret: LYON, expiresOn: '2027-03-09' }],
    },
  });

  test('both are told as existing, without a password here, and nothing is made or kept', async ({
    portal,
    workplace,
    run,
  }) => {
    const sent = new SentRequests(run.browserWorker.context);
    expect(await run.enrol()).toEqual({
      connection: { outcome: 'existing', applicationName: 'Autre logiciel', state: 'Validé' },
      account: {
        outcome: 'existing',
        login: LOGIN,
        expiresOn: '2027-03-09',
        credential: 'missing',
        structureName: 'PL DIFFUSION LYON',
      },
    });
    expect([sent.writes('declare'), sent.writes('create-account')]).toEqual([0, 0]);
    expect(portal.truth().writes).toBe(0);
    expect(await workplace.credentials(run)).toEqual([]);
    expect(await run.ledger.enrolment(LYON)).toMatchObject({
      connection: { state: 'existing' },
      account: { state: 'existing' },
    });
  });

  test('a second account is made where that is asked for, and its credential kept', async ({
    portal,
    workplace,
    run,
  }) => {
    const { account } = await run.enrol({ only: 'account', newAccount: true });
    expect(account).toMatchObject({ outcome: 'created', login: `TECH_2_${LYON}@cpro.fr` });
    const { accounts, writes } = portal.truth();
    expect(writes).toBe(1);
    expect(accounts.map(({ login }) => login)).toEqual([LOGIN, `TECH_2_${LYON}@cpro.fr`]);
    const kept = [
      { login: `TECH_2_${LYON}@cpro.fr`, password: accounts[1]?.password, status: 'current' },
    ];
    expect(await workplace.credentials(run)).toEqual(kept);

    await test.step('the next run knows it for its own', async () => {
      const second = await workplace.start();
      const again = await second.enrol({ only: 'account' });
      expect(again.account).toMatchObject({
        outcome: 'existing',
        login: `TECH_2_${LYON}@cpro.fr`,
        credentialId: expect.any(String),
      });
      expect(portal.truth().writes).toBe(1);
      expect(await workplace.credentials(second)).toEqual(kept);
    });
  });
});

test.describe('with two structures of one name', () => {
  for (const [siret, tag] of [
    ['90417253300013', ''],
    ['90417254100016', ' @whole'],
  ] as const) {
    test(`the one that is meant is enrolled: ${siret}${tag}`, async ({ portal, run }) => {
      await run.enrol({ siret: siret as Siret });
      const { connections, accounts } = portal.truth();
      expect(connections.map((one) => one.siret)).toEqual([siret]);
      expect(accounts.map((one) => one.siret)).toEqual([siret]);
    });
  }
});

test.describe('with thirty-five connections of other structures', () => {
  const others = Array.from({ length: 35 }, (_, index) => ({
    siret: index % 2 === 0 ? '73282932000017' : '81263740300013',
    // 1 to 34 and 36: the gap is on the last page.
    applicationName: index === 34 ? 'PLDIFFUSION36' : `Pldiffusion${index + 1}`,
  }));
  test.use({ portalOptions: { otherConnections: others } });

  test('the next free name is taken over all pages of the list and the ledger', async ({
    portal,
    run,
  }) => {
    const intended = '73282932000025' as Siret;
    await run.ledger.record(intended, 'connection', { kind: 'not-seen' });
    await run.intend(intended, 'connection', 'Pldiffusion35');
    const { connection } = await run.enrol({ only: 'connection' });
    expect(connection).toMatchObject({ outcome: 'created', applicationName: 'Pldiffusion37' });
    expect(portal.truth().connections.at(-1)).toMatchObject({
      siret: LYON,
      applicationName: 'Pldiffusion37',
    });
  });

  test('a name that is taken on the last page is not declared again', async ({ portal, run }) => {
    const sent = new SentRequests(run.browserWorker.context);
    const wanted = { only: 'connection', applicationName: 'pldiffusion36' } as const;
    const { connection } = await run.enrol(wanted);
    expect(connection).toMatchObject({
      cause: { code: 'APPLICATION_NAME_TAKEN', details: { name: 'pldiffusion36' } },
    });
    expect(sent.writes('declare')).toBe(0);
    expect(portal.truth().writes).toBe(0);
  });
});

test.describe('with twelve connections of the structure', () => {
  const own = Array.from({ length: 12 }, (_, index) => ({
    siret: LYON,
    applicationName: `Appli ${index + 1}`,
  }));
  test.use({ portalOptions: { otherConnections: own } });

  test('one of its own on the second page is recovered', async ({ portal, run }) => {
    await run.ledger.record(LYON, 'connection', { kind: 'not-seen' });
    await run.intend(LYON, 'connection', 'Appli 12');
    const { connection } = await run.enrol({ only: 'connection' });
    expect(connection).toMatchObject({ outcome: 'recovered', applicationName: 'Appli 12' });
    expect(portal.truth().writes).toBe(0);
  });
});
