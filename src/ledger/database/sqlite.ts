import { randomBytes } from 'node:crypto';
import { chmod, link, open, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import type { Clock } from '../../domain/clock.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { UnwritableError, systemCodeOf } from '../../errors/unwritable-error.ts';
import { flushFolder, makePrivateFolder } from '../../files/durable-file.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import type { LedgerBackend, LedgerCheck, SchemaWords } from './backend.ts';
import { remoteFolder } from './file-system.ts';
import { ImmediateSqliteDialect } from './immediate-dialect.ts';
import { migrate, migrationNames, schemaStatus } from './migrations.ts';
import type { LedgerSchema } from './schema.ts';
import { ifPresent } from '../../files/if-present.ts';

/** 'RACC' in the file's header: distinguishes a ledger from any other SQLite file. */
const APPLICATION_ID = 0x52414343;

/** SQLite's default, with which a new ledger is created. */
const PAGE_BYTES = 4096;

const BUSY_TIMEOUT_MS = 5000;

/** `PRAGMA synchronous` returns 2 for FULL. */
const FULL = 2;

/**
 * Opens the ledger's file; creates it (0600, in a folder made 0700) if it is missing.
 * @throws RaccordError LEDGER_UNSAFE if durability is not guaranteed: a network file system,
 * settings that do not take effect. HOME_UNWRITABLE if it cannot be written. LEDGER_DAMAGED if the
 * file is not whole; it is never created again.
 */
export async function openFile(path: string, clock: Clock): Promise<LedgerBackend> {
  const file = resolve(path);
  try {
    await makePrivateFolder(dirname(file));
    const remote = await remoteFolder(dirname(file));
    if (remote !== undefined) throw unsafe(file, remote);
    // The journal first: a run that ends now deletes it after writing it into the file.
    const journal = await sizeOf(`${file}-wal`);
    const size = await sizeOf(file);
    if (size === undefined) {
      if (journal !== undefined) throw damaged(file, 'the file is gone, its journal is here');
      await create(file);
    } else if (size === 0) {
      // Checked here, since SQLite deletes the journal of an empty file.
      throw damaged(file, 'the file is empty');
    } else if (journal === undefined && size % PAGE_BYTES !== 0) {
      // SQLite accepts a truncated last page; only a journal can explain one.
      throw damaged(file, 'the file is cut short');
    }
    return new FileBackend(await connect(file), file, clock);
  } catch (error) {
    if (isRaccordError(error)) throw error;
    throw translated(file, error);
  }
}

/**
 * Opens the ledger's file read-only: nothing is created, migrated or changed.
 * @returns `undefined` if there is no file.
 * @throws RaccordError as {@link openFile}.
 */
export async function openFileToRead(
  path: string,
  clock: Clock,
): Promise<LedgerBackend | undefined> {
  const file = resolve(path);
  try {
    if ((await sizeOf(file)) === undefined) {
      if ((await sizeOf(`${file}-wal`)) === undefined) return undefined;
      throw damaged(file, 'the file is gone, its journal is here');
    }
    const connection = new Sqlite(file, {
      ...{ readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS },
    });
    const database = new Kysely<LedgerSchema>({ dialect: new ImmediateSqliteDialect(connection) });
    try {
      expectLedger(file, connection);
      await expectSchema(file, database);
      return new FileBackend(database, file, clock);
    } catch (error) {
      await database.destroy();
      throw error;
    }
  } catch (error) {
    if (isRaccordError(error)) throw error;
    throw translated(file, error);
  }
}

/** A ledger in one machine's file, with known processes and a single clock. */
export class FileBackend implements LedgerBackend {
  readonly database: Kysely<LedgerSchema>;
  readonly place: string;
  readonly isShared = false;
  readonly #clock: Clock;

  constructor(database: Kysely<LedgerSchema>, file: string, clock: Clock) {
    this.database = database;
    this.place = file;
    this.#clock = clock;
  }

  now(): Promise<Date> {
    return Promise.resolve(this.#clock.now());
  }

  version(): Promise<string> {
    return this.#pragma('data_version');
  }

  /** Reads every page and every index. */
  async check(): Promise<LedgerCheck> {
    const verdict = await this.#pragma('integrity_check(3)');
    const journal = await this.#pragma('journal_mode');
    const synchronous = (await this.#pragma('synchronous')) === String(FULL) ? 'full' : 'not full';
    return {
      isSafe: verdict === 'ok' && journal === 'wal' && synchronous === 'full',
      found: `integrity ${verdict}, ${journal}, ${synchronous}`,
    };
  }

  async #pragma(name: string): Promise<string> {
    const { rows } = await sql
      .raw<Record<string, unknown>>(`pragma ${name}`)
      .execute(this.database);
    return rows.flatMap((row) => Object.values(row).map(String)).join(', ');
  }
}

const WORDS: SchemaWords = {
  numbered: (column) => column.autoIncrement(),
  later: 'max',
  forbidChange: (table) =>
    ['update', 'delete'].map(
      (change) => `create trigger ${table}_no_${change} before ${change} on ${table}
      begin select raise(abort, '${table} is append-only'); end`,
    ),
  own: {},
};

/**
 * Creates a complete ledger under another name, then links it to its own: an empty or partial file
 * is always damage, and of two processes that create one the second uses the first's.
 */
async function create(file: string): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}-${randomBytes(4).toString('hex')}`);
  try {
    await (await open(draft, 'wx', 0o600)).close();
    await (await connect(draft, 'new')).destroy();
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
    await link(draft, file).catch((error: unknown) => {
      if (systemCodeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  await flushFolder(dirname(file));
}

async function connect(
  file: string,
  age: 'new' | 'known' = 'known',
): Promise<Kysely<LedgerSchema>> {
  // Before it is opened: SQLite gives -wal and -shm the mode of the file.
  await chmod(file, 0o600);
  if (age === 'known') checkWhole(file);
  const connection = new Sqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    if (age === 'new') mark(connection);
    configure(file, connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  const database = new Kysely<LedgerSchema>({ dialect: new ImmediateSqliteDialect(connection) });
  try {
    await migrate(database, WORDS);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

function mark(connection: Database): void {
  connection.pragma(`page_size = ${PAGE_BYTES}`);
  connection.pragma(`application_id = ${APPLICATION_ID}`);
}

/**
 * Checks a file over a read-only connection: a writable one would, when closed, write the journal
 * into a damaged file and delete it, and neither could be repaired any more.
 */
function checkWhole(file: string): void {
  const connection = new Sqlite(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    expectLedger(file, connection);
    const verdict = connection.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw damaged(file, String(verdict));
  } finally {
    connection.close();
  }
}

/** Checks the schema's version: a read-only connection cannot migrate. */
async function expectSchema(file: string, database: Kysely<LedgerSchema>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
  const executed = rows.map(({ name }) => name);
  const standing = schemaStatus(executed, migrationNames(WORDS));
  if (standing.kind === 'newer') throw unsafe(file, `not known: ${standing.unknown.join(', ')}`);
  if (standing.kind === 'older') {
    const missing = standing.missing.join(', ');
    throw unsafe(file, `not there yet: ${missing} ("raccord status" brings it up to date)`);
  }
}

function expectLedger(file: string, connection: Database): void {
  if (connection.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  throw damaged(file, 'it is not a ledger');
}

/**
 * Sets the options of a connection. `synchronous` belongs to the connection, not to the file: a
 * reopened WAL database falls back to NORMAL, which flushes nothing at a commit.
 */
function configure(file: string, connection: Database): void {
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  connection.pragma('foreign_keys = on');
  const journal = connection.pragma('journal_mode = wal', { simple: true });
  connection.pragma('synchronous = full');
  const synchronous = connection.pragma('synchronous', { simple: true });
  if (journal !== 'wal') throw unsafe(file, `journal_mode is ${String(journal)}`);
  if (synchronous !== FULL) throw unsafe(file, `synchronous is ${String(synchronous)}`);
}

function translated(file: string, error: unknown): AnyRaccordError {
  const unwritable = error instanceof UnwritableError ? error : new UnwritableError(file, error);
  if (unwritable === error || unwritable.why !== 'other') return toRaccordError(unwritable);
  const code = systemCodeOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  const corrupt = code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT') === true;
  return corrupt ? damaged(file, reason, error) : unsafe(file, reason, error);
}

function damaged(file: string, reason: string, cause?: unknown): AnyRaccordError {
  return new RaccordError('LEDGER_DAMAGED', { file, reason }, cause);
}

function unsafe(file: string, reason: string, cause?: unknown): AnyRaccordError {
  return new RaccordError('LEDGER_UNSAFE', { file, reason }, cause);
}

/** Returns the size in bytes, or `undefined` if there is no such file. */
async function sizeOf(path: string): Promise<number | undefined> {
  return (await ifPresent(stat(path)))?.size;
}
