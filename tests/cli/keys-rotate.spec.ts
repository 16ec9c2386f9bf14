import { spawnSync } from 'node:child_process';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RACCORD, startProcess } from '../../fixtures/playwright/raccord-process.ts';
import { systemClock } from '../../src/domain/clock.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireLease } from '../../src/ledger/lease/lease.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { newKeys } from '../unit/vault-fixtures.ts';
import { expect, openedBy, passwordOf, sealedFiles, SIRETS, test } from './sealed-home.ts';
import { findIn } from './secret-search.ts';

const ROTATE = ['keys', 'rotate', '--new-identity', 'new.key', '--json'];
const NEW = { RACCORD_IDENTITY: 'new.key' };
const OTHER = '55208131766522' as Siret;

test.describe.configure({ timeout: 300_000 });

test('status and doctor find the vault whole after a rotation, and the report counts', async ({
  keys,
  capture,
}) => {
  await capture();
  const planned = await keys([...ROTATE, '--dry-run']);
  expect(JSON.parse(planned.stdout)).toMatchObject({ resealed: 3, already: 0, dryRun: true });
  const rotated = await keys(ROTATE);
  expect(rotated.exitCode, rotated.stderr).toBe(0);
  expect(JSON.parse(rotated.stdout)).toMatchObject({
    ...{ resealed: 3, already: 0, refused: 0, damaged: 0, removed: 3, keyCount: 1 },
    dryRun: false,
  });
  expect(await keys(['status', '--json'])).toMatchObject({ exitCode: 0, stderr: '' });
  const { stdout } = await keys(['doctor', '--offline', '--json']);
  const { checks } = JSON.parse(stdout) as { checks: { name: string }[] };
  expect(checks.find(({ name }) => name === 'sealed')).toMatchObject({
    result: 'good',
    found: '3/3',
  });
  const again = await keys(ROTATE);
  expect(JSON.parse(again.stdout)).toMatchObject({ resealed: 0, already: 3, removed: 0 });
  const shown = await keys(['keys', 'show', '--json'], NEW);
  expect(JSON.parse(shown.stdout)).toMatchObject({
    identity: { isRecipient: true },
    credentials: { opened: 3, resealed: 3 },
  });
});

test('a dry run changes nothing', async ({ home, folder, keys, capture }) => {
  await capture();
  const before = await sealedFiles(home);
  const recipients = await readFile(join(home, 'recipients.age-pub'), 'utf8');
  expect((await keys([...ROTATE, '--dry-run'])).exitCode).toBe(0);
  expect(await sealedFiles(home)).toEqual(before);
  expect(await readFile(join(home, 'recipients.age-pub'), 'utf8')).toBe(recipients);
  expect(await readdir(folder)).not.toContain('new.key');
});

test('killed after any durable write, nothing is lost, and the same command goes on', async ({
  home,
  folder,
  keys,
  killed,
  capture,
}) => {
  await capture();
  const start = join(folder, 'start');
  spawnSync('cp', ['-a', home, start]);
  const [old, fresh] = [join(home, 'identity.age-key'), join(folder, 'new.key')];
  const passwords = Object.fromEntries(SIRETS.map((siret) => [siret, passwordOf(siret)]));
  let after = 1;
  for (; ; after += 1) {
    await rm(home, { recursive: true });
    await rm(fresh, { force: true });
    spawnSync('cp', ['-a', start, home]);
    const { exitCode } = await killed(after, ROTATE);
    if (exitCode !== null) break;
    await test.step(`killed after ${after}`, async () => {
      const isMade = (await readdir(folder)).includes('new.key');
      expect(await openedBy(home, [old, ...(isMade ? [fresh] : [])])).toEqual(passwords);
      const wentOn = await keys(ROTATE);
      expect(wentOn.exitCode, wentOn.stderr).toBe(0);
      expect(await openedBy(home, [fresh])).toEqual(passwords);
      // One file a credential: neither an old one nor one that did not count is left.
      expect(await sealedFiles(home)).toHaveLength(SIRETS.length);
    });
  }
  // The key, the list of recipients, and file, row and removal of each credential.
  expect(after).toBeGreaterThan(2 + 3 * SIRETS.length);
});

