import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { missingSetting } from '../../errors/config-problem.ts';
import { migratePostgres } from '../../ledger/database/postgres.ts';
import { ENGINE, migrateEngine } from '../../queue/dispatcher.ts';
import { localConfigOf, appOf, configOf, loggerOf, type Command } from '../context.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Config } from '../../config/config.ts';
import type { App } from '../../app.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';
import { joinMachines, settingsFor } from '../../ledger/database/shared-settings.ts';
import { endsOfMove, setAsideMoved } from '../../ledger/home-ledger.ts';
import { newRunId } from '../../ledger/journals/run-rows.ts';
import { acquireWholeLease } from '../../ledger/lease/account-lease.ts';
import { leaseFor, acquireLease } from '../../ledger/lease/lease.ts';
import type { Ledger, LedgerPlace } from '../../ledger/ledger.ts';
import { type MoveResult, moveLedger } from '../../ledger/move-ledger.ts';
import { withLease, withCleanup } from '../../scopes.ts';

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
  const app = appOf(context, config, loggerOf(context, false));
  const { moved, kept } = await moveHome(config, app);
  if (flags.json === true) {
    terminal.json({ ...moved, kept });
    return EXIT.done;
  }
  terminal.out(texts.ledger.moved(moved.sirets, moved.sealed));
  terminal.err(texts.ledger.kept(kept));
  if (moved.damaged > 0) terminal.err(texts.keys.counts.damaged(moved.damaged));
  return EXIT.done;
};

interface MovedHome {
  readonly moved: MoveResult;
  /** New place of the ledger's file. */
  readonly kept: string;
}

/**
 * Moves the home's ledger into the configured database, holding the locks of both, and sets its
 * file aside.
 * @throws RaccordError CONFIG_INVALID if one of them is missing, HOME_LOCKED, MACHINE_DIFFERS,
 * and as `moveLedger`.
 */
async function moveHome(config: Config, app: App): Promise<MovedHome> {
  const { file, url } = endsOfMove(config);
  const runId = newRunId(systemClock);
  const lease = leaseFor('ledger move');
  const locked = <T>(ledger: Ledger, work: () => Promise<T>): Promise<T> =>
    withLease(acquireWholeLease(ledger, lease), () =>
      withLease(acquireLease(ledger, 'deliverer', lease), work),
    );
  const opened = async <T>(
    place: LedgerPlace,
    work: (ledger: Ledger) => Promise<T>,
  ): Promise<T> => {
    const ledger = await app.openLedgerAt(place, runId);
    return withCleanup(
      () => work(ledger),
      () => ledger.close(),
    );
  };
  const moved = await opened({ file }, (source) =>
    opened({ url }, (target) =>
      locked(source, () =>
        locked(target, async () => {
          await joinMachines(target, await settingsFor(target, config.recipients));
          return moveLedger(source, target, vaultFolderOf(config));
        }),
      ),
    ),
  );
  return { moved, kept: await setAsideMoved(config.home) };
}
