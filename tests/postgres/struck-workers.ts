import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type DatabaseWay, type Place } from '../../fixtures/playwright/machines.ts';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { stateOf } from '../../fixtures/playwright/stopped-process.ts';
import { verdictOn, type RosterVerdict } from './roster-verdict.ts';

/** What happens to a worker right after one of its durable writes. */
export type Fault = 'killed' | 'stopped' | 'cut off';

export const FAULTS: readonly Fault[] = ['killed', 'stopped', 'cut off'];

/** Shorter than the product's own 30 seconds, so that the other worker takes over sooner. */
const LEASE_MS = 8_000;

/** Longer than a worker needs for the whole roster on a busy machine. */
const STRIKE_TIMEOUT_MS = 300_000;

/** The last write of a worker that was asked to end. */
const LAST_WRITE = 'queue_workers deleted';

interface Worker {
  readonly running: Running;
  readonly way: DatabaseWay;
  readonly writesFile: string;
}

/**
 * Has one worker after another meet a fault right after one of its durable writes. A second one always
 * runs beside it, takes over by itself, and is the next to be struck; the last one finishes the roster.
 * @param writes the name of the write for each worker, as `database-hook` has them.
 * @param told is told of each write that a worker was struck at.
 * @returns what is on the portal and in the vault then.
 */
export async function workThrough(
  place: Place,
  sirets: readonly string[],
  fault: Fault,
  writes: readonly string[],
  told: (write: string) => void = () => undefined,
): Promise<RosterVerdict> {
  const crew = new Crew(place, fault);
  await queueRoster(place, sirets);
  let worker = await crew.start(writes[0]);
  for (const [index, write] of writes.entries()) {
    await crew.untilAtWork(worker);
    const other = await crew.start(writes[index + 1]);
    await crew.strike(worker, write);
    told(write);
    // Those that come next need work to do, if only to find that nothing is left.
    if (await isAllDone(place)) await queueRoster(place, sirets);
    worker = other;
  }
  await untilAllDone(place, worker);
  const printed = await crew.end(worker);
  return verdictOn(place, sirets, printed);
}

/**
 * Has one worker do a roster, and be asked to end once it has nothing left to do.
 * @returns the names of its durable writes.
 */
export async function workUndisturbed(place: Place, sirets: readonly string[]): Promise<string[]> {
  const crew = new Crew(place, 'killed');
  await queueRoster(place, sirets);
  const worker = await crew.start(undefined);
  const writes = (): Promise<string> => readFile(worker.writesFile, 'utf8');
  await expect.poll(writes, { timeout: STRIKE_TIMEOUT_MS }).toContain('offer settled');
  expect(await isAllDone(place)).toBe(true);
  await crew.end(worker);
  return (await writes()).trimEnd().split('\n');
}

/** The workers of a test. */
class Crew {
  readonly #place: Place;
  readonly #fault: Fault;
  readonly #all: Worker[] = [];
  readonly #asked = new Set<Worker>();
  /** Those that stand still or are cut off. */
  #struck: Worker[] = [];

  constructor(place: Place, fault: Fault) {
    this.#place = place;
    this.#fault = fault;
  }

  /** Starts a worker on a machine of its own, which is to be struck right after a write. */
  async start(write: string | undefined): Promise<Worker> {
    const { database, folder, start } = this.#place;
    const machine = `machine-${this.#all.length + 1}`;
    const way = await database.openWay();
    const writesFile = join(folder, `${machine}.writes`);
    await writeFile(writesFile, '');
    const running = start(machine, ['worker', '--verbose', '--min-interval', '0s'], {
      RACCORD_DATABASE_URL: way.url,
      RACCORD_WRITES_FILE: writesFile,
      RACCORD_LEASE_MS: String(LEASE_MS),
      RACCORD_SIGNAL: this.#fault === 'killed' ? 'SIGKILL' : 'SIGSTOP',
      ...(write !== undefined && { RACCORD_SIGNAL_AT: write }),
    });
    const worker = { running, way, writesFile };
    this.#all.push(worker);
    if (write === LAST_WRITE) {
      await expect.poll(() => readFile(writesFile, 'utf8')).toContain('queue_workers seen_at');
      this.#askToEnd(worker);
    }
    return worker;
  }

