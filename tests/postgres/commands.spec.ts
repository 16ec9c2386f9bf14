import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeTests } from '@playwright/test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test as onPortal } from '../../fixtures/playwright/command.ts';
import { environmentFor } from '../../fixtures/playwright/raccord-process.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { inLedger, seedAccount } from '../../fixtures/playwright/seeded-home.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';

const SIRET = '73282932000074' as Siret;
const ACCOUNT = { siret: SIRET, login: `TECH_1_${SIRET}@cpro.fr`, password: 'Pa55-of-the-account' };

interface Machines {
  /** Runs a command on a machine, of which each has a home of its own. */
  on: (machine: string, args: readonly string[]) => ReturnType<typeof raccordHere>;
  recipient: string;
}

const test = mergeTests(onPortal, onServer).extend<Machines & { keys: [string, string] }>({
  keys: async ({ folder }, use) => {
    const identity = await generateX25519Identity();
    const file = join(folder, 'identity.txt');
    await writeFile(file, `${identity}\n`, { mode: 0o600 });
    await use([file, await identityToRecipient(identity)]);
  },
  recipient: async ({ keys: [, recipient] }, use) => {
    await use(recipient);
  },
  on: async ({ portal, folder, server, schema, keys: [identity, recipient] }, use) => {
    await use((machine, args) =>
      raccordHere(args, {
        folder,
        environment: {
          ...environmentFor(portal, join(folder, machine)),
          RACCORD_DATABASE_URL: server.url(schema),
          RACCORD_RECIPIENTS: recipient,
          RACCORD_IDENTITY: identity,
        },
      }),
    );
  },
});

test('what one machine sealed, another one shows and hands over', async ({
  portal,
  folder,
  server,
  schema,
  recipient,
  on,
}) => {
  const one = {
    ...{ home: join(folder, 'one'), portal: new URL(portal.url).hostname },
    ...{ database: server.url(schema), recipients: [recipient] },
  };
  await seedAccount(one, ACCOUNT);
  const { exitCode, stdout, stderr } = await on('two', [
    ...['credentials', 'show', '--siret', SIRET, '--json'],
  ]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const { login, password } = ACCOUNT;
  expect(JSON.parse(stdout)).toMatchObject({ siret: SIRET, login, password });
  const [file = ''] = await readdir(join(folder, 'two', 'vault', SIRET));
  expect((await stat(join(folder, 'two', 'vault', SIRET, file))).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'two'))).not.toContain('ledger.db');
});

test('doctor says how the database keeps the ledger, and never its password', async ({
  server,
  schema,
  on,
}) => {
  const { stdout, stderr } = await on('one', ['doctor', '--offline']);
  expect(stdout).toContain(`${server.place(schema)}: PostgreSQL `);
  expect(stdout).toContain('synchronous standbys none');
  const { password } = new URL(server.url(schema));
  expect(stdout + stderr).not.toContain(password);
});

