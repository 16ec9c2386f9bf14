import { readFile, stat } from 'node:fs/promises';

import { startPortal } from '../../fixtures/portal/server.ts';
import { PortalState } from '../../fixtures/portal/state.ts';
import { expect, signIn, test } from './person.ts';

test('what the portal holds outlives it, readable by its owner alone', async ({
  page,
}, testInfo) => {
  const stateFile = testInfo.outputPath('portal.json');
  const existingAccounts = [{ siret: '73282932000074' }];
  const first = await startPortal({ stateFile, existingAccounts });
  await signIn(page, first);
  const before = first.truth();
  const { administrator } = first;
  await first.close();
  expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ ...before });

  const second = await startPortal({ stateFile });
  expect(second.truth()).toEqual(before);
  expect(second.administrator).toEqual(administrator);
  await second.close();
});

test('a write that is to land later does so by itself, once', async () => {
  const state = new PortalState({});
  const write = { action: 'declare', siret: '73282932000074', name: 'A', by: 'request' } as const;
  state.write({ when: 'later', afterMs: 10 }, write, () => true);
  expect(state.truth().writes).toBe(0);
  await expect.poll(() => state.truth().writes).toBe(1);
  state.landLate();
  expect(state.truth().writes).toBe(1);
});

test('the truth is a copy', async ({ portal }) => {
  const truth = portal.truth();
  (truth.accounts as unknown[]).push({});
  expect(portal.truth().accounts).toHaveLength(0);
});
