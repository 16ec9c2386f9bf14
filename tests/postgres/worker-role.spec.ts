import { sql } from 'kysely';
import type { Client } from 'pg';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { acquireAccountLease, acquireWholeLease } from '../../src/ledger/lease/account-lease.ts';
import { probeDatabase } from '../../src/ledger/database/canary.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { migratePostgres } from '../../src/ledger/database/postgres.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { joinMachines } from '../../src/ledger/database/shared-settings.ts';
import { EVENTS, expect, siretOf, test as base } from '../unit/ledger-fixtures.ts';

const SIRET = siretOf(1);
const PORTAL = 'portail.example';

interface Roles {
  /** The name of a role that owns nothing and has the rights that `ledger migrate` gives. */
  role: string;
  /** The ledger as a machine with that role has it. */
  worker: Ledger;
  asSuperuser: <T>(work: (client: Client) => Promise<T>) => Promise<T>;
}

const test = base.extend<Roles>({
  asSuperuser: async ({ server, schema }, use) => {
    await use((work) => server.asSuperuser(schema, work));
  },
  role: async ({ server, schema, asSuperuser }, use) => {
    const role = `worker_${schema}`;
    await asSuperuser((client) => client.query(`create role ${role} login password 'w'`));
    await migratePostgres(new Secret(server.url(schema)), role);
    await use(role);
  },
  worker: async ({ server, schema, role }, use) => {
    const ledger = await openAs(server.url(schema, role, 'w'));
    await use(ledger);
    await ledger.close();
  },
});

test('the role of machines records a whole enrolment, and all that goes with it', async ({
  worker,
}) => {
  await joinMachines(worker, { portal: PORTAL, recipients: ['age1one'] });
  await probeDatabase(worker.backend);
  const account = { portal: PORTAL, login: 'anne@example.fr' };
  const options = { ttlMs: 60_000, holder: thisProcess() };
  const lease = await acquireAccountLease(worker, account, options);
  const own = worker.under(lease);
  await own.beginRun({ command: 'worker', version: '0.1.0' });
  await own.recordSignIn(account.login, { outcome: 'accepted', totpCounter: 7 });
  await own.recordStep('began', SIRET, 'fill-declaration');
  await own.record(SIRET, 'connection', EVENTS['not-seen']);
  await own.recordIntent(SIRET, 'connection', EVENTS.intended, lease);
  await own.expectHeld(lease);
  await own.record(SIRET, 'connection', EVENTS.accepted);
  await own.record(SIRET, 'connection', EVENTS.confirmed);
  await own.record(SIRET, 'account', EVENTS['not-seen']);
  await own.record(SIRET, 'account', EVENTS.sealed);
  const intent = { kind: 'intended', credentialId: 'c1' } as const;
  await own.recordIntent(SIRET, 'account', intent, lease);
  await own.record(SIRET, 'account', EVENTS.accepted);
  const enrolment = await own.record(SIRET, 'account', EVENTS.confirmed);
  expect([enrolment.connection.state, enrolment.account.state]).toEqual(['done', 'done']);
  await own.record(siretOf(2), 'connection', EVENTS['not-seen']);
  await own.recordIntent(
    siretOf(2),
    'connection',
    { kind: 'intended', applicationName: 'Pldiffusion8' },
    lease,
  );
  await own.record(siretOf(2), 'connection', EVENTS['settled-absent']);
  await own.deliveries.record({
    ...{ siret: SIRET, credentialId: 'c1', sink: 'folder:/srv', outcome: 'delivered' },
  });
  await own.reseals.record(SIRET, {
    ...{ credentialId: 'c1', generation: 1, digest: 'd2', recipients: 'two' },
  });
  await own.endRun(0);
  await lease.release();
  await (await acquireWholeLease(worker, options)).release();
});

test('the role of machines changes, deletes and empties no journal, and opens no door to it', async ({
  worker,
  asSuperuser,
}) => {
  await worker.record(SIRET, 'connection', EVENTS['not-seen']);
  const { rows } = await asSuperuser((client) =>
    client.query<{ table: string; column: string }>(
      `select table_name as "table", min(column_name) as "column" from information_schema.columns
       join information_schema.triggers on event_object_schema = table_schema
         and event_object_table = table_name and trigger_name = table_name || '_no_change'
       where table_schema = current_schema() group by table_name`,
    ),
  );
  expect(rows.map(({ table }) => table).sort()).toEqual([
    ...['deliveries', 'events', 'renewals', 'reseals', 'sealed', 'shared_settings'],
    ...['sign_ins', 'steps', 'transitions', 'verifications'],
  ]);
  for (const { table, column } of rows) {
    for (const statement of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table}`,
      `alter table ${table} disable trigger all`,
      `drop table ${table}`,
    ]) {
      await expect(sql.raw(statement).execute(worker.database), statement).rejects.toMatchObject({
        code: 'DATABASE_REFUSED',
      });
    }
  }
  await expect(
    sql`set session_replication_role = replica`.execute(worker.database),
  ).rejects.toMatchObject({ code: 'DATABASE_REFUSED' });
});

test('a right that is missing is named when the ledger is opened, and given by the next migration', async ({
  server,
  schema,
  role,
  asSuperuser,
}) => {
  const url = server.url(schema, role, 'w');
  await asSuperuser((client) => client.query(`revoke insert on events from ${role}`));
  await expect(openAs(url)).rejects.toMatchObject({
    code: 'DATABASE_REFUSED',
    details: { reason: 'no right to insert on events' },
  });
  expect((await migratePostgres(new Secret(server.url(schema)), role)).done).toEqual([]);
  await (await openAs(url)).close();
});

test('rights for a role that is not there are refused by name', async ({ server, schema }) => {
  await expect(migratePostgres(new Secret(server.url(schema)), 'nobody')).rejects.toMatchObject({
    code: 'DATABASE_REFUSED',
    details: { reason: 'role "nobody" does not exist' },
  });
});

function openAs(url: string): Promise<Ledger> {
  return openLedger({
    url: new Secret(url),
    ...{ portal: PORTAL, runId: 'run-1', clock: systemClock },
    readSealed: () => Promise.resolve(Buffer.from('sealed')),
  });
}
