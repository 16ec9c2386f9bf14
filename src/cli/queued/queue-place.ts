import type { Config } from '../../config/config.ts';
import { missingSetting } from '../../errors/config-problem.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { accountOf, type Account } from '../../domain/account-queue.ts';
import type { Secret } from '../../secrets/secret.ts';
import { shellWord } from '../../domain/raccord-command.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openDispatcher, type Dispatcher } from '../../queue/dispatcher.ts';
import { appOf, configOf, loggerOf, type CommandContext } from '../context.ts';

/** Location of the queue for a command. */
export interface QueuePlace {
  readonly config: Config;
  readonly database: Secret;
}

/**
 * Returns the database of the queue.
 * @throws RaccordError CONFIG_INVALID if no database is configured.
 */
export function queuePlaceOf(config: Config): QueuePlace {
  const { database } = config;
  if (database !== undefined) return { config, database };
  throw new RaccordError('CONFIG_INVALID', { problems: [missingSetting('RACCORD_DATABASE_URL')] });
}

/** Opens the ledger that holds the queue, for a command that needs no secret but its address. */
export function withQueue<T>(
  context: CommandContext,
  work: (ledger: Ledger, place: QueuePlace) => Promise<T>,
): Promise<T> {
  const place = queuePlaceOf(configOf(context, { secrets: false }));
  const app = appOf(context, place.config, loggerOf(context, false));
  return app.withLedger((ledger) => work(ledger, place));
}

/** Runs work that notifies workers of accounts. */
export async function offering<T>(
  context: CommandContext,
  { database }: QueuePlace,
  work: (dispatcher: Dispatcher) => Promise<T>,
): Promise<T> {
  const logger = loggerOf(context, false);
  const dispatcher = await openDispatcher(database, {
    supervises: false,
    failed: (reason) => {
      logger.warn({ reason }, 'pg-boss');
    },
  });
  try {
    return await work(dispatcher);
  } finally {
    await dispatcher.close();
  }
}

/**
 * Returns the account that a command is about.
 * @param given its login; defaults to the configured one.
 * @throws RaccordError CONFIG_INVALID if neither is given.
 */
export function accountIn({ portalUrl, login }: Config, given?: string): Account {
  const known = given ?? login;
  if (known !== undefined) return accountOf(portalUrl.host, known);
  throw new RaccordError('CONFIG_INVALID', { problems: [missingSetting('CHORUS_LOGIN')] });
}

/** Returns a command line for a POSIX shell, in the current profile. */
export function commandLine(
  { processEnvironment }: CommandContext,
  ...words: readonly string[]
): string {
  const { calledAs, profile } = processEnvironment;
  const own = profile === undefined ? [] : ['--profile', profile.name];
  return [calledAs, ...[...words, ...own].map(shellWord)].join(' ');
}
