import { mergeTests } from '@playwright/test';
import { test as inFolder } from '../../fixtures/playwright/folder.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { acquireLease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { migratePostgres } from '../../src/ledger/database/postgres.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { EVENTS, expect, siretOf } from '../unit/ledger-fixtures.ts';

const SIRET = siretOf(1);

/** Takes a schema back to what the version before made of it. */
const BACK = `drop table shared_settings, canaries;
  delete from kysely_migration where name = '0009-machines'`;

interface Places {
  /** The address of a schema in which nothing was made yet. */
  emptyUrl: string;
  /** Runs statements that are not raccord's in the test's schema. */
  exec: (statements: string) => Promise<void>;
}

const test = mergeTests(inFolder, onServer).extend<Places>({
  emptyUrl: async ({ server, schema }, use) => {
    await use(server.url(`${schema}_new`));
  },
  exec: async ({ server, schema }, use) => {
    await use((statements) =>
      server.asSuperuser(schema, async (client) => {
        await client.query(statements);
      }),
    );
  },
});

test('a database without tables is refused, and made by `ledger migrate` alone', async ({
  emptyUrl,
}) => {
  await expect(open(emptyUrl)).rejects.toMatchObject({
    code: 'DATABASE_OLDER',
    details: { reason: expect.stringContaining('0001-journal') as unknown },
  });
  const { done } = await migratePostgres(new Secret(emptyUrl));
  expect(done[0]).toBe('0001-journal');
  expect(done).toContain('0009-machines');
  const ledger = await open(emptyUrl);
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  await ledger.close();
  expect((await migratePostgres(new Secret(emptyUrl))).done).toEqual([]);
});

test('tables of an earlier raccord are refused until they are migrated, and keep their rows', async ({
  server,
  schema,
  exec,
}) => {
  const url = server.url(schema);
  const before = await open(url);
  await before.record(SIRET, 'connection', EVENTS['not-seen']);
  await before.close();
  await exec(BACK);
  await expect(open(url)).rejects.toMatchObject({
    code: 'DATABASE_OLDER',
    details: { database: server.place(schema), reason: 'not there yet: 0009-machines' },
  });
  expect(await migratePostgres(new Secret(url))).toEqual({
    database: server.place(schema),
    done: ['0009-machines'],
  });
  const after = await open(url);
  expect((await after.enrolment(SIRET)).connection.state).toBe('absent');
  await after.close();
});

test('of two that migrate at once one does it, and the other finds it done', async ({
  emptyUrl,
}) => {
  const both = await Promise.all([1, 2].map(() => migratePostgres(new Secret(emptyUrl))));
  const counts = both.map(({ done }) => done.length).sort((one, other) => one - other);
  expect(counts[0]).toBe(0);
  expect(counts[1]).toBeGreaterThan(0);
});

test('nothing is migrated while a machine works', async ({ server, schema, exec }) => {
  const url = server.url(schema);
  const ledger = await open(url);
  const lease = await acquireLease(ledger, 'deliverer', { ttlMs: 60_000, holder: thisProcess() });
  await exec(BACK);
  await expect(migratePostgres(new Secret(url))).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: { holder: { pid: process.pid } },
  });
  await lease.release();
  expect((await migratePostgres(new Secret(url))).done).toEqual(['0009-machines']);
  await ledger.close();
});

test('a migration that alters the leases does not wait for itself', async ({
  server,
  schema,
  exec,
}) => {
  const url = server.url(schema);
  const ledger = await open(url);
  await exec(BACK);
  await exec(
    `drop table queue_rows, queue_accounts, queue_workers;
     alter table leases drop column run;
     delete from kysely_migration where name in ('0007-accounts', '0008-queue')`,
  );
  const { done } = await migratePostgres(new Secret(url));
  expect(done).toEqual(['0007-accounts', '0008-queue', '0009-machines']);
  const lease = await acquireLease(ledger, 'deliverer', { ttlMs: 60_000, holder: thisProcess() });
  await lease.release();
  await ledger.close();
});

test('a role that does not own the tables migrates nothing, and is told so', async ({
  server,
  schema,
  exec,
}) => {
  const role = `reader_${schema}`;
  await exec(`create role ${role} login password 'r'`);
  const url = new Secret(server.url(schema, role, 'r'));
  await expect(migratePostgres(url)).rejects.toMatchObject({ code: 'DATABASE_REFUSED' });
  await exec(
    `grant usage on schema ${schema} to ${role};
     grant select on all tables in schema ${schema} to ${role}`,
  );
  expect((await migratePostgres(url)).done).toEqual([]);
  await exec(BACK);
  await expect(migratePostgres(url)).rejects.toMatchObject({ code: 'DATABASE_REFUSED' });
});

test('`raccord ledger migrate` prints what it did, then that there is nothing to do', async ({
  folder,
  home,
  emptyUrl,
}) => {
  const environment = {
    ...{ RACCORD_HOME: home, RACCORD_DATABASE_URL: emptyUrl, LANG: 'C.UTF-8' },
    RACCORD_RECIPIENTS: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
  };
  const run = (...flags: string[]) =>
    raccordHere(['ledger', 'migrate', ...flags], { folder, environment });
  const first = await run();
  expect(first.exitCode).toBe(0);
  expect(first.stdout.split('\n')).toContain('0009-machines');
  expect(first.stderr).toMatch(/\d+ migrations done/u);
  const second = await run();
  expect(second.stdout).toBe('');
  expect(second.stderr).toContain('nothing to do');
  const { stdout } = await run('--json');
  expect(JSON.parse(stdout)).toMatchObject({ done: [], queue: true });
  const { password } = new URL(emptyUrl);
  expect(first.stdout + first.stderr + second.stderr + stdout).not.toContain(password);
});

test('`raccord ledger migrate` without a database says which variable is missing', async ({
  folder,
  home,
}) => {
  const environment = { RACCORD_HOME: home };
  const { exitCode, stderr } = await raccordHere(['ledger', 'migrate'], { folder, environment });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('RACCORD_DATABASE_URL');
});

function open(url: string): Promise<Ledger> {
  const place = { portal: 'portail.example', runId: 'run-1', clock: systemClock };
  return openLedger({ url: new Secret(url), ...place });
}
