import { expect, test } from '../../fixtures/playwright/command.ts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inLedger, seedAccount } from '../../fixtures/playwright/seeded-home.ts';
import { systemClock, type Clock } from '../../src/domain/clock.ts';
import type { ExitCode } from '../../src/errors/exit-code.ts';
import { countSirets } from '../../src/ledger/journals/run-rows.ts';
import type { PortalRow } from '../../src/domain/portal-row.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { minuteOf } from '../../src/schedule/wall-clock.ts';

const [SOON, LATER, NONE] = ['73282932000074', '81263740300013', '90417253300013'] as Siret[];

/** The ISO date so many days from today. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

function clockAt(iso: string): Clock {
  return { ...systemClock, now: () => new Date(iso) };
}

/** A home that knows three SIRETs: one account that expires soon, one later, one not made. */
test.beforeEach(async ({ portal, home }) => {
  await inLedger({ home, portal: new URL(portal.url).hostname }, async (ledger) => {
    const account = async (siret: Siret, expiresOn: string): Promise<void> => {
      const found: PortalRow = { name: `TECH_1_${siret}@cpro.fr`, state: 'Actif', expiresOn };
      await ledger.record(siret, 'account', { kind: 'seen-other', found });
    };
    await account(LATER!, inDays(61));
    await account(SOON!, inDays(40));
    await ledger.record(NONE!, 'connection', { kind: 'not-seen' });
  });
});

test('the first to expire comes first, and what expires within sixty days is marked', async ({
  raccordHere: raccord,
}) => {
  const { stdout } = await raccord(['status']);
  const lines = stdout.trimEnd().split('\n').slice(1);
  expect(lines[0]).toContain(`${inDays(40)} ! 40 d`);
  expect(lines[1]).toContain(inDays(61));
  expect(lines[1]).not.toContain('!');
  expect(lines[2]).toContain(NONE);
  const document = JSON.parse((await raccord(['status', '--json'])).stdout) as unknown;
  expect(document).toMatchObject({
    enrolments: [
      { siret: SOON, account: { daysLeft: 40, expiresSoon: true } },
      { siret: LATER, account: { daysLeft: 61, expiresSoon: false } },
      { siret: NONE, connection: { state: 'absent' } },
    ],
  });
});

for (const [flags, wanted] of [
  [['--within', '60d'], [SOON]],
  [['--state', 'absent', 'doubtful'], [NONE]],
  [
    ['--siret', LATER!, NONE!],
    [LATER, NONE],
  ],
  [['--state', 'existing', '--within', '50d'], [SOON]],
  [['--state', 'doubtful'], []],
] as const) {
  test(`status ${flags.join(' ')} shows ${wanted.length} of three`, async ({
    raccordHere: raccord,
  }) => {
    const { stdout, exitCode } = await raccord(['status', '--json', ...flags]);
    const { enrolments } = JSON.parse(stdout) as { enrolments: { siret: string }[] };
    expect(enrolments.map(({ siret }) => siret)).toEqual(wanted);
    expect(exitCode).toBe(0);
  });
}

test('what failed stands with its code and day, in the table, the document, the rows and the metrics', async ({
  raccordHere: raccord,
  portal,
  home,
}) => {
  const clock = clockAt('2026-11-27T23:40:00.000Z');
  const place = { home, portal: new URL(portal.url).hostname, clock };
  const code = 'STRUCTURE_NOT_OFFERED';
  await inLedger(place, (ledger) => ledger.record(NONE!, 'account', { kind: 'failed', code }));
  const shown = await raccord(['status']);
  const [head, , , row] = shown.stdout.trimEnd().split('\n');
  expect(head).toContain('Failed');
  expect(row).toContain(NONE!);
  // The day by the clock on the wall.
  expect(row).toContain(`${code} 2026-11-28`);
  expect(shown.stderr).toContain('Failed, with no success since: 1 SIRET');
  const failures = [{ of: 'account', code }];
  const failed = await raccord(['status', '--state', 'failed', '--json']);
  expect(JSON.parse(failed.stdout)).toMatchObject({ enrolments: [{ siret: NONE, failures }] });
  const rows = (await raccord(['status', '--csv'])).stdout.trimEnd().split('\r\n');
  expect(rows).toHaveLength(4);
  expect(rows[3]).toContain(`"${NONE!}";"absent"`);
  expect(rows[3]).toContain(`"${code}"`);
  const metrics = join(home, 'raccord.prom');
  await raccord(['status', '--metrics', metrics]);
  const text = await readFile(metrics, 'utf8');
  expect(text).toContain('raccord_failed 1\n');
  expect(text).toContain(`raccord_failure_timestamp_seconds{siret="${NONE!}",code="${code}"}`);
  await inLedger(place, (ledger) => ledger.record(NONE!, 'account', { kind: 'went-well' }));
  expect((await raccord(['status'])).stdout).not.toContain('Failed');
});

