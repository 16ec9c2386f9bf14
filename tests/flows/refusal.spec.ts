import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

const MESSAGE = 'La structure est en cours de traitement, merci de renouveler votre demande.';

test('what the portal refuses is told in its words, and made once the cause is gone', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'declare', how: 'refuse', message: MESSAGE });
  portal.fail({ at: 'create-account', how: 'refuse', message: MESSAGE });
  const refused = await run.enrol();
  expect(refused).toMatchObject({
    connection: { cause: { code: 'DECLARATION_REFUSED', details: { message: MESSAGE } } },
    account: { cause: { code: 'ACCOUNT_REFUSED', details: { message: MESSAGE } } },
  });
  expect(portal.truth().writes).toBe(0);
  expect(await run.ledger.enrolment(LYON)).toMatchObject({
    connection: { state: 'refused', operation: { message: MESSAGE } },
    account: { state: 'refused', operation: { message: MESSAGE } },
  });

  const second = await workplace.start();
  const made = await second.enrol();
  expect(made).toMatchObject({
    connection: { outcome: 'created', applicationName: 'Pldiffusion1' },
    account: { outcome: 'created' },
  });
  const { connections, accounts } = portal.truth();
  expect(connections).toHaveLength(1);
  expect(accounts).toHaveLength(1);
  expect((await workplace.credentials(second)).map(({ status }) => status)).toEqual([
    'abandoned',
    'current',
  ]);
});

test.describe('with a name that a structure of somebody else has', () => {
  test.use({
    portalOptions: {
      secondFactor: 'none',
      otherConnections: [{ siret: '35600000000048', applicationName: 'pldiffusion1' }],
    },
  });

  test('the declaration is refused, and another name is accepted', async ({
    portal,
    workplace,
    run,
  }) => {
    const refused = await run.enrol({ only: 'connection' });
    expect(refused.connection).toMatchObject({
      cause: {
        code: 'DECLARATION_REFUSED',
        details: { message: expect.stringContaining('déjà utilisé') },
      },
    });
    const second = await workplace.start();
    const made = await second.enrol({ only: 'connection', applicationName: 'Lyon API' });
    expect(made.connection).toMatchObject({ outcome: 'created', applicationName: 'Lyon API' });
    expect(portal.truth().connections).toHaveLength(2);
  });
});

test('where one half is refused the other is made all the same', async ({ portal, run }) => {
  portal.fail({ at: 'declare', how: 'refuse' });
  const { connection, account } = await run.enrol();
  expect(connection).toMatchObject({ cause: { code: 'DECLARATION_REFUSED' } });
  expect(account).toMatchObject({ outcome: 'created' });
  expect(portal.truth()).toMatchObject({ writes: 1, connections: [], accounts: [{}] });
});

test.describe('with a structure whose accounts somebody else manages', () => {
  test.use({
    portalOptions: {
      secondFactor: 'none',
      structures: [
        { siret: LYON, companyName: 'PL DIFFUSION LYON', role: 'utilisateur' },
        { siret: '73282932000017', companyName: 'PL DIFFUSION LILLE' },
      ],
    },
  });

  test('the connection is made, and the account is said not to be offered', async ({
    portal,
    run,
  }) => {
    const sent = new SentRequests(run.lane.context);
    const { connection, account } = await run.enrol();
    expect(connection).toMatchObject({ outcome: 'created' });
    expect(account).toMatchObject({ cause: { code: 'STRUCTURE_NOT_OFFERED' } });
    expect(sent.writes('create-account')).toBe(0);
    expect(portal.truth().accounts).toEqual([]);
  });
});
