import type { PauseReason, RowReason, RowState } from '../../domain/account-queue.ts';
import { siretCount } from './siret-count.en.ts';

/** Messages about the queue that several machines share, and its workers. */
export const queueTextsEn = {
  help: {
    queueOption: 'put the rows in the workers’ queue, and exit',
    worker: 'take accounts from the queue, enrol their SIRETs',
    once: 'exit once there is nothing left to take',
    queue: 'show what waits for workers, and who works on what',
    list: 'list accounts, workers, and every row that is not just waiting',
    pause: 'stop workers from taking an account; its current row is finished',
    resume: 'let workers take an account again',
    retry: 'put failed and parked rows back in the queue',
    retryAll: 'all failed and parked rows',
    drain: 'ask workers to stop, each after its current row',
    drainWorker: 'only this worker, by name (default: all)',
    account: 'the administrator’s login (default: CHORUS_LOGIN)',
  },
  queued: (count: number) => `Queued: ${siretCount(count)}.`,
  known: (count: number) => `In the queue already: ${siretCount(count)}.`,
  knownRow: (row: { siret: string; state: string; login: string }) =>
    `  ${row.siret}: ${row.state}, ${row.login}`,
  states: {
    waiting: 'waiting',
    running: 'in progress',
    done: 'done',
    failed: 'failed',
    parked: 'parked',
  } satisfies Record<RowState, string> as Readonly<Record<RowState, string>>,
  /** Codes are not translated. */
  reason: (code: RowReason | PauseReason): string =>
    code === 'WORKERS_LOST'
      ? 'WORKERS_LOST: three workers disappeared while working on it'
      : code === 'ASKED'
        ? 'asked for by a person'
        : code,
  oldNode: (version: string, needed: string) =>
    `pg-boss requires Node ${needed} or later, and this is ${version}. It works, but its authors do not support it.`,
  started: (worker: string, accounts: readonly string[]) =>
    `Worker ${worker}: ${accounts.join(', ')}`,
  taken: (login: string, waiting: number) => `${login}: taken, ${siretCount(waiting)} to do`,
  stopping: 'No other row is started; the worker stops after its current rows.',
  pausedNow: (login: string, command: string) =>
    `${login} is paused. Once the problem above is fixed: ${command}`,
  later: (login: string, code: string) => `${login}: ${code}; tried again later`,
  unreachable: 'The database does not answer; the worker keeps trying.',
  parkedNow: (sirets: readonly string[], command: string) =>
    `Parked, since three workers disappeared while working on it: ${sirets.join(', ')}. To try again: ${command}`,
  noSession: (login: string, command: string) =>
    `${login}: no code can be computed for it (CHORUS_TOTP_SECRET) and nobody has signed in here, so this worker does not take it. Sign in: ${command}`,
  empty: 'The queue is empty.',
  noWorker: 'No worker is running.',
  accounts: {
    login: 'Account',
    waiting: 'Waiting',
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    parked: 'Parked',
    standing: 'Status',
  },
  heldBy: (host: string, pid: number, since: string) => `${host} (pid ${pid}) since ${since}`,
  paused: (reason: string, since: string, until: string | undefined) =>
    `paused since ${since}${until === undefined ? '' : ` until ${until}`}: ${reason}`,
  pinned: (host: string) => `only on ${host}, where a person signed in`,
  workers: { id: 'Worker', seen: 'Last seen', standing: 'Status' },
  draining: 'stops after its current row',
  rows: { siret: 'SIRET', login: 'Account', state: 'State', since: 'Since', why: 'Why' },
  next: (command: string) => `Next: ${command}`,
  isPaused: (login: string) => `${login} is paused.`,
  isResumed: (login: string) => `${login} may be taken again.`,
  wasNotPaused: (login: string) => `${login} was not paused.`,
  retryWhile: (count: number) => `Put back: ${siretCount(count)}.`,
  asked: (workers: readonly string[]) =>
    `Asked to stop: ${workers.length === 0 ? 'none, no worker is running' : workers.join(', ')}`,
};
