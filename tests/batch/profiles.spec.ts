import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { environmentFor, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test as base } from '../../fixtures/playwright/test.ts';
import { startTestPortal } from '../../fixtures/playwright/test-portal.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { batchDocument, documentOf, errorDocument } from '../cli/documents.ts';

const LYON = '73282932000074';
const NANTES = '81263740300013';

const standing = z.strictObject({
  sirets: z.int(),
  failed: z.int(),
  expiring: z.int(),
  lastRun: z
    .strictObject({ command: z.string(), endedAt: z.iso.datetime(), exitCode: z.int() })
    .optional(),
});

/** What `--json` prints for several profiles (docs/profiles.md). */
const profilesDocument = z.strictObject({
  profiles: z.array(
    z.strictObject({
      profile: z.string(),
      exitCode: z.int().optional(),
      notBegun: z.literal(true).optional(),
      result: batchDocument.optional(),
      ...errorDocument.partial().shape,
      standing,
    }),
  ),
  exitCode: z.int(),
});

interface Fixtures {
  /** Another portal, with another administrator. */
  readonly other: StandInPortal;
  /** Runs raccord with nothing in its environment but where the profiles are, and their homes. */
  readonly raccord: (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Finished>;
  /** Writes a profile for a portal, and a roster of one SIRET. */
  readonly write: (
    name: string,
    portal: StandInPortal,
    siret: string,
    changes?: Readonly<Record<string, string>>,
  ) => Promise<void>;
}

const test = base.extend<Fixtures>({
  other: async ({}, use) => {
    const administrator = { login: 'nantes@exemple.fr', password: 'Other-Admin-5521!' };
    const portal = await startTestPortal({ administrator });
    await use(portal);
    await portal.close();
  },
  raccord: async ({ folder }, use) => {
    await use((args, environment = {}) =>
      raccordHere(args, {
        folder,
        environment: {
          RACCORD_PROFILES: join(folder, 'profiles'),
          XDG_DATA_HOME: join(folder, 'data'),
          ...environment,
        },
      }),
    );
  },
  write: async ({ folder }, use) => {
    await mkdir(join(folder, 'profiles'));
    await use(async (name, portal, siret, changes = {}) => {
      // Without a home of its own: it has that of its name.
      const own = { ...environmentFor(portal, ''), ...changes };
      const lines = Object.entries(own).map(([key, value]) => `${key}='${value}'`);
      const file = join(folder, 'profiles', `${name}.env`);
      await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
      await writeFile(join(folder, `${name}.csv`), `siret\n${siret}\n`);
    });
  },
});

const BATCH = [
  ...['batch', '--profile', 'lyon', '--profile', 'nantes'],
  ...['--input', '{profile}.csv', '--yes'],
];

test.describe.configure({ timeout: 240_000 });

// Drawn at random it may hold a quote, and a profile's lines are in such.
test.use({
  portalOptions: { administrator: { login: 'lyon@exemple.fr', password: 'First-Admin-7741!' } },
});

test('each administrator’s roster is worked on in turn, with one summary and the worst exit code', async ({
  portal,
  other,
  folder,
  raccord,
  write,
}) => {
  await write('lyon', portal, LYON);
  await write('nantes', other, NANTES, { CHORUS_PASSWORD: 'Mistyped-0000' });

  const run = await raccord([...BATCH, '--json']);
  const { profiles, exitCode } = documentOf(run, profilesDocument);
  expect({ exitCode, process: run.exitCode }, run.stderr).toEqual({ exitCode: 4, process: 4 });
  expect(profiles).toMatchObject([
    { profile: 'lyon', exitCode: 0, result: { summary: { created: 2 } }, standing: { sirets: 1 } },
    { profile: 'nantes', exitCode: 4, error: { code: 'PASSWORD_REFUSED' } },
  ]);
  expect(portal.truth().accounts.map(({ siret }) => siret)).toEqual([LYON]);
  expect(other.truth().accounts).toEqual([]);

  const status = await raccord(['status', '--profile', 'lyon', '--profile', 'nantes']);
  expect(status.exitCode, status.stderr).toBe(0);
  expect(status.stdout).toMatch(/── lyon ──[^]*73282932000074[^]*── nantes ──/u);
  const [, summary = ''] = status.stdout.split('── All profiles ──');
  expect(summary).toMatch(/lyon +0 +1 +0 +0 +.* batch, exit 0/u);
  expect(summary).toMatch(/nantes +0 +0 +0 +0 +.* batch, exit 4/u);

  const homes = ['lyon', 'nantes'].map((name) => join(folder, 'data/raccord/profiles', name));
  expect(homes.map((home) => existsSync(join(home, 'ledger.db')))).toEqual([true, true]);

  const listed = await raccord(['profiles', '--json']);
  expect(listed.exitCode, listed.stderr).toBe(0);
  expect(JSON.parse(listed.stdout)).toMatchObject({
    profiles: [
      { profile: 'lyon', home: homes[0], sirets: 1, lastRun: { command: 'batch', exitCode: 0 } },
      { profile: 'nantes', home: homes[1], sirets: 0, lastRun: { command: 'batch', exitCode: 4 } },
    ],
  });
});

test('a profile that cannot be read ends the command before any of them is begun', async ({
  portal,
  other,
  raccord,
  write,
}) => {
  await write('lyon', portal, LYON);
  await write('nantes', other, NANTES, { CHORUS_PASSWORD: '', RACCORD_SETTLE: 'soon' });
  const unreadable = await raccord([...BATCH, '--json']);
  expect(unreadable.exitCode).toBe(2);
  const { error } = documentOf(unreadable, errorDocument);
  expect(error.code).toBe('CONFIG_INVALID');
  expect(error.message).toContain('nantes.env CHORUS_PASSWORD (or ');
  expect(error.message).toContain('nantes.env RACCORD_SETTLE: ');

  await write('nantes', other, NANTES);
  for (const [environment, told] of [
    [{ CHORUS_LOGIN: 'both@exemple.fr' }, 'CHORUS_LOGIN: would apply to every profile'],
    [{ RACCORD_HOME: '/nowhere' }, 'RACCORD_HOME: would apply to every profile'],
  ] as const) {
    const refused = await raccord(BATCH, environment);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(told);
  }
  await write('nantes', portal, NANTES);
  const same = await raccord(BATCH);
  expect(same.exitCode).toBe(2);
  expect(same.stderr).toContain('CHORUS_LOGIN: is the same in lyon and nantes');
  for (const place of [portal, other]) expect(place.writeRequests()).toBe(0);
});

test('with one profile the output is that of a .env, and other commands take one alone', async ({
  portal,
  other,
  folder,
  raccord,
  write,
}) => {
  await write('lyon', portal, LYON);
  await write('nantes', other, NANTES);
  const one = await raccord(['status', '--json'], { RACCORD_PROFILE: 'lyon' });
  expect(one.exitCode, one.stderr).toBe(0);
  expect(JSON.parse(one.stdout)).toEqual({ enrolments: [] });
  for (const args of [
    ['doctor', '--offline', '--profile', 'lyon', '--profile', 'nantes'],
    ['status', '--watch', '--profile', 'lyon', '--profile', 'nantes'],
    ['status', '--metrics', 'all.prom', '--profile', 'lyon', '--profile', 'nantes'],
    ['status', '--profile', 'lille'],
  ]) {
    const refused = await raccord(args);
    expect(refused.exitCode, args.join(' ')).toBe(2);
    expect(refused.stderr).toContain('✗ CONFIG_INVALID');
  }
  const metrics = ['--metrics', join(folder, '{profile}.prom')];
  const written = await raccord(['status', ...metrics, '--profile', 'lyon', '--profile', 'nantes']);
  expect(written.exitCode, written.stderr).toBe(0);
  expect(written.stderr).toMatch(/lyon\.prom[^]*nantes\.prom/u);
  // A collector takes a series of two files only once, so that one of them would be lost.
  for (const name of ['lyon', 'nantes']) {
    const series = await readFile(join(folder, `${name}.prom`), 'utf8');
    expect(series).toContain(`raccord_failed{profile="${name}"} 0`);
  }
});

test('a schedule checks its profiles, hands them on, and its unit can write in the home of each', async ({
  portal,
  other,
  folder,
  raccord,
  write,
}) => {
  await write('lyon', portal, LYON);
  await write('nantes', other, NANTES);
  const schedule = (name: string): string[] => [
    ...['schedule', '--cron', '0 22 * * 1-5', '--profile', 'lyon', '--profile', name],
    ...[
      '--print',
      'systemd',
      '--',
      ...BATCH.filter((word) => !/profile$|^lyon|^nantes/u.test(word)),
    ],
  ];
  const printed = await raccord(schedule('nantes'));
  expect(printed.exitCode, printed.stderr).toBe(0);
  expect(printed.stdout).toMatch(/ --yes --profile lyon --profile nantes$/mu);
  for (const name of ['lyon', 'nantes']) {
    expect(printed.stdout).toContain(join(folder, 'data/raccord/profiles', name));
  }
  expect(printed.stdout).not.toMatch(/RACCORD_HOME|CHORUS_PASSWORD/u);
  // In a service without it, their homes would be others.
  expect(printed.stdout).toContain(`XDG_DATA_HOME=${join(folder, 'data')}`);
  await writeFile(join(folder, 'nantes.csv'), 'siret\n12345678901234\n');
  await write('lyon', portal, LYON, { RACCORD_KEEP: 'long' });
  const wrong = await raccord(schedule('nantes'));
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain('lyon.env RACCORD_KEEP: ');
  expect(wrong.stderr).toContain('nantes.csv');
  const missing = await raccord(schedule('lille'));
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain('lille.env does not exist; existing profiles: lyon, nantes');
});
