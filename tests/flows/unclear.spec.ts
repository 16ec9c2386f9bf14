import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { SentRequests, writeOf } from '../../fixtures/playwright/writes.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';
import type { Truth } from '../../fixtures/portal/truth.ts';

test.describe.configure({ timeout: 120_000 });

const RESOURCES = [
  {
    only: 'account',
    at: 'create-account',
    made: 'accounts',
    result: { login: `TECH_1_${LYON}@cpro.fr` },
    readings: 'accountReadings',
    readingsEver: 'accountReadingsEver',
  },
  {
    only: 'connection',
    at: 'declare',
    made: 'connections',
    result: { applicationName: 'Pldiffusion1' },
    readings: 'connectionReadings',
    readingsEver: 'connectionReadingsEver',
  },
] as const;

/** Another hand is offered the same login, so the list does not tell whose it is. */
const UNPROVEN = { outcome: 'failed', cause: { code: 'ACCOUNT_UNPROVEN' } };

/** Later than any test: it lands when the test says so. */
const MUCH_LATER = 120_000;

for (const { only, at, made, result, readings, readingsEver } of RESOURCES) {
  for (const how of ['reset-after', 'error-after'] as const satisfies FaultKind[]) {
    test(`${one(only)} whose answer was lost (${how}) is found in the list${notVerified(only)}${tagOf(how)}`, async ({
      portal,
      workplace,
      run,
    }) => {
      portal.fail({ at, how });
      const sent = new SentRequests(run.browserWorker.context);
      const outcome = await run.enrol({ only });
      expect(outcome[only]).toMatchObject(only === 'account' ? UNPROVEN : { outcome: 'created' });
      expect(sent.writes(at)).toBe(1);
      expect(portal.truth()[made]).toHaveLength(1);
      expect(await workplace.credentials(run)).toEqual(kept(portal.truth(), 'unproven'));
    });
  }

  for (const how of [
    'reset-before',
    'error-before',
    'unavailable',
  ] as const satisfies FaultKind[]) {
    test(`${one(only)} that did not reach the portal (${how}) is made by the next run, once${only === 'account' ? tagOf(how) : ' @whole'}`, async ({
      portal,
      workplace,
      run,
    }) => {
      portal.fail({ at, how });
      const outcome = await run.enrol({ only });
      expect(outcome[only]).toMatchObject({ outcome: 'failed', cause: { code: 'NOT_CREATED' } });
      expect(portal.truth().writes).toBe(0);
      expect((await run.ledger.enrolment(LYON))[only].state).toBe('absent');

      const second = await workplace.start();
      const again = await second.enrol({ only });
      expect(again[only]).toMatchObject({ outcome: 'created', ...result });
      expect(portal.truth()[made]).toHaveLength(1);
      const abandoned = { login: expect.any(String), password: expect.any(String) };
      expect(await workplace.credentials(second)).toEqual([
        ...(only === 'account' ? [{ ...abandoned, status: 'abandoned' }] : []),
        ...kept(portal.truth(), 'current'),
      ]);
    });
  }

  test.describe('with time for a write to land late', () => {
    test.use({ workplaceOptions: { settings: { settleMs: MUCH_LATER } } });

    const tag = only === 'account' ? '' : ' @whole';
    test(`${one(only)} that lands after the robot looked is waited for${tag}`, async ({
      portal,
      run,
    }) => {
      portal.fail({ at, how: 'lands-late', afterMs: MUCH_LATER });
      const sent = new SentRequests(run.browserWorker.context);
      const enrolled = run.enrol({ only });
      await expect.poll(() => sent[readings](), { timeout: 60_000 }).toBeGreaterThan(1);
      portal.landLate();
      expect((await enrolled)[only]).toMatchObject({ outcome: 'created', ...result });
      expect(sent.writes(at)).toBe(1);
      expect(portal.truth()[made]).toHaveLength(1);
    });

    // Who is killed before it knows finds a connection again in batch/roster.spec.ts.
    test(`${one(only)} that lands after the next run looked is found${notVerified(only)}, not made twice${tag}`, async ({
      portal,
      workplace,
      run,
    }) => {
      // Without a word of the portal's: it would be read before the browser has ended.
      portal.fail({ at, how: 'no-confirmation', afterMs: MUCH_LATER });
      // As if the machine went down as soon as the click was sent.
      run.browserWorker.context.on('requestfinished', (request) => {
        if (writeOf(request) === at) void run.end();
      });
      const outcome = await run.enrol({ only });
      expect(outcome[only]).toMatchObject({ outcome: 'failed' });

      const second = await workplace.start();
      const sent = new SentRequests(second.browserWorker.context);
      expect(portal.truth()[made]).toHaveLength(0);
      const enrolled = second.enrol({ only });
      await expect.poll(() => sent[readingsEver](), { timeout: 60_000 }).toBeGreaterThan(1);
      portal.landLate();
      expect((await enrolled)[only]).toMatchObject(
        only === 'account' ? UNPROVEN : { outcome: 'recovered', ...result },
      );
      expect(sent.writes(at)).toBe(0);
      expect(portal.truth()[made]).toHaveLength(1);
      expect(await workplace.credentials(second)).toEqual(kept(portal.truth(), 'unproven'));
    });
  });
}

function one(resource: 'account' | 'connection'): string {
  return resource === 'account' ? 'an account' : 'a connection';
}

function notVerified(resource: 'account' | 'connection'): string {
  return resource === 'account' ? ', and kept as not proven' : '';
}

/** An answer that is an error differs from a cut connection in little: not in every `npm test`. */
function tagOf(how: FaultKind): string {
  return how.startsWith('reset') ? '' : ' @whole';
}

/** The credentials that are kept where each account of the portal has its own. */
function kept({ accounts }: Truth, status: 'current' | 'unproven'): object[] {
  return accounts.map(({ login, password }) => ({ login, password, status }));
}
