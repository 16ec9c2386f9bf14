import type { PauseReason, RowReason, RowState } from '../../domain/account-queue.ts';

const siret = (count: number): string => `${count} SIRET`;

/** Messages about the queue that several machines share, and its workers. */
export const queueTextsEn = {
  help: {
    queueOption: 'put the rows in the queue of the workers, and end',
    worker: 'take accounts from the queue, enrol what waits',
    once: 'end once there is nothing it can take',
    queue: 'what waits for workers, and who works on what',
    list: 'accounts, workers, and every row that does not merely wait',
    pause: 'have no worker take an account; the row that is worked on is finished',
    resume: 'let workers take an account again',
    retry: 'put failed and parked rows back',
    retryAll: 'every failed and parked one',
    drain: 'ask workers to end, each after the row that it works on',
    drainWorker: 'one worker, by its name (default: all)',
    account: 'the administrator’s login (default: CHORUS_LOGIN)',
  },
  queued: (count: number) => `Queued: ${siret(count)}.`,
  known: (count: number) => `In the queue already: ${siret(count)}.`,
  knownRow: (row: { siret: string; state: string; login: string }) =>
    `  ${row.siret}: ${row.state}, ${row.login}`,
  states: {
    waiting: 'waiting',
    running: 'being worked on',
    done: 'done',
    failed: 'failed',
    parked: 'parked',
  } satisfies Record<RowState, string> as Readonly<Record<RowState, string>>,
  /** Codes are not translated. */
  reason: (code: RowReason | PauseReason): string =>
    code === 'WORKERS_LOST'
      ? 'WORKERS_LOST: three workers vanished while they worked on it'
      : code === 'ASKED'
        ? 'asked for by a person'
        : code,
  oldNode: (version: string, needed: string) =>
    `pg-boss declares Node ${needed} or later, and this is ${version}. It works, and is not supported by its authors.`,
  started: (worker: string, accounts: readonly string[]) =>
    `Worker ${worker}: ${accounts.join(', ')}`,
  taken: (login: string, waiting: number) => `${login}: taken, ${siret(waiting)} to do`,
  stopping: 'No further row is begun; the worker ends after those it works on.',
  pausedNow: (login: string, command: string) =>
    `${login} is paused. Once what is said above is mended: ${command}`,
  later: (login: string, code: string) => `${login}: ${code}; tried again later`,
  unreachable: 'The database does not answer; the worker tries again.',
  parkedNow: (sirets: readonly string[], command: string) =>
    `Parked, since three workers vanished while they worked on it: ${sirets.join(', ')}. To try again: ${command}`,
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
    standing: 'Standing',
  },
  heldBy: (host: string, pid: number, since: string) => `${host} (pid ${pid}) since ${since}`,
  paused: (reason: string, since: string, until: string | undefined) =>
    `paused since ${since}${until === undefined ? '' : ` until ${until}`}: ${reason}`,
  pinned: (host: string) => `only on ${host}, where a person signed in`,
  workers: { id: 'Worker', seen: 'Last seen', standing: 'Standing' },
  draining: 'ends after its row',
  rows: { siret: 'SIRET', login: 'Account', state: 'State', since: 'Since', why: 'Why' },
  next: (command: string) => `Next: ${command}`,
  isPaused: (login: string) => `${login} is paused.`,
  isResumed: (login: string) => `${login} may be taken again.`,
  wasNotPaused: (login: string) => `${login} was not paused.`,
  retryWhile: (count: number) => `Put back: ${siret(count)}.`,
  asked: (workers: readonly string[]) =>
    `Asked to end: ${workers.length === 0 ? 'none, there is no worker' : workers.join(', ')}`,
};
