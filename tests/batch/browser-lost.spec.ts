import { signalBrowser } from '../../fixtures/playwright/browser-process.ts';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { batchDocument, documentOf } from '../cli/documents.ts';
import { BATCH, expectCredentials, expectPortalTruth, writeRoster } from './roster-run.ts';

const ROSTER = faultyRoster(2, []);

test.describe.configure({ timeout: 600_000 });
test.use({ portalOptions: ROSTER.portalOptions });
test.skip(process.platform !== 'linux', 'finds the browser in /proc');

test('a batch whose browser is killed goes on in another one, with the same session', async ({
  portal,
  folder,
  raccordHere,
  startRaccord,
}) => {
  await writeRoster(folder, ROSTER);
  const running = startRaccord(BATCH);
  await expect.poll(() => portal.truth().accounts.length, { timeout: 240_000 }).toBe(1);
  expect(signalBrowser(running.pid, 'browser', 'SIGKILL')).toHaveLength(1);
  const done = await running.finished;
  expect(done.exitCode, done.stderr).toBe(0);
  const { created, recovered, failed } = documentOf(done, batchDocument).summary;
  expect({ done: created + recovered, failed }).toEqual({ done: 4, failed: 0 });
  expectPortalTruth(portal, ROSTER);
  expect(portal.truth().signIns).toHaveLength(1);
  const exported = await raccordHere(['credentials', 'export', '--output', 'credentials.json']);
  await expectCredentials(portal, folder, exported);
});
