import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Encrypter, identityToRecipient } from 'age-encryption';
import { isRaccordError } from '../../src/errors/raccord-error.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { renderError } from '../../src/messages/render.ts';
import {
  recipientsOf,
  readIdentity,
  validRecipients,
} from '../../src/credentials/keys/key-files.ts';
import { expect, newKeys, test } from './vault-fixtures.ts';
import type { IdentityFault } from '../../src/errors/error-details.ts';

const PLUGIN = 'AGE-PLUGIN-YUBIKEY-1QQPQYQ5PQYQ5PQYQ5PQYQ5';

/** What a file is told to be; undefined where it is read. */
async function faultOf(path: string): Promise<IdentityFault | undefined> {
  try {
    await readIdentity(path);
    return undefined;
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'IDENTITY_MISSING') throw error;
    return error.details.found;
  }
}

async function encrypted(how: (encrypter: Encrypter) => void, text: string): Promise<Buffer> {
  const encrypter = new Encrypter();
  how(encrypter);
  return Buffer.from(await encrypter.encrypt(text));
}

function armored(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/gu, '$&\n');
  return `-----BEGIN AGE ENCRYPTED FILE-----\n${lines}\n-----END AGE ENCRYPTED FILE-----\n`;
}

test('a native key is read however its file is written, and whatever stands beside it', async ({
  folder,
  keys,
}) => {
  const key = keys.identity.keys[0]?.reveal() ?? '';
  const path = join(folder, 'identity');
  const text = `# created: 2026\r\n# public key: ${keys.recipient}\r\n${key}\r\n`;
  const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
  const files = [
    text,
    `\ufeff${text}`,
    marked,
    Buffer.from(marked).swap16(),
    key,
    `# age\r${key}\r`,
    key.toLowerCase(),
    `  ${key}  \n`,
    `"${key}"\n`,
    `SOPS_AGE_KEY=${key}\n`,
    `${PLUGIN}\n${key}\n`,
    `${key}\n# a hardware key\n${PLUGIN}\n`,
    `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n${key}\n`,
    `${key.slice(0, 40)}\n${key}\n${key}\n`,
    `${keys.recipient}\n${key}\n`,
  ];
  for (const content of files) {
    await writeFile(path, content, { mode: 0o600 });
    const identity = await readIdentity(path);
    expect(await recipientsOf(identity)).toEqual([keys.recipient]);
  }
  const other = await newKeys();
  await writeFile(path, `${key}\n${PLUGIN}\n${other.identity.keys[0]?.reveal() ?? ''}\n`);
  expect(await recipientsOf(await readIdentity(path))).toEqual([keys.recipient, other.recipient]);
});

test('a file of any other make is told for what it is', async ({ folder, keys }) => {
  const key = keys.identity.keys[0]?.reveal() ?? '';
  const path = join(folder, 'identity');
  const locked = await encrypted((encrypter) => {
    encrypter.setScryptWorkFactor(4);
    encrypter.setPassphrase('a passphrase');
  }, key);
  const sealed = await encrypted((encrypter) => encrypter.addRecipient(keys.recipient), key);
  const pem = (kind: string): string => `-----BEGIN ${kind}-----\nAAAA\n-----END ${kind}-----\n`;
  const files: readonly (readonly [string | Buffer, IdentityFault])[] = [
    ['', 'empty'],
    ['\ufeff\r\n', 'empty'],
    [`# ${key}\n`, 'empty'],
    [locked, 'passphrase'],
    [armored(locked), 'passphrase'],
    [armored(locked).replaceAll('\n', '\r\n'), 'passphrase'],
    [sealed, 'sealed'],
    [armored(sealed), 'sealed'],
    [`# serial 1\n${PLUGIN}\n`, 'plugin'],
    ['AGE-PLUGIN-SE-1QQPQYQ5\n', 'plugin'],
    [keys.recipient, 'public-key'],
    [key.slice(0, -3), 'damaged-key'],
    [`${key.slice(0, 30)}\n${key.slice(30)}`, 'damaged-key'],
    [key.replace('1', '1Q'), 'damaged-key'],
    [pem('OPENSSH PRIVATE KEY'), 'ssh'],
    ['ssh-ed25519 AAAAC3Nza a@b\n', 'ssh'],
    [pem('RSA PRIVATE KEY'), 'pem'],
    [pem('PRIVATE KEY'), 'pem'],
    [pem('ENCRYPTED PRIVATE KEY'), 'pem'],
    [pem('PGP PRIVATE KEY BLOCK'), 'pgp'],
    ['PuTTY-User-Key-File-3: ssh-ed25519\n', 'putty'],
    [Buffer.from(key, 'utf16le'), 'utf-16-unmarked'],
    [Buffer.from([0xe9, 0x74, 0xe9, 0x0a]), 'not-utf-8'],
    ['hunter2\n', 'other'],
  ];
  for (const [content, fault] of files) {
    await writeFile(path, content, { mode: 0o600 });
    expect(await faultOf(path), fault).toBe(fault);
    const error: unknown = await readIdentity(path).catch((thrown: unknown) => thrown);
    if (!isRaccordError(error)) throw error;
    for (const language of ['en', 'fr'] as const) {
      const told = renderError(error, textsFor(language));
      expect(told).toContain(textsFor(language).keys.faults[fault].found);
      expect(told).not.toContain(key.slice(20, 40));
      expect(told).not.toContain('hunter2');
    }
  }
  await mkdir(join(folder, 'keys'));
  expect(await faultOf(join(folder, 'keys'))).toBe('folder');
  expect(await faultOf(join(folder, 'nowhere'))).toBeUndefined();
  await expect(readIdentity(join(folder, 'nowhere'))).rejects.toMatchObject({
    code: 'IDENTITY_MISSING',
  });
});

test('the public key of a plugin is told as one, and its private half is not repeated', async ({
  keys,
}) => {
  const yubikey = 'age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t';
  await expect(validRecipients([keys.recipient, yubikey])).rejects.toMatchObject({
    code: 'RECIPIENT_INVALID',
    details: { recipient: yubikey, reason: 'plugin' },
  });
  await expect(validRecipients([PLUGIN])).rejects.toMatchObject({
    details: { recipient: 'AGE-PLUGIN-…', reason: 'private key' },
  });
  const mistyped = keys.recipient.replace(/.$/u, (last) => (last === 'q' ? 'p' : 'q'));
  const error: unknown = await validRecipients([mistyped]).catch((thrown: unknown) => thrown);
  expect(error).not.toMatchObject({ details: { reason: 'plugin' } });
  expect(await identityToRecipient(keys.identity.keys[0]?.reveal() ?? '')).toBe(keys.recipient);
});
