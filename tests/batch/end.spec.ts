import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { startWebSink } from '../../fixtures/playwright/web-sink.ts';
import { BATCH, writeRoster } from './roster-run.ts';

const ROSTER = faultyRoster(1, ['no rights']);

test.describe.configure({ timeout: 180_000 });
test.use({ portalOptions: ROSTER.portalOptions });

test('the end of a batch is told with the whole roster’s counts, one failure a SIRET, and the report @whole', async ({
  folder,
  raccordHere: raccord,
}) => {
  await writeRoster(folder, ROSTER);
  const sink = await startWebSink();
  const done = await raccord(BATCH, { RACCORD_WEBHOOK_URL: sink.url });
  const again = await raccord(BATCH, { RACCORD_WEBHOOK_URL: sink.url });
  await sink.close();
  expect(done.exitCode, done.stderr).toBe(1);
  expect(again.exitCode, again.stderr).toBe(1);
  expect(sink.posts).toHaveLength(2);
  expect(JSON.parse(sink.posts[0]?.body ?? '')).toMatchObject({
    event: 'run-ended',
    command: 'batch',
    exitCode: 1,
    sirets: { all: 2, failed: 1, left: 0 },
    counts: { created: 2, failed: 2 },
    ...{ host: hostname(), folder },
    next: [
      {
        sirets: [expect.stringMatching(/^\d{14}$/u)],
        commands: [expect.stringMatching(/^raccord plan --siret \d{14}$/u)],
      },
      { sirets: [], commands: [['raccord', ...BATCH].join(' ')] },
    ],
    reportFolder: expect.stringContaining('reports'),
    failures: [
      {
        code: 'STRUCTURE_NOT_OFFERED',
        expected: expect.stringContaining('list of structures'),
        found: expect.stringContaining('"'),
      },
    ],
  });
  // The second one had the failed SIRET alone to work on.
  expect(JSON.parse(sink.posts[1]?.body ?? '')).toMatchObject({
    sirets: { all: 2, failed: 1, left: 0 },
    counts: { existing: 2, created: 0, failed: 2 },
    failures: [{ code: 'STRUCTURE_NOT_OFFERED' }],
  });
});

test.describe('with one SIRET that is enrolled', () => {
  const [{ siret } = { siret: '' }] = ROSTER.good;
  test.use({
    portalOptions: {
      ...ROSTER.portalOptions,
      otherConnections: [{ siret, applicationName: 'Pldiffusion1' }],
      existingAccounts: [{ siret }],
    },
  });

  test('the end of a batch is told with the whole roster’s counts, and the failure stands', async ({
    folder,
    enrolledHome,
    raccordHere: raccord,
  }) => {
    expect(enrolledHome).not.toBe('');
    await writeRoster(folder, ROSTER);
    const sink = await startWebSink();
    const done = await raccord(BATCH, { RACCORD_WEBHOOK_URL: sink.url });
    await sink.close();
    expect(done.exitCode, done.stderr).toBe(1);
    expect(JSON.parse(sink.posts[0]?.body ?? '')).toMatchObject({
      ...{ event: 'run-ended', command: 'batch', exitCode: 1, host: hostname(), folder },
      sirets: { all: 2, failed: 1, left: 0 },
      counts: { existing: 2, created: 0, failed: 2 },
      next: [
        { commands: [expect.stringMatching(/^raccord plan --siret \d{14}$/u)] },
        { sirets: [], commands: [['raccord', ...BATCH].join(' ')] },
      ],
      reportFolder: expect.stringContaining('reports'),
      failures: [{ code: 'STRUCTURE_NOT_OFFERED' }],
    });
    // What failed stands, and so does how the last run ended.
    const failed = await raccord(['status', '--state', 'failed', '--json']);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      lastRun: { command: 'batch', exitCode: 1, sirets: { all: 2, failed: 1, left: 0 } },
      enrolments: [{ failures: [{ of: 'connection' }, { code: 'STRUCTURE_NOT_OFFERED' }] }],
    });
  });
});

test('a batch that ends by a refused sign-in is told too, without the password', async ({
  portal,
  folder,
  raccordHere: raccord,
}) => {
  await writeRoster(folder, ROSTER);
  const sink = await startWebSink();
  const wrong = 'not-the-password-7Q';
  const refused = await raccord(BATCH, { RACCORD_WEBHOOK_URL: sink.url, CHORUS_PASSWORD: wrong });
  await sink.close();
  expect(refused.exitCode, refused.stderr).toBe(4);
  expect(sink.posts).toHaveLength(1);
  const { body } = sink.posts[0] ?? { body: '' };
  expect(JSON.parse(body)).toMatchObject({
    exitCode: 4,
    sirets: { all: 0, failed: 0, left: 0 },
    stoppedBecause: expect.stringContaining('PASSWORD_REFUSED'),
    next: [{ commands: ['raccord sign-in'] }, { commands: [['raccord', ...BATCH].join(' ')] }],
  });
  expect(body).not.toContain(wrong);
  const metrics = join(folder, 'raccord.prom');
  await raccord(['status', '--metrics', metrics]);
  expect(await readFile(metrics, 'utf8')).toContain(
    'raccord_last_run_exit_code{command="batch"} 4',
  );
  expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual(['wrong-password']);
});

test('a mistake in the command is told at the terminal alone', async ({
  folder,
  raccordHere: raccord,
}) => {
  await writeRoster(folder, ROSTER);
  const sink = await startWebSink();
  const variables = { RACCORD_WEBHOOK_URL: sink.url };
  const mistaken = await raccord([...BATCH, '--window', '25:00-06:00'], variables);
  const dry = await raccord([...BATCH, '--dry-run'], variables);
  await sink.close();
  expect(mistaken.exitCode).toBe(2);
  expect(mistaken.stderr).toContain('WINDOW_INVALID');
  expect(dry.exitCode, dry.stderr).toBe(0);
  expect(sink.posts).toEqual([]);
});
