import type { Config } from '../../config/config.ts';
import type { Siret } from '../../domain/siret.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import { IDENTITY_FILE, readIdentity } from '../../credentials/keys/key-files.ts';
import { vaultPlaceOf, openSealed, type OpenedCredential } from '../../credentials/vault/vault.ts';
import { appOf, identityFileOf, loggerOf, type CommandContext } from '../context.ts';

/** A captured credential; if current, with the expiry that the portal last gave its account. */
export interface Entry extends CredentialEntry {
  readonly expiresOn?: string;
}

/** One credential, as `show --json` prints and `export` writes it (DESIGN section 3). */
export interface ClearCredential {
  readonly siret: Siret;
  readonly login: string;
  readonly password: string;
  readonly capturedAt: string;
  readonly expiresOn?: string;
}

/** Returns every captured credential, by SIRET, in the order of capture. */
export async function entriesOf(context: CommandContext, config: Config): Promise<Entry[]> {
  const app = appOf(context, config, loggerOf(context, false));
  const entries = await app.withLedger((ledger) => ledger.credentials());
  return entries.map((entry) => {
    const expiresOn = entry.status === 'current' ? entry.found?.expiresOn : undefined;
    return { ...entry, expiresOn };
  });
}

/**
 * Opens credentials. Reads the key first, so that nothing else runs without it.
 * @throws RaccordError IDENTITY_MISSING, IDENTITY_REFUSED, VAULT_DAMAGED.
 */
export async function openEntries(
  config: Config,
  entries: readonly Entry[],
): Promise<ClearCredential[]> {
  const identity = await readIdentity(identityFileOf(config, IDENTITY_FILE));
  return Promise.all(
    entries.map(async ({ siret, credential, expiresOn }) =>
      inClear(await openSealed(vaultPlaceOf(config), siret, credential, identity), expiresOn),
    ),
  );
}

function inClear(
  { siret, login, password, capturedAt }: OpenedCredential,
  expiresOn: string | undefined,
): ClearCredential {
  return {
    siret,
    login,
    password: password.reveal(),
    capturedAt,
    expiresOn,
  };
}
