import { EXIT, RaccordError } from '../../errors/errors.ts';
import { missingSetting } from '../../errors/config-problem.ts';
import { migratePostgres } from '../../ledger/database/postgres.ts';
import { ENGINE, migrateEngine } from '../../queue/dispatcher.ts';
import { localConfigOf, type Command } from '../context.ts';

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
    terminal.json({ database: migrated.database, done: [...done], queue: hasQueue, workerRole });
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
