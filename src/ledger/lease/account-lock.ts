import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { Holder } from '../../domain/holder.ts';
import { UnwritableError, systemCodeOf } from '../../errors/unwritable-error.ts';
import { accountDigest, portalDigest } from './account-lease.ts';
import { isSurelyDead, thisProcess } from './process-identity.ts';
import { jsonText, parseJson } from '../../domain/json.ts';

export interface AccountLockOptions {
  /** The user's folder, common to all homes (`Config.stateFolder`). */
  readonly folder: string;
  /** The portal's host, with its port if it has one. */
  readonly portal: string;
  /** The administrator's; absent if a person signs in, with any account. */
  readonly login?: string;
  readonly home: string;
  /** raccord's command, shown to a process that finds the lock held. */
  readonly command: string;
  readonly clock: Clock;
}

/** Maximum number of reads of a holder's note, written right after the lock is acquired. */
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
  space: z.string().optional(),
  since: z.string(),
  command: z.string(),
  home: z.string(),
});

/**
 * Acquires the lock of an administrator's account on a portal, so that one process of this user
 * writes there at a time, from any home: homes do not know of each other's intents. Without a login
 * the lock covers the whole portal, and excludes every account of it.
 *
 * The operating system holds it, for SQLite's open transaction, until the process releases it or
 * ends in any way. A suspended process keeps it.
 * @throws RaccordError ACCOUNT_LOCKED if another process holds it, STATE_UNWRITABLE.
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
      await writeFile(note, jsonText(holder), { mode: 0o600 });
      return new AccountLock(held, note);
    } catch (error) {
      for (const database of held) database.close();
      throw error;
    }
  });
}

/** A lock that is held until it is released, or its process ends. */
export class AccountLock {
  readonly #held: readonly Database[];
  readonly #note: string;

  /** @param note the path of the file that names the holder. */
  constructor(held: readonly Database[], note: string) {
    this.#held = held;
    this.#note = note;
  }

  /**
   * Releases the lock. The locked files stay: another process may be about to lock them.
   * @throws RaccordError STATE_UNWRITABLE if the holder's note could not be removed.
   */
  async release(): Promise<void> {
    try {
      await orUnwritable(this.#note, () => rm(this.#note, { force: true }));
    } finally {
      for (const database of this.#held) database.close();
    }
  }
}

/** Locks a file, creating it if missing; returns `undefined` if another process prevents it. */
function locked(file: string, lock: string): Database | undefined {
  make(file);
  let database: Database | undefined;
  try {
    database = new Sqlite(file, { timeout: 0, fileMustExist: true });
    // Nothing is ever written, so a killed process leaves no journal behind.
    database.pragma('journal_mode = memory');
    database.exec(lock);
    return database;
  } catch (error) {
    database?.close();
    if (systemCodeOf(error)?.startsWith('SQLITE_BUSY') === true) return undefined;
    throw new UnwritableError(file, error);
  }
}

/** Creates a missing file: opening and closing an existing one would end this process's lock. */
function make(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw new UnwritableError(file, error);
  }
}

async function accountLocked(options: AccountLockOptions): Promise<AnyRaccordError> {
  const { portal, login, clock } = options;
  for (let look = 1; ; look += 1) {
    const holder = await findHolder(options);
    if (holder !== undefined) return new RaccordError('ACCOUNT_LOCKED', { portal, login, holder });
    if (look === LOOKS) return new RaccordError('ACCOUNT_LOCKED', { portal, login });
    await clock.sleep(LOOK_MS);
  }
}

/** Finds the living process that holds the lock; `undefined` if none has written its note yet. */
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
  // Another process may be writing it: an incomplete note names nobody.
  const read = holderShape.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { start, space, ...holder } = read.data;
  // A killed process has left its note behind.
  return isSurelyDead({ ...holder, start, space }) ? undefined : holder;
}

/** Reports an unwritable folder as the state folder, not the home. */
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

/** Returns the names of the portal's files and of the account's. */
function namesOf({ portal, login }: AccountLockOptions): { ofPortal: string; own: string } {
  const ofPortal = `account-${portalDigest(portal)}`;
  if (login === undefined) return { ofPortal, own: ofPortal };
  return { ofPortal, own: `account-${accountDigest({ portal, login })}` };
}
