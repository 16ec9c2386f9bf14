import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { sendOnce } from '../../flows/write.ts';
import type { Tools } from '../../flows/tools.ts';
import { copySealedFilesOf } from '../../src/credentials/vault/sealed-files.ts';
import { digestOf, openVault } from '../../src/credentials/vault/vault.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { migratePostgres } from '../../src/ledger/database/postgres.ts';
import { refusalOf } from '../../src/ledger/database/postgres-dialect.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { credential, EVENTS, expect, siretOf, test } from '../unit/ledger-fixtures.ts';

const SIRET = siretOf(1);

const SAFE = {
  ...{ version: '15.18', number: 150_018, fsync: 'on', full_page_writes: 'on' },
  ...{ server_encoding: 'UTF8', is_replica: false },
};

test('a server is refused that is too old, or that may lose what it has committed', () => {
  const refusedFor = (change: Partial<typeof SAFE>): unknown =>
    refusalOf('db', { ...SAFE, ...change });
  expect(refusedFor({})).toBeUndefined();
  expect(refusedFor({ number: 130_000 })).toBeUndefined();
  expect(refusedFor({ server_encoding: 'SQL_ASCII' })).toBeUndefined();
  expect(refusedFor({ number: 120_020, version: '12.20' })).toMatchObject({
    code: 'DATABASE_TOO_OLD',
    details: { version: '12.20' },
  });
  for (const [change, reason] of [
    [{ fsync: 'off' }, 'fsync = off'],
    [{ full_page_writes: 'off' }, 'full_page_writes = off'],
    [{ is_replica: true }, 'pg_is_in_recovery() = true'],
    [{ server_encoding: 'LATIN1' }, 'server_encoding = LATIN1'],
  ] as const) {
    expect(refusedFor(change)).toMatchObject({ code: 'DATABASE_UNSAFE', details: { reason } });
  }
});

test('a server that does not flush is refused before anything is recorded', async ({
  server,
  schema,
  open,
}) => {
  await server.stop();
  await server.start({ fsync: 'off' });
  try {
    await expect(open()).rejects.toMatchObject({
      code: 'DATABASE_UNSAFE',
      details: { database: server.place(schema), reason: 'fsync = off' },
    });
  } finally {
    await server.stop();
    await server.start();
  }
});

test('every statement is flushed, whatever is set for the role', async ({
  server,
  schema,
  open,
}) => {
  await server.asSuperuser(schema, async (client) => {
    await client.query('create role hasty superuser login password $$hasty$$');
    await client.query('alter role hasty set synchronous_commit = off');
  });
  await open();
  const ledger = await openAt(server.url(schema, 'hasty', 'hasty'));
  const shown = async (): Promise<unknown> => {
    const { rows } = await sql<Record<string, string>>`show synchronous_commit`.execute(
      ledger.database,
    );
    return rows;
  };
  expect(await shown()).toEqual([{ synchronous_commit: 'on' }]);
  await ledger.database.transaction().execute(async (transaction) => {
    const { rows } = await sql`show synchronous_commit`.execute(transaction);
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });
  await ledger.close();
});

test('nothing is clicked where the database commits with a warning', async ({
  server,
  schema,
  ledger,
}) => {
  const lease = await take(ledger);
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  await server.asSuperuser(schema, async (client) => {
    await client.query('set synchronous_commit = local');
    await client.query("alter system set synchronous_standby_names = 'nobody'");
    await client.query('select pg_reload_conf()');
    const held = "select pid from pg_stat_activity where wait_event = 'SyncRep'";
    const letGo = `select pg_cancel_backend(pid) from (${held}) as held`;
    try {
      // Commits wait only once the server has read its settings again, which it does by itself.
      await server.asSuperuser(schema, (other) =>
        expect
          .poll(async () => {
            const committing = other.query("select pg_logical_emit_message(true, 'a', 'b')");
            const isHeld = await Promise.race([
              committing.then(() => false),
              expect
                .poll(async () => (await client.query(held)).rowCount)
                .toBe(1)
                .then(() => true),
            ]);
            await client.query(letGo);
            await committing;
            return isHeld;
          })
          .toBe(true),
      );
      let sent = 0;
      const submission = { send: () => Promise.resolve((sent += 1)) };
      const tools = {
        ...{ ledger, lease, clock: ledger.clock, settings: {}, writing: () => undefined },
      };
      const sending = sendOnce(
        ...([SIRET, 'connection', EVENTS.intended] as const),
        submission as unknown as Parameters<typeof sendOnce>[3],
        tools as unknown as Tools,
      ).then(
        () => undefined,
        (error: unknown) => error,
      );
      await expect
        .poll(async () => (await client.query(held)).rowCount, { timeout: 15_000 })
        .toBe(1);
      await client.query(letGo);
      expect(await sending).toMatchObject({
        code: 'DATABASE_UNSAFE',
        details: { reason: expect.stringContaining('synchronous replication') as unknown },
      });
      expect(sent).toBe(0);
    } finally {
      await client.query('alter system reset synchronous_standby_names');
      await client.query('select pg_reload_conf()');
    }
  });
  // It is there all the same on this one disk: it is read next time, and not clicked again.
  expect((await ledger.enrolment(SIRET)).connection.state).toBe('intended');
});

