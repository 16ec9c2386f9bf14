import { hostname } from 'node:os';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import {
  accountDigest,
  acquireAccountLease,
  acquireWholeLease,
  listHolders,
} from '../../src/ledger/lease/account-lease.ts';
import type { Lease, LeaseOptions } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { EVENTS, expect, siretOf, test as base } from '../unit/ledger-fixtures.ts';

const TTL_MS = 60_000;
const PORTAL = 'portail.example';
const ANNE = 'anne@example.fr';
const BRUNO = 'bruno@example.fr';

interface Machines {
  /** Opens the test's ledger as another machine does. */
  machine: () => Promise<Ledger>;
}

const test = base.extend<Machines>({
  machine: async ({ server, schema }, use) => {
    const ledgers: Ledger[] = [];
    await use(async () => {
      const ledger = await openLedger({
        url: new Secret(server.url(schema)),
        ...{ portal: PORTAL, runId: `run-${ledgers.length + 1}`, clock: systemClock },
        readSealed: () => Promise.resolve(Buffer.from('sealed')),
      });
      ledgers.push(ledger);
      return ledger;
    });
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  },
});

test('two machines work on two accounts at once, each under its own lease', async ({ machine }) => {
  const [one, other] = [await machine(), await machine()];
  const [anne, bruno] = [await take(one, ANNE), await take(other, BRUNO)];
  for (const [ledger, lease, siret, applicationName] of [
    [one, anne, siretOf(1), 'Pldiffusion1'],
    [other, bruno, siretOf(2), 'Pldiffusion2'],
  ] as const) {
    const own = ledger.under(lease);
    await own.record(siret, 'connection', EVENTS['not-seen']);
    await own.recordIntent(siret, 'connection', { kind: 'intended', applicationName }, lease);
    await own.expectHeld(lease);
  }
  await anne.release();
  await other.expectHeld(bruno);
  await bruno.release();
});

test('an account has one holder, and who meets it reads who and since when', async ({
  machine,
}) => {
  const [one, other] = [await machine(), await machine()];
  const lease = await take(one, ANNE);
  await expect(take(other, ' Anne@Example.FR ')).rejects.toMatchObject({
    code: 'ACCOUNT_LOCKED',
    details: {
      ...{ portal: PORTAL, login: ' Anne@Example.FR ', database: other.backend.place },
      holder: {
        ...{ pid: process.pid, host: hostname(), command: 'worker' },
        since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u) as unknown,
      },
    },
  });
  await lease.release();
  expect((await take(other, ANNE)).fence).toBe(2);
});

test('the whole ledger and its accounts exclude each other', async ({ machine }) => {
  const [one, other] = [await machine(), await machine()];
  const account = await take(one, ANNE);
  await expect(takeWhole(other)).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: { holder: { pid: process.pid, command: 'worker' } },
  });
  await account.release();
  const whole = await takeWhole(other);
  await expect(take(one, ANNE)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
  await expect(take(one, BRUNO)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
  await whole.release();
  await take(one, BRUNO);
});

test('at once, either the whole ledger is taken or its accounts are', async ({ machine }) => {
  const ledgers = await Promise.all([1, 2, 3].map(() => machine()));
  for (let round = 0; round < 5; round += 1) {
    const taken = await Promise.allSettled(
      ledgers.flatMap((ledger, index) => [
        takeWhole(ledger),
        take(ledger, `administrator-${index}@example.fr`),
      ]),
    );
    const leases = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(leases.length).toBeGreaterThan(0);
    const names = leases.map(({ name }) => name);
    if (names.includes('writer')) expect(names).toEqual(['writer']);
    await Promise.all(leases.map((lease) => lease.release()));
  }
});

