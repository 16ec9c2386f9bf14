import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RaccordError } from '../errors/raccord-error.ts';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import {
  isSurelyDead,
  thisProcess,
  type ProcessIdentity,
} from '../ledger/lease/process-identity.ts';
import type { Timetable } from './timetable.ts';
import { jsonText } from '../domain/json.ts';

const memory = z.object({
  version: z.literal(1),
  expressions: z.array(z.string()),
  timezone: z.string(),
  /** All runs due before this time were started or reported as missed. */
  handledUntil: z.iso.datetime(),
  /** The watching process; absent after it ended normally. */
  watcher: z
    .object({
      pid: z.number(),
      host: z.string(),
      start: z.string().optional(),
      space: z.string().optional(),
      since: z.iso.datetime(),
    })
    .optional(),
  lastRun: z
    .object({
      startedAt: z.iso.datetime(),
      endedAt: z.iso.datetime(),
      exitCode: z.number(),
    })
    .optional(),
});

type Memory = z.infer<typeof memory>;

type LastRun = NonNullable<Memory['lastRun']>;

/**
 * State of a schedule that survives restarts: a small file in `RACCORD_HOME/schedule` for each
 * scheduled command with its flags.
 */
export class ScheduleState {
  readonly file: string;
  /** Time at which this process began to watch. */
  readonly since: Date;
  readonly #timetable: Timetable;
  #memory: Memory;
  #written: Promise<void> = Promise.resolve();
  readonly #handledBefore: Date | undefined;

  private constructor(file: string, timetable: Timetable, now: Date, before: Memory | undefined) {
    const { expressions, timezone } = timetable;
    this.file = file;
    this.since = now;
    this.#timetable = timetable;
    this.#memory = {
      version: 1,
      expressions: [...expressions],
      timezone,
      handledUntil: now.toISOString(),
      watcher: { ...thisProcess(), since: now.toISOString() },
      lastRun: before?.lastRun,
    };
    // A different timetable had other runs due.
    const same =
      before?.timezone === timezone && before.expressions.join('\n') === expressions.join('\n');
    this.#handledBefore = same ? new Date(before.handledUntil) : undefined;
  }

  /**
   * Opens the state and marks this process as its watcher.
   * @param line the command with its flags.
   * @throws RaccordError HOME_LOCKED if a living process already runs the same schedule;
   * UnwritableError.
   */
  static async open(
    home: string,
    line: readonly string[],
    timetable: Timetable,
    now: Date,
  ): Promise<ScheduleState> {
    const folder = join(home, 'schedule');
    const digest = createHash('sha256').update(JSON.stringify(line)).digest('hex').slice(0, 8);
    const file = join(folder, `${line[0] ?? ''}-${digest}.json`);
    await makePrivateFolder(folder);
    const before = await read(file);
    refuseSecondWatcher(before?.watcher);
    const opened = new ScheduleState(file, timetable, now, before);
    await opened.#write();
    return opened;
  }

  /** Returns the first `most` runs that were due while no process watched. */
  missed(most: number): Date[] {
    const from = this.#handledBefore;
    return from === undefined ? [] : this.#timetable.dueBetween(from, this.since, most);
  }

  /** @throws UnwritableError */
  async handled(until: Date): Promise<void> {
    await this.#change({ handledUntil: until.toISOString() });
  }

  /** @throws UnwritableError */
  async ended(lastRun: LastRun): Promise<void> {
    await this.#change({ lastRun });
  }

  /** Records that no process watches any more. @throws UnwritableError */
  async close(until: Date): Promise<void> {
    await this.#change({ watcher: undefined, handledUntil: until.toISOString() });
  }

  async #change(change: Partial<Memory>): Promise<void> {
    this.#memory = { ...this.#memory, ...change };
    await this.#write();
  }

  /** Writes in order, so that the last change is the one that is kept. */
  async #write(): Promise<void> {
    const write = (): Promise<void> =>
      writeDurably(this.file, Buffer.from(`${jsonText(this.#memory, 2)}\n`));
    this.#written = this.#written.then(write, write);
    await this.#written;
  }
}

/** Reads the state, or returns `undefined` if the file is missing or invalid: no run was missed. */
async function read(file: string): Promise<Memory | undefined> {
  try {
    return memory.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function refuseSecondWatcher(watcher: Memory['watcher']): void {
  if (watcher === undefined) return;
  const own = thisProcess();
  // An earlier version of raccord told no space.
  const { pid, host, start, since, space = own.space } = watcher;
  // Of an ended container, as a rule: its end cannot be checked. A run of its own finds the home locked.
  if (host !== own.host || space !== own.space || pid === own.pid) return;
  const identity: ProcessIdentity = { pid, host, start, space };
  if (isSurelyDead(identity)) return;
  throw new RaccordError('HOME_LOCKED', { holder: { pid, host, since, command: 'schedule' } });
}
