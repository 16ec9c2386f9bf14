import { recordedRun } from '../../src/cli/results/recorded-run.ts';
import { acquireWholeLease } from '../../src/ledger/lease/account-lease.ts';
import { leaseFor } from '../../src/ledger/lease/lease.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { countSirets, NO_SIRETS } from '../../src/ledger/journals/run-rows.ts';
import { readRunsWithReports } from '../../src/status/runs-with-reports.ts';
import { readStatusSnapshot } from '../../src/status/status-snapshot.ts';
import { expect, test } from './ledger-fixtures.ts';

const CONTEXT = { version: '1' } as CommandContext;

/** The runs of a ledger, each with whether it is at work. */
async function shown(ledger: Ledger): Promise<Record<string, boolean>> {
  const runs = await readRunsWithReports(ledger, '/home');
  return Object.fromEntries(runs.map(({ id, isRunning }) => [id, isRunning]));
}

test('a verification beside a batch leaves both at work, and one that is over leaves the batch', async ({
  open,
  clock,
}) => {
  const batch = await open({ runId: 'batch' });
  const lease = await acquireWholeLease(batch, leaseFor('batch'));
  await batch.beginRun({ command: 'batch', version: '1' });
  clock.advance(1000);
  const verify = await open({ runId: 'verify' });
  await recordedRun(CONTEXT, verify, 'verify', async () => {
    const second = await open({ runId: 'second' });
    await recordedRun(CONTEXT, second, 'verify', async () => {
      expect(await shown(batch)).toEqual({ batch: true, verify: true, second: true });
      return 0;
    });
    // Its row is used again: not every role of a database may delete rows.
    const third = await open({ runId: 'third' });
    await recordedRun(CONTEXT, third, 'deliver', async () => {
      expect(await shown(batch)).toMatchObject({ verify: true, second: false, third: true });
      return 0;
    });
    return 0;
  });
  const { length } = await batch.database.selectFrom('leases').select('name').execute();
  expect(length).toBe(3);
  expect(await shown(batch)).toEqual({ batch: true, verify: false, second: false, third: false });
  await lease.release();
  expect(await shown(batch)).toMatchObject({ batch: false });
});

test('a batch that was killed on one portal is not at work because one is on another', async ({
  open,
  clock,
}) => {
  const killed = await open({ runId: 'killed', portal: 'production.example' });
  await killed.beginRun({ command: 'batch', version: '1' });
  clock.advance(1000);
  const other = await open({ runId: 'other', portal: 'qualification.example' });
  const lease = await acquireWholeLease(other, leaseFor('batch'));
  await other.beginRun({ command: 'batch', version: '1' });
  expect(await shown(killed)).toEqual({ killed: false });
  expect(await shown(other)).toEqual({ other: true });
  await lease.release();
});

test('the last run that may write is a worker’s, where workers have done the work since', async ({
  open,
  clock,
}) => {
  for (const command of ['batch', 'worker', 'plan']) {
    const ledger = await open({ runId: command });
    await ledger.beginRun({ command, version: '1' });
    await ledger.endRun(0);
    clock.advance(1000);
  }
  const place = { home: '/home', delivery: {}, isThere: () => true };
  const { lastRun } = await readStatusSnapshot(await open(), place);
  expect(lastRun).toMatchObject({ command: 'worker' });
});

test('a run that a person declined does not hide what the one before it left', async ({
  open,
  clock,
}) => {
  for (const [runId, sirets] of [
    ['interrupted', { all: 40, failed: 0, left: 30 }],
    ['declined', NO_SIRETS],
  ] as const) {
    const ledger = await open({ runId });
    await ledger.beginRun({ command: 'batch', version: '1' });
    await countSirets(ledger, sirets);
    await ledger.endRun(130);
    clock.advance(1000);
  }
  const place = { home: '/home', delivery: {}, isThere: () => true };
  const { lastRun } = await readStatusSnapshot(await open(), place);
  expect(lastRun).toMatchObject({ id: 'interrupted', sirets: { left: 30 } });
});
