import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { paintIn } from '../../src/cli/terminal/colour.ts';
import { resultTable } from '../../src/cli/terminal/text-tables.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { batchDocument, documentOf } from '../cli/documents.ts';
import {
  BATCH,
  EXPORT,
  expectCredentials,
  expectPortalTruth,
  expectReasons,
  plannedActions,
  writeRoster,
} from '../batch/roster-run.ts';

/** Forty establishments, of which ten cannot be done. */
const ROSTER = faultyRoster(30, [
  'no rights',
  'not its main manager',
  'name taken',
  'name taken where nobody sees it',
  'declaration refused',
  'account refused',
  'no rights',
  'not its main manager',
  'account refused',
  'account refused',
]);

const PLAN = ['plan', '--input', 'roster.csv', '--json'] as const;

test.use({
  portalOptions: {
    ...ROSTER.portalOptions,
    secondFactor: 'totp',
    networkDelay: true,
    autofillDelayMs: 600,
  },
});

test('forty SIRETs with ten faulty ones: thirty created, each fault under its own reason', async ({
  portal,
  folder,
  raccord,
  startRaccord,
}) => {
  await writeRoster(folder, ROSTER);
  ROSTER.arm(portal);
  const before = plannedActions(await raccord(PLAN));
  for (const { siret } of ROSTER.good) {
    expect(before.get(siret)).toEqual(['declare', 'create account']);
  }
  const running = startRaccord(BATCH);
  await expect.poll(() => portal.truth().accounts.length, { timeout: 600_000 }).toBe(8);
  portal.fail({ at: 'page', how: 'unavailable', times: 4 });
  await expect.poll(() => portal.truth().accounts.length, { timeout: 600_000 }).toBe(16);
  portal.endSessions();
  const done = await running.finished;
  const { enrolments, summary } = documentOf(done, batchDocument);
  console.log(
    resultTable(enrolments as never, textsFor('en'), { columns: undefined, paint: paintIn(false) }),
  );
  console.log(`exit ${String(done.exitCode)}`, summary);
  expect(done.exitCode, done.stderr).toBe(1);
  expectReasons(done, ROSTER);
  expectPortalTruth(portal, ROSTER);
  const after = plannedActions(await raccord(PLAN));
  for (const { siret } of ROSTER.good) {
    expect(after.get(siret)).toEqual(['nothing to do', 'nothing to do']);
  }
  await expectCredentials(portal, folder, await raccord(EXPORT));
});

test('the same, killed ten times at a random moment, ends with the same truth', async ({
  portal,
  folder,
  raccord,
  startRaccord,
}) => {
  await writeRoster(folder, ROSTER);
  ROSTER.arm(portal);
  for (let kill = 1; kill <= 10; kill += 1) {
    const running = startRaccord(BATCH);
    await running.says(/"planned"/u);
    const moment = randomInt(1_000, 75_000);
    await Promise.race([pause(moment), running.finished]);
    running.kill('SIGKILL');
    const { exitCode } = await running.finished;
    const { connections, accounts, writes } = portal.truth();
    console.log(
      `run ${kill}: ${exitCode === null ? 'killed' : 'ended'} after ${moment} ms of work;`,
      `${connections.length - 2} connections, ${accounts.length} accounts, ${writes} writes`,
    );
  }
  const last = await raccord(BATCH);
  expect(last.exitCode, last.stderr).toBe(1);
  expectReasons(last, ROSTER);
  expectPortalTruth(portal, ROSTER);
  await expectCredentials(portal, folder, await raccord([...EXPORT, '--unproven']));
  console.log('last run:', documentOf(last, batchDocument).summary);
});
