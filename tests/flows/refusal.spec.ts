import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';
import type { Fault } from '../../fixtures/portal/fault.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

const MESSAGE = 'La structure est en cours de traitement, merci de renouveler votre demande.';

test('what the portal refuses is told in its words, and made once the cause is gone', async ({
  portal,
  workplace,
  run,
}) => {
  // To a document with a status, and to a script in words alone.
  portal.fail({ at: 'declare', how: 'refuse', message: MESSAGE, shown: 'alert', status: 422 });
  portal.fail({ at: 'create-account', how: 'refuse', message: MESSAGE, shown: 'unknown' });
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

const WRONG = "Le numéro de téléphone n'est pas valide.";

type Refusal = Pick<Fault, 'status' | 'shown'>;

/** Each write refused in other ways, first as the pages do it by themselves. */
const REFUSALS: readonly (readonly [declare: Refusal, account: Refusal])[] = [
  [{}, {}],
  [{ shown: 'invalid' }, { shown: 'toast', status: 409 }],
];

for (const [declare, account] of REFUSALS) {
  const told = ({ shown, status = 200 }: Refusal): string => `${shown ?? 'as ever'} with ${status}`;
  const title = `a refusal leaves no doubt: ${told(declare)}, ${told(account)}`;
  test(title, { tag: '@whole' }, async ({ portal, run }) => {
    portal.fail({ at: 'declare', how: 'refuse', message: WRONG, ...declare });
    portal.fail({ at: 'create-account', how: 'refuse', message: WRONG, ...account });
    expect(await run.enrol()).toMatchObject({
      connection: { cause: { code: 'DECLARATION_REFUSED', details: { message: WRONG } } },
      account: { cause: { code: 'ACCOUNT_REFUSED', details: { message: WRONG } } },
    });
    expect(await run.ledger.enrolment(LYON)).toMatchObject({
      connection: { state: 'refused', operation: { message: WRONG } },
      account: { state: 'refused', operation: { message: WRONG } },
    });
    expect(portal.truth().writes).toBe(0);
  });
}

test(
  'a page in place of the form that confirms nothing is told in its words',
  { tag: '@whole' },
  async ({ portal, run }) => {
    const fault = { how: 'refuse', message: WRONG, shown: 'page' } as const;
    portal.fail({ at: 'declare', status: 400, ...fault });
    const { connection } = await run.enrol({ only: 'connection' });
    expect(connection).toMatchObject({
      cause: { code: 'NOT_CREATED', details: { reason: expect.stringContaining(WRONG) } },
    });
    expect((await run.ledger.enrolment(LYON)).connection.state).toBe('absent');
  },
);

test('a form that stays once it was taken leaves what the list shows made', async ({
  portal,
  workplace,
  run,
}) => {
  portal.fail({ at: 'declare', how: 'confirm', shown: 'alert', stays: 'yes' });
  portal.fail({ at: 'create-account', how: 'confirm', shown: 'class-success', stays: 'yes' });
  expect(await run.enrol()).toMatchObject({
    connection: { outcome: 'created' },
    account: { outcome: 'created' },
  });
  const { accounts, writes } = portal.truth();
  expect(writes).toBe(2);
  expect(await workplace.credentials(run)).toEqual([
    { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
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

// So does a row of batch/roster.spec.ts.
test('where one half is refused the other is made all the same @whole', async ({ portal, run }) => {
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
    const sent = new SentRequests(run.browserWorker.context);
    const { connection, account } = await run.enrol();
    expect(connection).toMatchObject({ outcome: 'created' });
    expect(account).toMatchObject({ cause: { code: 'STRUCTURE_NOT_OFFERED' } });
    expect(sent.writes('create-account')).toBe(0);
    expect(portal.truth().accounts).toEqual([]);
  });
});