  /** Waits until a worker holds the account; those that it has taken over from go on then. */
  async untilAtWork(worker: Worker): Promise<void> {
    const isAtWork = async (): Promise<boolean> =>
      (await stateOf(worker.running)) !== 'runs' || (await this.#holdsAccount(worker));
    await expect.poll(isAtWork, { timeout: STRIKE_TIMEOUT_MS, intervals: [250] }).toBe(true);
    if (await this.#holdsAccount(worker)) this.#goOn();
  }

  /** Waits until a worker has made its write, and does the rest of what happens to it. */
  async strike(worker: Worker, write: string): Promise<void> {
    const { running, way, writesFile } = worker;
    const isStruck = async (): Promise<boolean> => (await stateOf(running)) !== 'runs';
    await expect
      .poll(isStruck, { timeout: STRIKE_TIMEOUT_MS, intervals: [250], message: `no ${write}` })
      .toBe(true);
    const written = await readFile(writesFile, 'utf8');
    expect(written.trimEnd().split('\n').at(-1), running.printed()).toBe(write);
    if (this.#fault === 'killed') {
      expect((await running.finished).exitCode).toBe(null);
      return;
    }
    expect(await stateOf(running), running.printed()).toBe('stands still');
    if (this.#fault === 'cut off') {
      way.proxy.cut();
      running.kill('SIGCONT');
    }
    this.#struck.push(worker);
  }

  /** Ends all workers; the last one has done its work. Returns all that they printed. */
  async end(last: Worker): Promise<string> {
    this.#goOn();
    this.#askToEnd(last);
    const ends = await Promise.all(this.#all.map(({ running }) => running.finished));
    for (const [index, { exitCode, stderr }] of ends.entries()) {
      const isLast = this.#all[index] === last;
      const expected = isLast ? [0] : this.#fault === 'killed' ? [null] : [0, 1];
      expect(expected, stderr).toContain(exitCode);
    }
    return ends.map(({ stdout, stderr }) => stdout + stderr).join('\n');
  }

  /** Lets those that were struck go on, and asks them to end. */
  #goOn(): void {
    for (const worker of this.#struck) {
      worker.way.proxy.mend();
      this.#askToEnd(worker);
      worker.running.kill('SIGCONT');
    }
    this.#struck = [];
  }

  /** Asks a worker to end after the row in hand; to ask twice would end it within the row. */
  #askToEnd(worker: Worker): void {
    if (this.#asked.has(worker)) return;
    this.#asked.add(worker);
    worker.running.kill('SIGTERM');
  }

  async #holdsAccount({ running }: Worker): Promise<boolean> {
    const { server, schema } = this.#place;
    const { rows } = await server.asSuperuser(schema, (client) =>
      client.query<{ pid: number }>(
        `select pid from leases where name like 'writer:%' and holder <> ''`,
      ),
    );
    return rows.some(({ pid }) => pid === running.pid);
  }
}

async function queueRoster({ on, folder }: Place, sirets: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'roster.csv'), `siret\n${sirets.join('\n')}\n`);
  const queued = await on('desk', ['batch', '--input', 'roster.csv', '--queue']);
  expect(queued.exitCode, queued.stderr).toBe(0);
}

async function isAllDone(place: Place): Promise<boolean> {
  return (await statesOf(place)).every((state) => state === 'done');
}

async function untilAllDone(place: Place, { running }: Worker): Promise<void> {
  await expect
    .poll(() => statesOf(place).then((states) => states.join(' ')), {
      timeout: STRIKE_TIMEOUT_MS,
      intervals: [1_000],
      message: running.printed().slice(-4_000),
    })
    .toMatch(/^done(?: done)*$/u);
}

async function statesOf({ server, schema }: Place): Promise<string[]> {
  const { rows } = await server.asSuperuser(schema, (client) =>
    client.query<{ state: string }>('select state from queue_rows order by siret'),
  );
  return rows.map(({ state }) => state);
}
