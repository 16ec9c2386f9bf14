import { setTimeout as pass } from 'node:timers/promises';
import { z } from 'zod';
import {
  descendantsOf,
  signalBrowser,
  stillRunning,
} from '../../fixtures/playwright/browser-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import {
  environmentFor,
  type Finished,
  type Running,
} from '../../fixtures/playwright/raccord-process.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import type { WriteAction } from '../../fixtures/portal/requests.ts';
import { startStopping } from '../../fixtures/playwright/stopped-process.ts';
import { credentialDocument, documentOf } from './documents.ts';

const SIRET = '73282932000074';
const DAY_MS = 86_400_000;

/** Longer than any test: an answer comes when the test releases it. */
const HELD_MS = 3_600_000;

/**
 * The command of each write, the part of its document that tells of it, how it tells that it made it,
 * that nothing is left to do, and that the list shows what was not answered (of a connection that is
 * enough, of a password it is not), and the path of what it reads the list by.
 */
const COMMANDS = {
  declare: {
    args: ['run', '--only', 'connection'],
    ...{ part: 'connection', made: 'created', done: 'existing', unanswered: 'recovered' },
    list: '/cpp/raccordementsApi',
  },
  'create-account': {
    args: ['run', '--only', 'account'],
    ...{ part: 'account', made: 'created', done: 'existing', unanswered: 'unproven' },
    list: '/xmlhttp.do',
  },
  'reset-password': {
    args: ['renew'],
    ...{ part: 'renewals', made: 'renewed', done: 'not-due', unanswered: 'doubtful' },
    list: '/xmlhttp.do',
  },
} as const satisfies Record<WriteAction, object>;

const WRITES = Object.keys(COMMANDS) as WriteAction[];

/** A command whose write has arrived at the portal, which holds the answer. */
interface Held {
  readonly portal: StandInPortal;
  readonly write: WriteAction;
  readonly running: Running;
  /** The same command again. */
  readonly again: () => Promise<Finished>;
}

interface End {
  /** Whether the portal has made it by then. */
  readonly how: Extract<FaultKind, 'slow' | 'slow-after'>;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the work, and expects that it is told as what it is, at the latest by the next run. */
  readonly end: (held: Held) => Promise<void>;
  /** The writes that are tested so in every `npm test`. */
  readonly by: readonly WriteAction[];
}

/** Requests by which a list is read in one look, at most. */
const LOOK = 2;

/** Longer than any test, and no settle window: what is waited for is the answer alone. */
const PATIENT = { RACCORD_PATIENCE: '1h', RACCORD_SETTLE: '0s' };

