import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, passwordOf, sealedFiles, SIRETS, test } from './sealed-home.ts';
import { newKeys } from '../unit/vault-fixtures.ts';

const [SIRET = ''] = SIRETS;
const SHOW = ['credentials', 'show', '--siret', SIRET, '--json'];

interface Shown {
  readonly recipients: readonly string[];
  readonly source: string;
  readonly identity: { readonly isThere: boolean; readonly isRecipient: boolean };
  readonly credentials: Readonly<Record<string, number>>;
}

function shown({ stdout }: { readonly stdout: string }): Shown {
  return JSON.parse(stdout) as Shown;
}

test.describe.configure({ timeout: 120_000 });

test('init makes a key and a spare one, and each opens what is captured then', async ({
  folder,
  keys,
  capture,
}) => {
  const made = await keys(['keys', 'init', '--output', 'operator.key', '--spare', 'spare.key']);
  expect(made.exitCode, made.stderr).toBe(0);
  for (const name of ['operator.key', 'spare.key']) {
    const text = await readFile(join(folder, name), 'utf8');
    const [, recipient = ''] = /^# public key: (age1\w+)$/mu.exec(text) ?? [];
    expect(made.stdout).toContain(recipient);
    expect(made.stdout + made.stderr).not.toContain('AGE-SECRET-KEY');
    expect(made.stderr).toContain(join(folder, name));
    if (process.platform !== 'win32') {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
  }
  await capture();
  for (const RACCORD_IDENTITY of ['operator.key', 'spare.key']) {
    const opened = await keys(SHOW, { RACCORD_IDENTITY });
    expect(JSON.parse(opened.stdout)).toMatchObject({ password: passwordOf(SIRET) });
    expect(shown(await keys(['keys', 'show', '--json'], { RACCORD_IDENTITY }))).toMatchObject({
      source: 'home',
      identity: { isThere: true, isRecipient: true },
      credentials: { opened: SIRETS.length, refused: 0, damaged: 0, resealed: 0 },
    });
  }
});

test('init replaces no file, and leaves nothing behind where one is in the way', async ({
  folder,
  home,
  keys,
}) => {
  await writeFile(join(folder, 'taken'), 'mine');
  for (const args of [
    ['--output', 'taken', '--spare', 'spare.key'],
    ['--output', 'operator.key', '--spare', 'taken'],
    ['--output', 'operator.key', '--spare', './operator.key'],
  ]) {
    const refused = await keys(['keys', 'init', ...args]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('✗ KEY_FILE_TAKEN');
  }
  expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('mine');
  await expect(stat(join(folder, 'operator.key'))).rejects.toThrow('ENOENT');
  await expect(stat(join(folder, 'spare.key'))).rejects.toThrow('ENOENT');
  await expect(stat(home)).rejects.toThrow('ENOENT');
});

test('a folder that is not there is no place for a key: a disk may not be mounted', async ({
  folder,
  keys,
}) => {
  const refused = await keys(['keys', 'init', '--output', 'stick/operator.key']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('✗ KEY_UNWRITABLE');
  await expect(stat(join(folder, 'stick'))).rejects.toThrow('ENOENT');
});

test('a home that has its keys keeps them; a spare one is added, and told to be sealed to', async ({
  keys,
  capture,
}) => {
  await capture();
  const before = shown(await keys(['keys', 'show', '--json']));
  const again = await keys(['keys', 'init']);
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain('✗ KEYS_KNOWN');
  const added = await keys(['keys', 'init', '--spare', 'spare.key', '--json']);
  const { recipients } = JSON.parse(added.stdout) as Shown;
  expect(recipients.slice(0, 1)).toEqual(before.recipients);
  expect(recipients).toHaveLength(2);
  const spare = { RACCORD_IDENTITY: 'spare.key' };
  expect((await keys(SHOW, spare)).stderr).toContain('✗ IDENTITY_REFUSED');
  const rotated = await keys(['keys', 'rotate']);
  expect(rotated.exitCode, rotated.stderr).toBe(0);
  expect((await keys(SHOW, spare)).exitCode).toBe(0);
  expect((await keys(SHOW)).exitCode).toBe(0);
});

test('a key that was made elsewhere is sealed to; an SSH key is refused with the reason', async ({
  keys,
}) => {
  const { recipient } = await newKeys();
  const ssh = await keys(['keys', 'init', '--recipient', 'ssh-ed25519 AAAAC3Nza me@here']);
  expect(ssh.exitCode).toBe(2);
  expect(ssh.stderr).toContain('SSH keys cannot be used');
  const made = await keys(['keys', 'init', '--recipient', recipient, '--json']);
  expect((JSON.parse(made.stdout) as Shown).recipients).toContain(recipient);
});

test('an SSH key as an identity is refused with the reason', async ({ folder, keys, capture }) => {
  await capture();
  const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbg==\n-----END OPENSSH PRIVATE KEY-----\n';
  await writeFile(join(folder, 'id_ed25519'), key, { mode: 0o600 });
  const refused = await keys(SHOW, { RACCORD_IDENTITY: 'id_ed25519' });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('SSH keys cannot be used');
});

test('configured recipients override those of the home, and init and show say so', async ({
  keys,
}) => {
  const { recipient } = await newKeys();
  const made = await keys(['keys', 'init'], { RACCORD_RECIPIENTS: recipient });
  expect(made.stderr).toContain('! RACCORD_RECIPIENTS (environment) overrides');
  expect(
    shown(await keys(['keys', 'show', '--json'], { RACCORD_RECIPIENTS: recipient })),
  ).toMatchObject({
    recipients: [recipient],
    source: 'environment',
    identity: { isThere: true, isRecipient: false },
  });
});

test('show makes nothing where there is nothing', async ({ home, keys }) => {
  expect(shown(await keys(['keys', 'show', '--json']))).toMatchObject({ source: 'none' });
  await expect(stat(home)).rejects.toThrow('ENOENT');
});

test('a machine without the private key captures and lists, but opens nothing', async ({
  home,
  folder,
  keys,
  capture,
}) => {
  await keys(['keys', 'init', '--output', 'operator.key']);
  const { recipients } = shown(await keys(['keys', 'show', '--json']));
  await capture({ recipients });
  const capturing = { RACCORD_RECIPIENTS: recipients.join(',') };
  await expect(stat(join(home, 'identity.age-key'))).rejects.toThrow('ENOENT');
  const listed = await keys(['credentials', 'list', '--json'], capturing);
  expect((JSON.parse(listed.stdout) as { credentials: unknown[] }).credentials).toHaveLength(3);
  expect(shown(await keys(['keys', 'show', '--json'], capturing)).credentials).toMatchObject({
    whole: 3,
    opened: 0,
  });
  for (const args of [SHOW, ['keys', 'rotate']]) {
    const refused = await keys(args, capturing);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('✗ IDENTITY_MISSING');
    expect(refused.stderr).toContain('set RACCORD_IDENTITY to its file');
  }
  // A removable disk, or a folder of another account.
  await mkdir(join(folder, 'stick'));
  await rename(join(folder, 'operator.key'), join(folder, 'stick', 'operator.key'));
  const opened = await keys(SHOW, { ...capturing, RACCORD_IDENTITY: 'stick/operator.key' });
  expect(JSON.parse(opened.stdout)).toMatchObject({ password: passwordOf(SIRET) });
});

test('show tells a key that others can read from one that is missing', async ({ home, keys }) => {
  test.skip(process.platform === 'win32', 'Windows has no modes');
  await keys(['keys', 'init']);
  await chmod(join(home, 'identity.age-key'), 0o644);
  expect((await keys(['keys', 'show'])).stdout).toContain('cannot be used (FILE_TOO_OPEN)');
});

test('after a rotation the age tool opens each file with the new key, and none with the old', async ({
  home,
  folder,
  keys,
  capture,
}) => {
  test.skip(spawnSync('age', ['--version']).status !== 0, 'the age tool is not here');
  await capture();
  const age = (key: string, file: string) => spawnSync('age', ['-d', '-i', key, file]);
  const old = join(home, 'identity.age-key');
  for (const file of await sealedFiles(home)) expect(age(old, file).status).toBe(0);
  const rotated = await keys(['keys', 'rotate', '--new-identity', 'new.key']);
  expect(rotated.exitCode, rotated.stderr).toBe(0);
  const files = await sealedFiles(home);
  expect(files).toHaveLength(SIRETS.length);
  for (const file of files) {
    const opened = age(join(folder, 'new.key'), file);
    expect(opened.status, opened.stderr.toString()).toBe(0);
    const { siret, password } = JSON.parse(opened.stdout.toString()) as Record<string, string>;
    expect(password).toBe(passwordOf(siret ?? ''));
    expect(age(old, file).status).not.toBe(0);
  }
});
