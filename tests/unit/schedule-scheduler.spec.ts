import { spawnSync } from 'node:child_process';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { ScheduleState } from '../../src/schedule/schedule-state.ts';
import { Timetable } from '../../src/schedule/timetable.ts';
import { expect, LINE, NightClock, test } from './schedule-fixtures.ts';

test('a run is started whenever it is due, and the next one is said', async ({ night }) => {
  const { clock, runs, said, stop } = night;
  clock.at('2026-11-23T21:20:00Z', () => runs[0]!.end({ exitCode: 0 }));
  clock.at('2026-11-24T21:20:00Z', () => runs[1]!.end({ exitCode: 1 }));
  clock.at('2026-11-25T10:00:00Z', () => stop.abort());
  expect(await night.keep()).toBe(1);
  expect(runs.map(({ startedAt }) => startedAt)).toEqual([
    '2026-11-23T21:00:00.000Z',
    '2026-11-24T21:00:00.000Z',
  ]);
  expect(said).toEqual([
    'info: next run at 2026-11-23 22:00:00 (Europe/Paris)',
    'info: a run is starting',
    'info: next run at 2026-11-24 22:00:00 (Europe/Paris)',
    'info: the run ended with exit code 0',
    'info: a run is starting',
    'info: next run at 2026-11-25 22:00:00 (Europe/Paris)',
    'warn: the run ended with exit code 1',
  ]);
});

test('whoever watches is told of each run, and waited for at the end', async ({ night }) => {
  const { clock, runs, stop } = night;
  const told: string[] = [];
  clock.at('2026-11-23T21:20:00Z', () => runs[0]!.end({ exitCode: 3 }));
  clock.at('2026-11-24T21:20:00Z', () => runs[1]!.end({ reason: 'SIGKILL' }));
  clock.at('2026-11-25T10:00:00Z', () => stop.abort());
  await night.keep({
    watcher: {
      began: () => told.push('began'),
      ended: (exitCode) => told.push(`ended ${String(exitCode)}`),
      drained: () => Promise.resolve(void told.push('drained')),
    },
  });
  expect(told).toEqual(['began', 'ended 3', 'began', 'ended undefined', 'drained']);
});

test('a run that is still in progress is not started twice, and since when is said', async ({
  night,
}) => {
  const { clock, runs, said, stop } = night;
  clock.at('2026-11-23T23:30:00Z', () => runs[0]!.end({ exitCode: 0 }));
  clock.at('2026-11-24T00:30:00Z', () => runs[1]!.end({ exitCode: 0 }));
  clock.at('2026-11-24T00:40:00Z', () => stop.abort());
  await night.keep({ cron: '0 * * * *' });
  expect(runs.map(({ startedAt }) => startedAt)).toEqual([
    '2026-11-23T21:00:00.000Z',
    '2026-11-24T00:00:00.000Z',
  ]);
  expect(said.filter((line) => line.startsWith('warn'))).toEqual([
    'warn: not started: the run of 2026-11-23 22:00:00 (Europe/Paris) is still in progress',
    'warn: not started: the run of 2026-11-23 22:00:00 (Europe/Paris) is still in progress',
  ]);
});

test('told to stop, it starts nothing more, asks the run once to end and waits for it', async ({
  night,
}) => {
  const { clock, runs, said, stop } = night;
  clock.at('2026-11-23T21:10:00Z', () => stop.abort());
  const kept = night.keep();
  await expect.poll(() => runs[0]?.stops).toBe(1);
  expect(said.at(-1)).toBe('info: no new run; waiting for the current one');
  runs[0]!.end({ exitCode: 130 });
  expect(await kept).toBe(130);
  expect(runs[0]!.stops).toBe(1);
});

test('told to stop before any run, it ends as interrupted', async ({ night }) => {
  night.clock.at('2026-11-23T20:55:00Z', () => night.stop.abort());
  expect(await night.keep()).toBe(130);
  expect(night.runs).toEqual([]);
});

test('with once it ends with the next run, and with its exit code', async ({ night }) => {
  const kept = night.keep({ once: true });
  await expect.poll(() => night.runs.length).toBe(1);
  night.runs[0]!.end({ exitCode: 3 });
  expect(await kept).toBe(3);
});

for (const [end, said] of [
  [{ reason: 'SIGKILL' }, 'error: the run was killed (SIGKILL)'],
  [{ exitCode: 127 }, 'warn: the run ended with exit code 127'],
] as const) {
  test(`a run that ends with ${JSON.stringify(end)} counts as failed`, async ({ night }) => {
    const kept = night.keep({ once: true });
    await expect.poll(() => night.runs.length).toBe(1);
    night.runs[0]!.end(end);
    expect(await kept).toBe(1);
    expect(night.said.at(-1)).toBe(said);
  });
}

test('runs that were due while the machine slept are said, not made up for', async ({ night }) => {
  const { clock, runs, said, stop } = night;
  // It wakes on Thursday at six.
  clock.at('2026-11-23T20:55:00Z', () => clock.jump('2026-11-26T05:00:00Z'));
  clock.at('2026-11-26T05:10:00Z', () => stop.abort());
  await night.keep();
  expect(runs).toEqual([]);
  expect(said).toContain(
    'warn: missed: 3 runs from 2026-11-23 22:00:00 (Europe/Paris) to 2026-11-25 22:00:00 (Europe/Paris); raccord was not running, or the machine was asleep',
  );
});

test('a run that is a little late is started', async ({ night }) => {
  const { clock, runs, stop } = night;
  clock.at('2026-11-23T20:55:00Z', () => clock.jump('2026-11-23T21:03:00Z'));
  clock.at('2026-11-23T21:04:00Z', () => runs[0]!.end({ exitCode: 0 }));
  clock.at('2026-11-23T21:05:00Z', () => stop.abort());
  expect(await night.keep()).toBe(0);
});

