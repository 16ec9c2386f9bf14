import { expect, test } from '@playwright/test';
import type { KnownReading, ShownQueue } from '../../src/board/board-home.ts';
import { todosAbout, todosOf } from '../../src/cli/board/todo.ts';
import type { Pause, RowState } from '../../src/domain/account-queue.ts';
import type { AccountOverview } from '../../src/queue/accounts.ts';
import type { WorkerOverview } from '../../src/queue/workers.ts';
import type { QueuedRow } from '../../src/queue/queued-rows.ts';
import { isAlive } from '../../src/queue/queue-view.ts';
import { queueMetrics } from '../../src/reporting/metrics/queue-metrics.ts';
import { prometheusText } from '../../src/reporting/metrics/prometheus.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { siretOf } from './ledger-fixtures.ts';

const NOW = '2026-11-27T10:00:00.000Z';
const EARLIER = '2026-11-27T09:00:00.000Z';
const LATER = '2026-11-27T11:00:00.000Z';
const PORTAL = 'portail.example';
const CAMILLE = 'camille@exemple.fr';

const PLACE = {
  texts: textsFor('en'),
  language: 'en',
  timezone: 'Europe/Paris',
  now: new Date(NOW),
  logins: new Map<string, string | undefined>([[CAMILLE, undefined]]),
} as const;

const NONE: AccountOverview['counts'] = { waiting: 0, running: 0, done: 0, failed: 0, parked: 0 };

function account(login: string, more: Partial<AccountOverview> = {}): AccountOverview {
  return { portal: PORTAL, login, isHeld: false, counts: NONE, ...more };
}

function waiting(login: string, count: number): AccountOverview {
  return account(login, { counts: { ...NONE, waiting: count }, waitingSince: EARLIER });
}

function paused(login: string, pause: Pause): AccountOverview {
  return { ...waiting(login, 2), pause };
}

const HOLDER = { host: 'one', pid: 7, since: EARLIER } as const;

function worker(seenAt: string, pid: number = HOLDER.pid): WorkerOverview {
  return {
    ...{ id: `one-${pid}-ab`, host: HOLDER.host, pid, version: '0.1.0' },
    ...{ startedAt: EARLIER, seenAt, drains: false },
  };
}

function row(number: number, state: RowState, login = CAMILLE): QueuedRow {
  return {
    ...{ portal: PORTAL, siret: siretOf(number), login, state },
    ...{ lostWorkers: 0, queuedAt: EARLIER, since: EARLIER, worker: 'one-7-ab' },
  };
}

function queue(more: Partial<ShownQueue>): ShownQueue {
  return { now: NOW, accounts: [], workers: [], rows: [], steps: new Map(), ...more };
}

function reading(shown: ShownQueue, more: Partial<KnownReading['standing']> = {}): KnownReading {
  return {
    ...{ kind: 'known', unlisted: 0, working: [], runs: [], queue: shown },
    standing: { known: 0, enrolments: [], undelivered: new Map(), gaps: new Map(), ...more },
  };
}

function commandsFor(shown: ShownQueue): (readonly string[])[] {
  return todosOf(reading(shown), PLACE).map(({ commands }) => commands);
}

test('a paused account and a parked row come before all but a refused sign-in, with what to type', () => {
  const todos = todosOf(
    reading(
      queue({
        accounts: [paused(CAMILLE, { reason: 'PASSWORD_REFUSED', since: EARLIER })],
        workers: [worker(NOW)],
        rows: [row(1, 'parked'), row(2, 'parked'), row(3, 'failed'), row(4, 'running')],
      }),
      { refusal: { login: CAMILLE, at: EARLIER } },
    ),
    PLACE,
  );
  expect(todos.map(({ what, commands }) => [what.split(':')[0], commands])).toEqual([
    [expect.stringContaining('refused'), ['raccord sign-in']],
    [
      expect.stringContaining(`No worker takes ${CAMILLE}`),
      ['raccord sign-in', `raccord queue resume --account ${CAMILLE}`],
    ],
    ['2 SIRETs parked', [`raccord queue retry --siret ${siretOf(1)} ${siretOf(2)}`]],
    [
      expect.stringContaining('One SIRET failed in the queue'),
      [`raccord queue retry --siret ${siretOf(3)}`],
    ],
  ]);
  expect(todos[1]?.what).toContain('PASSWORD_REFUSED');
  expect(todos[2]?.more).toContain('one-7-ab');
});

test('an account that this board has no configuration of is only resumed here', () => {
  const other = paused('other@exemple.fr', { reason: 'PASSWORD_REFUSED', since: EARLIER });
  expect(commandsFor(queue({ accounts: [other], workers: [worker(NOW)] }))).toEqual([
    ['raccord queue resume --account other@exemple.fr'],
  ]);
});

