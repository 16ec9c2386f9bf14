import { systemClock } from '../../src/domain/clock.ts';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import {
  forgetEndedPause,
  pauseAccount,
  readAccounts,
  readPause,
  resumeAccount,
} from '../../src/queue/accounts.ts';
import {
  addRows,
  giveBackFailed,
  listRows,
  recoverRows,
  retryRows,
  settleRow,
  takeRow,
  waitingRequests,
} from '../../src/queue/queued-rows.ts';
import { drainWorkers, listWorkers, registerWorker, seeWorker } from '../../src/queue/workers.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { siretOf } from '../unit/ledger-fixtures.ts';
import {
  ACCOUNT,
  expect,
  holdAccount,
  OTHER,
  PORTAL,
  put,
  requestFor,
  SIRETS,
  statesIn,
  test,
} from './queue-fixtures.ts';

const [FIRST, SECOND, THIRD] = SIRETS as [
  (typeof SIRETS)[0],
  (typeof SIRETS)[0],
  (typeof SIRETS)[0],
];

const NO_OFFER = (): Promise<void> => Promise.resolve();

test('a SIRET is queued once on a portal, whoever brings it', async ({ ledger }) => {
  expect(await put(ledger, ACCOUNT, [FIRST, SECOND])).toEqual({
    queued: [FIRST, SECOND],
    known: [],
  });
  expect(await put(ledger, OTHER, [SECOND, THIRD])).toEqual({
    queued: [THIRD],
    known: [{ siret: SECOND, login: ACCOUNT.login, state: 'waiting' }],
  });
  expect((await listRows(ledger)).map(({ siret, login }) => [siret, login])).toEqual([
    ...[FIRST, SECOND].map((siret) => [siret, ACCOUNT.login]),
    [THIRD, OTHER.login],
  ]);
});

test('two commands that queue one roster at a time queue each SIRET once', async ({
  ledger,
  open,
}) => {
  const second = await open();
  const added = await Promise.all([put(ledger, ACCOUNT), put(second, OTHER)]);
  expect(added.flatMap(({ queued }) => queued).sort()).toEqual([...SIRETS].sort());
  expect(added.flatMap(({ known }) => known)).toHaveLength(SIRETS.length);
});

test('a person puts back what failed while a roster brings it again, and neither stops the other', async ({
  ledger,
  open,
}) => {
  const sirets = Array.from({ length: 200 }, (_, index) => siretOf(index + 1));
  await put(ledger, ACCOUNT, sirets);
  // As rows fail: in another order than that of their SIRETs.
  for (const siret of [...sirets].reverse()) {
    const failed = { state: 'failed', since: siret } as const;
    await ledger.database
      .updateTable('queue_rows')
      .set(failed)
      .where('siret', '=', siret)
      .execute();
  }
  const other = await open();
  await Promise.all([
    put(ledger, ACCOUNT, sirets),
    retryRows(other, PORTAL, undefined, NO_OFFER),
    put(other, ACCOUNT, sirets),
    retryRows(ledger, PORTAL, undefined, NO_OFFER),
  ]);
  expect(new Set(await statesIn(ledger))).toEqual(new Set(['waiting']));
});

test('rows whose account could not be offered are not there', async ({ ledger }) => {
  const fails = addRows(ledger, ACCOUNT, SIRETS.map(requestFor), () =>
    Promise.reject(new Error('no offer')),
  );
  await expect(fails).rejects.toThrow('no offer');
  expect(await listRows(ledger)).toEqual([]);
});

test('the names that unfinished rows ask for are known to all of the portal, whatever its port', async ({
  ledger,
}) => {
  const [one, two, three] = [requestFor(FIRST), requestFor(SECOND), requestFor(THIRD)];
  const offered = { ...OTHER, portal: `${PORTAL}:8443` };
  await addRows(ledger, ACCOUNT, [{ ...one, applicationName: 'Mairie' }, two], NO_OFFER);
  await addRows(ledger, offered, [{ ...three, applicationName: 'Lyon' }], NO_OFFER);
  await addRows(
    ledger,
    { ...ACCOUNT, portal: 'else.example' },
    [{ ...one, applicationName: 'Elsewhere' }],
    NO_OFFER,
  );
  expect([...(await ledger.applicationNamesQueued())].sort()).toEqual(['Lyon', 'Mairie']);
  const { held } = await holdAccount(ledger, ACCOUNT);
  await takeRow(held, ACCOUNT, FIRST, 'w');
  expect(await ledger.applicationNamesQueued()).toHaveLength(2);
  await settleRow(held, ACCOUNT, FIRST, { state: 'done' });
  expect(await ledger.applicationNamesQueued()).toEqual(['Lyon']);
});