const ENDS: Readonly<Record<string, End>> = {
  // What the browser does when nobody holds its requests any more, only a killed process shows.
  'raccord is killed': {
    ...{ how: 'slow', environment: PATIENT, by: [] },
    end: async (held) => {
      const browser = descendantsOf(held.running.pid);
      held.running.kill('SIGKILL');
      expect((await held.running.finished).exitCode).toBeNull();
      await expect.poll(() => stillRunning(browser), { timeout: 30_000 }).toEqual([]);
      await expectFound(held);
    },
  },
  'raccord is interrupted twice': {
    ...{ how: 'slow', environment: PATIENT, by: [] },
    end: async (held) => {
      const browser = descendantsOf(held.running.pid);
      held.running.kill('SIGINT');
      await held.running.says(/Finishing the current step\./u);
      held.running.kill('SIGINT');
      expect((await held.running.finished).exitCode).toBe(130);
      await expect.poll(() => stillRunning(browser), { timeout: 30_000 }).toEqual([]);
      await expectFound(held);
    },
  },
  'raccord is interrupted': {
    ...{ how: 'slow-after', environment: PATIENT, by: [] },
    end: (held) => expectFinishing('SIGINT', held),
  },
  'raccord is told to end': {
    ...{ how: 'slow-after', environment: PATIENT, by: [] },
    end: (held) => expectFinishing('SIGTERM', held),
  },
  // The browser goes on meanwhile, and all time-outs of the process are over when it wakes.
  'raccord sleeps past its patience': {
    ...{ how: 'slow-after', environment: { RACCORD_PATIENCE: '2s' }, by: ['create-account'] },
    end: async (held) => {
      await asleep(held, 3_000);
      // The list of connections, read right after, is proof enough; a password's is not.
      if (held.write === 'declare') await expectMade(held);
      else await expectUnanswered(held, await held.running.finished);
    },
  },
  'raccord sleeps past its patience and the answer': {
    ...{ how: 'slow-after', environment: { RACCORD_PATIENCE: '2s' }, by: [] },
    end: async (held) => {
      held.running.kill('SIGSTOP');
      held.portal.release();
      await asleep(held, 3_000);
      // Which of the two it meets first when it wakes is open.
      const finished = await held.running.finished;
      const isMade = outcomeIn(held.write, finished) === COMMANDS[held.write].made;
      await (isMade ? expectMade(held) : expectUnanswered(held, finished));
    },
  },
  'raccord sleeps for 95 s': {
    ...{ how: 'slow-after', environment: { RACCORD_PATIENCE: '2m' }, by: [] },
    end: async (held) => {
      await asleep(held, 95_000);
      held.portal.release();
      await expectMade(held);
    },
  },
  // Another browser signs in and reads, while what the first one was to be answered is still held.
  'its browser is killed': {
    ...{ how: 'slow-after', environment: PATIENT, by: [] },
    end: async (held) => {
      expect(signalBrowser(held.running.pid, 'browser', 'SIGKILL')).toHaveLength(1);
      await expectUnanswered(held, await held.running.finished);
    },
  },
};

test.describe.configure({ timeout: 300_000 });
test.skip(process.platform !== 'linux', 'finds processes in /proc');

for (const write of WRITES) {
  test.describe(`${write}, its answer held`, () => {
    const createdAt = new Date(Date.now() - 400 * DAY_MS).toISOString();
    const existingAccounts = write === 'reset-password' ? [{ siret: SIRET, createdAt }] : [];
    test.use({ portalOptions: { existingAccounts } });

    for (const [what, { how, environment, end, by }] of Object.entries(ENDS)) {
      const tag = by.includes(write) ? '@representative' : '@whole';
      test(
        `has arrived once where ${what}, and is told`,
        { tag },
        async ({ portal, enrolledHome: _, raccordHere, startRaccord }) => {
          const args = argsOf(write);
          portal.fail({ at: write, how, afterMs: HELD_MS });
          const running = startRaccord(args, environment);
          await expect.poll(() => portal.writeRequests(), { timeout: 120_000 }).toBe(1);
          const again = (): Promise<Finished> => raccordHere(args, environment);
          await end({ portal, write, running, again });
          expectOnce(portal, write);
          if (write === 'declare') return;
          const [{ login, password } = {}] = portal.truth().accounts;
          const show = ['credentials', 'show', '--siret', SIRET, '--json'];
          const inDoubt = await raccordHere([...show, '--doubtful']);
          if (inDoubt.exitCode === 0) {
            // Beside the password that the reset may have replaced.
            const sent = expect.objectContaining({ status: 'unproven', login, password });
            expect(JSON.parse(inDoubt.stdout)).toMatchObject({
              credentials: expect.arrayContaining([sent]),
            });
          } else {
            const shown = documentOf(await raccordHere(show), credentialDocument);
            expect(shown).toMatchObject({ login, password });
          }
        },
      );
    }

    test(
      'has arrived at most once, and once after the next run, where raccord sleeps for 95 s at the click',
      { tag: '@whole' },
      async ({ portal, folder, enrolledHome: home, raccordHere }) => {
        const args = argsOf(write);
        const environment = environmentFor(portal, home);
        // The ledger names a half, or the login whose password is reset.
        const running = await startStopping('intended', args, { environment, folder });
        try {
          expect(portal.writeRequests()).toBe(0);
          await pass(95_000);
          running.kill('SIGCONT');
          const slept = await running.finished;
          expect([0, 1], slept.stderr).toContain(slept.exitCode);
          expect(portal.writeRequests()).toBeLessThanOrEqual(1);
          const next = await raccordHere(args);
          expect(next.exitCode, next.stderr).toBe(0);
          expectOnce(portal, write);
        } finally {
          running.kill('SIGKILL');
        }
      },
    );
  });
}