test('what was recorded is there after the server lost its power, and what it did not answer is told', async ({
  server,
  ledger,
}) => {
  const lease = await take(ledger);
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await ledger.record(SIRET, 'account', EVENTS.sealed);
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c1' }, lease);
  await server.stop('immediate');
  try {
    await expect(ledger.expectHeld(lease)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    await expect(ledger.record(SIRET, 'account', EVENTS.accepted)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
    });
  } finally {
    await server.start();
  }
  expect((await ledger.enrolment(SIRET)).account.state).toBe('intended');
  await ledger.expectHeld(lease);
});

test('a sealed file is kept in the transaction that records it, and an intent needs it', async ({
  server,
  schema,
  ledger,
  open,
}) => {
  const lease = await take(ledger);
  const bytes = Buffer.from([0, 1, 2, 255]);
  const sealing = await open({
    readSealed: (siret, { id }) =>
      siret === SIRET && id === 'c1' ? Promise.resolve(bytes) : Promise.reject(new Error('none')),
  });
  await sealing.record(SIRET, 'account', EVENTS['not-seen']);
  await sealing.record(SIRET, 'account', EVENTS.sealed);
  const copy = { siret: SIRET, id: 'c1', generation: 0, digest: 'd1' };
  expect(await ledger.sealedCopies()).toEqual([copy]);
  expect(Buffer.from(await ledger.sealedBytes(copy))).toEqual(bytes);

  // One whose file cannot be read is not recorded as sealed.
  const other = { kind: 'sealed', credential: credential('c2') } as const;
  await expect(sealing.record(SIRET, 'account', other)).rejects.toThrow('none');
  const unread = await open({ readSealed: () => Promise.resolve(Buffer.from('')) });
  await unread.record(siretOf(2), 'account', EVENTS['not-seen']);
  await unread.record(siretOf(2), 'account', EVENTS.sealed);
  await server.asSuperuser(schema, (client) =>
    client.query(
      `alter table sealed disable trigger user; delete from sealed where siret = '${siretOf(2)}'`,
    ),
  );
  await expect(
    ledger.recordIntent(siretOf(2), 'account', { kind: 'intended', credentialId: 'c1' }, lease),
  ).rejects.toThrow('without its sealed file');
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c1' }, lease);
});

test('what a new key sealed is kept beside what it took the place of', async ({ ledger, open }) => {
  const sealing = await open({
    readSealed: (_, { generation = 0 }) => Promise.resolve(Buffer.from(`generation ${generation}`)),
  });
  await sealing.record(SIRET, 'account', EVENTS['not-seen']);
  await sealing.record(SIRET, 'account', EVENTS.sealed);
  const reseal = { credentialId: 'c1', generation: 1, digest: 'd2', recipients: 'two' };
  await sealing.reseals.record(SIRET, reseal);
  const copy = { siret: SIRET, id: 'c1', generation: 1, digest: 'd2' };
  expect(await ledger.sealedCopies()).toEqual([copy]);
  expect(Buffer.from(await ledger.sealedBytes(copy)).toString()).toBe('generation 1');
});

