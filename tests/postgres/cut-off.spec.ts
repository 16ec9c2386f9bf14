import { sql } from 'kysely';
import { CutProxy } from '../../fixtures/playwright/cut-proxy.ts';
import { sendOnce } from '../../flows/write.ts';
import type { Submission } from '../../flows/pages/submission.ts';
import type { Tools } from '../../flows/tools.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { EVENTS, expect, siretOf, test as base } from '../unit/ledger-fixtures.ts';

const SIRET = siretOf(1);
const ACCOUNT = { portal: 'portail.example', login: 'anne@example.fr' };
const MESSAGE = 'Le raccordement est enregistré';

interface Machines {
  /** The way of one machine to the database. */
  way: CutProxy;
  /** The ledger as that machine has it. */
  far: Ledger;
}

const test = base.extend<Machines>({
  way: async ({ server }, use) => {
    const way = await CutProxy.to(server.port);
    await use(way);
    await way.close();
  },
  far: async ({ server, schema, way }, use) => {
    const ledger = await openLedger({
      url: new Secret(server.url(schema).replace(`:${server.port}/`, `:${way.port}/`)),
      ...{ portal: ACCOUNT.portal, runId: 'run-far', clock: systemClock },
    });
    await use(ledger);
    await ledger.close();
  },
});

for (const [moment, clicks] of [
  ['while its intent is committed', 0],
  ['between intent and click', 0],
  ['between click and record', 1],
] as const) {
  test(`a machine that is cut off ${moment} clicks ${clicks === 0 ? 'nothing' : 'once'}, and the intent is there`, async ({
    far,
    way,
    ledger,
  }) => {
    const lease = await take(far, 60_000);
    await far.record(SIRET, 'connection', EVENTS['not-seen']);
    let sent = 0;
    const send: Submission['send'] = async (permit) => {
      if (moment === 'between intent and click') way.cut();
      await permit();
      sent += 1;
      if (moment === 'between click and record') way.cut();
      return { kind: 'accepted', message: MESSAGE };
    };
    if (moment === 'while its intent is committed') way.cutAnswerTo('commit\0');
    await expect(submit(far, lease, send)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(sent).toBe(clicks);
    expect((await ledger.enrolment(SIRET)).connection.state).toBe('intended');
  });
}

test('a machine that is cut off loses its lease before another one takes it, and clicks no more', async ({
  far,
  way,
  open,
}) => {
  const near = await open({ clock: systemClock });
  const ttlMs = 6_000;
  const lease = await take(far, ttlMs);
  const intent = await far.record(SIRET, 'connection', EVENTS['not-seen']);
  expect(intent.connection.state).toBe('absent');
  const began = systemClock.elapsed();
  way.fallSilent();
  await expect.poll(() => lease.lost, { timeout: 3 * ttlMs }).toBe(true);
  expect(systemClock.elapsed() - began).toBeLessThan(ttlMs);
  await expect.poll(() => takenBy(near), { timeout: 3 * ttlMs }).toBe(true);
  way.restore();
  let sent = 0;
  const send: Submission['send'] = async (permit) => {
    await permit();
    sent += 1;
    return { kind: 'accepted', message: MESSAGE };
  };
  await expect(submit(far, lease, send)).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect(sent).toBe(0);
});

test('a connection that was cut while nobody used it is replaced', async ({ far, way }) => {
  await far.record(SIRET, 'connection', EVENTS['not-seen']);
  way.cut();
  await expect(far.enrolment(SIRET)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  way.restore();
  expect((await far.enrolment(SIRET)).connection.state).toBe('absent');
});

test('the server itself ends a statement that takes too long, and a transaction that stands still', async ({
  ledger,
}) => {
  const { rows } = await sql<{ statement: string; idle: string; lock: string }>`select
    current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
    current_setting('idle_in_transaction_session_timeout') as idle`.execute(ledger.database);
  expect(rows).toEqual([{ statement: '20s', idle: '10s', lock: '10s' }]);
});

test('a server that falls silent is given up: one that is connected to, and one that is asked @whole', async ({
  far,
  way,
  server,
  schema,
}) => {
  await far.enrolment(SIRET);
  way.fallSilent();
  const silent = { code: 'DATABASE_UNREACHABLE' };
  await Promise.all([
    expect(far.enrolment(SIRET)).rejects.toMatchObject(silent),
    expect(
      openLedger({
        url: new Secret(server.url(schema).replace(`:${server.port}/`, `:${way.port}/`)),
        ...{ portal: ACCOUNT.portal, runId: 'run-late', clock: systemClock },
      }),
    ).rejects.toMatchObject(silent),
  ]);
});

function take(ledger: Ledger, ttlMs: number): Promise<Lease> {
  return acquireAccountLease(ledger, ACCOUNT, { ttlMs, holder: thisProcess() });
}

function takenBy(ledger: Ledger): Promise<boolean> {
  return take(ledger, 60_000).then(
    () => true,
    () => false,
  );
}

function submit(ledger: Ledger, lease: Lease, send: Submission['send']): Promise<unknown> {
  const tools = {
    ...{ ledger, lease, clock: ledger.clock, settings: {}, writing: () => undefined },
    redactor: { redact: (text: string) => text },
  };
  const own = [SIRET, 'connection', EVENTS.intended] as const;
  const submission: unknown = { send };
  return sendOnce(...own, submission as Submission, tools as unknown as Tools);
}
