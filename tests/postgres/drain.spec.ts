import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import type { PlannedEnrolment } from '../../src/domain/planned-enrolment.ts';
import { drain } from '../../src/robot/drain.ts';
import type { EnrolmentReport } from '../../src/robot/enrolment-report.ts';
import type { Robot } from '../../src/robot/robot.ts';
import { ACCOUNT, expect, holdAccount, put, SIRETS, statesIn, test } from './queue-fixtures.ts';

const NAME_TAKEN: AnyRaccordError = new RaccordError('APPLICATION_NAME_TAKEN', {
  name: 'Pldiffusion1',
});

const DOWN: AnyRaccordError = new RaccordError('PORTAL_UNAVAILABLE', {
  url: 'https://portail.example/',
  answer: 'HTTP 503',
});

/** What a drain is told, and does not tell. */
const OPTIONS = {
  ...{ worker: 'w', concurrency: 1, signal: new AbortController().signal },
  ...{ expect: () => undefined, ended: () => undefined, parked: () => undefined },
  untouched: () => {
    throw new Error('nothing is untouched');
  },
};

/** A robot that finds everything missing, and whose first attempts fail. */
function robotThat(fails: number, asked: EnrolmentRequest[], error = NAME_TAKEN): Robot {
  let left = fails;
  const robot: Pick<Robot, 'plan' | 'enrol'> & { openBrowserWorkers: () => Promise<unknown> } = {
    plan: (requests) =>
      Promise.resolve(
        requests.map(({ siret }): PlannedEnrolment => ({
          siret,
          connection: {
            action: 'declare',
            values: { applicationName: { value: 'Pldiffusion1', from: 'next free name' } },
          },
          account: { action: 'create account' },
        })),
      ),
    enrol: (request) => {
      asked.push(request);
      left -= 1;
      const causes = left >= 0 ? [error] : [];
      const resource = { outcome: causes.length > 0 ? 'failed' : 'created' } as const;
      const result = { siret: request.siret, connection: resource, account: resource };
      return Promise.resolve<EnrolmentReport>({
        result: { ...result, evidence: '', durationMs: 0 },
        causes,
      });
    },
    openBrowserWorkers: () => Promise.resolve([{}]),
  };
  return robot as unknown as Robot;
}

for (const [taken, state] of [
  [2, 'done'],
  [9, 'failed'],
] as const) {
  test(`a name that was another account's ${taken} times leaves the row ${state}, and no name is kept from the plan`, async ({
    ledger,
  }) => {
    await put(ledger, ACCOUNT, SIRETS.slice(0, 1));
    const { held } = await holdAccount(ledger, ACCOUNT);
    const asked: EnrolmentRequest[] = [];
    await drain(robotThat(taken, asked), held, ACCOUNT, OPTIONS);
    expect(await statesIn(ledger)).toEqual([state]);
    expect(asked.every(({ applicationName }) => applicationName === undefined)).toBe(true);
  });
}

test("a portal that is down for the last rows is the account's error, and they wait", async ({
  ledger,
}) => {
  await put(ledger, ACCOUNT, SIRETS.slice(0, 2));
  const { held } = await holdAccount(ledger, ACCOUNT);
  const { cause, stopped } = await drain(robotThat(2, [], DOWN), held, ACCOUNT, OPTIONS);
  expect(await statesIn(ledger)).toEqual(['waiting', 'waiting']);
  expect([cause, stopped]).toEqual([DOWN, undefined]);
});

test('a row that met a moment without the portal has failed, where later ones went well', async ({
  ledger,
}) => {
  await put(ledger, ACCOUNT);
  const { held } = await holdAccount(ledger, ACCOUNT);
  const { cause } = await drain(robotThat(1, [], DOWN), held, ACCOUNT, OPTIONS);
  expect(await statesIn(ledger)).toEqual(['failed', 'done', 'done']);
  expect(cause).toBeUndefined();
});
