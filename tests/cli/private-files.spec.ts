import { spawnSync } from 'node:child_process';
import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  environmentFor,
  RACCORD,
  startProcess,
} from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { exposureProblem } from './secret-search.ts';

const SIRET = '73282932000074';

test.describe.configure({ timeout: 240_000 });
test.skip(process.platform === 'win32', 'Windows has no modes');

test.describe('with a connection that is there', () => {
  // Half the work: an account writes all kinds of files.
  test.use({
    portalOptions: { otherConnections: [{ siret: SIRET, applicationName: 'Pldiffusion1' }] },
  });

  test('all that commands write is their owner’s alone, whatever the umask', async ({
    portal,
    folder,
    home,
  }) => {
    const environment = environmentFor(portal, home);
    const open = async (...args: readonly string[]): Promise<void> => {
      const line = ['-c', 'umask 000; exec "$@"', 'sh', process.execPath, RACCORD, ...args];
      const { exitCode, stderr } = await startProcess('/bin/sh', line, { folder, environment })
        .finished;
      expect(exitCode, stderr).toBe(0);
    };
    await open('roster', 'template', '--output', 'template.csv');
    await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n`);
    const quick = ['--min-interval', '0ms'];
    await open('batch', '--input', 'roster.csv', '--yes', '--trace', '--verbose', ...quick);
    await open('credentials', 'export', '--output', 'credentials.json');
    await open('credentials', 'export', '--format', 'env', '--output', 'credentials.env');

    expect(await exposureProblem(home)).toEqual([]);
    for (const name of ['credentials.json', 'credentials.env', 'template.csv']) {
      expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
    }
    // All kinds of files were there to be looked at.
    const written = (await readdir(home, { recursive: true })).join('\n');
    for (const kind of [
      /^ledger\.db$/mu,
      /^vault\/.+\.age$/mu,
      /^session\/.+/mu,
      /^identity\.age-key$/mu,
      /^evidence\/.+\.png$/mu,
      /^evidence\/.+\.zip$/mu,
      /^evidence\/.+steps\.jsonl$/mu,
      /^reports\/.+\/index\.html$/mu,
      /^reports\/.+\/report\.csv$/mu,
      /^reports\/.+\/junit\.xml$/mu,
    ]) {
      expect(written).toMatch(kind);
    }
  });
});

/** Files that hold a secret, each as the only one that others may read. */
const HOLDERS: readonly (readonly [
  what: string,
  name: string,
  content: string,
  environment: (path: string) => Record<string, string>,
])[] = [
  ...[
    'CHORUS_PASSWORD=hunter2-hunter2',
    'CHORUS_TOTP_SECRET=JBSWY3DPEHPK3PXP',
    'RACCORD_WEBHOOK_SECRET=0123456789abcdef',
    'RACCORD_WEBHOOK_URL=https://hooks.exemple.fr/token',
    'RACCORD_SMTP_URL=smtps://robot:pw@mail.exemple.fr',
  ].map(
    (line) =>
      [`.env with only ${line.replace(/=.*/u, '')}`, '.env', `${line}\n`, () => ({})] as const,
  ),
  [
    'file of the password',
    "the portal's password",
    'hunter2',
    (CHORUS_PASSWORD_FILE) => ({ CHORUS_PASSWORD: '', CHORUS_PASSWORD_FILE }),
  ],
  [
    'file of the TOTP secret',
    'totp secret',
    'JBSWY3DPEHPK3PXP',
    (CHORUS_TOTP_SECRET_FILE) => ({ CHORUS_TOTP_SECRET: '', CHORUS_TOTP_SECRET_FILE }),
  ],
];

for (const [what, name, content, environment] of HOLDERS) {
  test(`a ${what} that others can read is refused, with the command that mends it`, async ({
    raccordHere: raccord,
    folder,
  }) => {
    const file = join(folder, name);
    await writeFile(file, content);
    for (const mode of [0o644, 0o640, 0o604]) {
      await chmod(file, mode);
      const refused = await raccord(['status', '--json'], environment(file));
      expect(refused.exitCode, refused.stderr).toBe(2);
      expect(refused.stderr).toContain('✗ CONFIG_INVALID');
      expect(refused.stderr).not.toContain(content.trim().replace(/^.*=/u, ''));
      mend(refused.stderr);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    const allowed = await raccord(['status', '--json'], environment(file));
    expect(allowed.exitCode, allowed.stderr).toBe(0);
  });
}

test.describe('with a credential', () => {
  test.use({ portalOptions: { existingAccounts: [{ siret: SIRET }] } });

  test('a private key that others can read is refused, with the command that mends it', async ({
    raccordHere: raccord,
    folder,
    enrolledHome: home,
  }) => {
    const moved = join(folder, "owner's key");
    const made = join(home, 'identity.age-key');
    spawned('/bin/cp', ['--', made, moved]);
    for (const [key, environment] of [
      [made, {}],
      [moved, { RACCORD_IDENTITY: moved }],
    ] as const) {
      await chmod(key, 0o644);
      for (const args of [
        ['credentials', 'show', '--siret', SIRET, '--reveal'],
        ['credentials', 'export', '--output', 'out.json'],
      ]) {
        const refused = await raccord(args, environment);
        expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
        expect(refused.stderr).toContain('✗ FILE_TOO_OPEN');
        expect(refused.stderr).toMatch(/chmod 600 /u);
      }
      const refused = await raccord(
        ['credentials', 'show', '--siret', SIRET, '--reveal'],
        environment,
      );
      mend(refused.stderr);
      const shown = await raccord(
        ['credentials', 'show', '--siret', SIRET, '--reveal'],
        environment,
      );
      expect(shown.exitCode, shown.stderr).toBe(0);
    }
    expect(await readdir(folder)).not.toContain('out.json');
  });
});

/** Runs the command that a message ends a line with, as a person would. */
function mend(message: string): void {
  const [command = ''] = /chmod 600 .+$/mu.exec(message) ?? [];
  spawned('/bin/sh', ['-c', command]);
}

function spawned(file: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(file, args);
  expect(status, stderr.toString()).toBe(0);
}