test('a home that has a ledger of its own does not begin a second one', async ({
  portal,
  folder,
  on,
}) => {
  const home = join(folder, 'one');
  await inLedger({ home, portal: new URL(portal.url).hostname }, (ledger) =>
    ledger.record(SIRET, 'connection', { kind: 'not-seen' }),
  );
  const { exitCode, stderr } = await on('one', ['status']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('RACCORD_DATABASE_URL');
  expect(stderr).toContain(join(home, 'ledger.db'));
});

test('a database that does not answer ends a command before the portal is looked at', async ({
  server,
  portal,
  on,
}) => {
  await server.stop();
  try {
    const { exitCode, stderr } = await on('one', ['run', '--siret', SIRET]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('DATABASE_UNREACHABLE');
    expect(portal.truth().connections).toEqual([]);
  } finally {
    await server.start();
  }
});

test('an account that another machine holds is refused by name, and that of another one is not in the way', async ({
  portal,
  folder,
  server,
  schema,
  on,
}) => {
  const { host, hostname } = new URL(portal.url);
  const { login } = portal.administrator;
  const home = join(folder, 'other');
  await inLedger({ home, portal: hostname, database: server.url(schema) }, async (ledger) => {
    const options = { ttlMs: 600_000, holder: { pid: 4321, host: 'other-machine' } };
    const other = await acquireAccountLease(ledger, { portal: host, login: 'other' }, options);
    expect((await on('one', ['plan', '--siret', SIRET])).exitCode).toBe(0);
    const same = await acquireAccountLease(ledger, { portal: host, login }, options);
    const { exitCode, stderr } = await on('one', ['plan', '--siret', SIRET]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('ACCOUNT_LOCKED');
    expect(stderr).toContain('pid 4321');
    expect(stderr).toContain('other-machine');
    await other.release();
    await same.release();
  });
});

test('of runs without an end, those go on whose lease is held, whichever machine it is', async ({
  portal,
  folder,
  server,
  schema,
  on,
}) => {
  const { host, hostname } = new URL(portal.url);
  const place = { home: join(folder, 'other'), portal: hostname, database: server.url(schema) };
  const began = { command: 'worker', version: '0.1.0' };
  const options = { ttlMs: 600_000, holder: { pid: 4321, host: 'other-machine' } };
  const holding = async (runId: string, work: () => Promise<void>): Promise<void> =>
    inLedger({ ...place, runId }, async (ledger) => {
      await ledger.beginRun(began);
      const lease = await acquireAccountLease(ledger, { portal: host, login: runId }, options);
      await work();
      await lease.release();
    });
  await inLedger({ ...place, runId: 'killed' }, (ledger) => ledger.beginRun(began));
  await holding('one', () =>
    holding('two', async () => {
      const { stdout } = await on('one', ['runs', '--json']);
      const { runs } = JSON.parse(stdout) as { runs: { id: string; isRunning: boolean }[] };
      const running = runs.map(({ id, isRunning }) => [id, isRunning]);
      expect(Object.fromEntries(running)).toEqual({ killed: false, one: true, two: true });
    }),
  );
});

test('a machine with other recipients is refused before it signs in, until they are those of all', async ({
  portal,
  folder,
  server,
  schema,
  recipient,
  on,
}) => {
  expect((await on('one', ['keys', 'rotate'])).exitCode).toBe(0);
  const identity = await generateX25519Identity();
  const other = await identityToRecipient(identity);
  const file = join(folder, 'other-identity.txt');
  await writeFile(file, `${identity}\n`, { mode: 0o600 });
  const differing = (args: readonly string[]) =>
    raccordHere(args, {
      folder,
      environment: {
        ...environmentFor(portal, join(folder, 'two')),
        RACCORD_DATABASE_URL: server.url(schema),
        RACCORD_RECIPIENTS: other,
        RACCORD_IDENTITY: file,
      },
    });
  const refused = await differing(['plan', '--siret', SIRET]);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('MACHINE_DIFFERS');
  expect(refused.stderr).toContain(recipient);
  expect(portal.truth().signIns).toEqual([]);
  expect((await differing(['doctor', '--offline'])).stdout).toContain('MACHINE_DIFFERS');

  const rotated = await differing(['keys', 'rotate']);
  expect(rotated.exitCode).toBe(0);
  expect((await on('one', ['plan', '--siret', SIRET])).stderr).toContain('MACHINE_DIFFERS');
});

// So does a worker of queue-commands.spec.ts.
test('one machine enrols, the next one finds it done, and no secret is in any row @whole', async ({
  portal,
  server,
  schema,
  on,
}) => {
  const first = await on('one', ['run', '--siret', SIRET, '--json']);
  expect(first.stderr).not.toContain('LEAK_FOUND');
  expect(first.exitCode).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({ account: { outcome: 'created' } });
  const second = await on('two', ['run', '--siret', SIRET, '--json']);
  expect(JSON.parse(second.stdout)).toMatchObject({
    connection: { outcome: 'existing' },
    account: { outcome: 'existing' },
  });
  const { accounts, connections } = portal.truth();
  expect([accounts.length, connections.length]).toEqual([1, 1]);

  const rows = await server.asSuperuser(schema, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      'select table_name as name from information_schema.tables where table_schema = $1',
      [schema],
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows: own } = await client.query<{ text: string }>(
        `select "row"::text as text from "${name}" as "row"`,
      );
      texts.push(...own.map(({ text }) => text));
    }
    return texts.join('\n');
  });
  expect(rows).toContain(accounts[0]?.login);
  for (const secret of [
    accounts[0]?.password ?? '',
    portal.administrator.password,
    portal.administrator.totpSecret,
    new URL(server.url(schema)).password,
  ]) {
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(Buffer.from(secret).toString('hex'));
  }
});
