import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { systemClock } from '../../src/domain/clock.ts';
import type { LedgerBackend } from '../../src/ledger/database/backend.ts';
import { FileBackend } from '../../src/ledger/database/sqlite.ts';
import { ImmediateSqliteDialect } from '../../src/ledger/database/immediate-dialect.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease/lease.ts';
import { acquireWholeLease, listHolders } from '../../src/ledger/lease/account-lease.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess, type ProcessIdentity } from '../../src/ledger/lease/process-identity.ts';
import type { LedgerSchema } from '../../src/ledger/database/schema.ts';
import { aheadOf, EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';

const TTL_MS = 60_000;
const SIRET = siretOf(1);

test('a lease that a living process holds is refused, naming the process', async ({ ledger }) => {
  await take(ledger, thisProcess());
  await expect(take(ledger, thisProcess())).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: {
      holder: {
        pid: process.pid,
        host: hostname(),
        since: '2026-11-23T14:05:01.250Z',
        command: 'batch',
      },
    },
  });
});

test('a lease that was released is taken under a higher fence', async ({ ledger }) => {
  const first = await take(ledger, thisProcess());
  await first.release();
  await first.release();
  const second = await take(ledger, thisProcess());
  expect([first.fence, second.fence]).toEqual([1, 2]);
  // A late release of the first must not free the second's.
  await expect(take(ledger, thisProcess())).rejects.toMatchObject({ code: 'HOME_LOCKED' });
});

test('two leases of different names do not meet', async ({ ledger }) => {
  await take(ledger, thisProcess());
  const other = await acquireLease(ledger, 'other', { ttlMs: TTL_MS, holder: thisProcess() });
  expect(other.fence).toBe(1);
});

test('a lease is taken over from a process that is dead', async ({ ledger, ledgerIn }) => {
  test.skip(ledgerIn === 'postgres', 'the holder may be on another machine of that name');
  await take(ledger, { ...thisProcess(), pid: deadPid() });
  expect((await take(ledger, thisProcess())).fence).toBe(2);
});

test('a process that got the pid of a dead holder does not pass for it', async ({
  ledger,
  ledgerIn,
}) => {
  test.skip(ledgerIn === 'postgres', 'the holder may be on another machine of that name');
  test.skip(thisProcess().start === undefined, 'this system does not say when a process started');
  await take(ledger, { ...thisProcess(), start: 'another-boot:1' });
  expect((await take(ledger, thisProcess())).fence).toBe(2);
});

test('a holder on another host is left in peace until its time is over', async ({
  ledger,
  clock,
}) => {
  await take(ledger, { pid: deadPid(), host: 'elsewhere' });
  clock.advance(TTL_MS - 1);
  await expect(take(ledger, thisProcess())).rejects.toMatchObject({ code: 'HOME_LOCKED' });
  clock.advance(1);
  expect((await take(ledger, thisProcess())).fence).toBe(2);
});

for (const [whose, space] of [
  ['in another container of the same host name', 'pid:[1]'],
  ['that an earlier version of raccord wrote down', undefined],
] as const) {
  test(`a holder ${whose} is left in peace until its time is over`, async ({ ledger, clock }) => {
    test.skip(thisProcess().space === undefined, 'this system numbers all processes together');
    await take(ledger, { ...thisProcess(), pid: deadPid(), space });
    clock.advance(TTL_MS - 1);
    await expect(take(ledger, thisProcess())).rejects.toMatchObject({ code: 'HOME_LOCKED' });
    clock.advance(1);
    expect((await take(ledger, thisProcess())).fence).toBe(2);
  });
}

test('whether a lease is held is told by the ledger’s time, whatever clock the reader has', async ({
  ledger,
  clock,
}) => {
  const reader = { backend: ledger.backend, clock: aheadOf(clock, TTL_MS) };
  const holders = async (): Promise<number[]> =>
    (await listHolders(reader)).map(({ fence }) => fence);
  expect(await holders()).toEqual([]);
  const options = { ttlMs: TTL_MS, holder: { pid: deadPid(), host: 'elsewhere' } };
  const lease = await acquireWholeLease(ledger, options);
  expect(await holders()).toEqual([1]);
  clock.advance(TTL_MS);
  expect(await holders()).toEqual([]);
  clock.advance(-TTL_MS);
  await lease.release();
  expect(await holders()).toEqual([]);
});

test('no intent is recorded by a worker whose lease was taken over', async ({ ledger, clock }) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  const zombie = await take(ledger, { pid: 1, host: 'elsewhere' });
  clock.advance(TTL_MS);
  const next = await take(ledger, { pid: 2, host: 'another' });

  await expect(intend(ledger, zombie)).rejects.toMatchObject({
    code: 'LEASE_LOST',
    details: { holder: { pid: 2, host: 'another', command: 'batch' } },
  });
  expect((await ledger.enrolment(SIRET)).connection.state).toBe('absent');
  await intend(ledger, next);
  expect((await ledger.enrolment(SIRET)).connection.state).toBe('intended');
});

