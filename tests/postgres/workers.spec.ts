import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/machines.ts';
import { FAULTS, workThrough } from './struck-workers.ts';

const SIRETS = ['73282932000074', '81263740300013'] as const;

/** Recorded right before the one click that makes an account. */
const INTENT = 'events account intended';

test.describe.configure({ timeout: 300_000 });

test.describe('with connections that are there', () => {
  test.use({
    portalOptions: {
      otherConnections: SIRETS.map((siret, index) => ({
        siret,
        applicationName: `Pldiffusion${index + 1}`,
      })),
    },
  });

  for (const fault of FAULTS) {
    // `npm run workers` has each of them at each write.
    const tag = fault === 'killed' ? [] : '@whole';
    test(
      `a roster whose worker is ${fault} between intent and click is finished by another one`,
      { tag },
      async ({ place }) => {
        expect(await workThrough(place, SIRETS, fault, [INTENT])).toEqual({
          ...{ lost: [], doubled: [], leaked: [] },
          sent: SIRETS.length,
        });
      },
    );
  }
});

test('SIGTERM ends a worker after the row that it works on, with 0, and the rest waits', async ({
  on,
  start,
  folder,
  portal,
}) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS.join('\n')}\n`);
  await on('desk', ['batch', '--input', 'roster.csv', '--queue']);
  const worker = start('one', ['worker', '--verbose']);
  await worker.says(/"step":"fill-declaration"/u);
  worker.kill('SIGTERM');
  const { exitCode, stderr } = await worker.finished;
  expect(exitCode, stderr).toBe(0);
  expect(portal.truth().accounts.map(({ siret }) => siret)).toEqual([SIRETS[0]]);
  const { stdout } = await on('desk', ['queue', 'list', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    accounts: [{ isHeld: false, counts: { waiting: 1, running: 0, done: 1 } }],
    workers: [],
  });
});

test('Ctrl-C ends a worker within a row, with 130, and the row waits @whole', async ({
  on,
  start,
  folder,
}) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS[0]}\n`);
  await on('desk', ['batch', '--input', 'roster.csv', '--queue']);
  const worker = start('one', ['worker', '--verbose']);
  await worker.says(/"step":"fill-declaration"/u);
  worker.kill('SIGINT');
  const { exitCode, stderr } = await worker.finished;
  expect(exitCode, stderr).toBe(130);
  const { stdout } = await on('desk', ['queue', 'list', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    accounts: [{ isHeld: false, counts: { waiting: 1, running: 0 } }],
    rows: [{ state: 'waiting', lostWorkers: 0 }],
  });
});
