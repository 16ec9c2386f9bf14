import { expect, test } from '@playwright/test';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { enrolWithFreeName } from '../../src/robot/enrol-with-free-name.ts';
import type { EnrolmentReport } from '../../src/robot/enrolment-report.ts';
import { siretOf } from './ledger-fixtures.ts';

const REQUEST: EnrolmentRequest = {
  siret: siretOf(1),
  contact: { name: 'Camille Martin', phone: '04 78 00 00 00', email: 'camille@exemple.fr' },
  newAccount: false,
};

/** A robot whose first attempts meet a name that another account has just reserved. */
function robotThat(refuses: number) {
  const names: (string | undefined)[] = [];
  let accounts = 0;
  return {
    names,
    accounts: () => accounts,
    enrol: ({ siret, applicationName, only }: EnrolmentRequest): Promise<EnrolmentReport> => {
      names.push(applicationName);
      if (only !== 'connection') accounts += 1;
      const isTaken = names.length <= refuses;
      const causes = isTaken ? [new RaccordError('APPLICATION_NAME_TAKEN', { name: 'x' })] : [];
      const connection = { outcome: isTaken ? 'failed' : 'created' } as const;
      const account = { outcome: only === 'connection' ? 'skipped' : 'created' } as const;
      const result = { siret, connection, account, evidence: '' };
      return Promise.resolve({ result: { ...result, durationMs: 1 }, causes });
    },
  };
}

test('a name that the plan chose and another account reserved is replaced by the next free one', async () => {
  const robot = robotThat(1);
  const { causes, result } = await enrolWithFreeName(robot, REQUEST, undefined, 'Pldiffusion7');
  expect(robot.names).toEqual(['Pldiffusion7', undefined]);
  expect([causes, result.connection.outcome]).toEqual([[], 'created']);
});

test('a name that was asked for is tried once', async () => {
  const robot = robotThat(1);
  const request = { ...REQUEST, applicationName: 'Mairie' };
  const { causes } = await enrolWithFreeName(robot, request);
  expect(robot.names).toEqual(['Mairie']);
  expect(causes).toHaveLength(1);
});

test('it gives up where each name is taken, and tries once where none is', async () => {
  const [never, free] = [robotThat(99), robotThat(0)];
  expect((await enrolWithFreeName(never, REQUEST)).causes).toHaveLength(1);
  await enrolWithFreeName(free, REQUEST);
  expect([never.names.length, free.names.length]).toEqual([4, 1]);
});

test('the account that the first name went with is not made again for the next one', async () => {
  const robot = robotThat(2);
  const { result } = await enrolWithFreeName(robot, { ...REQUEST, newAccount: true });
  expect([robot.names.length, robot.accounts()]).toEqual([3, 1]);
  expect([result.connection.outcome, result.account.outcome]).toEqual(['created', 'created']);
});