test('who overslept on an account records nothing once the whole ledger was taken', async ({
  ledger,
  clock,
}) => {
  const lease = await take(ledger, ANNE);
  const own = ledger.under(lease);
  clock.advance(TTL_MS);
  await own.record(siretOf(1), 'connection', EVENTS['not-seen']);
  const whole = await takeWhole(ledger);
  await expect(own.record(siretOf(1), 'account', EVENTS['not-seen'])).rejects.toMatchObject({
    code: 'LEASE_LOST',
  });
  clock.advance(TTL_MS);
  await (await take(ledger, BRUNO)).release();
  await expect(
    ledger.under(whole).record(siretOf(1), 'account', EVENTS['not-seen']),
  ).rejects.toMatchObject({ code: 'LEASE_LOST' });
});

test('holders are listed with their run, those whose time is over are not', async ({
  ledger,
  clock,
}) => {
  expect(await listHolders(ledger)).toEqual([]);
  const since = clock.now().toISOString();
  const lease = await take(ledger, ANNE);
  const account = accountDigest({ portal: PORTAL, login: ANNE });
  expect(await listHolders(ledger)).toEqual([
    {
      ...{ account, fence: 1, run: ledger.runId },
      expiresAt: new Date(clock.now().getTime() + TTL_MS).toISOString(),
      holder: { pid: process.pid, host: hostname(), since, command: 'worker' },
    },
  ]);
  await lease.release();
  await take(ledger, BRUNO);
  clock.advance(TTL_MS);
  expect(await listHolders(ledger)).toEqual([]);
  await takeWhole(ledger);
  const [whole] = await listHolders(ledger);
  expect(whole).not.toHaveProperty('account');
});

test('no row says in clear which administrator holds a lease', async ({ ledger, intruder }) => {
  const lease = await take(ledger, ANNE);
  const rows = JSON.stringify(await intruder.rows('select * from leases'));
  expect(rows).toContain(lease.holder);
  expect(rows.toLowerCase()).not.toContain('anne');
});

test('a SIRET that one account is writing is left alone by another, until that lease is over', async ({
  ledger,
  clock,
  open,
}) => {
  const siret = siretOf(1);
  const anne = await take(ledger, ANNE);
  const one = ledger.under(anne);
  await one.record(siret, 'connection', EVENTS['not-seen']);
  await one.recordIntent(siret, 'connection', EVENTS.intended, anne);

  const second = await open({ runId: 'run-2' });
  const bruno = await take(second, BRUNO);
  const other = second.under(bruno);
  const absent = { kind: 'settled-absent' } as const;
  await expect(other.record(siret, 'connection', absent)).rejects.toMatchObject({
    code: 'SIRET_LOCKED',
    details: { holder: { pid: process.pid, command: 'worker' } },
  });
  // How its own work ended is said all the same.
  await other.record(siret, 'connection', { kind: 'failed', code: 'SIRET_LOCKED' });
  await expect(other.record(siret, 'connection', absent)).rejects.toMatchObject({
    code: 'SIRET_LOCKED',
  });
  await one.expectHeld(anne);

  clock.advance(TTL_MS);
  await other.record(siret, 'connection', absent);
  await expect(one.expectHeld(anne)).rejects.toMatchObject({ code: 'LEASE_LOST' });
});

test('what an account has finished, another one goes on with', async ({ ledger, open }) => {
  const siret = siretOf(1);
  const anne = await take(ledger, ANNE);
  const one = ledger.under(anne);
  await one.record(siret, 'connection', EVENTS['not-seen']);
  await one.recordIntent(siret, 'connection', EVENTS.intended, anne);
  await one.record(siret, 'connection', EVENTS.confirmed);
  const second = await open({ runId: 'run-2' });
  const other = second.under(await take(second, BRUNO));
  await other.record(siret, 'account', EVENTS['not-seen']);
});

const OPTIONS: LeaseOptions = { ttlMs: TTL_MS, holder: thisProcess(), command: 'worker' };

function take(ledger: Ledger, login: string): Promise<Lease> {
  return acquireAccountLease(ledger, { portal: PORTAL, login }, OPTIONS);
}

function takeWhole(ledger: Ledger): Promise<Lease> {
  return acquireWholeLease(ledger, OPTIONS);
}
