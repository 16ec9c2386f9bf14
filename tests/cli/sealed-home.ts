import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { startHooked, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { inLedger, seedAccount } from '../../fixtures/playwright/seeded-home.ts';
import { test as base } from '../../fixtures/playwright/test.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { readIdentity } from '../../src/credentials/keys/key-files.ts';
import { openSealed } from '../../src/credentials/vault/vault.ts';

export { expect } from '../../fixtures/playwright/test.ts';

const HOST = 'portail.example';

export const SIRETS = ['73282932000074', '81263740300013', '90417253300013'] as Siret[];

type Variables = Readonly<Record<string, string>>;

interface Place {
  /** Captures a current credential for each SIRET, as a run does, to the recipients in force. */
  capture: (options?: {
    readonly sirets?: readonly Siret[];
    readonly recipients?: readonly string[];
    readonly portal?: string;
  }) => Promise<void>;
  /** Runs the command on that home, without a portal. */
  keys: (args: readonly string[], environment?: Variables) => Promise<Finished>;
  /** The same, killed after so many durable writes; null is the exit code of a killed process. */
  killed: (after: number, args: readonly string[], environment?: Variables) => Promise<Finished>;
}

/** The password that `capture` seals for a SIRET. */
export function passwordOf(siret: string): string {
  return `Pw-${siret}-é'"\\`;
}

export const test = base.extend<Place>({
  capture: async ({ home }, use) => {
    await use(async ({ sirets = SIRETS, recipients = [], portal = HOST } = {}) => {
      for (const siret of sirets) {
        const login = `TECH_1_${siret}@cpro.fr`;
        const account = { siret, login, password: passwordOf(siret) };
        await seedAccount({ home, portal, recipients }, account);
      }
    });
  },
  keys: async ({ folder, home }, use) => {
    await use((args, more = {}) =>
      raccordHere(args, { folder, environment: variables(home, more) }),
    );
  },
  killed: async ({ folder, home }, use) => {
    await use((after, args, more = {}) => {
      const environment = { ...variables(home, more), RACCORD_KILL_AFTER: String(after) };
      return startHooked('kill-hook', args, { folder, environment }).finished;
    });
  },
});

/** The passwords that private keys open together, by SIRET, of the files that the ledger names. */
export async function openedBy(
  home: string,
  identityFiles: readonly string[],
): Promise<Record<string, string>> {
  const entries = await inLedger({ home, portal: HOST }, (ledger) => ledger.credentials());
  const place = { folder: join(home, 'vault'), portal: HOST };
  const identities = await Promise.all(identityFiles.map((file) => readIdentity(file)));
  const keys = identities.flatMap((identity) => identity.keys);
  const opened: Record<string, string> = {};
  for (const { siret, credential } of entries) {
    const { password } = await openSealed(place, siret, credential, { path: 'keys', keys });
    opened[siret] = password.reveal();
  }
  return opened;
}

/** Every file of the vault. */
export async function sealedFiles(home: string): Promise<string[]> {
  const entries = await readdir(join(home, 'vault'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function variables(home: string, more: Variables): Record<string, string> {
  return {
    RACCORD_HOME: home,
    CHORUS_ENV: 'production',
    CHORUS_URL: `https://${HOST}/`,
    ...more,
  };
}