test('what was queued is read as it was asked for', async ({ ledger }) => {
  const request: EnrolmentRequest = {
    ...requestFor(FIRST),
    applicationName: 'Pldiffusion7',
    accountEmail: 'a@b.fr',
    only: 'account',
    fromRoster: ['name'],
  };
  await addRows(ledger, ACCOUNT, [request], NO_OFFER);
  expect(await waitingRequests(ledger, ACCOUNT)).toEqual([request]);
  expect(await waitingRequests(ledger, OTHER)).toEqual([]);
});

test('a row is taken once, and what is done is queued again when a roster brings it again', async ({
  ledger,
}) => {
  await put(ledger, ACCOUNT);
  const { held } = await holdAccount(ledger, ACCOUNT);
  expect(await takeRow(held, ACCOUNT, FIRST, 'w')).toBe(true);
  expect(await takeRow(held, ACCOUNT, FIRST, 'w')).toBe(false);
  await settleRow(held, ACCOUNT, FIRST, { state: 'done' });
  expect(await statesIn(ledger)).toEqual(['done', 'waiting', 'waiting']);
  expect((await put(ledger, OTHER)).queued).toEqual([FIRST]);
});

test('a worker that was overtaken neither takes a row nor says how one ended', async ({
  ledger,
  open,
}) => {
  await put(ledger, ACCOUNT);
  const slow = await holdAccount(ledger, ACCOUNT, 60_000);
  expect(await takeRow(slow.held, ACCOUNT, FIRST, 'slow')).toBe(true);
  const other = await open();
  // The lease runs out while its holder stands still.
  await ledger.database
    .updateTable('leases')
    .set({ expires_at: new Date(0).toISOString() })
    .execute();
  const next = await holdAccount(other, ACCOUNT);
  expect(await recoverRows(next.held, ACCOUNT)).toEqual([]);
  const late = [
    () => takeRow(slow.held, ACCOUNT, SECOND, 'slow'),
    () => settleRow(slow.held, ACCOUNT, FIRST, { state: 'done' }),
    () => recoverRows(slow.held, ACCOUNT),
  ];
  for (const change of late) await expect(change()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect(await statesIn(ledger)).toEqual(['waiting', 'waiting', 'waiting']);
});

test('a row with which three workers vanished is parked, the others go on, and a person puts it back', async ({
  ledger,
}) => {
  await put(ledger, ACCOUNT);
  for (const parked of [[], [], [FIRST]]) {
    const vanished = await holdAccount(ledger, ACCOUNT);
    expect(await takeRow(vanished.held, ACCOUNT, FIRST, 'w')).toBe(true);
    await vanished.lease.release();
    const next = await holdAccount(ledger, ACCOUNT);
    expect(await recoverRows(next.held, ACCOUNT)).toEqual(parked);
    await next.lease.release();
  }
  expect(await listRows(ledger)).toMatchObject([
    { siret: FIRST, state: 'parked', reason: 'WORKERS_LOST', lostWorkers: 3 },
    { state: 'waiting', lostWorkers: 0 },
    { state: 'waiting', lostWorkers: 0 },
  ]);
  expect((await waitingRequests(ledger, ACCOUNT)).map(({ siret }) => siret)).toEqual([
    ...[SECOND, THIRD],
  ]);
  expect((await put(ledger, ACCOUNT)).known).toHaveLength(3);
  const offered: string[] = [];
  const retryWhile = await retryRows(ledger, PORTAL, undefined, (_, logins) => {
    offered.push(...logins);
    return Promise.resolve();
  });
  expect([retryWhile, offered]).toEqual([[FIRST], [ACCOUNT.login]]);
  expect(await statesIn(ledger)).toEqual(['waiting', 'waiting', 'waiting']);
});

test('a row with which a worker vanished comes after those that harmed nobody', async ({
  ledger,
}) => {
  await put(ledger, ACCOUNT);
  const vanished = await holdAccount(ledger, ACCOUNT);
  await takeRow(vanished.held, ACCOUNT, FIRST, 'w');
  await vanished.lease.release();
  const { held } = await holdAccount(ledger, ACCOUNT);
  await recoverRows(held, ACCOUNT);
  expect((await waitingRequests(held, ACCOUNT)).map(({ siret }) => siret)).toEqual([
    ...[SECOND, THIRD, FIRST],
  ]);
});

test('rows that failed for what stopped the account wait again, those of other reasons do not', async ({
  ledger,
}) => {
  await put(ledger, ACCOUNT);
  const { held } = await holdAccount(ledger, ACCOUNT);
  for (const [siret, reason] of [
    [FIRST, 'PAGE_UNEXPECTED'],
    [SECOND, 'ACCOUNT_REFUSED'],
    [THIRD, 'PAGE_UNEXPECTED'],
  ] as const) {
    await takeRow(held, ACCOUNT, siret, 'w');
    await settleRow(held, ACCOUNT, siret, { state: 'failed', reason });
  }
  await giveBackFailed(held, ACCOUNT, 'PAGE_UNEXPECTED');
  expect(await statesIn(ledger)).toEqual(['waiting', 'failed', 'waiting']);
});

test('an account says who holds it, what waits, and why it is paused', async ({ ledger }) => {
  await put(ledger, ACCOUNT);
  await pauseAccount(ledger, ACCOUNT, 'PASSWORD_REFUSED');
  const { lease } = await holdAccount(ledger, ACCOUNT);
  const [account] = await readAccounts(ledger);
  expect(account).toMatchObject({
    ...ACCOUNT,
    counts: { waiting: 3, running: 0, done: 0, failed: 0, parked: 0 },
    isHeld: true,
    holder: { pid: process.pid },
    pause: { reason: 'PASSWORD_REFUSED' },
  });
  await lease.release();
  expect((await readAccounts(ledger))[0]?.isHeld).toBe(false);
  expect(await resumeAccount(ledger, ACCOUNT, NO_OFFER)).toBe(true);
  expect(await resumeAccount(ledger, ACCOUNT, NO_OFFER)).toBe(false);
  expect(await readPause(ledger, ACCOUNT)).toBeUndefined();
});

test('a pause that has a time ends by itself', async ({ ledger }) => {
  await pauseAccount(ledger, ACCOUNT, 'PORTAL_UNAVAILABLE', 300);
  expect(await readPause(ledger, ACCOUNT)).toMatchObject({ reason: 'PORTAL_UNAVAILABLE' });
  await expect.poll(() => readPause(ledger, ACCOUNT)).toBeUndefined();
});

test('a pause that two machines find at once is news to one of them', async ({ open }) => {
  const [one, other] = await Promise.all([open(), open()]);
  const begun = await Promise.all(
    [one, other].map((ledger) => pauseAccount(ledger, ACCOUNT, 'PASSWORD_REFUSED')),
  );
  expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('a portal that stays down is news once, and again after work has gone well', async ({
  ledger,
}) => {
  const pause = () => pauseAccount(ledger, ACCOUNT, 'PORTAL_UNAVAILABLE', 1);
  const ended = () => expect.poll(() => readPause(ledger, ACCOUNT)).toBeUndefined();
  expect((await pause()).isNew).toBe(true);
  await ended();
  expect((await pause()).isNew).toBe(false);
  await ended();
  await forgetEndedPause(ledger, ACCOUNT);
  expect((await pause()).isNew).toBe(true);
});

test('work that has gone well ends no pause that a person asked for meanwhile', async ({
  ledger,
}) => {
  await pauseAccount(ledger, ACCOUNT, 'ASKED');
  await forgetEndedPause(ledger, ACCOUNT);
  expect(await readPause(ledger, ACCOUNT)).toMatchObject({ reason: 'ASKED' });
});

test('a worker hears that it is asked to end', async ({ ledger }) => {
  await registerWorker(ledger, 'a', thisProcess(), '1.0.0');
  await registerWorker(ledger, 'b', thisProcess(), '1.0.0');
  expect(await drainWorkers(ledger, 'a')).toEqual(['a']);
  expect([await seeWorker(ledger, 'a'), await seeWorker(ledger, 'b')]).toEqual([true, false]);
  expect((await listWorkers(ledger)).map(({ id, drains }) => [id, drains])).toEqual([
    ...[
      ['a', true],
      ['b', false],
    ],
  ]);
  expect(Date.parse((await listWorkers(ledger))[0]?.seenAt ?? '')).toBeLessThanOrEqual(
    systemClock.now().getTime() + 5_000,
  );
});
