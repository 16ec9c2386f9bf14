import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { missingSetting } from '../../errors/config-problem.ts';
import { migratePostgres } from '../../ledger/database/postgres.ts';
import { ENGINE, migrateEngine } from '../../queue/dispatcher.ts';
import { localConfigOf, appOf, configOf, loggerOf, type Command } from '../context.ts';

interface MigrateFlags {
  /** Database role of the worker machines. */
  readonly workerRole?: string;
  readonly json?: true;
}

/** `raccord ledger migrate`: creates the tables of a shared ledger, or upgrades them. */
export const migrate: Command<MigrateFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const { database } = localConfigOf(context, { secrets: false });
  if (database === undefined) {
    throw new RaccordError('CONFIG_INVALID', {
      problems: [missingSetting('RACCORD_DATABASE_URL')],
    });
  }
  const { workerRole } = flags;
  const migrated = await migratePostgres(database, workerRole);
  const hasQueue = await migrateEngine(database, workerRole);
  if (flags.json === true) {
    const { done } = migrated;
    terminal.json({ database: migrated.database, done, queue: hasQueue, workerRole });
    return EXIT.done;
  }
  for (const name of migrated.done) terminal.out(name);
  const { done, upToDate } = texts.ledger.migrated;
  terminal.err(
    migrated.done.length === 0
      ? upToDate(migrated.database)
      : done(migrated.database, migrated.done.length),
  );
  if (!hasQueue) terminal.err(texts.ledger.migrated.noQueue(ENGINE));
  if (workerRole !== undefined) terminal.err(texts.ledger.granted(workerRole));
  return EXIT.done;
};

interface MoveFlags {
  readonly json?: true;
}

/** `raccord ledger move`: moves the home's ledger into the database of RACCORD_DATABASE_URL. */
export const move: Command<MoveFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const config = configOf(context, { secrets: false });
  const { moved, kept } = await appOf(context, config, loggerOf(context, false)).moveLedger();
  if (flags.json === true) {
    terminal.json({ ...moved, kept });
    return EXIT.done;
  }
  terminal.out(texts.ledger.moved(moved.sirets, moved.sealed));
  terminal.err(texts.ledger.kept(kept));
  if (moved.damaged > 0) terminal.err(texts.keys.counts.damaged(moved.damaged));
  return EXIT.done;
};
