import { EXIT } from '../../errors/exit-code.ts';
import { summariseError } from '../../messages/render.ts';
import { takeInUnlisted, type SkippedFile } from '../../credentials/vault/take-in-unlisted.ts';
import {
  findFingerprintKey,
  IDENTITY_FILE,
  readIdentity,
} from '../../credentials/keys/key-files.ts';
import { appOf, configOf, identityFileOf, loggerOf, type Command } from '../context.ts';
import type { Texts } from '../../messages/texts.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';

/** `raccord doctor --take-in`: records sealed files that are missing in the ledger. */
export const takeIn: Command<{ readonly json?: true }> = async (context, { json }) => {
  const { terminal, texts, signal } = context;
  const config = configOf(context, { secrets: false });
  const identity = await readIdentity(identityFileOf(config, IDENTITY_FILE));
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLock('doctor', async (ledger) => {
    const fingerprintKey = await findFingerprintKey(config.home);
    const vaultFolder = vaultFolderOf(config);
    const parts = { vaultFolder, identity, fingerprintKey, signal };
    const { taken, left } = await takeInUnlisted(ledger, parts);
    const told = left.map((one) => ({ siret: one.siret, file: one.file, why: whyOf(one, texts) }));
    if (json === true) {
      const takenIn = taken.map(({ siret, credential: { id, login } }) => ({
        ...{ siret, login, credentialId: id },
      }));
      terminal.json({ takenIn, left: told });
    } else {
      for (const { siret, credential } of taken) {
        terminal.out(`✔ ${siret}  ${credential.login}  ${credential.id}`);
      }
      for (const { siret, file, why } of told) terminal.err(`✗ ${siret}  ${file}: ${why}`);
      terminal.err(texts.delivery.takenIn(taken.length));
    }
    return left.length === 0 ? EXIT.done : EXIT.someFailed;
  });
};

function whyOf({ why }: SkippedFile, texts: Texts): string {
  const words = texts.delivery.left;
  switch (why.kind) {
    case 'not-opened':
      return `${why.error.code}. ${summariseError(why.error, texts)}`;
    case 'other-portal':
      return words.otherPortal(why.portal);
    case 'state':
      return words.state(why.state);
  }
}