test('the portal’s own state stands beside raccord’s', async ({ raccordHere: raccord }) => {
  expect((await raccord(['status'])).stdout).toContain('existing, password missing (Actif)');
});

test('credentials are listed with the time of capture by the clock on the wall', async ({
  raccordHere: raccord,
  portal,
  home,
}) => {
  const clock = clockAt('2026-11-26T21:40:00.000Z');
  const place = { home, portal: new URL(portal.url).hostname, clock };
  await seedAccount(place, { siret: SOON!, login: 'TECH_1', password: 'x'.repeat(12) });
  const listed = await raccord(['credentials', 'list'], { RACCORD_TIMEZONE: 'Asia/Tokyo' });
  expect(listed.stdout).toContain('2026-11-27 06:40');
});

test('times in the table are those of the clock on the wall, as everywhere else', async ({
  raccordHere: raccord,
}) => {
  const document = await raccord(['status', '--json', '--siret', SOON!]);
  const { enrolments } = JSON.parse(document.stdout) as { enrolments: { updatedAt: string }[] };
  const zone = 'Pacific/Auckland';
  const shown = await raccord(['status', '--siret', SOON!], { RACCORD_TIMEZONE: zone });
  expect(shown.stdout).toContain(minuteOf(enrolments[0]!.updatedAt, zone));
});

test('status begins with how the last run that worked ended, and runs lists all of them', async ({
  raccordHere: raccord,
  portal,
  home,
}) => {
  const place = { home, portal: new URL(portal.url).hostname };
  const run = async (runId: string, command: string, minute: number, exitCode?: ExitCode) => {
    const clock = clockAt(`2026-11-26T21:0${minute}:00.000Z`);
    await inLedger({ ...place, runId, clock }, async (ledger) => {
      await ledger.beginRun({ command, version: '1' });
      if (exitCode === undefined) return;
      if (command === 'batch') await countSirets(ledger, { all: 6, failed: 1, left: 0 });
      await ledger.endRun(exitCode);
    });
  };
  await run('one', 'batch', 1, 1);
  await run('two', 'doctor', 2, 6);
  await run('three', 'plan', 3);
  const report = join(home, 'reports', 'one', 'index.html');
  await mkdir(join(home, 'reports', 'one'), { recursive: true });
  await writeFile(report, '');

  const { stderr } = await raccord(['status']);
  expect(stderr).toMatch(
    /^Last run: batch, 26 November 2026 at 22:01, exit code 1 – 1 of 6 SIRETs failed\nReport: /u,
  );
  expect(stderr).toContain(report);
  const runs = await raccord(['runs', '--json']);
  expect(JSON.parse(runs.stdout)).toMatchObject({
    runs: [
      { id: 'three', command: 'plan', isRunning: false },
      { id: 'two', command: 'doctor', exitCode: 6 },
      { id: 'one', command: 'batch', exitCode: 1, sirets: { all: 6, failed: 1, left: 0 }, report },
    ],
  });
  const listed = (await raccord(['runs', '--last', '2'])).stdout.trimEnd().split('\n');
  expect(listed).toHaveLength(3);
  expect(listed[1]).toContain('did not finish');
  expect(listed[2]).toContain('6 – a page is not as expected');
  // Nobody saw how long a run without an end took.
  expect(listed[1]).not.toMatch(/\d (?:s|min|h)\b/u);
  await run('four', 'batch', 4);
  expect((await raccord(['status'])).stderr).toMatch(
    /^Last run: batch, began 26 November 2026 at 22:04, did not finish \(/u,
  );
  // Nothing is opened where there is no display.
  const nowhere = { DISPLAY: '', WAYLAND_DISPLAY: '' };
  for (const which of [[], ['one']]) {
    const opened = await raccord(['runs', '--open', ...which], nowhere);
    expect(opened.stdout.trim()).toBe(report);
  }
  const missing = await raccord(['runs', '--open', 'two']);
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain('--open two');
});

test('a state that there is not is refused with those that there are', async ({
  raccordHere: raccord,
}) => {
  const refused = await raccord(['status', '--state', 'lost']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('doubtful');
});

test('--watch shows it anew when it changed, until it is interrupted', async ({
  portal,
  home,
  startRaccord,
}) => {
  const watching = startRaccord(['status', '--watch', '--json']);
  await watching.says(/"enrolments"/u);
  await inLedger({ home, portal: new URL(portal.url).hostname }, (ledger) =>
    ledger.record(NONE!, 'account', { kind: 'not-seen' }),
  );
  await watching.says(/"enrolments"[^\n]*\n[^\n]*"enrolments"/u);
  watching.kill('SIGINT');
  const { exitCode, stdout } = await watching.finished;
  expect(exitCode).toBe(0);
  const documents = stdout.trim().split('\n');
  expect(documents).toHaveLength(2);
  for (const line of documents) expect(JSON.parse(line)).toHaveProperty('enrolments');
});
