import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import {
  startRaccord,
  type Finished,
  type Running,
} from '../../fixtures/playwright/raccord-process.ts';
import { inLedger, seedAccount, seedReset } from '../../fixtures/playwright/seeded-home.ts';
import { startVault, type StandInVault } from '../../fixtures/vault-server/vault-server.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';

export { expect } from '@playwright/test';

export const [ONE, TWO] = ['73282932000074', '81263740300013'] as [Siret, Siret];
const PORTAL = 'portail.example';

/** A password that needs escaping wherever it is written. */
export function passwordOf(siret: Siret): string {
  return `=pä"s's;$w0rd\\${siret.slice(0, 9)}`;
}

/** A machine that only captures: the public key alone. */
export const NO_KEY = { RACCORD_IDENTITY: '' };

/** Where a home keeps a credential as it was first sealed. */
export function sealedFileOf(home: string, siret: Siret, id: string): string {
  return join(home, 'vault', siret, `${id}.age`);
}

interface Place {
  key: { readonly secret: string; readonly recipient: string };
  /** The identity file of that key. */
  identity: string;
  vaultServer: StandInVault;
  /** Works on the home's ledger and closes it. */
  onLedger: <T>(work: (ledger: Ledger) => Promise<T>, at?: string) => Promise<T>;
  /** Captures a credential as a run does: sealed, intended, seen in the list. */
  capture: (siret: Siret) => Promise<string>;
  /** A reset of which nobody knows whether it took place; the id of its password. */
  doubtReset: (siret: Siret) => Promise<string>;
  /** What both configure; more variables beat these. */
  variables: Record<string, string>;
  /** Runs the command on that home, inside the test's own process. */
  raccord: (args: readonly string[], environment?: Record<string, string>) => Promise<Finished>;
  /** Starts it as a process of its own. */
  start: (args: readonly string[], environment?: Record<string, string>) => Running;
}

export const test = base.extend<Place>({
  key: async ({}, use) => {
    const secret = await generateX25519Identity();
    await use({ secret, recipient: await identityToRecipient(secret) });
  },
  identity: async ({ folder, key }, use) => {
    const file = join(folder, 'key');
    await writeFile(file, `${key.secret}\n`, { mode: 0o600 });
    await use(file);
  },
  vaultServer: async ({}, use) => {
    const server = await startVault();
    await use(server);
    await server.close();
  },
  onLedger: async ({ home }, use) => {
    await use((work, at = home) => inLedger({ home: at, portal: PORTAL }, work));
  },
  capture: async ({ home, key }, use) => {
    await use(async (siret) => {
      const account = { ...accountOf(siret, passwordOf(siret)), expiresOn: '2028-01-21' };
      const place = { home, portal: PORTAL, recipients: [key.recipient] };
      return (await seedAccount(place, account)).id;
    });
  },
  doubtReset: async ({ home, key }, use) => {
    await use(async (siret) => {
      const place = { home, portal: PORTAL, recipients: [key.recipient] };
      return (await seedReset(place, accountOf(siret, `Neuf-${siret}`), 'doubtful')).id;
    });
  },
  variables: async ({ home, identity }, use) => {
    await use({
      CHORUS_ENV: 'production',
      CHORUS_URL: `https://${PORTAL}/`,
      RACCORD_HOME: home,
      RACCORD_IDENTITY: identity,
    });
  },
  raccord: async ({ folder, variables }, use) => {
    await use((args, environment = {}) =>
      raccordHere(args, { folder, environment: { ...variables, ...environment } }),
    );
  },
  start: async ({ folder, variables }, use) => {
    const started: Running[] = [];
    await use((args, environment = {}) => {
      const running = startRaccord(args, {
        folder,
        environment: { ...variables, ...environment },
      });
      started.push(running);
      return running;
    });
    for (const running of started) running.kill('SIGKILL');
    await Promise.all(started.map(({ finished }) => finished));
  },
});

function accountOf(siret: Siret, password: string) {
  return { siret, login: `TECH_1_${siret}@cpro.fr`, password };
}
