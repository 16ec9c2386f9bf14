import { EXIT } from '../../src/errors/exit-code.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { isSameAccount, type Account } from '../../src/domain/account-queue.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { readPause } from '../../src/queue/accounts.ts';
import {
  migrateEngine,
  openDispatcher,
  type Dispatcher,
  type Offer,
} from '../../src/queue/dispatcher.ts';
import {
  addRows,
  recoverRows,
  settleRow,
  takeRow,
  waitingRequests,
} from '../../src/queue/queued-rows.ts';
import { drainWorkers, registerWorker } from '../../src/queue/workers.ts';
import { workQueue, type AccountEnd, type Served } from '../../src/robot/work-queue.ts';
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
  test as base,
} from './queue-fixtures.ts';

/** So much faster does time pass for a worker: it looks every few moments by itself. */
const FASTER = 100;

const fastClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now() * FASTER,
  sleep: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds / FASTER);
    }),
};

interface Fixtures {
  /** Opens the engine once more, as another machine does. */
  readonly engine: () => Promise<Dispatcher>;
}

const test = base.extend<Fixtures>({
  engine: async ({ url }, use) => {
    const opened: Dispatcher[] = [];
    await migrateEngine(url);
    await use(async () => {
      const dispatcher = await openDispatcher(url, {
        supervises: false,
        failed: (reason) => {
          throw new Error(reason);
        },
      });
      opened.push(dispatcher);
      return dispatcher;
    });
    for (const dispatcher of opened) await dispatcher.close();
  },
});

test('jobs of another version of the engine are told as that, not as a database that is down', async ({
  url,
  server,
  schema,
}) => {
  await migrateEngine(url);
  const options = { supervises: false, failed: () => undefined };
  const jobs = `"${schema}_jobs".version`;
  for (const [step, code] of [
    ['- 1', 'DATABASE_OLDER'],
    ['+ 2', 'DATABASE_NEWER'],
  ] as const) {
    await server.asSuperuser(schema, (client) =>
      client.query(`update ${jobs} set version = version ${step}`),
    );
    await expect(openDispatcher(url, options)).rejects.toMatchObject({ code });
  }
  await expect(migrateEngine(url)).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
});

const SERVED: readonly Served[] = [ACCOUNT, OTHER].map((account) => ({
  ...account,
  means: () => Promise.resolve({ hasSecondFactor: true, hasSession: false }),
}));

interface Work {
  readonly signal: AbortSignal;
  readonly once?: boolean;
  readonly drain?: (account: Account) => Promise<AccountEnd>;
  /** Told of each account that is taken. */
  readonly taken?: (account: Account) => void;
}

/** Runs a worker whose robot finds every SIRET to be well. */
async function runWorker(
  id: string,
  ledger: Ledger,
  dispatcher: Dispatcher,
  { signal, once = false, taken = () => undefined, ...more }: Work,
): Promise<number> {
  await dispatcher.prepare(SERVED);
  await registerWorker(ledger, id, thisProcess(), '1.0.0');
  return workQueue({
    ...{ id, host: 'one', ledger, dispatcher, served: SERVED, signal, once, clock: fastClock },
    told: { taken, paused: () => Promise.resolve(), later: ignore, unreachable: ignore },
    drain: more.drain ?? ((account) => drained(ledger, account, id)),
  });
}

const ignore = (): void => undefined;

/** Takes an account's rows one by one under its lease, as a worker does with a robot. */
async function drained(ledger: Ledger, account: Account, id: string): Promise<AccountEnd> {
  const { held, lease } = await holdAccount(ledger, account);
  try {
    await recoverRows(held, account);
    for (const { siret } of await waitingRequests(held, account)) {
      if (!(await takeRow(held, account, siret, id))) continue;
      await settleRow(held, account, siret, { state: 'done' });
    }
    return { exitCode: EXIT.done };
  } finally {
    await lease.release();
  }
}

/** Queues a SIRET for each of two accounts, and tells the workers as `batch --queue` does. */
async function queueBoth(ledger: Ledger, dispatcher: Dispatcher): Promise<void> {
  await dispatcher.prepare(SERVED);
  for (const [index, account] of [ACCOUNT, OTHER].entries()) {
    const requests = SIRETS.slice(index, index + 1).map(requestFor);
    await addRows(ledger, account, requests, (transaction) =>
      dispatcher.offer(transaction, account),
    );
  }
}

async function untilDone(ledger: Ledger, count: number): Promise<void> {
  await expect
    .poll(() => statesIn(ledger), { timeout: 20_000 })
    .toEqual(Array.from({ length: count }, () => 'done'));
}

test('an account is offered once, however many rosters bring it work, and not without its rows', async ({
  ledger,
  engine,
}) => {
  const dispatcher = await engine();
  await queueBoth(ledger, dispatcher);
  await addRows(ledger, ACCOUNT, SIRETS.map(requestFor), (transaction) =>
    dispatcher.offer(transaction, ACCOUNT),
  );
  const fails = addRows(ledger, OTHER, SIRETS.map(requestFor), async (transaction) => {
    await dispatcher.offer(transaction, OTHER);
    throw new Error('after the offer');
  });
  expect((await fails.catch(() => undefined))?.known).toHaveLength(3);
  const offers: (Offer | undefined)[] = [];
  for (let times = 0; times < 3; times += 1) offers.push(await dispatcher.take(SERVED));
  expect(offers.map((offer) => offer?.account.login)).toEqual([
    ...[ACCOUNT.login, OTHER.login],
    undefined,
  ]);
});

