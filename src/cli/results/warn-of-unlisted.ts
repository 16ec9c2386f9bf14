import type { Config } from '../../config/config.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { countCredentials, findUnlisted } from '../../credentials/vault/unlisted.ts';
import type { CommandContext } from '../context.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';

/** Warns of sealed passwords missing in the ledger, with the command that takes them in. */
export async function warnOfUnlisted(
  { terminal, texts }: CommandContext,
  config: Config,
  ledger: Ledger,
): Promise<void> {
  const count = countCredentials(await findUnlisted(ledger, vaultFolderOf(config)));
  if (count > 0) terminal.err(texts.delivery.unlisted(count));
}
