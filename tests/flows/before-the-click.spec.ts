import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON, type Run } from '../../fixtures/playwright/workplace.ts';
import { SentRequests } from '../../fixtures/playwright/writes.ts';
import { systemClock, type Clock } from '../../src/domain/clock.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Step } from '../../src/domain/step-names.ts';

test.describe.configure({ timeout: 120_000 });

/** Milliseconds for what cannot come to pass. */
const IN_VAIN = 1_000;

const LILLE = '73282932000017' as Siret;

test('an intent without a click is settled by reading, and the work is done in the same run', async ({
  portal,
  workplace,
  run,
}) => {
  // As a run leaves the ledger that went down between the intent and the click.
  await run.ledger.record(LYON, 'connection', { kind: 'not-seen' });
  await run.intend(LYON, 'connection', 'Pldiffusion1');
  const login = `TECH_1_${LYON}@cpro.fr`;
  await run.ledger.record(LYON, 'account', { kind: 'not-seen' });
  await run.seal(LYON, 'never submitted');
  await run.intend(LYON, 'account');

  const second = await workplace.start();
  expect(await second.enrol()).toMatchObject({
    connection: { outcome: 'created', applicationName: 'Pldiffusion1' },
    account: { outcome: 'created', login },
  });
  const { accounts, writes } = portal.truth();
  expect(writes).toBe(2);
  expect(await workplace.credentials(second)).toEqual([
    { login, password: 'never submitted', status: 'abandoned' },
    { login, password: accounts[0]?.password, status: 'current' },
  ]);
});

test('a run that lost its lease clicks nothing', async ({ portal, run }) => {
  await run.loseLease();
  const sent = new SentRequests(run.browserWorker.context);
  const { connection, account } = await run.enrol({ only: 'account' });
  expect(connection).toEqual({ outcome: 'skipped' });
  expect(account).toMatchObject({ cause: { code: 'LEASE_LOST', step: 'submit-account' } });
  expect(sent.writes('create-account')).toBe(0);
  expect(portal.truth().writes).toBe(0);
  expect((await run.ledger.enrolment(LYON)).account.state).toBe('sealed');
});

for (const resource of ['connection', 'account'] as const) {
  test(`a run that loses its lease between the intent and the click of the ${resource} clicks nothing`, async ({
    portal,
    run,
  }) => {
    const { ledger } = run;
    const recordIntent = ledger.recordIntent.bind(ledger);
    // As when the machine slept there, and another process took over.
    ledger.recordIntent = async (...intent) => {
      const enrolment = await recordIntent(...intent);
      await run.loseLease();
      return enrolment;
    };
    const outcome = await run.enrol({ only: resource });
    expect(outcome[resource]).toMatchObject({ outcome: 'failed', cause: { code: 'LEASE_LOST' } });
    expect(portal.writeRequests()).toBe(0);
    expect((await ledger.enrolment(LYON))[resource].state).toBe('intended');
  });
}

test.describe('on a machine that stands still', () => {
  const stood = { ms: 0 };
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + stood.ms) };
  test.use({ workplaceOptions: { clock } });

  test('a run that wakes long after its intent sends nothing, and the next one does it', async ({
    portal,
    workplace,
    run,
  }) => {
    const { ledger } = run;
    const recordIntent = ledger.recordIntent.bind(ledger);
    ledger.recordIntent = async (...intent) => {
      const enrolment = await recordIntent(...intent);
      stood.ms = 90_000;
      return enrolment;
    };
    // Its lease is renewed as soon as it wakes.
    ledger.expectHeld = () => Promise.resolve();
    const { account } = await run.enrol({ only: 'account' });
    expect(account).toMatchObject({ outcome: 'failed', cause: { code: 'NOT_CREATED' } });
    expect(portal.writeRequests()).toBe(0);
    expect((await ledger.enrolment(LYON)).account.state).toBe('absent');

    const next = await (await workplace.start()).enrol({ only: 'account' });
    expect(next.account).toMatchObject({ outcome: 'created' });
    expect(portal.writeRequests()).toBe(1);
  });
});

