import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { test as base } from '../../fixtures/playwright/folder.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Identity } from '../../src/credentials/keys/key-files.ts';
import { openVault, type Vault, type VaultOptions } from '../../src/credentials/vault/vault.ts';

export { expect } from '@playwright/test';

export const SIRET = '73282932000074' as Siret;

export const stillClock: Clock = {
  now: () => new Date('2026-11-23T14:05:01.250Z'),
  elapsed: () => 0,
  sleep: () => Promise.resolve(),
};

interface KeyPair {
  readonly recipient: string;
  readonly identity: Identity;
}

interface Place {
  keys: KeyPair;
  open: (options?: Partial<VaultOptions>) => Vault;
  vault: Vault;
}

export const test = base.extend<Place>({
  keys: async ({}, use) => {
    await use(await newKeys());
  },
  open: async ({ folder, keys }, use) => {
    await use((options = {}) =>
      openVault({
        folder: join(folder, 'home', 'vault'),
        portal: 'portail.example',
        recipients: [keys.recipient],
        fingerprintKey: Buffer.alloc(32, 7),
        clock: stillClock,
        ...options,
      }),
    );
  },
  vault: async ({ open }, use) => {
    await use(open());
  },
});

export async function newKeys(): Promise<KeyPair> {
  const key = await generateX25519Identity();
  const identity = { path: '/keys/identity', keys: [new Secret(key)] };
  return { recipient: await identityToRecipient(key), identity };
}

export function captured(password = 'S3cret!'): {
  siret: Siret;
  login: string;
  password: Secret;
} {
  return { siret: SIRET, login: 'TECH_1_1@cpro.fr', password: new Secret(password) };
}

export async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}