test('the command is for the profile of the account, not for the one that shows the queue', () => {
  const other = paused('other@exemple.fr', { reason: 'CODE_NEEDED', since: EARLIER });
  const logins = new Map([
    [CAMILLE, 'lyon'],
    ['other@exemple.fr', 'nantes'],
  ]);
  const todos = todosOf(reading(queue({ accounts: [other], workers: [worker(NOW)] })), {
    ...PLACE,
    profile: 'lyon',
    logins,
  });
  expect(todos.map(({ commands }) => commands)).toEqual([
    [
      'raccord sign-in --profile nantes',
      'raccord queue resume --account other@exemple.fr --profile nantes',
    ],
  ]);
});

test('a pause that ends by itself, or has ended, is nothing to do', () => {
  const reason = 'PORTAL_UNAVAILABLE';
  const held = { isHeld: true, holder: HOLDER };
  const accounts = [
    paused('a', { reason, since: EARLIER, until: LATER }),
    { ...paused('b', { reason, since: EARLIER, until: EARLIER }), ...held },
  ];
  expect(commandsFor(queue({ accounts, workers: [worker(NOW)] }))).toEqual([]);
});

test('an account that a person paused says so, with the command that resumes it', () => {
  const accounts = [paused(CAMILLE, { reason: 'ASKED', since: EARLIER })];
  const [todo] = todosOf(reading(queue({ accounts, workers: [worker(NOW)] })), PLACE);
  expect(todo).toMatchObject({
    what: expect.stringContaining('a person paused it'),
    commands: [`raccord queue resume --account ${CAMILLE}`],
  });
});

test('rows that wait without any worker need one, and a worker that died is none', () => {
  const accounts = [waiting(CAMILLE, 3)];
  for (const workers of [[], [worker(EARLIER)]]) {
    const [todo] = todosOf(reading(queue({ accounts, workers })), PLACE);
    expect(todo).toMatchObject({
      what: '3 SIRETs wait and no worker is running.',
      commands: ['raccord worker'],
    });
  }
});

test('an account that waits although a worker is idle is told; one that waits for a busy one is not', () => {
  const held = account('held', { isHeld: true, holder: HOLDER });
  const accounts = [waiting(CAMILLE, 3), held];
  const busy = worker(EARLIER);
  expect(commandsFor(queue({ accounts, workers: [busy] }))).toEqual([]);
  const [todo] = todosOf(reading(queue({ accounts, workers: [busy, worker(NOW, 8)] })), PLACE);
  expect(todo?.what).toContain(`${CAMILLE} has SIRETs waiting`);
});

test('a worker is alive while it holds an account, however long its SIRET takes', () => {
  const holds = [account(CAMILLE, { isHeld: true, holder: HOLDER })];
  expect(isAlive(worker(EARLIER), queue({ accounts: holds }))).toBe(true);
  expect(isAlive(worker(EARLIER, 8), queue({ accounts: holds }))).toBe(false);
});

test('the last run of a worker is not told beside the pause that it led to', () => {
  const accounts = [paused(CAMILLE, { reason: 'CODE_NEEDED', since: EARLIER })];
  const lastRun = {
    ...{ id: 'r1', command: 'worker', startedAt: EARLIER, endedAt: EARLIER, isRunning: false },
  };
  const shown = queue({ accounts, workers: [worker(NOW)] });
  const whatsFor = (exitCode: 5 | 6): number =>
    todosOf(reading(shown, { lastRun: { ...lastRun, exitCode } }), PLACE).length;
  expect([whatsFor(5), whatsFor(6)]).toEqual([1, 2]);
});

test('many rows are put back by one command', () => {
  const rows = Array.from({ length: 11 }, (_, index) => row(index + 1, 'failed'));
  expect(commandsFor(queue({ rows }))).toEqual([['raccord queue retry --all']]);
});

test('the page of a SIRET tells of its own row alone', () => {
  const shown = queue({
    accounts: [paused(CAMILLE, { reason: 'ASKED', since: EARLIER }), waiting('other', 1)],
    rows: [row(1, 'parked'), row(2, 'parked')],
  });
  expect(todosAbout(siretOf(2), reading(shown), PLACE).map(({ commands }) => commands)).toEqual([
    [`raccord queue retry --siret ${siretOf(2)}`],
  ]);
});

test('metrics tell what waits and since when, what is paused and why, and how many workers run', () => {
  const text = prometheusText(
    queueMetrics(
      queue({
        accounts: [
          waiting(CAMILLE, 3),
          paused('b', { reason: 'PASSWORD_REFUSED', since: EARLIER }),
          paused('c', { reason: 'PORTAL_UNAVAILABLE', since: EARLIER, until: EARLIER }),
        ],
        workers: [worker(NOW), worker(EARLIER, 8)],
      }),
    ),
  );
  const since = Date.parse(EARLIER) / 1000;
  for (const line of [
    `raccord_queue_rows{account="${CAMILLE}",state="waiting"} 3`,
    `raccord_queue_waiting_since_timestamp_seconds{account="${CAMILLE}"} ${since}`,
    `raccord_queue_paused_since_timestamp_seconds{account="b",reason="PASSWORD_REFUSED"} ${since}`,
    `raccord_queue_held{account="${CAMILLE}"} 0`,
    'raccord_queue_workers 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).not.toContain('account="c",reason');
});
