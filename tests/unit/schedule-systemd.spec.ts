import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { systemdCalendars, systemdUnits, unitName } from '../../src/schedule/systemd-units.ts';
import { Timetable } from '../../src/schedule/timetable.ts';
import { facts } from './schedule-units.ts';

const PARIS = 'Europe/Paris';

const analyze = (...args: string[]) =>
  spawnSync('systemd-analyze', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });

const without = analyze('--version').error !== undefined;
const WHY = 'systemd-analyze is not installed (apt-get install systemd)';

test('cron expressions become calendars of systemd', () => {
  expect(systemdCalendars('0 22 * * 1-5', PARIS)).toEqual(['Mon..Fri *-*-* 22:00:00 Europe/Paris']);
  expect(systemdCalendars('*/20 6,20 1-3,28 JAN,MAR-MAY *', 'UTC')).toEqual([
    '*-01,03..05-01..03,28 06,20:00,20,40:00 UTC',
  ]);
  expect(systemdCalendars('15 30 4 * * SUN', 'UTC')).toEqual(['Sun *-*-* 04:30:15 UTC']);
  expect(systemdCalendars('@weekly', 'UTC')).toEqual(['Sun *-*-* 00:00:00 UTC']);
});

test('days of the month or of the week are two calendars', () => {
  expect(systemdCalendars('0 22 1 * MON', 'UTC')).toEqual([
    '*-*-01 22:00:00 UTC',
    'Mon *-*-* 22:00:00 UTC',
  ]);
});

for (const [expression, part] of [
  ['0 22 L * *', 'L'],
  ['0 22 15W * *', '15W'],
  ['0 22 * * FRI#2', 'FRI#2'],
  ['0 22 1 * +MON', '+MON'],
] as const) {
  test(`"${expression}" is refused, naming "${part}"`, () => {
    // The timetable itself takes it.
    expect(new Timetable([expression], PARIS).next(new Date(0))).toBeDefined();
    expect(() => systemdCalendars(expression, PARIS)).toThrow(
      expect.objectContaining({
        code: 'SCHEDULE_UNSUPPORTED',
        details: { expression, part, target: 'systemd' },
      }),
    );
  });
}

test('systemd runs at the very times of the cron expression', () => {
  test.skip(without, WHY);
  const field = (first: number, last: number) => {
    const number = fc.integer({ min: first, max: last });
    const range = fc.tuple(number, number).map((ends) => {
      const [from, to] = ends.sort((one, other) => one - other);
      return `${String(from)}-${String(to)}`;
    });
    const steps = fc.integer({ min: 1, max: 7 }).map((step) => `*/${String(step)}`);
    const items = fc.oneof(number.map(String), range);
    const list = fc.array(items, { minLength: 1, maxLength: 3 }).map((all) => all.join(','));
    return fc.oneof(fc.constant('*'), steps, list);
  };
  const expressions = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
    .map((fields) => fields.join(' '));
  fc.assert(
    fc.property(expressions, (expression) => {
      const from = new Date('2026-11-23T10:00:30Z');
      const due = new Timetable([expression], 'UTC').dueBetween(from, new Date('2100-01-01'), 4);
      const elapses = systemdCalendars(expression, 'UTC').flatMap((calendar) =>
        elapsesOf(calendar),
      );
      const first = [...new Set(elapses)].sort().slice(0, 4);
      expect(first).toEqual(due.map((time) => time.toISOString()));
    }),
    { numRuns: 25 },
  );
});

