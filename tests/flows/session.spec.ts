import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON, type Run } from '../../fixtures/playwright/workplace.ts';
import type { Step } from '../../src/domain/step-names.ts';

test.describe.configure({ timeout: 150_000 });

/** Milliseconds for what does not come any more. */
const IN_VAIN = 2_000;

test.describe('with a code of an authenticator', () => {
  test.use({ portalOptions: { secondFactor: 'totp' } });

  test('a kept session needs no password, and one that the portal forgot is renewed silently', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    expect(await run.signIn()).toBe('signed-in');
    expect(run.browserWorker.context.pages()).toHaveLength(1);
    const second = await workplace.start();
    expect(await second.signIn()).toBe('kept');
    portal.endSessions('applications');
    const third = await workplace.start();
    expect(await third.signIn()).toBe('signed-in');
    expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual(['signed-in']);
  });
});

test('a session that the portal forgets between the halves is renewed silently', async ({
  portal,
  run,
}) => {
  atTheEndOf(run, 'submit-declaration', () => portal.endSessions('applications'));
  expect(await run.enrol()).toMatchObject({
    connection: { outcome: 'created' },
    account: { outcome: 'created' },
  });
  expect(portal.truth().signIns).toHaveLength(1);
});

for (const [step, only, tag] of [
  ['submit-declaration', undefined, ' @whole'],
  ['open-account-form', 'account', ' @whole'],
] as const) {
  test(`a session that ends after ${step} is told, and nothing more is written${tag}`, async ({
    portal,
    run,
  }) => {
    run.browserWorker.activePage.timeoutMs = IN_VAIN;
    let writes = 0;
    atTheEndOf(run, step, () => {
      portal.endSessions();
      run.browserWorker.context.setDefaultTimeout(IN_VAIN);
      ({ writes } = portal.truth());
    });
    const { account } = await run.enrol(only && { only });
    expect(account).toMatchObject({ cause: { code: 'SESSION_ENDED' } });
    expect(portal.truth().writes).toBe(writes);
  });
}

for (const [how, tag] of [
  ['session-ended', ''],
  ['session-ended-asking', ' @whole'],
] as const) {
  test(`a form that loses its session while it reads the accounts says so (${how})${tag}`, async ({
    portal,
    run,
  }) => {
    portal.fail({ at: 'accounts', how });
    run.browserWorker.context.setDefaultTimeout(5_000);
    const { account } = await run.enrol({ only: 'account' });
    expect(account).toMatchObject({ cause: { code: 'SESSION_ENDED' } });
    expect(portal.truth().writes).toBe(0);
  });
}

test('a list of structures that the portal could not give is not taken for a missing right', async ({
  portal,
  run,
}) => {
  portal.fail({ at: 'structures', how: 'error-before', times: Infinity });
  const { account } = await run.enrol({ only: 'account' });
  expect(account).toMatchObject({ cause: { code: 'PORTAL_UNAVAILABLE' } });
});

test('a session that ends at the click leaves nothing, and the next run makes it once', async ({
  portal,
  workplace,
  run,
}) => {
  atTheEndOf(run, 'capture-credential', () => portal.endSessions('applications'));
  const { account } = await run.enrol({ only: 'account' });
  expect(account).toMatchObject({ cause: { code: 'NOT_CREATED' } });
  expect(portal.truth().writes).toBe(0);

  const second = await workplace.start();
  await second.signIn();
  const made = await second.enrol({ only: 'account' });
  expect(made.account).toMatchObject({ outcome: 'created' });
  expect(portal.truth().accounts).toMatchObject([{ siret: LYON }]);
});

function atTheEndOf(run: Run, step: Step, work: () => void): void {
  const nothing = (): Promise<void> => Promise.resolve();
  run.observers.push({
    began: nothing,
    failed: nothing,
    ended: (ended) => {
      if (ended === step) work();
      return nothing();
    },
  });
}