test('a clock that is put back does not stop the schedule', async ({ night }) => {
  const { clock, runs, stop } = night;
  clock.at('2026-11-23T21:10:00Z', () => {
    runs[0]!.end({ exitCode: 0 });
    clock.jump('2026-01-05T12:00:00Z');
    clock.at('2026-01-05T21:30:00Z', () => {
      runs[1]!.end({ exitCode: 0 });
      stop.abort();
    });
  });
  await night.keep();
  expect(runs[1]!.startedAt).toBe('2026-01-05T21:00:00.000Z');
});

test.describe('from one process to the next', () => {
  test('runs that were due in between are said at the start', async ({ night, home }) => {
    const { clock, said, stop } = night;
    const before = new Timetable(['0 22 * * *'], 'Europe/Paris');
    const first = await ScheduleState.open(home, LINE, before, new Date('2026-11-20T12:00:00Z'));
    await first.close(new Date('2026-11-20T12:30:00Z'));
    clock.at('2026-11-23T20:55:00Z', () => stop.abort());
    await night.keep();
    expect(said[0]).toBe(
      'warn: missed: 3 runs from 2026-11-20 22:00:00 (Europe/Paris) to 2026-11-22 22:00:00 (Europe/Paris); raccord was not running, or the machine was asleep',
    );
  });

  test('under another timetable nothing was missed', async ({ night, home }) => {
    const before = new Timetable(['0 23 * * *'], 'Europe/Paris');
    const first = await ScheduleState.open(home, LINE, before, new Date('2026-11-20T12:00:00Z'));
    await first.close(new Date('2026-11-20T12:30:00Z'));
    night.clock.at('2026-11-23T20:55:00Z', () => night.stop.abort());
    await night.keep();
    expect(night.said).toHaveLength(1);
  });

  test('a run that was begun is remembered before it ends', async ({ night, home }) => {
    const kept = night.keep({ once: true });
    await expect.poll(() => night.runs.length).toBe(1);
    expect(await remembered(home)).toMatchObject({ handledUntil: '2026-11-23T21:00:00.000Z' });
    night.runs[0]!.end({ exitCode: 0 });
    await kept;
    const memory = await remembered(home);
    expect(memory).toMatchObject({
      lastRun: { startedAt: '2026-11-23T21:00:00.000Z', exitCode: 0 },
    });
    expect(memory).not.toHaveProperty('watcher');
  });

  test('a damaged memory is begun anew', async ({ night, home }) => {
    const timetable = new Timetable(['0 22 * * *'], 'Europe/Paris');
    const { file } = await ScheduleState.open(home, LINE, timetable, new Date());
    await writeFile(file, '{"version":1,');
    night.clock.at('2026-11-23T20:55:00Z', () => night.stop.abort());
    expect(await night.keep()).toBe(130);
    expect(await remembered(home)).toMatchObject({ version: 1 });
  });

  test('a memory that cannot be written keeps no run from being done', async ({ night, home }) => {
    const { clock, runs, said } = night;
    test.skip(process.platform === 'win32', 'a folder cannot be taken away while it is used');
    const kept = night.keep({ once: true });
    clock.at('2026-11-23T20:50:30Z', () => takeAway(home));
    await expect.poll(() => runs.length).toBe(1);
    runs[0]!.end({ exitCode: 0 });
    expect(await kept).toBe(0);
    expect(said.filter((line) => line.includes('record cannot be written'))).not.toEqual([]);
  });
});

test('another living process with the same schedule is refused', async ({ home }) => {
  const timetable = new Timetable(['0 22 * * *'], 'UTC');
  const now = new NightClock('2026-11-23T20:50:00Z').now();
  const { file } = await ScheduleState.open(home, LINE, timetable, now);
  const memory = JSON.parse(await readFile(file, 'utf8')) as { watcher: { pid: number } };
  // The process that started this one lives, and is another.
  delete (memory.watcher as { start?: string }).start;
  memory.watcher.pid = process.ppid;
  await writeFile(file, JSON.stringify(memory));
  await expect(ScheduleState.open(home, LINE, timetable, now)).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: { holder: { since: '2026-11-23T20:50:00.000Z', command: 'schedule' } },
  });
  // Another command's schedule is no matter.
  await ScheduleState.open(home, ['renew'], timetable, now);
  expect(await readdir(join(home, 'schedule'))).toHaveLength(2);
});

test('a schedule is taken over from a process that was killed, and from an ended container', async ({
  home,
}) => {
  const timetable = new Timetable(['0 22 * * *'], 'UTC');
  const now = new NightClock('2026-11-23T20:50:00Z').now();
  const { file } = await ScheduleState.open(home, LINE, timetable, now);
  const memory = JSON.parse(await readFile(file, 'utf8')) as { watcher: Record<string, unknown> };
  const { space, ...ofEarlierVersion } = thisProcess();
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const holder of [
    { ...ofEarlierVersion, pid },
    { ...ofEarlierVersion, pid, space },
    { ...ofEarlierVersion, pid: process.ppid, space: 'pid:[1]' },
  ]) {
    const watcher = { ...holder, since: now.toISOString() };
    await writeFile(file, JSON.stringify({ ...memory, watcher }));
    await ScheduleState.open(home, LINE, timetable, now);
    expect(await remembered(home)).toMatchObject({ watcher: { pid: process.pid } });
  }
});

async function remembered(home: string): Promise<unknown> {
  const folder = join(home, 'schedule');
  const [file = ''] = await readdir(folder);
  return JSON.parse(await readFile(join(folder, file), 'utf8'));
}

async function takeAway(home: string): Promise<void> {
  await rename(join(home, 'schedule'), join(home, 'gone'));
}
