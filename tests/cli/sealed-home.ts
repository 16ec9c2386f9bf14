import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  runRaccord,
  startHooked,
  type Finished,
} from '../../fixtures/playwright/raccord-process.ts';
import { test as base } from '../../fixtures/playwright/test.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireLease } from '../../src/ledger/lease.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/process-identity.ts';
import { findFingerprintKey, findRecipients, readIdentity } from '../../src/vault/keys.ts';
import { openVault } from '../../src/vault/vault.ts';

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
      const clock = systemClock;
      const ledger = await openLedger({ file: join(home, 'ledger.db'), portal, clock, runId: 'r' });
      const vault = openVault({
        ...{ folder: join(home, 'vault'), portal, clock },
        ...(await findRecipients({ configured: recipients, home, clock })),
        fingerprintKey: await findFingerprintKey(home),
      });
      const lease = await acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
      for (const siret of sirets) {
        const login = `TECH_1_${siret}@cpro.fr`;
        const password = new Secret(passwordOf(siret));
        await ledger.record(siret, 'account', { kind: 'not-seen' });
        const credential = await vault.seal({ siret, login, password });
        await ledger.record(siret, 'account', { kind: 'sealed', credential });
        const intent = { kind: 'intended', credentialId: credential.id } as const;
        await ledger.recordIntent(siret, 'account', intent, lease);
        const found = { name: login, state: 'Actif' };
        await ledger.record(siret, 'account', { kind: 'confirmed', found, by: 'list' });
      }
      await lease.release();
      await ledger.close();
    });
  },
  keys: async ({ folder, home }, use) => {
    await use((args, more = {}) =>
      runRaccord(args, { folder, environment: variables(home, more) }),
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
  const clock = systemClock;
  const ledger = await openLedger({
    ...{ file: join(home, 'ledger.db'), portal: HOST },
    ...{ clock, runId: 'r' },
  });
  const entries = await ledger.credentials();
  await ledger.close();
  const fingerprintKey = await findFingerprintKey(home);
  const folder = join(home, 'vault');
  const vault = openVault({ folder, portal: HOST, recipients: [], clock, fingerprintKey });
  const identities = await Promise.all(identityFiles.map((file) => readIdentity(file)));
  const keys = identities.flatMap((identity) => identity.keys);
  const opened: Record<string, string> = {};
  for (const { siret, credential } of entries) {
    const { password } = await vault.open(siret, credential, { path: 'keys', keys });
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
  return { RACCORD_HOME: home, CHORUS_URL: `https://${HOST}/`, ...more };
}
