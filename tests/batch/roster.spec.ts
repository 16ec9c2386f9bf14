import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { environmentFor, startHooked } from '../../fixtures/playwright/raccord-process.ts';
import { batchDocument, documentOf, errorDocument } from '../cli/documents.ts';
import {
  BATCH,
  expectCredentials,
  expectPortalTruth,
  expectReasons,
  plannedActions,
  plannedNames,
  reportRows,
  writeRoster,
} from './roster-run.ts';

test.describe.configure({ timeout: 600_000 });

const PLAN = ['plan', '--input', 'roster.csv', '--json'];
const EXPORT = ['credentials', 'export', '--output', 'credentials.json'];

/** Which refusal is which reason is shown by flows/refusal.spec.ts: one of them meets every run here. */
const FAULTY = [
  // One serves the plan and the batch until the portal ends the session, one the rest.
  { roster: faultyRoster(1, ['declaration refused']), signIns: 2, tag: '@representative' },
  {
    // Structures that the session of the plan did not offer are looked for once in a new one.
    signIns: 3,
    roster: faultyRoster(4, [
      'no rights',
      'not its main manager',
      'name taken',
      'name taken where nobody sees it',
      'declaration refused',
      'account refused',
    ]),
    tag: '@whole',
  },
] as const;

for (const { roster, signIns, tag } of FAULTY) {
  const { good, expected } = roster;
  const size = good.length + expected.size;

  test.describe(`a roster of ${size} with faulty rows`, { tag }, () => {
    test.use({ portalOptions: roster.portalOptions });

    test('ends with the rest created, each fault under its own reason, as plan said and says', async ({
      portal,
      folder,
      raccordHere,
    }) => {
      await writeRoster(folder, roster);
      roster.arm(portal);
      const plan = await raccordHere(PLAN);
      const before = plannedActions(plan);
      expect(portal.truth().writes).toBe(0);
      for (const { siret } of good) {
        expect(before.get(siret)).toEqual(['declare', 'create account']);
      }

      let isArmed = false;
      const done = await raccordHere(BATCH, {}, (line) => {
        if (isArmed || !line.includes('"msg":"enrolled"')) return;
        isArmed = true;
        portal.endSessions();
        // Once what comes after the first row is signed in again and at work.
        portal.fail({ at: 'portal', how: 'unavailable', times: 2, after: 6 });
      });
      expect(done.exitCode, done.stderr).toBe(1);
      expect(done.stderr).toContain('"code":"PORTAL_UNAVAILABLE"');
      expectReasons(done, roster);
      expectPortalTruth(portal, roster);
      const outcomes = portal.truth().signIns.map(({ outcome }) => outcome);
      expect(outcomes).toEqual(Array(signIns).fill('signed-in'));

      const declared = portal.truth().connections;
      const names = plannedNames(plan);
      for (const { siret } of good) {
        const name = declared.find((one) => one.siret === siret)?.applicationName;
        expect(name, 'what was declared is what the plan said').toBe(names.get(siret));
      }

      const after = plannedActions(await raccordHere(PLAN));
      for (const { siret } of good) {
        expect(after.get(siret)).toEqual(['nothing to do', 'nothing to do']);
      }
      const lacking = [...after.values()].flat().filter((action) => action !== 'nothing to do');
      expect(lacking).toHaveLength([...expected.values()].flatMap(Object.keys).length);

      await test.step('the report has a row for each, failures first, in four files', async () => {
        const rows = await reportRows(done);
        expect(rows).toHaveLength(size);
        expect(rows.slice(0, expected.size).every(({ Code }) => Code !== '')).toBe(true);
        expect(rows.slice(expected.size).every(({ Code }) => Code === '')).toBe(true);
        const { report } = documentOf(done, batchDocument);
        const files = await readdir(dirname(report));
        expect(files.sort()).toEqual(['index.html', 'junit.xml', 'report.csv', 'report.json']);
      });

      await expectCredentials(portal, folder, await raccordHere(EXPORT));
    });
  });
}

/** Rosters whose run is killed, each twice: where the portal has answered and the ledger does not know. */
const KILLED = [
  { roster: faultyRoster(1, []), tag: '@whole' },
  { roster: faultyRoster(3, ['no rights', 'account refused']), tag: '@whole' },
] as const;

for (const { roster, tag } of KILLED) {
  const [first, second = first] = roster.good;
  const kills = [
    `${first?.siret ?? ''} connection accepted`,
    `${second?.siret ?? ''} account accepted`,
  ];

  test.describe(`a roster of ${roster.good.length + roster.expected.size} whose run is killed`, () => {
    test.use({ portalOptions: roster.portalOptions });

    test(
      'again and again ends with the same truth on the portal, nothing twice, nothing lost',
      { tag },
      async ({ portal, folder, home, raccordHere }) => {
        await writeRoster(folder, roster);
        roster.arm(portal);
        for (const row of kills) {
          const environment = {
            ...environmentFor(portal, home),
            ...{ RACCORD_SIGNAL: 'SIGKILL', RACCORD_SIGNAL_BEFORE: row },
          };
          const killed = await startHooked('row-hook', BATCH, { folder, environment }).finished;
          expect(killed.exitCode, killed.stderr).toBe(null);
        }
        const last = await raccordHere(BATCH);
        expect(last.exitCode, last.stderr).toBe(1);
        expectReasons(last, roster);
        expectPortalTruth(portal, roster);
        const exported = await raccordHere([...EXPORT, '--unproven']);
        await expectCredentials(portal, folder, exported);
      },
    );
  });
}

test('a second batch on the same home says who holds it and ends with exit code 2', async ({
  folder,
  raccordHere,
  startRaccord,
}) => {
  await writeRoster(folder, faultyRoster(1, []));
  const first = startRaccord([...BATCH, '--verbose']);
  await first.says(/"step":"sign-in".*"step began"/u);
  const second = await raccordHere(BATCH);
  expect(second.exitCode, second.stderr).toBe(2);
  const { error } = documentOf(second, errorDocument);
  expect(error).toMatchObject({ code: 'HOME_LOCKED' });
  expect(error.message).toContain(`pid ${first.pid} on `);
});

test('without a terminal a batch wants --yes, and --dry-run sends nothing', async ({
  portal,
  folder,
  raccordHere,
}) => {
  await writeRoster(folder, faultyRoster(1, []));
  const asked = await raccordHere(['batch', '--input', 'roster.csv']);
  expect(asked.exitCode).toBe(2);
  expect(asked.stderr).toContain('--yes');
  const dry = await raccordHere(['batch', '--input', 'roster.csv', '--dry-run']);
  expect(dry.exitCode, dry.stderr).toBe(0);
  expect(dry.stdout).toContain('Nothing was changed: 0 write requests sent, 0 stopped.');
  expect(portal.truth().writes).toBe(0);
});
