import { mergeTests } from '@playwright/test';
import { expect, test as onPortal } from '../../fixtures/playwright/flow.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { LYON, Workplace, type Run } from '../../fixtures/playwright/workplace.ts';

const test = mergeTests(onPortal, onServer).extend({
  workplace: async ({ portal, robotBrowser, home, server, schema }, use) => {
    const place = { home, portal, browser: robotBrowser };
    const workplace = await Workplace.make(place, { database: server.url(schema) });
    await use(workplace);
    await workplace.close();
  },
});

test.describe.configure({ timeout: 120_000 });

/** What the ledger is asked to record last before the server loses its power. */
type Moment = 'before the intent' | 'between the intent and the click' | 'after the click';

/** Has something done at a moment of a run's write. */
function at(moment: Moment, { ledger }: Run, work: () => Promise<void>): void {
  const recordIntent = ledger.recordIntent.bind(ledger);
  const record = ledger.record.bind(ledger);
  ledger.recordIntent = async (...intent) => {
    if (moment === 'before the intent') await work();
    const enrolment = await recordIntent(...intent);
    if (moment === 'between the intent and the click') await work();
    return enrolment;
  };
  ledger.record = async (...[siret, subject, event]) => {
    if (moment === 'after the click' && event.kind === 'accepted') await work();
    return record(siret, subject, event);
  };
}

/** What the next run finds of it. An account that only the list shows is not proven to be ours. */
const NEXT = {
  created: { outcome: 'created' },
  recovered: { outcome: 'recovered' },
  unproven: { outcome: 'failed', cause: { code: 'ACCOUNT_UNPROVEN' } },
} as const;

for (const [resource, moment, clicks, state, next, tag] of [
  ['account', 'before the intent', 0, 'sealed', 'created', ' @whole'],
  ['connection', 'between the intent and the click', 0, 'intended', 'created', ''],
  ['account', 'between the intent and the click', 0, 'intended', 'created', ' @whole'],
  ['connection', 'after the click', 1, 'intended', 'recovered', ' @whole'],
  ['account', 'after the click', 1, 'intended', 'unproven', ''],
] as const) {
  test(`a server that loses its power ${moment} of the ${resource} costs and doubles nothing${tag}`, async ({
    portal,
    workplace,
    run,
    server,
  }) => {
    at(moment, run, () => server.stop('immediate'));
    const first = await run.enrol({ only: resource });
    await server.start();
    expect(first[resource]).toMatchObject({
      outcome: 'failed',
      cause: { code: 'DATABASE_UNREACHABLE' },
    });
    expect(portal.truth().writes).toBe(clicks);
    expect((await run.ledger.enrolment(LYON))[resource].state).toBe(state);

    const second = await workplace.start();
    expect((await second.enrol({ only: resource }))[resource]).toMatchObject(NEXT[next]);
    const { writes, accounts } = portal.truth();
    expect(writes).toBe(1);
    if (resource === 'connection') return;
    const password = accounts[0]?.password;
    expect(await workplace.credentials(second)).toContainEqual(
      expect.objectContaining({ password, status: next === 'created' ? 'current' : next }),
    );
  });
}
