import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test as onMachines } from '../../fixtures/playwright/machines.ts';
import { startWebSink, type WebSink } from '../../fixtures/playwright/web-sink.ts';

const SIRET = '73282932000074';

interface Fixtures {
  /** The webhook of all machines. */
  readonly sink: WebSink;
}

const test = onMachines.extend<Fixtures>({
  sink: async ({}, use) => {
    const sink = await startWebSink();
    await use(sink);
    await sink.close();
  },
});

test.beforeEach(async ({ folder, on, sink }) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n`);
  const queued = await on('desk', ['batch', '--input', 'roster.csv', '--queue']);
  expect(queued.exitCode, queued.stderr).toBe(0);
  expect(sink.posts).toEqual([]);
});

test('a worker that pauses an account tells it once, without a secret', async ({
  on,
  portal,
  sink,
}) => {
  const password = 'Mistyped-0000';
  const wrong = { CHORUS_PASSWORD: password, RACCORD_WEBHOOK_URL: sink.url };
  for (const machine of ['one', 'two']) {
    const worked = await on(machine, ['worker', '--once'], wrong);
    expect([0, 4], worked.stderr).toContain(worked.exitCode);
  }
  const bodies = sink.posts.map(({ body }) => body);
  expect(bodies.map((body) => JSON.parse(body) as object)).toMatchObject([
    {
      event: 'account-paused',
      account: portal.administrator.login.toLowerCase(),
      reason: 'PASSWORD_REFUSED',
      error: { code: 'PASSWORD_REFUSED' },
      next: [
        { commands: ['raccord sign-in'] },
        { commands: [expect.stringContaining('raccord queue resume --account')] },
      ],
    },
  ]);
  for (const secret of [password, portal.administrator.password, portal.administrator.totpSecret]) {
    expect(bodies.join('\n')).not.toContain(secret);
  }
});

test('a worker that parks a row tells it once, with the command that tries it again', async ({
  on,
  sink,
  server,
  schema,
}) => {
  // As two workers leave it that vanished, and a third one that has just done so.
  await server.asSuperuser(schema, (client) =>
    client.query(
      "update queue_rows set state = 'running', lost_workers = 2, fence = 0, worker = 'w'",
    ),
  );
  // Nothing else waits for the account, so one row does.
  await server.asSuperuser(schema, (client) =>
    client.query(
      `insert into queue_rows select portal, '81263740300013', login,
       replace(request, '${SIRET}', '81263740300013'), 1, 'waiting', null, 0, null, null,
       queued_at, since from queue_rows`,
    ),
  );
  for (const machine of ['one', 'two']) {
    const worked = await on(machine, ['worker', '--once'], { RACCORD_WEBHOOK_URL: sink.url });
    expect(worked.exitCode, worked.stderr).toBe(0);
  }
  expect(sink.posts.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    {
      event: 'rows-parked',
      sirets: [SIRET],
      next: [{ commands: [`raccord queue retry --siret ${SIRET}`] }],
    },
  ]);
});