/** Starts two workers on two machines, which work until the test has seen enough. */
async function withTwo(
  { open, engine }: { open: () => Promise<Ledger>; engine: () => Promise<Dispatcher> },
  unreliable: (dispatcher: Dispatcher) => Dispatcher,
  see: () => Promise<void>,
): Promise<readonly string[]> {
  const stop = new AbortController();
  const taken: string[] = [];
  const running = await Promise.all(
    ['a', 'b'].map(async (id) => {
      const dispatcher = unreliable(await engine());
      const ledger = await open();
      return () =>
        runWorker(id, ledger, dispatcher, {
          signal: stop.signal,
          taken: ({ login }) => taken.push(login),
        });
    }),
  );
  const ended = Promise.all(running.map((run) => run()));
  try {
    await see();
  } finally {
    stop.abort();
  }
  expect(await ended).toEqual([EXIT.done, EXIT.done]);
  return taken;
}

test('workers do what they are offered, and end once they are told to', async ({
  ledger,
  open,
  engine,
}) => {
  const dispatcher = await engine();
  await withTwo({ open, engine }, same, async () => {
    await queueBoth(ledger, dispatcher);
    await untilDone(ledger, 2);
  });
});

const same = (dispatcher: Dispatcher): Dispatcher => dispatcher;

test('rows whose offer is lost are done all the same', async ({ ledger, open, engine }) => {
  const loses = (dispatcher: Dispatcher): Dispatcher => ({
    prepare: (accounts) => dispatcher.prepare(accounts),
    offer: () => Promise.resolve(),
    take: () => Promise.resolve(undefined),
    settle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  const lost = loses(await engine());
  await withTwo({ open, engine }, loses, async () => {
    await queueBoth(ledger, lost);
    await untilDone(ledger, 2);
  });
});

test('an offer that both workers get, again and again, has each row done once', async ({
  ledger,
  open,
  engine,
}) => {
  const dispatcher = await engine();
  const doubles = (own: Dispatcher): Dispatcher => ({
    prepare: (accounts) => own.prepare(accounts),
    offer: (transaction, account) => own.offer(transaction, account),
    take: ([account]) => Promise.resolve(account && { account, id: 'the-same' }),
    settle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  await withTwo({ open, engine }, doubles, async () => {
    await queueBoth(ledger, dispatcher);
    await untilDone(ledger, 2);
  });
  const workers = await ledger.database.selectFrom('queue_rows').select('lost_workers').execute();
  expect(workers).toEqual([{ lost_workers: 0 }, { lost_workers: 0 }]);
});

test('an offer that comes once its rows are done has nothing taken', async ({ ledger, engine }) => {
  const dispatcher = await engine();
  await queueBoth(ledger, dispatcher);
  const stop = new AbortController();
  const taken: string[] = [];
  const work = {
    signal: stop.signal,
    once: true,
    taken: ({ login }: Account) => taken.push(login),
  };
  expect(await runWorker('a', ledger, dispatcher, work)).toBe(EXIT.done);
  expect(taken.sort()).toEqual([ACCOUNT.login, OTHER.login].sort());
  // The offers of both were never asked for.
  expect(await dispatcher.take(SERVED)).toMatchObject({ account: { portal: PORTAL } });
  expect(await runWorker('b', ledger, dispatcher, work)).toBe(EXIT.done);
  expect(taken).toHaveLength(2);
});

test('an account whose work ends for a reason of its own is paused, the other goes on', async ({
  ledger,
  engine,
}) => {
  const dispatcher = await engine();
  await queueBoth(ledger, dispatcher);
  const exitCode = await runWorker('a', ledger, dispatcher, {
    signal: new AbortController().signal,
    once: true,
    drain: (account) =>
      isSameAccount(account, ACCOUNT)
        ? Promise.reject(new RaccordError('PASSWORD_REFUSED', { message: 'secret of the portal' }))
        : drained(ledger, account, 'a'),
  });
  expect(exitCode).toBe(EXIT.signInRefused);
  expect(await readPause(ledger, ACCOUNT)).toMatchObject({ reason: 'PASSWORD_REFUSED' });
  expect(await statesIn(ledger)).toEqual(['waiting', 'done']);
});

test('a machine that cannot work ends its worker and pauses nothing', async ({
  ledger,
  engine,
}) => {
  const dispatcher = await engine();
  await put(ledger, ACCOUNT);
  const fails = runWorker('a', ledger, dispatcher, {
    signal: new AbortController().signal,
    drain: () => Promise.reject(new RaccordError('BROWSER_NOT_FOUND', { tried: [] })),
  });
  await expect(fails).rejects.toMatchObject({ code: 'BROWSER_NOT_FOUND' });
  expect(await readPause(ledger, ACCOUNT)).toBeUndefined();
  expect(await statesIn(ledger)).toEqual(['waiting', 'waiting', 'waiting']);
});

test('a worker that a person asked to end takes nothing more', async ({ ledger, engine }) => {
  const dispatcher = await engine();
  const signal = new AbortController().signal;
  const ended = runWorker('a', ledger, dispatcher, { signal });
  await expect.poll(() => drainWorkers(ledger)).toEqual(['a']);
  expect(await ended).toBe(EXIT.done);
});

test('the engine is told an account and a code, and nothing else', async ({
  ledger,
  engine,
  server,
  schema,
}) => {
  const dispatcher = await engine();
  await queueBoth(ledger, dispatcher);
  const offer = await dispatcher.take([ACCOUNT]);
  if (offer === undefined) throw new Error('no offer');
  await dispatcher.settle(offer, 'PASSWORD_REFUSED');
  const jobs = await server.asSuperuser(`${schema}_jobs`, (client) =>
    client.query('select state, data, output from job order by state desc'),
  );
  expect(jobs.rows).toEqual([
    { state: 'completed', data: { ...ACCOUNT }, output: { end: 'PASSWORD_REFUSED' } },
    { state: 'created', data: { ...OTHER }, output: null },
  ]);
});
