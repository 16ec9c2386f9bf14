import type { Client } from 'pg';
import { systemClock, type Clock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import type { Tools } from '../../flows/tools.ts';
import { NOT_SHOWN, settleEarlier, type Write } from '../../flows/write.ts';
import { isUnconfirmed } from '../../src/domain/operation.ts';
import { EVENTS, expect, siretOf, test as base } from '../unit/ledger-fixtures.ts';

const TTL_MS = 60_000;
const SIRET = siretOf(1);

const ANNE = { portal: 'portail.example', login: 'anne@example.fr' };
const BRUNO = { ...ANNE, login: 'bruno@example.fr' };

/** A machine whose clock is wrong. */
class WrongClock implements Clock {
  readonly #aheadMs: number;

  constructor(aheadMs: number) {
    this.#aheadMs = aheadMs;
  }

  now(): Date {
    return new Date(systemClock.now().getTime() + this.#aheadMs);
  }

  elapsed(): number {
    return systemClock.elapsed();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(milliseconds, signal);
  }
}

interface Machines {
  /** Opens the test's ledger from a machine whose clock is so far ahead. */
  machine: (aheadMs?: number) => Promise<Ledger>;
}

const test = base.extend<Machines>({
  machine: async ({ server, schema }, use) => {
    const ledgers: Ledger[] = [];
    await use(async (aheadMs = 0) => {
      const ledger = await openLedger({
        url: new Secret(server.url(schema)),
        ...{ portal: 'portail.example', runId: `run-${ledgers.length}` },
        clock: new WrongClock(aheadMs),
        readSealed: () => Promise.resolve(Buffer.from('sealed')),
      });
      ledgers.push(ledger);
      return ledger;
    });
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  },
});

for (const minutes of [3, -3]) {
  test(`a machine whose clock is ${minutes} minutes ahead takes no live lease, and loses none`, async ({
    machine,
  }) => {
    const right = await machine();
    const wrong = await machine(minutes * 60_000);
    const lease = await take(right);
    await expect(take(wrong)).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    await right.expectHeld(lease);
    await lease.release();
    const own = await take(wrong);
    await wrong.expectHeld(own);
    await own.release();
  });

  test(`a machine whose clock is ${minutes} minutes ahead waits as long for what may still land`, async ({
    machine,
  }) => {
    const right = await machine();
    const wrong = await machine(minutes * 60_000);
    const lease = await take(right);
    await right.record(SIRET, 'connection', EVENTS['not-seen']);
    await intend(right, lease);
    await lease.release();
    const { operation } = (await wrong.enrolment(SIRET)).connection;
    if (!isUnconfirmed(operation)) throw new Error(operation.state);
    let looks = 0;
    const write: Write<never> = {
      ...{ siret: SIRET, subject: 'connection' },
      look: () => {
        looks += 1;
        return Promise.resolve(NOT_SHOWN);
      },
      foundIn: () => ({ name: '', state: '' }),
    };
    const settings = { landsWithinMs: 3_000 };
    const tools = { ledger: wrong, clock: wrong.clock, settings } as unknown as Tools;
    const began = systemClock.elapsed();
    expect(await settleEarlier(write, operation, tools)).toMatchObject({ kind: 'absent' });
    expect(looks).toBeGreaterThan(1);
    expect(systemClock.elapsed() - began).toBeGreaterThan(1_500);
  });
}

test('a machine of the same name, on which the holder’s process is not, takes no lease of it', async ({
  ledger,
  clock,
}) => {
  const gone = { ...thisProcess(), pid: 2 ** 22 + 1, start: 'another boot:1' };
  await acquireAccountLease(ledger, ANNE, { ttlMs: TTL_MS, holder: gone });
  await expect(take(ledger)).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
  clock.advance(TTL_MS);
  await (await take(ledger)).release();
});

test('of many that want a lease at once just one gets it', async ({ machine }) => {
  const ledgers = await Promise.all([1, 2, 3, 4].map(() => machine()));
  const taken = await Promise.allSettled([...ledgers, ...ledgers].map((ledger) => take(ledger)));
  const leases = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refusals = taken.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  expect(leases.map(({ fence }) => fence)).toEqual([1]);
  expect(refusals).toHaveLength(7);
  for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'ACCOUNT_LOCKED' });
  await leases[0]?.release();
});

test('a lease is not taken over while its holder records an intent, and then finds the intent', async ({
  ledger,
  open,
  server,
  schema,
}) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  const lease = await take(ledger);
  const later = await open({ clock: new WrongClock(10 * 365 * 86_400_000) });
  await server.asSuperuser(schema, async (client) => {
    // The holder's transaction stands still between its look at the lease and its intent.
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `portail.example ${SIRET}`,
    ]);
    const intent = intend(ledger, lease);
    await expect.poll(() => waiting(client, 'advisory')).toBe(1);
    const takeover = take(later);
    await expect.poll(() => waiting(client, 'transactionid')).toBe(1);
    await client.query('commit');
    await intent;
    expect((await takeover).fence).toBe(2);
  });
  expect((await later.enrolment(SIRET)).connection.state).toBe('intended');
  await expect(ledger.expectHeld(lease)).rejects.toMatchObject({ code: 'LEASE_LOST' });
});

test('two machines that record of one SIRET do so one after the other', async ({ machine }) => {
  const [one, other] = [await machine(), await machine()];
  const lease = await take(one);
  await one.record(SIRET, 'connection', EVENTS['not-seen']);
  const intents = await Promise.allSettled([intend(one, lease), intend(other, lease)]);
  expect(intents.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await lease.release();
});

test('one application name is intended by one of two accounts, however it is written', async ({
  machine,
}) => {
  const places = [await machine(), await machine()] as const;
  const leases = [await take(places[0]), await take(places[1], BRUNO)] as const;
  await Promise.all(
    [0, 1].map((n) => places[0].record(siretOf(n + 1), 'connection', EVENTS['not-seen'])),
  );
  const intents = await Promise.allSettled([
    intend(places[0], leases[0], SIRET, 'Pldiffusion7'),
    intend(places[1], leases[1], siretOf(2), 'PLDIFFUSION7 '),
  ]);
  const refused = intents.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  expect(refused).toEqual([expect.objectContaining({ code: 'APPLICATION_NAME_TAKEN' })]);

  // What came to nothing is free again.
  const [winner, loser] = intents[0].status === 'fulfilled' ? ([0, 1] as const) : ([1, 0] as const);
  await places[winner].record(siretOf(winner + 1), 'connection', EVENTS['settled-absent']);
  await intend(places[loser], leases[loser], siretOf(loser + 1), 'Pldiffusion7');
  await Promise.all(leases.map((lease) => lease.release()));
});

function take(ledger: Ledger, account = ANNE): Promise<Lease> {
  return acquireAccountLease(ledger, account, { ttlMs: TTL_MS, holder: thisProcess() });
}

function intend(
  ledger: Ledger,
  lease: Lease,
  siret = SIRET,
  applicationName = 'Pldiffusion7',
): Promise<unknown> {
  return ledger.recordIntent(siret, 'connection', { kind: 'intended', applicationName }, lease);
}

/** How many wait for a lock of a kind. */
async function waiting(client: Client, kind: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from pg_locks where not granted and locktype = $1',
    [kind],
  );
  return rows[0]?.count ?? 0;
}
