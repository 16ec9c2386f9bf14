import type { BrowserContext } from 'playwright';
import { expect, test } from '@playwright/test';
import { cookieSecrets, SessionStore } from '../../src/browser/session-store.ts';

async function secretsIn(...values: string[]): Promise<string[]> {
  const cookies = values.map((value) => ({ name: 'any', value }));
  const context = { cookies: () => Promise.resolve(cookies) } as unknown as BrowserContext;
  return (await cookieSecrets(context)).map((secret) => secret.reveal());
}

test('a cookie that may be a session is a secret, and a setting is none', async () => {
  expect(await secretsIn('A1B2C3D4E5F6A7B8', 'fr_FR', 'true')).toEqual(['A1B2C3D4E5F6A7B8']);
});

test('what a portal remembers of its user is printed as it is: login and structure', async () => {
  expect(await secretsIn('admin@client.fr', '73282932000074')).toEqual([]);
});

test('a session is found again however its login is spelled', async ({}, testInfo) => {
  const home = testInfo.outputPath();
  const context = { storageState: () => Promise.resolve({ cookies: [], origins: [] }) };
  await new SessionStore(home, 'portail.fr', 'Camille@Client.fr').save(context as never);
  const again = new SessionStore(home, 'portail.fr', ' camille@client.fr');
  expect(await again.load()).toEqual({ cookies: [], origins: [] });
});