test('no clear text is written by a rotation, whatever file or system call', async ({
  home,
  folder,
  capture,
}) => {
  test.skip(spawnSync('strace', ['-V']).status !== 0, 'strace is not here');
  await capture();
  const log = join(folder, 'calls');
  const calls = 'trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg';
  const line = ['-f', '-xx', '-s', '1000000', '-e', calls, '-o', log, process.execPath, RACCORD];
  const { exitCode, stderr } = await startProcess('strace', [...line, ...ROTATE], {
    folder,
    environment: {
      RACCORD_HOME: home,
      CHORUS_ENV: 'production',
      CHORUS_URL: 'https://portail.example/',
    },
  }).finished;
  expect(exitCode, stderr).toBe(0);
  const secrets = Object.fromEntries(SIRETS.map((siret) => [siret, passwordOf(siret)]));
  const written = writtenBy(await readFile(log, 'latin1'));
  // The sealed files are among what was seen.
  expect(written.toString('latin1')).toContain('-----BEGIN AGE ENCRYPTED FILE-----');
  expect(findIn('calls', written, secrets)).toEqual([]);
  const [first = ''] = SIRETS;
  expect(
    findIn('calls', Buffer.concat([written, Buffer.from(passwordOf(first))]), secrets),
  ).not.toEqual([]);
});

/** The bytes that were written, from strace's hexadecimal. */
function writtenBy(log: string): Buffer {
  const texts = [...log.matchAll(/"((?:\\x[0-9a-f]{2})*)"/gu)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
  );
  return Buffer.concat(texts);
}

test('credentials of another portal in the same home are sealed anew as well', async ({
  keys,
  capture,
}) => {
  await capture();
  await capture({ sirets: [OTHER], portal: 'other.example' });
  expect(JSON.parse((await keys(ROTATE)).stdout)).toMatchObject({ resealed: 4 });
  const other = { ...NEW, CHORUS_URL: 'https://other.example/' };
  const opened = await keys(['credentials', 'show', '--siret', OTHER, '--json'], other);
  expect(JSON.parse(opened.stdout)).toMatchObject({ password: passwordOf(OTHER) });
});

test('what the key does not open stays as it is and is told; with both keys it is done', async ({
  folder,
  home,
  keys,
  capture,
}) => {
  await capture();
  const foreign = await newKeys();
  await capture({ sirets: [OTHER], recipients: [foreign.recipient] });
  const partly = await keys(ROTATE);
  expect(partly.exitCode).toBe(1);
  expect(JSON.parse(partly.stdout)).toMatchObject({ resealed: 3, refused: 1 });
  expect(partly.stderr).toContain('may contain several keys');
  const own = await readFile(join(home, 'identity.age-key'), 'utf8');
  const both = `${own}${foreign.identity.keys[0]?.reveal() ?? ''}\n`;
  await writeFile(join(folder, 'both.key'), both, { mode: 0o600 });
  const whole = await keys(ROTATE, { RACCORD_IDENTITY: 'both.key' });
  expect(whole.exitCode, whole.stderr).toBe(0);
  expect(JSON.parse(whole.stdout)).toMatchObject({ resealed: 1, already: 3, refused: 0 });
});

test('a key that opens nothing ends it before anything is touched', async ({
  folder,
  home,
  keys,
  capture,
}) => {
  await capture();
  await keys(['keys', 'init', '--spare', 'unused.key']);
  const before = await sealedFiles(home);
  const refused = await keys(ROTATE, { RACCORD_IDENTITY: 'unused.key' });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('✗ IDENTITY_REFUSED');
  expect(await sealedFiles(home)).toEqual(before);
  expect(await readdir(folder)).not.toContain('new.key');
});

