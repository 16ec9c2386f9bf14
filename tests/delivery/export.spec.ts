import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { startOnTerminal, whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { expect, NO_KEY, ONE, passwordOf, sealedFileOf, test, TWO } from './delivery-fixtures.ts';

test.describe.configure({ timeout: 120_000 });

const EXPORT = ['credentials', 'export'] as const;

test('a CSV for programs gives every password back as it is, and says which look like formulas', async ({
  folder,
  capture,
  raccord,
}) => {
  await capture(ONE);
  await capture(TWO);
  const { exitCode, stderr } = await raccord([...EXPORT, '--format', 'csv', '--output', 'all.csv']);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('2 passwords start like a formula');
  const file = join(folder, 'all.csv');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  expect(text.startsWith('"siret","login","password","capturedAt","expiresOn"\r\n')).toBe(true);
  expect(parse(text, { columns: true })).toMatchObject(
    [ONE, TWO].map((siret) => ({
      siret,
      login: `TECH_1_${siret}@cpro.fr`,
      password: passwordOf(siret),
      expiresOn: '2028-01-21',
    })),
  );
  const again = await raccord([...EXPORT, '--format', 'csv', '--output', 'all.csv']);
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain('all.csv already exists');
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('without a file it goes to a program that reads standard output, where that is asked for', async ({
  folder,
  capture,
  raccord,
}) => {
  await capture(ONE);
  for (const format of ['json', 'env', 'csv']) {
    const refused = await raccord([...EXPORT, '--format', format]);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('only with --reveal');
  }
  const json = await raccord([...EXPORT, '--reveal']);
  expect(json.exitCode, json.stderr).toBe(0);
  expect(JSON.parse(json.stdout)).toMatchObject([{ siret: ONE, password: passwordOf(ONE) }]);
  expect(json.stderr).not.toContain('w0rd');
  const env = await raccord([...EXPORT, '--format', 'env', '--reveal']);
  await writeFile(join(folder, 'all.env'), env.stdout);
  const print = `. ./all.env; printf '%s' "$CPRO_${ONE}_PASSWORD"`;
  const readBack = execFileSync('/bin/sh', ['-euc', print], { cwd: folder, encoding: 'utf8' });
  expect(readBack).toBe(passwordOf(ONE));
});

test.describe('on a terminal', () => {
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

  test('clear text is shown only where that is asked for, a sealed bundle always', async ({
    folder,
    capture,
    variables,
  }) => {
    await capture(ONE);
    const onTerminal = (...flags: readonly string[]) =>
      startOnTerminal([...EXPORT, ...flags], { folder, environment: variables }).finished;
    for (const format of ['json', 'env', 'csv']) {
      const refused = await onTerminal('--format', format);
      expect(refused.exitCode).toBe(2);
      expect(refused.stdout).toContain('only with --reveal');
      expect(refused.stdout).not.toContain('w0rd');
    }
    const shown = await onTerminal('--reveal');
    expect(shown.exitCode, shown.stdout).toBe(0);
    expect(JSON.parse(shown.stdout)).toMatchObject([{ password: passwordOf(ONE) }]);
    const sealed = await onTerminal('--format', 'sealed');
    expect(sealed.exitCode, sealed.stdout).toBe(0);
    expect(JSON.parse(sealed.stdout)).toMatchObject({ format: 'raccord-sealed-credentials' });
  });
});

test('a sealed bundle needs no key, holds the files as they are, and nothing in clear', async ({
  home,
  folder,
  capture,
  onLedger,
  raccord,
}) => {
  const id = await capture(ONE);
  const { exitCode, stderr } = await raccord(
    [...EXPORT, '--format', 'sealed', '--output', 'sealed.json'],
    NO_KEY,
  );
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('1 credentials written to sealed.json (mode 600)');
  expect((await stat(join(folder, 'sealed.json'))).mode & 0o777).toBe(0o600);
  const text = await readFile(join(folder, 'sealed.json'), 'utf8');
  const [known] = await onLedger((ledger) => ledger.credentials());
  expect(JSON.parse(text)).toEqual({
    format: 'raccord-sealed-credentials',
    version: 1,
    portal: 'portail.example',
    exportedAt: expect.any(String) as unknown,
    credentials: [
      {
        siret: ONE,
        login: `TECH_1_${ONE}@cpro.fr`,
        credentialId: id,
        status: 'current',
        capturedAt: known?.credential.capturedAt,
        accountState: 'Actif',
        expiresOn: '2028-01-21',
        fingerprint: known?.credential.fingerprint,
        digest: known?.credential.digest,
        sealed: await readFile(sealedFileOf(home, ONE, id), 'utf8'),
      },
    ],
  });
  expect(text).not.toContain('w0rd');
  expect(await readdir(home)).not.toContain('identity.age-key');
});

test('every clear format ends without the private key, before a file is made', async ({
  folder,
  capture,
  raccord,
}) => {
  await capture(ONE);
  for (const format of ['json', 'env', 'csv']) {
    const refused = await raccord([...EXPORT, '--format', format, '--output', 'out'], NO_KEY);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('IDENTITY_MISSING');
  }
  await expect(stat(join(folder, 'out'))).rejects.toThrow('ENOENT');
});

test('a sealed file that is damaged is named, and no bundle is written without it', async ({
  home,
  folder,
  capture,
  raccord,
}) => {
  await capture(ONE);
  const file = sealedFileOf(home, TWO, await capture(TWO));
  await writeFile(file, (await readFile(file, 'utf8')).replace(/.\n-----END/u, '\n-----END'));
  const refused = await raccord([...EXPORT, '--format', 'sealed', '--output', 'out'], NO_KEY);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(new RegExp(`VAULT_DAMAGED[^]*${TWO}`, 'u'));
  await expect(stat(join(folder, 'out'))).rejects.toThrow('ENOENT');
});