for (const [resource, step, tag] of [
  ['connection', 'fill-declaration', ' @whole'],
  ['account', 'choose-structure', ''],
] as const) {
  test(`what another run did since the ${resource}s were read is not done again${tag}`, async ({
    portal,
    run,
  }) => {
    after(run, step, async () => {
      if (resource === 'account') await run.seal(LYON, 'of another run');
      await run.intend(LYON, resource, 'Pldiffusion1');
      const found = { name: `TECH_1_${LYON}@cpro.fr`, state: '' };
      await run.ledger.record(LYON, resource, { kind: 'confirmed', found, by: 'list' });
    });
    const outcome = await run.enrol({ only: resource });
    expect(outcome[resource]).toMatchObject({ cause: { code: 'READING_OUTDATED' } });
    expect(portal.writeRequests()).toBe(0);
    expect((await run.ledger.enrolment(LYON))[resource].state).toBe('done');
  });
}

test('where credentials cannot be kept, the form is not even opened', async ({
  portal,
  run,
  home,
}) => {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'vault'), 'a file where the folder should be');
  const { account } = await run.enrol({ only: 'account' });
  expect(account).toMatchObject({ cause: { code: 'VAULT_UNWRITABLE', step: 'open-account-form' } });
  expect(run.browserWorker.activePage.page.url()).not.toContain('catitem');
  expect(portal.truth().writes).toBe(0);
});

test('a password that changes after it was sealed is not submitted', async ({ portal, run }) => {
  after(run, 'capture-credential', async () => {
    const structure = new Field(
      run.browserWorker.activePage.page,
      ['Choisir la structure'],
      'Essai',
    );
    await structure.choose({ siret: LILLE });
    await structure.choose({ siret: LYON });
    const password = run.browserWorker.activePage.page.getByLabel('Mot de passe', { exact: true });
    await expect(password).not.toHaveValue('');
  });
  const { account } = await run.enrol({ only: 'account' });
  expect(account).toMatchObject({
    cause: { code: 'CREDENTIAL_CHANGED', details: { login: `TECH_1_${LYON}@cpro.fr` } },
  });
  expect(portal.truth().writes).toBe(0);
  expect((await run.ledger.enrolment(LYON)).account.state).toBe('sealed');
});

test('a field that changes after it was filled stops the declaration', async ({ portal, run }) => {
  after(run, 'fill-declaration', () =>
    run.browserWorker.activePage.page.getByLabel('Téléphone').fill('0400000000'),
  );
  const { connection } = await run.enrol({ only: 'connection' });
  expect(connection).toMatchObject({
    cause: {
      code: 'READ_BACK_DIFFERS',
      details: { label: 'Téléphone', meant: '0472000000', shown: '0400000000' },
    },
  });
  expect(portal.truth().writes).toBe(0);
  expect((await run.ledger.enrolment(LYON)).connection.state).toBe('absent');
});

for (const [resource, step, at, tag] of [
  ['connection', 'fill-declaration', 'declare', ' @whole'],
  ['account', 'capture-credential', 'create-account', ''],
] as const) {
  test(`what covers the button of the ${resource} is found out before the intent${tag}`, async ({
    portal,
    run,
  }) => {
    after(run, step, async () => {
      run.browserWorker.context.setDefaultTimeout(IN_VAIN);
      await run.browserWorker.activePage.page.evaluate(() => {
        const cover = document.createElement('div');
        cover.id = 'bandeau-cookies';
        cover.style.cssText = 'position:fixed;inset:0;z-index:99';
        document.body.append(cover);
      });
    });
    const sent = new SentRequests(run.browserWorker.context);
    const outcome = await run.enrol({ only: resource });
    expect(outcome[resource]).toMatchObject({
      cause: {
        code: 'ACTION_FAILED',
        details: { reason: expect.stringContaining('bandeau-cookies') },
      },
    });
    expect(sent.writes(at)).toBe(0);
    expect(portal.truth().writes).toBe(0);
    const { state } = (await run.ledger.enrolment(LYON))[resource];
    expect(state).toBe(resource === 'account' ? 'sealed' : 'absent');
  });
}

/** Does something on the page once a step has ended, as a page's own scripts might. */
function after(run: Run, step: Step, work: () => Promise<void>): void {
  const nothing = (): Promise<void> => Promise.resolve();
  run.observers.push({
    began: nothing,
    failed: nothing,
    ended: (ended) => (ended === step ? work() : nothing()),
  });
}
