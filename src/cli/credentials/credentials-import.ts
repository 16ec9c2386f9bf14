import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readPending } from '../../credentials/delivery/outbox.ts';
import { sinkNames } from '../../credentials/delivery/sink-names.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { type AnyRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { systemReason } from '../../errors/unwritable-error.ts';
import { importBundle } from '../../credentials/bundle/import-bundle.ts';
import { readBundle } from '../../credentials/bundle/bundle.ts';
import {
  findFingerprintKey,
  IDENTITY_FILE,
  readIdentity,
} from '../../credentials/keys/key-files.ts';
import { appOf, configOf, identityFileOf, loggerOf, type Command } from '../context.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';

interface ImportFlags {
  readonly file: string;
  readonly json?: true;
}

/** Maximum size in bytes: many times what 50,000 credentials take. */
const MAX_BYTES = 500_000_000;

/** `raccord credentials import`: imports an `export --format sealed` file of another machine. */
export const importCredentials: Command<ImportFlags> = async (context, { file, json }) => {
  const { terminal, texts, processEnvironment, signal } = context;
  const config = configOf(context, { secrets: false });
  // Reads the key first: without it nothing is verified, and nothing is created in the home.
  const identity = await readIdentity(identityFileOf(config, IDENTITY_FILE));
  const bundle = readBundle(file, await textOf(resolve(processEnvironment.folder, file), file));
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLock('credentials import', async (ledger) => {
    const fingerprintKey = await findFingerprintKey(config.home);
    const { imported, known, restored } = await importBundle(ledger, bundle, {
      ...{ file, identity, fingerprintKey, signal, vaultFolder: vaultFolderOf(config) },
    });
    const pending = (await readPending(ledger, sinkNames(config.delivery))).length;
    if (json === true) {
      const credentials = imported.map(({ siret, credential: { id, login } }) => ({
        ...{ siret, login, credentialId: id },
      }));
      terminal.json({ imported: credentials, known, restored, pending });
      return EXIT.done;
    }
    terminal.err(texts.delivery.imported(imported.length, known));
    if (restored > 0) terminal.err(texts.delivery.restored(restored));
    if (pending > 0) terminal.err(texts.delivery.undelivered(pending));
    return EXIT.done;
  });
};

/** @throws RaccordError BUNDLE_REFUSED if the file is missing or too large for a bundle. */
async function textOf(path: string, file: string): Promise<string> {
  const refuse = (reason: string, cause?: unknown): AnyRaccordError =>
    new RaccordError('BUNDLE_REFUSED', { file, problems: [{ kind: 'unreadable', reason }] }, cause);
  let size: number;
  try {
    ({ size } = await stat(path));
    if (size <= MAX_BYTES) return await readFile(path, 'utf8');
  } catch (error) {
    throw refuse(systemReason(error), error);
  }
  throw refuse(`${size} bytes`);
}