test('every character of the portal’s words is kept, or the database is refused', async ({
  server,
  schema,
}) => {
  const words = 'Demande enregistrée ✔\u202f! → l’adresse';
  for (const [encoding, refusal] of [
    ['LATIN1', 'DATABASE_UNSAFE'],
    ['SQL_ASCII', undefined],
  ] as const) {
    const name = `${schema}_${encoding.toLowerCase()}`;
    await server.asSuperuser(schema, (client) =>
      client.query(
        `create database ${name} encoding '${encoding}' lc_collate 'C' lc_ctype 'C' template template0`,
      ),
    );
    const url = new Secret(server.url(schema).replace('/postgres?', `/${name}?`));
    if (refusal !== undefined) {
      await expect(migratePostgres(url)).rejects.toMatchObject({ code: refusal });
      continue;
    }
    await migratePostgres(url);
    const ledger = await openLedger({ url, portal: 'p', runId: 'run-1', clock: systemClock });
    const event = { kind: 'seen-other', found: { name: words, state: '' } } as const;
    await ledger.record(SIRET, 'connection', event);
    const { observation } = (await ledger.enrolment(SIRET)).connection;
    expect(observation).toEqual({ kind: 'present', found: event.found });
    await ledger.close();
  }
});

test('the time is read whatever the role’s way to write dates', async ({ server, schema }) => {
  const role = `dates_${schema}`;
  await server.asSuperuser(schema, (client) =>
    client.query(
      `create role ${role} superuser login password 'd'; alter role ${role} set datestyle = 'German'`,
    ),
  );
  const url = new Secret(server.url(schema, role, 'd'));
  await migratePostgres(url);
  const ledger = await openLedger({ url, portal: 'p', runId: 'run-1', clock: systemClock });
  expect(Math.abs((await ledger.now()).getTime() - Date.now())).toBeLessThan(60_000);
  await ledger.close();
});

test('what another machine seals while a command runs is brought when it is asked for', async ({
  ledger,
  folder,
}) => {
  const bytes = Buffer.from('sealed');
  const sealed = { ...credential('c1'), digest: digestOf(bytes) };
  const vault = openVault({
    ...{ folder: join(folder, 'other', 'vault'), portal: ledger.portal, recipients: [] },
    ...{ fingerprintKey: Buffer.alloc(32), clock: systemClock },
    bring: (siret) => copySealedFilesOf(siret, ledger, join(folder, 'other', 'vault')),
  });
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential: sealed });
  expect(vault.isThere(SIRET, sealed)).toBe(false);
  await vault.expectWhole(SIRET, sealed);
  expect(vault.isThere(SIRET, sealed)).toBe(true);
  await rm(vault.file(SIRET, sealed));
  await vault.bring(SIRET);
  expect(vault.isThere(SIRET, sealed)).toBe(true);
});

test('not even the owner changes a row, or empties a journal', async ({ ledger, intruder }) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  for (const statement of [
    "update events set at = 'never'",
    'delete from events',
    'truncate events',
  ]) {
    await expect(intruder.exec(statement)).rejects.toThrow('events is append-only');
  }
});

test('a wrong password, a database that is not there and a server that is not are told apart', async ({
  server,
  schema,
}) => {
  const unused = createServer().listen(0, '127.0.0.1');
  await once(unused, 'listening');
  const { port } = unused.address() as { port: number };
  unused.close();
  await once(unused, 'close');
  for (const [url, code] of [
    [server.url(schema, 'postgres', 'wr0ng-passw0rd'), 'DATABASE_REFUSED'],
    [server.url(schema).replace('/postgres?', '/nothing?'), 'DATABASE_REFUSED'],
    [server.url(schema).replace(`:${server.port}/`, `:${port}/`), 'DATABASE_UNREACHABLE'],
  ] as const) {
    const error = await openAt(url).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error)).not.toContain('wr0ng-passw0rd');
  }
});

test('a ledger that a later version made is refused', async ({
  ledger,
  intruder,
  server,
  schema,
}) => {
  await ledger.recordStep('began', undefined, 'sign-in');
  await intruder.exec("insert into kysely_migration values ('0999-later', '2027-01-01')");
  const refusal = {
    code: 'DATABASE_NEWER',
    details: { database: server.place(schema), reason: 'not known here: 0999-later' },
  };
  await expect(openAt(server.url(schema))).rejects.toMatchObject(refusal);
  await expect(migratePostgres(new Secret(server.url(schema)))).rejects.toMatchObject(refusal);
});

test('a version differs once another machine has recorded something', async ({ ledger, open }) => {
  const before = await ledger.version();
  expect(await ledger.version()).toBe(before);
  await (await open()).record(SIRET, 'connection', EVENTS['not-seen']);
  expect(await ledger.version()).not.toBe(before);
});

/** Opens a ledger by its address, as raccord does. */
function openAt(url: string): Promise<Ledger> {
  const place = { portal: 'portail.example', runId: 'run-2', clock: systemClock };
  return openLedger({ url: new Secret(url), ...place });
}

function take(ledger: Ledger): Promise<Lease> {
  return acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
}