/** The first four moments after 23 November 2026, 10:00:30, at which a calendar elapses. */
function elapsesOf(calendar: string): string[] {
  const base = '--base-time=2026-11-23 10:00:30 UTC';
  const { stdout, status, stderr } = analyze('calendar', '--iterations=4', base, calendar);
  expect(status, `${calendar}: ${stderr}`).toBe(0);
  const times = stdout.matchAll(/(?:elapse|#\d+): \w+ (\S+) (\S+) UTC/gu);
  return [...times].map(([, day = '', time = '']) => `${day}T${time}.000Z`);
}

test('the service is hardened, and holds no password', () => {
  const units = systemdUnits(facts());
  for (const line of [
    'ExecStart=' +
      `${process.execPath} /opt/raccord/bin/raccord.js batch --input clients.csv --yes`,
    'User=raccord',
    'LoadCredential=chorus-password:/etc/raccord/chorus-password',
    'Environment=CHORUS_PASSWORD_FILE=%d/chorus-password',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    'ReadWritePaths=/srv/raccord/.raccord',
    'ReadWritePaths=/srv/raccord/.local/state/raccord',
    'PrivateTmp=yes',
    'UMask=0077',
    'KillMode=mixed',
    'TimeoutStopSec=300s',
    // Chromium's own sandbox is made of these.
    'RestrictNamespaces=user pid net',
    'OnCalendar=Mon..Fri *-*-* 22:00:00 Europe/Paris',
    'RandomizedDelaySec=5min',
    'Persistent=yes',
  ]) {
    expect(units.split('\n')).toContain(line);
  }
  // Node and the browser compile code while they run.
  expect(units).not.toMatch(/^MemoryDenyWriteExecute/mu);
});

test('what another user has is told to be handed over, and nothing where there is nothing', () => {
  const handedOver = ['/srv/raccord/.env', '/srv/raccord/clients.csv'];
  expect(systemdUnits(facts({ handedOver }))).toContain(
    `(chown), and of any file with a secret that they name:\n# ${handedOver.join(' ')}\n`,
  );
  expect(systemdUnits(facts())).not.toContain('chown');
});

test('of an installation in a home folder that much is shown, and no more', () => {
  const units = systemdUnits(
    facts({
      folder: '/home/ops/travail',
      home: '/home/ops/travail/.raccord',
      readable: ['/home/ops/raccord', '/home/ops/travail/liste.csv', '/home/ops/.secret/totp'],
      writable: ['/home/ops/livres'],
      stateFolder: '/home/ops/.local/state/raccord',
    }),
  ).split('\n');
  expect(units.filter((line) => /^(ProtectHome|Bind|ReadWrite)/u.test(line))).toEqual([
    'ProtectHome=tmpfs',
    'BindReadOnlyPaths=/home/ops/travail',
    'BindReadOnlyPaths=-/home/ops/raccord',
    'BindReadOnlyPaths=-/home/ops/.secret/totp',
    'BindPaths=/home/ops/travail/.raccord',
    'BindPaths=/home/ops/livres',
    'BindPaths=/home/ops/.local/state/raccord',
    'ReadWritePaths=/home/ops/travail/.raccord',
    'ReadWritePaths=/home/ops/livres',
    'ReadWritePaths=/home/ops/.local/state/raccord',
  ]);
});

test('where the state folder is not known systemd makes one, for what locks an account alone', () => {
  const { stateFolder = '', ...unknown } = facts();
  const made = systemdUnits(unknown).split('\n');
  expect(made).toContain('StateDirectory=raccord');
  expect(made).toContain('StateDirectoryMode=0700');
  expect(made).toContain('Environment=XDG_STATE_HOME=%S');
  expect(made.join('\n')).not.toContain(stateFolder);
  for (const units of [
    systemdUnits(facts({ signsIn: false })),
    systemdUnits({ ...unknown, signsIn: false }),
  ]) {
    expect(units).not.toMatch(/StateDirectory|XDG_STATE_HOME/u);
    expect(units).not.toContain(stateFolder);
  }
});

test('systemd finds nothing wrong with the units, odd names included', async () => {
  test.skip(without, WHY);
  const folder = await mkdtemp(join(tmpdir(), 'raccord-units-'));
  try {
    const printed = systemdUnits(
      facts({
        expressions: ['0 22 * * 1-5', '30 6 1 * SUN'],
        // Verified for being there and runnable, which it is on any machine.
        entry: '/opt/l’appli $HOME/bin "raccord".js',
        home: '/srv/à nous/100% 💾',
        stateFolder: '/srv/à nous/état 100%/raccord',
        line: ['batch', '--input', 'liste 100% "é" \\ $PATH.csv', '--yes'],
      }),
    );
    // As docs/scheduling.md says to take them apart.
    const units = printed.split(/^# \/etc\/systemd\/system\/(.+)$/mu).slice(1);
    expect(units.filter((_, index) => index % 2 === 0)).toEqual([
      'raccord-batch-clients.service',
      'raccord-batch-clients.timer',
    ]);
    for (let index = 0; index < units.length; index += 2) {
      await writeFile(join(folder, units[index]!), units[index + 1]!);
    }
    const files = [units[0]!, units[2]!].map((name) => join(folder, name));
    const { status, stderr, stdout } = analyze('verify', '--man=no', ...files);
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a unit of profiles names their folder and asks for no password: each has its own', () => {
  const environment = { RACCORD_PROFILES: '/etc/raccord/profiles' };
  const unit = systemdUnits(facts({ environment, writable: ['/srv/raccord/paris'] }));
  expect(unit).toContain('Environment=RACCORD_PROFILES=/etc/raccord/profiles');
  expect(unit).toContain('come from the profiles in /etc/raccord/profiles');
  expect(unit).toContain('ReadWritePaths=/srv/raccord/paris');
  expect(unit).not.toMatch(/LoadCredential|CHORUS_PASSWORD|RACCORD_HOME/u);
});

test('units of other profiles or rosters have other names, with plain signs alone', () => {
  expect(unitName('renew', [], undefined)).toBe('raccord-renew');
  expect(unitName('batch', [], 'clients.csv')).toBe('raccord-batch-clients');
  const batches: (readonly [profiles: readonly string[], roster: string | undefined])[] = [
    [[], 'liste été.csv'],
    [[], 'liste èté.csv'],
    [[], '/a/lyon.csv'],
    [[], '/b/lyon.csv'],
    [[], 'lyon.csv'],
    [[], 'lyon.xlsx'],
    [['lyon'], undefined],
    [['lyon'], '{profile}.csv'],
    [['lyon', 'nantes'], undefined],
    [Array.from({ length: 14 }, (_, index) => `etablissements-public-${index}`), undefined],
  ];
  const names = batches.map(([profiles, roster]) => unitName('batch', profiles, roster));
  expect(new Set(names).size).toBe(batches.length);
  for (const name of names) expect(name).toMatch(/^raccord-batch-[\w.-]{1,90}$/u);
});