test('the spare key takes over from a lost one, and stays', async ({
  home,
  folder,
  keys,
  capture,
}) => {
  await keys(['keys', 'init', '--output', 'lost.key', '--spare', 'spare.key']);
  await capture();
  const text = await readFile(join(home, 'recipients.age-pub'), 'utf8');
  const [lost = '', spare = ''] = text.split('\n');
  await rm(join(folder, 'lost.key'));
  const environment = { RACCORD_IDENTITY: 'spare.key' };
  const unknown = await keys([...ROTATE, '--replace', (await newKeys()).recipient], environment);
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toContain('✗ RECIPIENT_NOT_IN_FORCE');
  const file = await readFile(join(folder, 'spare.key'), 'utf8');
  const [secret = ''] = /^AGE-SECRET-KEY-.+$/mu.exec(file) ?? [];
  const mistaken = await keys([...ROTATE, '--replace', secret], environment);
  expect(mistaken.exitCode).toBe(2);
  expect(secret).not.toBe('');
  expect(mistaken.stdout + mistaken.stderr).not.toContain(secret);
  const rotated = await keys([...ROTATE, '--replace', lost], environment);
  expect(rotated.exitCode, rotated.stderr).toBe(0);
  const { recipients } = JSON.parse(rotated.stdout) as { recipients: string[] };
  expect(recipients).toHaveLength(2);
  expect(recipients).toContain(spare);
  expect(recipients).not.toContain(lost);
  for (const key of ['spare.key', 'new.key']) {
    expect(Object.keys(await openedBy(home, [join(folder, key)]))).toHaveLength(SIRETS.length);
  }
});

test('with configured recipients the new list is told, and the home’s stays as it was', async ({
  home,
  keys,
  capture,
}) => {
  await capture();
  const recipients = (await readFile(join(home, 'recipients.age-pub'), 'utf8')).trim();
  const rotated = await keys(ROTATE, { RACCORD_RECIPIENTS: recipients });
  expect(rotated.exitCode, rotated.stderr).toBe(0);
  const [made = ''] = (JSON.parse(rotated.stdout) as { recipients: string[] }).recipients;
  expect(rotated.stderr).toContain(`RACCORD_RECIPIENTS (environment) still contains the old key`);
  expect(rotated.stderr).toContain(`RACCORD_RECIPIENTS=${made}`);
  expect((await readFile(join(home, 'recipients.age-pub'), 'utf8')).trim()).toBe(recipients);
});

test('the key in use is no new one', async ({ home, folder, keys, capture }) => {
  await capture();
  await copyFile(join(home, 'identity.age-key'), join(folder, 'new.key'));
  const refused = await keys(ROTATE);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('✗ KEY_UNCHANGED');
});

test('a file that was changed is told and left, and the others are sealed anew', async ({
  home,
  keys,
  capture,
}) => {
  await capture();
  const [changed = ''] = await sealedFiles(home);
  await writeFile(changed, 'changed');
  const rotated = await keys(ROTATE);
  expect(rotated.exitCode).toBe(1);
  expect(JSON.parse(rotated.stdout)).toMatchObject({ resealed: 2, damaged: 1 });
  expect(await readFile(changed, 'utf8')).toBe('changed');
});

test('a rotation waits for nobody: the home’s lock is another’s', async ({
  home,
  keys,
  capture,
}) => {
  await capture();
  const before = await sealedFiles(home);
  const ledger = await openLedger({
    ...{ file: join(home, 'ledger.db'), portal: 'portail.example' },
    ...{ clock: systemClock, runId: 'other' },
  });
  const lease = await acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
  const refused = await keys(ROTATE);
  await lease.release();
  await ledger.close();
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('✗ HOME_LOCKED');
  expect(await sealedFiles(home)).toEqual(before);
});
