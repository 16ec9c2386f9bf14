import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasLedger } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { credentialsOf } from '../../domain/enrolment.ts';
import { EXIT, RaccordError, type ExitCode } from '../../domain/errors.ts';
import { mayOpen } from '../../domain/credential.ts';
import { UnwritableError, writeDurably } from '../../files/durable-file.ts';
import { codeOf } from '../../files/why-unwritable.ts';
import { renderError } from '../../messages/render.ts';
import { expectEmpty, readHome, writeHome } from '../../run/home-archive.ts';
import { openArchive, sealArchive } from '../../vault/archive.ts';
import { IDENTITY_FILE, knownRecipients, readIdentity, RECIPIENTS_FILE } from '../../vault/keys.ts';
import { appOf, configOf, identityFileOf, loggerOf, type Command } from '../context.ts';

export interface BackupFlags {
  readonly file: string;
  readonly withKeys?: true;
  readonly json?: true;
}

export interface RestoreFlags {
  readonly file: string;
  readonly identity?: string;
  readonly json?: true;
}

/** `raccord backup`: what cannot be made again, as one file that the holders of the keys open. */
export const backup: Command<BackupFlags> = async (context, flags) => {
  const { terminal, texts, version, surroundings } = context;
  const config = configOf(context, { secrets: false });
  expectLedgerInFile(config);
  const { home, recipients: configured } = config;
  const path = resolve(surroundings.folder, flags.file);
  const problems = [
    ...(existsSync(path) ? [texts.credentials.exists(flags.file)] : []),
    ...(hasLedger(config) ? [] : [texts.keeping.nothingThere(home)]),
  ];
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  const { recipients } = await knownRecipients({ configured, home });
  if (recipients.length === 0) {
    throw new RaccordError('RECIPIENTS_MISSING', { path: join(home, RECIPIENTS_FILE) });
  }
  const app = appOf(context, config, loggerOf(context, false));
  const withKeys = flags.withKeys === true;
  const files = await app.withHomeLocked('backup', () => readHome(home, withKeys));
  const createdAt = systemClock.now().toISOString();
  const sealed = await sealArchive(files, { version, createdAt }, recipients);
  await writeDurably(path, sealed, { exclusive: true }).catch((error: unknown) => {
    if (!(error instanceof UnwritableError)) throw error;
    throw new RaccordError('CONFIG_INVALID', { problems: [error.message] }, error);
  });
  const credentials = [...files.keys()].filter((name) => name.startsWith('vault/')).length;
  const keys = files.has(IDENTITY_FILE);
  if (flags.json === true) {
    terminal.json({ file: path, credentials, keys, bytes: sealed.length, recipients });
    return EXIT.done;
  }
  terminal.out(texts.keeping.backedUp(path, credentials, recipients.length));
  terminal.err(keys ? texts.keeping.withKey : texts.keeping.withoutKey);
  return EXIT.done;
};

/** `raccord restore`: puts what a backup holds into an empty home, and looks whether it is whole. */
export const restore: Command<RestoreFlags> = async (context, flags) => {
  const { terminal, texts, surroundings } = context;
  const config = configOf(context, { secrets: false });
  expectLedgerInFile(config);
  const { home } = config;
  await expectEmpty(home);
  const identityFile =
    flags.identity === undefined
      ? identityFileOf(config, IDENTITY_FILE)
      : resolve(surroundings.folder, flags.identity);
  const identity = await readIdentity(identityFile);
  const bytes = await readFile(resolve(surroundings.folder, flags.file)).catch((error: unknown) => {
    const reason = codeOf(error) === 'ENOENT' ? 'no such file' : 'cannot be read';
    throw new RaccordError('CONFIG_INVALID', { problems: [`${flags.file}: ${reason}`] }, error);
  });
  const { createdAt, files } = await openArchive(flags.file, bytes, identity);
  await writeHome(home, flags.file, files);
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const enrolments = await ledger.enrolments();
    const entries = enrolments.flatMap(credentialsOf).filter(({ status }) => mayOpen(status));
    const damaged = await app.damagedCredentials(entries);
    if (flags.json === true) {
      const counts = { sirets: enrolments.length, credentials: entries.length };
      terminal.json({ home, createdAt, ...counts, damaged: damaged.length });
    } else {
      terminal.out(texts.keeping.restored(home, createdAt, enrolments.length, entries.length));
      terminal.err(texts.keeping.afterRestore);
    }
    for (const error of damaged) terminal.err(renderError(error, texts));
    return damaged[0]?.exitCode ?? EXIT.done;
  });
};

/** @throws RaccordError CONFIG_INVALID where it is in a database, of which a home's file holds nothing. */
function expectLedgerInFile({ database }: Config): void {
  if (database === undefined) return;
  const reason = { key: 'database-not-in-backups' } as const;
  const problems = [{ place: 'RACCORD_DATABASE_URL', reason }];
  throw new RaccordError('CONFIG_INVALID', { problems });
}
