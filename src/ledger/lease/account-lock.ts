import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { isRaccordError, RaccordError } from '../../errors/errors.ts';
import type { Holder } from '../../domain/holder.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { systemCodeOf } from '../../errors/unwritable-reason.ts';
import { accountDigest, portalDigest } from './account-digest.ts';
import { isSurelyDead, thisProcess } from './process-identity.ts';

export interface AccountLockOptions {
  /** The user's, whatever the home (`Config.stateFolder`). */
  readonly folder: string;
  /** The portal's host, with its port where it has one. */
  readonly portal: string;
  /** The administrator's; absent where a person signs in, and any of them may be meant. */
  readonly login?: string;
  readonly home: string;
  /** raccord's command, for who meets the lock. */
  readonly command: string;
  readonly clock: Clock;
}

/** A holder writes who it is right after it has taken the lock: it is looked for so often. */
const LOOKS = 20;
const LOOK_MS = 50;

/** SQLite's locks on a file, by the transaction that holds them. */
const SHARED = 'begin; select 1 from sqlite_master';
const RESERVED = 'begin immediate';
const EXCLUSIVE = 'begin exclusive';

const holderShape = z.object({
  pid: z.int(),
  host: z.string(),
  start: z.string().optional(),
  since: z.string(),
  command: z.string(),
  home: z.string(),
});

/**
 * Takes the lock of an administrator's account on a portal, so that one process of this user writes
 * there at a time, from whatever home: two homes do not know of each other's intents. Without a login
 * the lock is the whole portal's, and keeps every account of it out.
 *
 * The operating system holds it, for SQLite's open transaction, until the process gives it back or
 * ends, however it ends. A process that sleeps keeps it.
 * @throws RaccordError ACCOUNT_LOCKED where another process holds it, STATE_UNWRITABLE.
 */
export async function acquireAccountLock(options: AccountLockOptions): Promise<AccountLock> {
  const { folder, login, home, command, clock } = options;
  const { ofPortal, own } = namesOf(options);
  return orUnwritable(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const held: Database[] = [];
    try {
      for (const [name, lock] of login === undefined
        ? [[ofPortal, EXCLUSIVE] as const]
        : [[ofPortal, SHARED] as const, [own, RESERVED] as const]) {
        const database = locked(join(folder, `${name}.lock`), lock);
        if (database === undefined) throw await accountLocked(options);
        held.push(database);
      }
      const note = join(folder, `${own}.json`);
      const holder = { ...thisProcess(), since: clock.now().toISOString(), command, home };
      await writeFile(note, JSON.stringify(holder), { mode: 0o600 });
      return new AccountLock(held, note);
    } catch (error) {
      for (const database of held) database.close();
      throw error;
    }
  });
}

/** A lock that is held until it is given back, or its process ends. */
export class AccountLock {
  readonly #held: readonly Database[];
  readonly #note: string;

  /** @param note the file that names the holder. */
  constructor(held: readonly Database[], note: string) {
    this.#held = held;
    this.#note = note;
  }

  /**
   * Gives it back. The files that were locked stay: another process may be about to lock them.
   * @throws RaccordError STATE_UNWRITABLE where the note of its holder could not be removed.
   */
  async release(): Promise<void> {
    try {
      await orUnwritable(this.#note, () => rm(this.#note, { force: true }));
    } finally {
      for (const database of this.#held) database.close();
    }
  }
}

/** Locks a file, which is made where it is missing; undefined where another process is in the way. */
function locked(file: string, lock: string): Database | undefined {
  make(file);
  let database: Database | undefined;
  try {
    database = new Sqlite(file, { timeout: 0, fileMustExist: true });
    // Nothing is ever written, so nothing is left beside it by a process that is killed.
    database.pragma('journal_mode = memory');
    database.exec(lock);
    return database;
  } catch (error) {
    database?.close();
    if (systemCodeOf(error)?.startsWith('SQLITE_BUSY') === true) return undefined;
    throw new UnwritableError(file, error);
  }
}

/** A file that is there is not opened: closing it again would end the lock that this process has on it. */
function make(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw new UnwritableError(file, error);
  }
}

async function accountLocked(options: AccountLockOptions): Promise<RaccordError> {
  const { portal, login, clock } = options;
  const known = { portal, ...(login !== undefined && { login }) };
  for (let look = 1; ; look += 1) {
    const holder = await findHolder(options);
    if (holder !== undefined) return new RaccordError('ACCOUNT_LOCKED', { ...known, holder });
    if (look === LOOKS) return new RaccordError('ACCOUNT_LOCKED', known);
    await clock.sleep(LOOK_MS);
  }
}

/** A living process that says it holds what is in the way; undefined where none does yet. */
async function findHolder(options: AccountLockOptions): Promise<Holder | undefined> {
  const { folder, login } = options;
  const { ofPortal, own } = namesOf(options);
  const notes =
    login === undefined
      ? (await readdir(folder)).filter((name) => name.startsWith(ofPortal) && /json$/u.test(name))
      : [`${own}.json`, `${ofPortal}.json`];
  const holders = await Promise.all(notes.map((note) => readHolder(join(folder, note))));
  return holders.find((holder) => holder !== undefined);
}

async function readHolder(note: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(note, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw new UnwritableError(note, error);
  }
  const read = holderShape.safeParse(parsed(text));
  if (!read.success) return undefined;
  const { start, ...holder } = read.data;
  // Who was killed has left its note behind.
  return isSurelyDead({ ...holder, ...(start !== undefined && { start }) }) ? undefined : holder;
}

/** Undefined where the text is not whole yet. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Says of a folder that takes no writing that it is this one, not the home. */
async function orUnwritable<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOfDisk = error instanceof UnwritableError || systemCodeOf(error) !== undefined;
    if (isRaccordError(error) || !isOfDisk) throw error;
    const told = error instanceof UnwritableError ? error : new UnwritableError(place, error);
    const { path, why, reason } = told;
    throw new RaccordError('STATE_UNWRITABLE', { path, why, reason }, error);
  }
}

/** The names of the portal's files and of the account's. */
function namesOf({ portal, login }: AccountLockOptions): { ofPortal: string; own: string } {
  const ofPortal = `account-${portalDigest(portal)}`;
  if (login === undefined) return { ofPortal, own: ofPortal };
  return { ofPortal, own: `account-${accountDigest({ portal, login })}` };
}
