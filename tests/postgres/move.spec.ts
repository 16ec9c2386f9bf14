import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, mergeTests } from '@playwright/test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import Sqlite from 'better-sqlite3';
import { test as inFolder } from '../../fixtures/playwright/folder.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { inLedger, seedAccount } from '../../fixtures/playwright/seeded-home.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { acquireLease } from '../../src/ledger/lease/lease.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { EVENTS, siretOf } from '../unit/ledger-fixtures.ts';

const PORTAL = 'portail.example';

const ACCOUNT = {
  ...{ siret: '73282932000074', login: 'TECH_1_73282932000074@cpro.fr' },
  password: 'Pa55-of-the-account',
};

/** What happened to SIRET 1 happens to 999 others, each with a name of its own. */
const NINE_HUNDRED_AND_NINETY_NINE = `
  with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < 1000)
  insert into events (at, run, portal, siret, stream, subject, event, data, connection, account)
  select at, run, portal, printf('%014d', n), stream, subject, event,
    replace(data, 'Pldiffusion7', 'Pldiffusion' || (1000 + n)), connection, account
  from numbers join events where siret = '${siretOf(1)}' order by n, id`;

interface Moving {
  /** Runs a command on the home, with the ledger in its file or in the database. */
  raccord: (ledgerIn: 'file' | 'database', args: readonly string[]) => Promise<Finished>;
}

const test = mergeTests(inFolder, onServer).extend<Moving>({
  raccord: async ({ folder, home, server, schema }, use) => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const file = join(folder, 'identity.txt');
    await writeFile(file, `${identity}\n`, { mode: 0o600 });
    const place = { home, portal: PORTAL, recipients: [recipient] };
    await seedAccount(place, ACCOUNT);
    await inLedger(place, async (ledger) => {
      const lease = await acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
      await ledger.recordStep('began', siretOf(1), 'fill-declaration', { label: 'Déclarer « é »' });
      await ledger.record(siretOf(1), 'connection', EVENTS['not-seen']);
      await ledger.recordIntent(siretOf(1), 'connection', EVENTS.intended, lease);
      await ledger.record(siretOf(1), 'connection', EVENTS.confirmed);
      await lease.release();
    });
    const database = new Sqlite(join(home, 'ledger.db'));
    database.exec(NINE_HUNDRED_AND_NINETY_NINE);
    database.close();
    await use((ledgerIn, args) =>
      raccordHere(args, {
        folder,
        environment: {
          ...{ CHORUS_URL: `https://${PORTAL}/`, CHORUS_ENV: 'production', RACCORD_HOME: home },
          ...{ RACCORD_RECIPIENTS: recipient, RACCORD_IDENTITY: file },
          ...(ledgerIn === 'database' && { RACCORD_DATABASE_URL: server.url(schema) }),
        },
      }),
    );
  },
});

test('a ledger of a thousand SIRETs reads the same once it was moved, credentials too', async ({
  raccord,
  home,
  server,
  schema,
}) => {
  const before = await raccord('file', ['status', '--json']);
  const moved = await raccord('database', ['ledger', 'move', '--json']);
  expect(moved.stderr).toBe('');
  expect(JSON.parse(moved.stdout)).toEqual({
    ...{ sirets: 1_001, sealed: 1, damaged: 0 },
    kept: join(home, 'ledger-moved.db'),
  });
  const after = await raccord('database', ['status', '--json']);
  expect(JSON.parse(after.stdout)).toEqual(JSON.parse(before.stdout));
  expect(after.exitCode).toBe(0);

  // The sealed file comes back from the database.
  await rm(join(home, 'vault', ACCOUNT.siret), { recursive: true });
  const { siret, password } = ACCOUNT;
  const shown = await raccord('database', ['credentials', 'show', '--siret', siret, '--json']);
  expect(JSON.parse(shown.stdout)).toMatchObject({ password });

  // What is recorded next is numbered after what came over, and the names that came over are taken.
  const place = { home, portal: PORTAL, database: server.url(schema) };
  await inLedger(place, async (ledger) => {
    const lease = await acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
    await ledger.record(siretOf(2_000), 'connection', EVENTS['not-seen']);
    const intent = { kind: 'intended', applicationName: 'pldiffusion1500' } as const;
    await expect(
      ledger.recordIntent(siretOf(2_000), 'connection', intent, lease),
    ).rejects.toMatchObject({ code: 'APPLICATION_NAME_TAKEN' });
    await lease.release();
  });
});

test('a home whose ledger was moved is not worked on without its database', async ({ raccord }) => {
  await raccord('database', ['ledger', 'move']);
  const { exitCode, stderr } = await raccord('file', ['status']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('RACCORD_DATABASE_URL');
});

test('a ledger that was copied but not set aside is set aside, and never copied twice', async ({
  raccord,
  home,
  server,
  schema,
}) => {
  await raccord('database', ['ledger', 'move']);
  const kept = join(home, 'ledger-moved.db');
  // As when the machine went down between the two.
  await rename(kept, join(home, 'ledger.db'));
  const again = await raccord('database', ['ledger', 'move', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ sirets: 1_001 });
  expect(existsSync(kept)).toBe(true);

  await rename(kept, join(home, 'ledger.db'));
  await inLedger({ home, portal: PORTAL, database: server.url(schema) }, (ledger) =>
    ledger.record(siretOf(1), 'account', EVENTS['not-seen']),
  );
  // Another machine has gone on from it meanwhile.
  expect((await raccord('database', ['ledger', 'move'])).exitCode).toBe(0);

  await rename(kept, join(home, 'ledger.db'));
  await inLedger({ home, portal: PORTAL }, (ledger) =>
    ledger.record(siretOf(2), 'account', EVENTS['not-seen']),
  );
  const refused = await raccord('database', ['ledger', 'move']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('DATABASE_UNSAFE');
  expect(existsSync(join(home, 'ledger.db'))).toBe(true);
});

test('a ledger on which a run works is not moved', async ({ raccord, home }) => {
  await inLedger({ home, portal: PORTAL }, async (ledger) => {
    const lease = await acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
    const { exitCode, stderr } = await raccord('database', ['ledger', 'move']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HOME_LOCKED');
    await lease.release();
  });
});
