import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { batchDocument, documentOf, errorDocument } from '../cli/documents.ts';
import {
  BATCH,
  expectCredentials,
  expectPortalTruth,
  expectReasons,
  plannedActions,
  reportRows,
  writeRoster,
} from './roster-run.ts';

test.describe.configure({ timeout: 600_000 });

const ROSTER = faultyRoster(4, [
  'no rights',
  'not its main manager',
  'name taken',
  'name taken where nobody sees it',
  'declaration refused',
  'account refused',
]);

test.describe('a roster with faulty rows', () => {
  test.use({ portalOptions: { ...ROSTER.portalOptions, autofillDelayMs: 50 } });

  test('ends with the rest created, each fault under its own reason, as plan said and says', async ({
    portal,
    folder,
    raccord,
    startRaccord,
  }) => {
    await writeRoster(folder, ROSTER);
    ROSTER.arm(portal);
    const before = plannedActions(await raccord(['plan', '--input', 'roster.csv', '--json']));
    expect(portal.truth().writes).toBe(0);
    for (const { siret } of ROSTER.good) {
      expect(before.get(siret)).toEqual(['declare', 'create account']);
    }

    const running = startRaccord(BATCH);
    await expect.poll(() => portal.truth().accounts.length, { timeout: 240_000 }).toBe(2);
    portal.fail({ at: 'page', how: 'unavailable', times: 2 });
    await expect.poll(() => portal.truth().accounts.length, { timeout: 240_000 }).toBe(4);
    portal.endSessions();
    const done = await running.finished;
    expect(done.exitCode, done.stderr).toBe(1);
    expectReasons(done, ROSTER);
    expectPortalTruth(portal, ROSTER);
    // Two sign-ins: the batch's own served the plan's session, until the portal ended it.
    const outcomes = portal.truth().signIns.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['signed-in', 'signed-in']);

    const after = plannedActions(await raccord(['plan', '--input', 'roster.csv', '--json']));
    for (const { siret } of ROSTER.good) {
      expect(after.get(siret)).toEqual(['nothing to do', 'nothing to do']);
    }
    const lacking = [...after.values()].flat().filter((action) => action !== 'nothing to do');
    expect(lacking).toHaveLength([...ROSTER.expected.values()].flatMap(Object.keys).length);

    await test.step('the report has a row for each, failures first, in four files', async () => {
      const rows = await reportRows(done);
      expect(rows).toHaveLength(10);
      expect(rows.slice(0, 6).every(({ Code }) => Code !== '')).toBe(true);
      expect(rows.slice(6).every(({ Code }) => Code === '')).toBe(true);
      const { report } = documentOf(done, batchDocument);
      const files = await readdir(dirname(report));
      expect(files.sort()).toEqual(['index.html', 'junit.xml', 'report.csv', 'report.json']);
    });

    await raccord(['credentials', 'export', '--output', 'credentials.json']).then((exported) =>
      expectCredentials(portal, folder, exported),
    );
  });
});

test.describe('a roster whose run is killed', () => {
  const roster = faultyRoster(3, ['no rights', 'account refused']);
  test.use({
    portalOptions: { ...roster.portalOptions, autofillDelayMs: 50, secondFactor: 'none' },
  });

  test('again and again ends with the same truth on the portal, nothing twice, nothing lost', async ({
    portal,
    folder,
    raccord,
    startRaccord,
  }) => {
    await writeRoster(folder, roster);
    roster.arm(portal);
    for (const writes of [1, 4]) {
      const killed = startRaccord(BATCH);
      await expect
        .poll(() => portal.truth().writes, { intervals: [5], timeout: 240_000 })
        .toBeGreaterThanOrEqual(writes);
      killed.kill('SIGKILL');
      await killed.finished;
    }
    const last = await raccord(BATCH);
    expect(last.exitCode, last.stderr).toBe(1);
    expectReasons(last, roster);
    expectPortalTruth(portal, roster);
    const exported = await raccord(['credentials', 'export', '--output', 'credentials.json']);
    await expectCredentials(portal, folder, exported);
  });
});

test('a second batch on the same home says who holds it and ends with exit code 2', async ({
  folder,
  raccord,
  startRaccord,
}) => {
  await writeRoster(folder, faultyRoster(1, []));
  const first = startRaccord([...BATCH, '--verbose']);
  await first.says(/"step":"sign-in".*"step began"/u);
  const second = await raccord(BATCH);
  expect(second.exitCode, second.stderr).toBe(2);
  const { error } = documentOf(second, errorDocument);
  expect(error).toMatchObject({ code: 'HOME_LOCKED' });
  expect(error.message).toContain(`pid ${first.pid} on `);
});

test('without a terminal a batch wants --yes, and --dry-run sends nothing', async ({
  portal,
  folder,
  raccord,
}) => {
  await writeRoster(folder, ROSTER);
  const asked = await raccord(['batch', '--input', 'roster.csv']);
  expect(asked.exitCode).toBe(2);
  expect(asked.stderr).toContain('--yes');
  const dry = await raccord(['batch', '--input', 'roster.csv', '--dry-run']);
  expect(dry.exitCode, dry.stderr).toBe(0);
  expect(dry.stdout).toContain('Nothing was changed: 0 writing requests sent, 0 stopped.');
  expect(portal.truth().writes).toBe(0);
});
