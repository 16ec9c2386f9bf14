import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON, type Run } from '../../fixtures/playwright/workplace.ts';
import { SentRequests, writeOf } from '../../fixtures/playwright/writes.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

for (const { resource, at, how, tag } of [
  { resource: 'account', at: 'create-account', how: 'reset-after', tag: '' },
  { resource: 'connection', at: 'declare', how: 'error-after', tag: ' @whole' },
] as const) {
  test(`where the portal closes after the click, the ${resource} is recovered later, with one click${tag}`, async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at, how });
    closeAfterWrite(run, portal);
    const sent = new SentRequests(run.browserWorker.context);
    const closed = await run.enrol({ only: resource });
    expect(closed[resource]).toMatchObject({
      cause: { code: 'PORTAL_UNAVAILABLE', details: { answer: 'HTTP 503' } },
    });
    expect(sent.writes(at)).toBe(1);
    expect((await run.ledger.enrolment(LYON))[resource].state).toBe('intended');

    await test.step('still closed: nothing is clicked, nothing is forgotten', async () => {
      const second = await workplace.start();
      portal.fail({ at: 'page', how: 'unavailable', times: 1 });
      const more = new SentRequests(second.browserWorker.context);
      const still = await second.enrol({ only: resource });
      expect(still[resource]).toMatchObject({ cause: { code: 'PORTAL_UNAVAILABLE' } });
      expect(more.writes(at)).toBe(0);
      expect((await second.ledger.enrolment(LYON))[resource].state).toBe('intended');
    });

    const third = await workplace.start();
    const last = new SentRequests(third.browserWorker.context);
    // Whether the account is ours only its password tells.
    const recovered = await third.enrol({ only: resource }, () => Promise.resolve('new'));
    expect(recovered[resource]).toMatchObject({ outcome: 'recovered' });
    expect(last.writes(at)).toBe(0);
    const { accounts, connections, writes } = portal.truth();
    expect(writes).toBe(1);
    if (resource === 'account') {
      expect(await workplace.credentials(third)).toEqual([
        { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
      ]);
    } else {
      expect(connections).toMatchObject([{ siret: LYON, applicationName: 'Pldiffusion1' }]);
    }
  });
}

for (const how of ['unavailable', 'error-before', 'reset-before'] as const satisfies FaultKind[]) {
  test(`a portal that does not answer (${how}) is told at once, and neither half is begun`, async ({
    portal,
    run,
  }) => {
    portal.fail({ at: 'page', how, times: 1 });
    const { connection, account } = await run.enrol();
    expect(connection).toMatchObject({
      cause: { code: 'PORTAL_UNAVAILABLE', step: 'open-connections' },
    });
    expect(account).toBe(connection);
    expect(portal.truth().writes).toBe(0);
    expect((await run.ledger.enrolment(LYON)).connection.state).toBe('unread');
  });
}

test('the older application alone may be closed, and is told', async ({ portal, run }) => {
  portal.fail({ at: 'page', path: '/cpp', how: 'unavailable', times: 1 });
  run.browserWorker.activePage.timeoutMs = 3_000;
  const { connection } = await run.enrol({ only: 'connection' });
  expect(connection).toMatchObject({
    cause: { code: 'PORTAL_UNAVAILABLE', details: { answer: 'HTTP 503' } },
  });
  expect(portal.truth().writes).toBe(0);
});

test('an error page in place of the list of connections is not waited on', async ({
  robotScreen,
}) => {
  // Sooner than a list may come.
  test.setTimeout(15_000);
  const closed = { status: 503, contentType: 'text/html', body: '<h1>Service indisponible</h1>' };
  await robotScreen.context.route('**/*', (route) => route.fulfill(closed));
  await robotScreen.page.goto('http://cpro.localhost/');
  await expect(new ConnectionsPage(robotScreen).expectShown()).rejects.toMatchObject({
    code: 'PAGE_UNEXPECTED',
  });
});

/** Closes the portal's next page once the write was sent. */
function closeAfterWrite(run: Run, portal: StandInPortal): void {
  run.browserWorker.context.on('request', (request) => {
    if (writeOf(request) === undefined) return;
    portal.fail({ at: 'page', path: '/aife_csm', how: 'unavailable', times: 1 });
  });
}
