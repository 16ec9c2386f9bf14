import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PgBoss } from 'pg-boss';
import { expect, test as onMachines } from '../../fixtures/playwright/machines.ts';

const SIRETS = ['73282932000074', '81263740300013'] as const;

interface Fixtures {
  /** The address for a role that the owner's command has given the rights of machines. */
  readonly roleUrl: string;
}

const test = onMachines.extend<Fixtures>({
  roleUrl: async ({ on, server, schema, folder }, use) => {
    const role = `role_${schema}`;
    await server.asSuperuser(schema, (client) =>
      client.query(`create role ${role} login password 'w'`),
    );
    const migrated = await on('owner', ['ledger', 'migrate', '--worker-role', role, '--json']);
    expect(migrated.exitCode, migrated.stderr).toBe(0);
    expect(JSON.parse(migrated.stdout)).toMatchObject({ queue: true, workerRole: role });
    await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS[0]}\n`);
    await use(server.url(schema, role, 'w'));
  },
});

test('a role that owns nothing queues a roster, works on it, and changes the queue', async ({
  on,
  roleUrl,
  portal,
  folder,
}) => {
  const asRole = { RACCORD_DATABASE_URL: roleUrl };
  const queued = await on('desk', ['batch', '--input', 'roster.csv', '--queue'], asRole);
  expect(queued.exitCode, queued.stderr).toBe(0);
  const worked = await on('one', ['worker', '--once'], asRole);
  expect(worked.exitCode, worked.stderr).toBe(0);
  expect(worked.stderr).not.toContain('DATABASE_');
  expect(portal.truth()).toMatchObject({ accounts: [{ siret: SIRETS[0] }], writes: 2 });

  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS[1]}\n`);
  await on('desk', ['batch', '--input', 'roster.csv', '--queue'], asRole);
  for (const command of [
    ...[['pause'], ['resume'], ['retry', '--all'], ['drain'], ['list', '--json']],
  ]) {
    const changed = await on('desk', ['queue', ...command], asRole);
    expect(changed.exitCode, `${command.join(' ')}: ${changed.stderr}`).toBe(0);
  }
});

test('that role may also do the maintenance of the engine, and not change its tables', async ({
  roleUrl,
  schema,
  server,
}) => {
  const jobs = `${schema}_jobs`;
  const faults: string[] = [];
  const [connectionString = ''] = roleUrl.split('?');
  const engine = new PgBoss({
    ...{ connectionString, schema: jobs, migrate: false, schedule: false, supervise: false },
  });
  engine.on('error', ({ message }) => faults.push(message));
  await engine.start();
  await engine.createQueue('account-x', { policy: 'short' });
  await engine.send('account-x', { account: 'x' });
  const [job] = await engine.fetch('account-x');
  await engine.complete('account-x', job?.id ?? '');
  await engine.supervise();
  await engine.stop({ graceful: false });
  expect(faults).toEqual([]);
  const { rows } = await server.asSuperuser(schema, (client) =>
    client.query<{ may: boolean }>(
      `select has_schema_privilege('role_${schema}', '${jobs}', 'create')
         or has_database_privilege('role_${schema}', current_database(), 'create') as may`,
    ),
  );
  expect(rows).toEqual([{ may: false }]);
});

test('without the schema of the engine, what makes it is said', async ({
  on,
  roleUrl,
  schema,
  server,
}) => {
  await server.asSuperuser(schema, (client) =>
    client.query(`drop schema "${schema}_jobs" cascade`),
  );
  const refused = await on('desk', ['batch', '--input', 'roster.csv', '--queue'], {
    RACCORD_DATABASE_URL: roleUrl,
  });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('DATABASE_OLDER');
  expect(refused.stderr).toContain('ledger migrate');
});
