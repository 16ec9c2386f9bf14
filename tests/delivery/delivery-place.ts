import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { startRaccord, type Running } from '../../fixtures/playwright/raccord-process.ts';
import { startVault, type StandInVault } from '../../fixtures/vault-server/vault-server.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { SealedCredential } from '../../src/domain/credential.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/process-identity.ts';
import { findFingerprintKey } from '../../src/vault/keys.ts';
import { openVault } from '../../src/vault/vault.ts';

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
  folder: string;
  home: string;
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
  /** What `start` configures; more variables beat these. */
  variables: Record<string, string>;
  start: (args: readonly string[], environment?: Record<string, string>) => Running;
}

export const test = base.extend<Place>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'raccord-test-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  home: async ({ folder }, use) => {
    await use(join(folder, 'home'));
  },
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
    await use(async (work, at = home) => {
      const ledger = await openLedger({
        file: join(at, 'ledger.db'),
        ...{ portal: PORTAL, clock: systemClock, runId: 'test' },
      });
      try {
        return await work(ledger);
      } finally {
        await ledger.close();
      }
    });
  },
  capture: async ({ home, key, onLedger }, use) => {
    await use((siret) =>
      onLedger(async (ledger) => {
        const credential = await seal(home, key.recipient, siret, passwordOf(siret));
        const { login } = credential;
        const lease = await writerLease(ledger);
        const intent = { kind: 'intended', credentialId: credential.id } as const;
        if ((await ledger.enrolment(siret)).account.state === 'unread') {
          await ledger.record(siret, 'account', { kind: 'not-seen' });
        }
        await ledger.record(siret, 'account', { kind: 'sealed', credential });
        await ledger.recordIntent(siret, 'account', intent, lease);
        const found = { name: login, state: 'Actif', expiresOn: '2028-01-21' };
        await ledger.record(siret, 'account', { kind: 'confirmed', found, by: 'list' });
        await lease.release();
        return credential.id;
      }),
    );
  },
  doubtReset: async ({ home, key, onLedger }, use) => {
    await use((siret) =>
      onLedger(async (ledger) => {
        const credential = await seal(home, key.recipient, siret, `Neuf-${siret}`);
        const { id: credentialId, login } = credential;
        const lease = await writerLease(ledger);
        const intent = { kind: 'intended', credentialId, before: {} } as const;
        await ledger.record(siret, { login }, { kind: 'sealed', credential });
        await ledger.recordIntent(siret, { login }, intent, lease);
        await ledger.record(siret, { login }, { kind: 'doubted', reason: 'not shown' });
        await lease.release();
        return credentialId;
      }),
    );
  },
  variables: async ({ home, identity }, use) => {
    await use({
      CHORUS_URL: `https://${PORTAL}/`,
      RACCORD_HOME: home,
      RACCORD_IDENTITY: identity,
    });
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

async function seal(
  home: string,
  recipient: string,
  siret: Siret,
  password: string,
): Promise<SealedCredential> {
  const vault = openVault({
    folder: join(home, 'vault'),
    ...{ portal: PORTAL, recipients: [recipient], clock: systemClock },
    fingerprintKey: await findFingerprintKey(home),
  });
  const login = `TECH_1_${siret}@cpro.fr`;
  return vault.seal({ siret, login, password: new Secret(password) });
}

function writerLease(ledger: Ledger): Promise<Lease> {
  return acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
}
