import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mayBeValid } from '../../domain/credential.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { writeNewFile } from '../../files/durable-file.ts';
import { readHome } from '../../credentials/backup/home-archive.ts';
import { sealArchive } from '../../credentials/backup/archive.ts';
import {
  IDENTITY_FILE,
  knownRecipients,
  RECIPIENTS_FILE,
} from '../../credentials/keys/key-files.ts';
import { damagedCredentials } from '../../credentials/vault/sealed-files.ts';
import { readVaultEntries } from '../../credentials/vault/vault-entries.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';
import { renderError } from '../../messages/render.ts';
import { appOf, configOf, loggerOf, type Command } from '../context.ts';
import { hasLedger, expectLedgerInFile } from '../../ledger/home-ledger.ts';

export interface BackupFlags {
  readonly file: string;
  readonly withKeys?: true;
  readonly json?: true;
}

/**
 * `raccord backup`: backs up what cannot be recreated to one file that key holders can open. Reports
 * what is damaged: an older backup may still hold it whole.
 */
export const backup: Command<BackupFlags> = async (context, flags) => {
  const { terminal, texts, version, processEnvironment } = context;
  const config = configOf(context, { secrets: false });
  expectLedgerInFile(config);
  const { home, recipients: configured } = config;
  const path = resolve(processEnvironment.folder, flags.file);
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
  const { files, damaged } = await app.withHomeLocked('backup', async (ledger) => {
    const entries = (await readVaultEntries(ledger)).filter(({ status }) => mayBeValid(status));
    const vaultFolder = vaultFolderOf(config);
    return {
      files: await readHome(home, withKeys),
      damaged: await damagedCredentials(vaultFolder, entries),
    };
  });
  const createdAt = systemClock.now().toISOString();
  const sealed = await sealArchive(files, { version, createdAt }, recipients);
  await writeNewFile(path, sealed).catch((error: unknown) => {
    if (!(error instanceof UnwritableError)) throw error;
    throw new RaccordError('CONFIG_INVALID', { problems: [error.message] }, error);
  });
  const credentials = [...files.keys()].filter((name) => name.startsWith('vault/')).length;
  const keys = files.has(IDENTITY_FILE);
  if (flags.json === true) {
    const counts = { credentials, damaged: damaged.length };
    terminal.json({ file: path, ...counts, keys, bytes: sealed.length, recipients });
  } else {
    terminal.out(texts.keeping.backedUp(path, credentials, recipients.length));
    terminal.err(keys ? texts.keeping.withKey : texts.keeping.withoutKey);
  }
  for (const error of damaged) terminal.err(renderError(error, texts));
  return damaged.length === 0 ? EXIT.done : EXIT.someFailed;
};
