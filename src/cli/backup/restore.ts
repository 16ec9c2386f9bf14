import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mayBeValid } from '../../domain/credential.ts';
import { credentialsOf } from '../../domain/enrolment.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { renderError } from '../../messages/render.ts';
import { expectEmpty, writeHome } from '../../credentials/backup/home-archive.ts';
import { openArchive } from '../../credentials/backup/archive.ts';
import { IDENTITY_FILE, readIdentity } from '../../credentials/keys/key-files.ts';
import { appOf, configOf, identityFileOf, loggerOf, type Command } from '../context.ts';
import { expectLedgerInFile } from '../../ledger/home-ledger.ts';
import { damagedCredentials } from '../../credentials/vault/sealed-files.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';
import { unreadableReason } from '../../config/secrets.ts';

export interface RestoreFlags {
  readonly file: string;
  readonly identity?: string;
  readonly json?: true;
}

/** `raccord restore`: restores a backup into an empty home, and checks that it is complete. */
export const restore: Command<RestoreFlags> = async (context, flags) => {
  const { terminal, texts, processEnvironment } = context;
  const config = configOf(context, { secrets: false });
  expectLedgerInFile(config);
  const { home } = config;
  await expectEmpty(home);
  const identityFile =
    flags.identity === undefined
      ? identityFileOf(config, IDENTITY_FILE)
      : resolve(processEnvironment.folder, flags.identity);
  const identity = await readIdentity(identityFile);
  const bytes = await readFile(resolve(processEnvironment.folder, flags.file)).catch(
    (error: unknown) => {
      const problems = [{ place: flags.file, reason: unreadableReason(error) }];
      throw new RaccordError('CONFIG_INVALID', { problems }, error);
    },
  );
  const { createdAt, files } = await openArchive(flags.file, bytes, identity);
  await writeHome(home, flags.file, files);
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const enrolments = await ledger.enrolments();
    const entries = enrolments.flatMap(credentialsOf).filter(({ status }) => mayBeValid(status));
    const damaged = await damagedCredentials(vaultFolderOf(config), entries);
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