function argsOf(write: WriteAction): readonly string[] {
  return [...COMMANDS[write].args, '--siret', SIRET, '--json', '--verbose'];
}

/** The next run looks for what may still land, and sends nothing while it may. */
async function expectFound({ portal, write, again }: Held): Promise<void> {
  const before = portal.arrivals().length;
  const next = again();
  const looks = (): number =>
    portal
      .arrivals()
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && path === COMMANDS[write].list).length;
  // It reads the list again after the first look.
  await expect.poll(looks, { timeout: 120_000 }).toBeGreaterThan(LOOK);
  expect(portal.truth().writes).toBe(0);
  portal.release();
  expectTold(write, await next);
}

/** The list shows what was sent, and the next run says the same, without sending anything. */
async function expectUnanswered({ write, again }: Held, finished: Finished): Promise<void> {
  expectTold(write, finished);
  if (write === 'declare') await expectNothingLeft({ write, again });
  else expectTold(write, await again());
}

function expectTold(write: WriteAction, told: Finished): void {
  const { unanswered } = COMMANDS[write];
  expect(outcomeIn(write, told), told.stderr).toBe(unanswered);
  expect(told.exitCode, told.stderr).toBe(unanswered === 'recovered' ? 0 : 1);
}

/** The step in hand ends with its answer, and what was sent is told. */
async function expectFinishing(signal: NodeJS.Signals, held: Held): Promise<void> {
  held.running.kill(signal);
  await held.running.says(/Finishing the current step\./u);
  held.portal.release();
  await expectMade(held);
}

async function expectMade(held: Held): Promise<void> {
  const finished = await held.running.finished;
  expect(finished.exitCode, finished.stderr).toBe(0);
  expect(outcomeIn(held.write, finished)).toBe(COMMANDS[held.write].made);
  await expectNothingLeft(held);
}

async function expectNothingLeft({ write, again }: Pick<Held, 'write' | 'again'>): Promise<void> {
  const next = await again();
  expect(next.exitCode, next.stderr).toBe(0);
  expect(outcomeIn(write, next)).toBe(COMMANDS[write].done);
}

/** Lets it stand still for so long: what its own clocks say when it wakes is what this is about. */
async function asleep({ running }: Held, ms: number): Promise<void> {
  running.kill('SIGSTOP');
  await pass(ms);
  running.kill('SIGCONT');
}

const OUTCOME = z.object({ outcome: z.string() });

/** What a command's document says of one write. */
function outcomeIn(write: WriteAction, { stdout }: Finished): string | undefined {
  const part = z.record(z.string(), z.unknown()).parse(JSON.parse(stdout))[COMMANDS[write].part];
  return OUTCOME.parse(Array.isArray(part) ? part[0] : part).outcome;
}

/** What arrived at the socket, and what the portal made of it. */
function expectOnce(portal: StandInPortal, write: WriteAction): void {
  const arrived = portal.arrivals().filter((arrival) => arrival.write !== undefined);
  expect(arrived).toMatchObject([{ write }]);
  const { connections, accounts, writes } = portal.truth();
  expect({ connections: connections.length, accounts: accounts.length, writes }).toEqual({
    connections: write === 'declare' ? 1 : 0,
    accounts: write === 'declare' ? 0 : 1,
    writes: 1,
  });
}
