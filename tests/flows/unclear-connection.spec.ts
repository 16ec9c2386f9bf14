import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests, writeOf } from '../../fixtures/playwright/writes.ts';
import { tagOf } from './unclear.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

const CONNECTION = { only: 'connection' } as const;

for (const how of ['reset-after', 'error-after'] as const satisfies FaultKind[]) {
  test(
    `a connection whose answer was lost (${how}) is found in the list`,
    { tag: tagOf(how) },
    async ({ portal, run }) => {
      portal.fail({ at: 'declare', how });
      const sent = new SentRequests(run.lane.context);
      const { connection } = await run.enrol(CONNECTION);
      expect(connection).toMatchObject({ outcome: 'created', applicationName: 'Pldiffusion1' });
      expect(sent.writes('declare')).toBe(1);
      expect(portal.truth().connections).toHaveLength(1);
    },
  );
}

for (const how of ['reset-before', 'error-before', 'unavailable'] as const satisfies FaultKind[]) {
  test(
    `a connection that did not reach the portal (${how}) is made by the next run, once`,
    { tag: tagOf(how) },
    async ({ portal, workplace, run }) => {
      portal.fail({ at: 'declare', how });
      const { connection } = await run.enrol(CONNECTION);
      expect(connection).toMatchObject({ outcome: 'failed', cause: { code: 'NOT_CREATED' } });
      expect(portal.truth().writes).toBe(0);
      expect((await run.ledger.enrolment(LYON)).connection.state).toBe('absent');

      const again = await (await workplace.start()).enrol(CONNECTION);
      expect(again.connection).toMatchObject({
        outcome: 'created',
        applicationName: 'Pldiffusion1',
      });
      expect(portal.truth().connections).toMatchObject([{ applicationName: 'Pldiffusion1' }]);
    },
  );
}

/** Later than any test: it lands when the test says so. */
const MUCH_LATER = 120_000;

test.describe('with time for a write to land late', () => {
  test.use({ workplaceOptions: { settings: { settleMs: MUCH_LATER } } });

  test('a connection that lands after the robot looked is waited for', async ({ portal, run }) => {
    portal.fail({ at: 'declare', how: 'lands-late', afterMs: MUCH_LATER });
    const sent = new SentRequests(run.lane.context);
    const enrolled = run.enrol(CONNECTION);
    await expect.poll(() => sent.connectionReadings(), { timeout: 60_000 }).toBeGreaterThan(1);
    portal.landLate();
    const { connection } = await enrolled;
    expect(connection).toMatchObject({ outcome: 'created', applicationName: 'Pldiffusion1' });
    expect(sent.writes('declare')).toBe(1);
    expect(portal.truth().connections).toHaveLength(1);
  });

  test('a connection that lands after the next run looked is recovered, not made twice', async ({
    portal,
    workplace,
    run,
  }) => {
    portal.fail({ at: 'declare', how: 'lands-late', afterMs: MUCH_LATER });
    // As if the machine went down as soon as the click was sent.
    run.lane.context.on('requestfinished', (request) => {
      if (writeOf(request) === 'declare') void run.end();
    });
    const { connection } = await run.enrol(CONNECTION);
    expect(connection).toMatchObject({ outcome: 'failed' });

    const second = await workplace.start();
    const sent = new SentRequests(second.lane.context);
    expect(portal.truth().connections).toHaveLength(0);
    const enrolled = second.enrol(CONNECTION);
    await expect.poll(() => sent.connectionReadingsEver(), { timeout: 60_000 }).toBeGreaterThan(1);
    portal.landLate();
    const recovered = await enrolled;
    expect(recovered.connection).toMatchObject({
      outcome: 'recovered',
      applicationName: 'Pldiffusion1',
    });
    expect(sent.writes('declare')).toBe(0);
    expect(portal.truth().connections).toHaveLength(1);
  });
});
