import { signalBrowser } from '../../fixtures/playwright/browser-process.ts';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { batchDocument, documentOf } from '../cli/documents.ts';
import { BATCH, EXPORT, expectCredentials, expectPortalTruth, writeRoster } from './roster-run.ts';

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
  const { created, recovered, unproven, failed } = documentOf(done, batchDocument).summary;
  // Of the one that was cut off at its click, only its password tells whose it is.
  expect({ done: created + recovered + unproven, failed }).toEqual({ done: 4, failed: 0 });
  expect(unproven).toBeLessThanOrEqual(1);
  expect(done.exitCode, done.stderr).toBe(unproven === 0 ? 0 : 1);
  expectPortalTruth(portal, ROSTER);
  expect(portal.truth().signIns).toHaveLength(1);
  const exported = await raccordHere([...EXPORT, '--unproven']);
  await expectCredentials(portal, folder, exported);
});
