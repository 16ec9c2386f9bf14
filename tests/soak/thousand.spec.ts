import { readFile } from 'node:fs/promises';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { batchDocument, documentOf } from '../cli/documents.ts';
import { BATCH, expectPortalTruth, writeRoster } from '../batch/roster-run.ts';

/** How many of the thousand still lack everything; the others are on the portal already. */
const LACKING = Number(process.env['RACCORD_SOAK_LACKING'] ?? 100);

const ROSTER = faultyRoster(1_000, []);
const DONE = ROSTER.good.slice(0, 1_000 - LACKING);

test.use({
  portalOptions: {
    ...ROSTER.portalOptions,
    secondFactor: 'totp',
    networkDelay: true,
    otherConnections: DONE.map(({ siret }, index) => ({
      siret,
      applicationName: `Pldiffusion${index + 1}`,
      editor: 'PLDChorus',
    })),
    existingAccounts: DONE.map(({ siret }) => ({ siret })),
  },
});

test('a roster of a thousand runs through with flat memory', async ({
  portal,
  folder,
  startRaccord,
}) => {
  await writeRoster(folder, ROSTER);
  const began = Date.now();
  const running = startRaccord([...BATCH, '--concurrency', '4']);
  const samples: number[] = [];
  const timer = setInterval(() => {
    void residentMegabytes(running.pid).then((megabytes) => {
      if (megabytes === undefined) return;
      samples.push(megabytes);
      const minutes = ((Date.now() - began) / 60_000).toFixed(1);
      const { connections, accounts } = portal.truth();
      const read = running.printed().match(/"planned"/gu)?.length ?? 0;
      console.log(
        `${minutes.padStart(5)} min  ${megabytes.toFixed(0).padStart(4)} MB  ${read} read,`,
        `${connections.length} connections, ${accounts.length} accounts`,
      );
    });
  }, 30_000);
  const done = await running.finished;
  clearInterval(timer);
  // Whose accounts were there before, their passwords are not here.
  expect(done.exitCode, done.stderr.slice(-4_000)).toBe(DONE.length === 0 ? 0 : 1);
  const { summary } = documentOf(done, batchDocument);
  console.log(summary);
  expect(summary).toMatchObject({ enrolments: 1_000, created: 2 * LACKING, failed: 0 });
  expect(summary.passwordMissing).toBe(DONE.length);
  expectPortalTruth(portal, ROSTER);
  const tenth = Math.ceil(samples.length / 10);
  const median = (some: readonly number[]): number =>
    [...some].sort((one, other) => one - other)[Math.floor(some.length / 2)] ?? 0;
  const early = median(samples.slice(tenth, 3 * tenth));
  const late = median(samples.slice(-3 * tenth, -tenth));
  console.log(`early ${early.toFixed(0)} MB, late ${late.toFixed(0)} MB`);
  expect(late).toBeLessThan(early * 1.5);
});

/** What the robot's own process holds, as Linux counts it; undefined once it has ended. */
async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
}