test('who was overtaken records nothing else either; who merely overslept does', async ({
  ledger,
  clock,
}) => {
  const slow = await take(ledger, { pid: 1, host: 'elsewhere' });
  const own = ledger.under(slow);
  clock.advance(TTL_MS);
  await own.record(SIRET, 'connection', EVENTS['not-seen']);
  await expect(intend(own, slow)).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await expect(own.expectHeld(slow)).rejects.toMatchObject({ code: 'LEASE_LOST' });

  const next = await take(ledger, { pid: 2, host: 'another' });
  await intend(ledger.under(next), next);
  await expect(own.record(SIRET, 'connection', EVENTS['settled-absent'])).rejects.toMatchObject({
    code: 'LEASE_LOST',
    details: { holder: { pid: 2, host: 'another', command: 'batch' } },
  });
  expect((await ledger.enrolment(SIRET)).connection.state).toBe('intended');
  await ledger.expectHeld(next);
});

test('no intent is recorded once the lease has expired, nor once it is released', async ({
  ledger,
  clock,
}) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  const lease = await take(ledger, thisProcess());
  clock.advance(TTL_MS);
  const lost = { code: 'LEASE_LOST', details: {} };
  await expect(intend(ledger, lease)).rejects.toMatchObject(lost);
  clock.advance(-TTL_MS);
  await lease.release();
  await expect(intend(ledger, lease)).rejects.toMatchObject(lost);
  expect((await ledger.enrolment(SIRET)).connection.state).toBe('absent');
});

test('the lease is checked in the transaction that records the intent', async ({
  ledger,
  ledgerIn,
  file,
  clock,
}) => {
  test.skip(ledgerIn === 'postgres', 'tests/postgres has it');
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  const lease = await take(ledger, thisProcess());
  const queries: string[] = [];
  const watched = new Kysely<LedgerSchema>({
    dialect: new ImmediateSqliteDialect(new Sqlite(file)),
    log: ({ query }) => void queries.push(query.sql),
  });
  const { portal, runId } = ledger;
  const backend = new FileBackend(watched, file, clock);
  await intend(new Ledger(backend, { portal, runId, clock }), lease);
  await watched.destroy();
  const words = queries.map((query) => /^begin \w+|^\w+|/u.exec(query)?.[0]);
  expect([words[0], ...words.slice(-2)]).toEqual(['begin immediate', 'insert', 'commit']);
  expect(new Set(words.slice(1, -2))).toEqual(new Set(['select']));
  expect(queries[1]).toContain('from "leases"');
});

test('a lease renews itself, and outlives its first term', async ({ open }) => {
  const ledger = await open({ clock: systemClock });
  const lease = await acquireLease(ledger, 'home', { ttlMs: 600, holder: thisProcess() });
  const first = await expiry(ledger);
  await expect.poll(async () => (await expiry(ledger)) > first).toBe(true);
  expect(lease.lost).toBe(false);
  await lease.release();
});

test('a lease that finds another fence is lost, and says so', async ({ open }) => {
  const ledger = await open({ clock: systemClock });
  const lease = await acquireLease(ledger, 'home', { ttlMs: 90, holder: thisProcess() });
  const thief = { holder: 'thief', pid: 7, host: 'elsewhere', fence: 2 };
  await ledger.database.updateTable('leases').set(thief).execute();
  await expect.poll(() => lease.lost).toBe(true);
  expect(lease.signal.reason).toMatchObject({
    code: 'LEASE_LOST',
    details: { holder: { pid: 7, host: 'elsewhere' } },
  });
});

test('a lease that cannot be renewed is lost', async ({ open }) => {
  const ledger = await open({ clock: systemClock });
  const lease = await acquireLease(ledger, 'home', { ttlMs: 90, holder: thisProcess() });
  await ledger.database.schema.dropTable('leases').execute();
  await expect.poll(() => lease.lost).toBe(true);
});

for (const [failures, isLost, what] of [
  [1, false, 'one renewal that failed is tried again'],
  [2, true, 'renewals that all fail lose the lease before another may take it'],
] as const) {
  test(`over a network ${what}`, async ({ open }) => {
    const { backend } = await open({ clock: systemClock });
    let [asked, renewed] = [0, 0];
    const began = systemClock.elapsed();
    const cut: LedgerBackend = {
      ...{ database: backend.database, place: backend.place, isShared: true },
      now: (database) => {
        asked += 1;
        if (asked > 1 && asked <= 1 + failures) return Promise.reject(new Error('cut'));
        renewed += asked > 1 ? 1 : 0;
        return backend.now(database);
      },
      version: () => backend.version(),
      check: () => backend.check(),
    };
    const store = { backend: cut, clock: systemClock };
    const lease = await acquireLease(store, 'home', { ttlMs: TTL_MS / 40, holder: thisProcess() });
    let lostAfterMs = Infinity;
    lease.signal.addEventListener('abort', () => {
      lostAfterMs = systemClock.elapsed() - began;
    });
    await expect.poll(() => lease.lost || renewed > 0).toBe(true);
    expect(lease.lost).toBe(isLost);
    if (isLost) expect(lostAfterMs).toBeLessThan(TTL_MS / 40);
    await lease.release();
  });
}

function take(ledger: Ledger, holder: ProcessIdentity): Promise<Lease> {
  return acquireLease(ledger, 'home', { ttlMs: TTL_MS, holder, command: 'batch' });
}

function intend(ledger: Ledger, lease: Lease): Promise<unknown> {
  return ledger.recordIntent(SIRET, 'connection', EVENTS.intended, lease);
}

/** The pid of a process that has just ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

async function expiry(ledger: Ledger): Promise<string> {
  const row = await ledger.database.selectFrom('leases').select('expires_at').executeTakeFirst();
  return row?.expires_at ?? '';
}
