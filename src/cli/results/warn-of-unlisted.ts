import type { App } from '../../app.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { countCredentials, findUnlisted } from '../../credentials/vault/unlisted.ts';
import type { CommandContext } from '../context.ts';

/** Warns of sealed passwords missing in the ledger, with the command that takes them in. */
export async function warnOfUnlisted(
  { terminal, texts }: CommandContext,
  app: App,
  ledger: Ledger,
): Promise<void> {
  const count = countCredentials(await findUnlisted(ledger, app.vaultFolder));
  if (count > 0) terminal.err(texts.delivery.unlisted(count));
}
