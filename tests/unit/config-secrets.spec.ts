import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { test } from '../../fixtures/playwright/folder.ts';
import { loadConfig } from '../../src/config/config.ts';
import { shellOf, unreadableReason } from '../../src/config/secrets.ts';
import { problemsOf, warningsOf } from './config-fixtures.ts';

const MARK = '\ufeff';

const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

test.describe('a secret in a file', () => {
  for (const [how, bytes] of [
    ['with a line break', Buffer.from('s3cret\n')],
    ['with many line breaks of any system', Buffer.from('\r\ns3cret\r\n\n\r\n \n')],
    ['with a line break of old Macs', Buffer.from('s3cret\r')],
    ['with a byte order mark', Buffer.from(`${MARK}s3cret\r\n`)],
    ['in UTF-16 as PowerShell writes it', utf16le(`${MARK}s3cret\r\n`)],
    ['in UTF-16, big end first', utf16be(`${MARK}s3cret\n`)],
  ] as const) {
    test(`${how} is the secret alone`, async ({ folder }) => {
      const file = join(folder, 'password');
      await writeFile(file, bytes, { mode: 0o600 });
      const config = loadConfig({ CHORUS_PASSWORD_FILE: file }, folder);
      expect(config.password?.reveal()).toBe('s3cret');
      expect(warningsOf(config)).toEqual([]);
    });
  }

  for (const [how, bytes, key] of [
    ['in Windows-1252', Buffer.from([0xc9, 0x74, 0xe9, 0x32, 0x0a]), 'not-utf-8'],
    ['in Mac Roman', Buffer.from([0x8e, 0x74, 0x8e]), 'not-utf-8'],
    ['in UTF-16 without a mark', utf16le('s3cret\r\n'), 'utf-16-unmarked'],
    ['in UTF-16 without a mark, big end first', utf16be('s3cret'), 'utf-16-unmarked'],
    ['in UTF-16 that is cut', utf16le(`${MARK}s3cret`).subarray(0, -1), 'not-utf-8'],
    ['that was garbled before', Buffer.from('\ufffdt\ufffd2\n'), 'replacement-character'],
    ['with the end mark of DOS', Buffer.from('s3cret\r\n\u001a'), 'several-lines'],
    ['with a zero byte', Buffer.from('s3cret\0'), 'control-character'],
    ['with an escape', Buffer.from('s3cr\u001bet'), 'control-character'],
    ['with a tab', Buffer.from('s3c\tret'), 'control-character'],
    ['with a second byte order mark', Buffer.from(`${MARK}${MARK}s3cret`), 'invisible-character'],
    ['copied with marks of direction', Buffer.from('\u200es3cret'), 'invisible-character'],
    ['of several lines', Buffer.from('s3cret\nlogin: a@b.fr\n'), 'several-lines'],
    ['of several lines, parted by CR', Buffer.from('s3cret\rlogin: a@b.fr'), 'several-lines'],
    ['in quotes', Buffer.from("'s3cret'\n"), 'in-quotes'],
    ['in quotes, as jq prints it', Buffer.from('"s3cret"\n'), 'in-quotes'],
    ['in typographic quotes', Buffer.from('“s3cret”'), 'in-quotes'],
    ['as a setting', Buffer.from('CHORUS_PASSWORD=s3cret\n'), 'not-the-secret-alone'],
    ['as JSON', Buffer.from('{"password":"s3cret"}\n'), 'not-the-secret-alone'],
    ['with a line break of Unicode', Buffer.from('s3cret\u2028x'), 'control-character'],
  ] as const) {
    test(`${how} is refused by name`, async ({ folder }) => {
      const file = join(folder, 'password');
      await writeFile(file, bytes, { mode: 0o600 });
      expect(problemsOf({ CHORUS_PASSWORD_FILE: file })).toEqual([`CHORUS_PASSWORD_FILE: ${key}`]);
    });
  }

  test('is taken as it is where that can be right, and warned of', async ({ folder }) => {
    const file = join(folder, 'password');
    for (const [text, key] of [
      [' s3cret', 'space-at-end'],
      ['s3cret\u00a0', 'space-at-end'],
      ['Ã‰tÃ©', 'looks-garbled'],
      ['e\u0301te\u0301', 'letters-in-parts'],
    ] as const) {
      await writeFile(file, `${text}\n`, { mode: 0o600 });
      const config = loadConfig({ CHORUS_PASSWORD_FILE: file }, folder);
      expect(config.password?.reveal()).toBe(text);
      expect(warningsOf(config)).toEqual([`CHORUS_PASSWORD_FILE: ${key}`]);
    }
  });

  test('is read back to the letter, however it is encoded and ended', async ({ folder }) => {
    const file = join(folder, 'password');
    const secret = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((text) => text.trim() === text && !/[\p{C}\p{Zl}\p{Zp}\ufffd]/u.test(text));
    const encode = fc.constantFrom(
      (text: string) => Buffer.from(text),
      (text: string) => Buffer.from(MARK + text),
      (text: string) => utf16le(MARK + text),
      (text: string) => utf16be(MARK + text),
    );
    const end = fc.constantFrom('', '\n', '\r\n', '\r', '\n\n', '\r\n\r\n');
    await fc.assert(
      fc.asyncProperty(secret, encode, end, async (text, bytesOf, lineEnd) => {
        await writeFile(file, bytesOf(text + lineEnd), { mode: 0o600 });
        const { password } = loadConfig({ CHORUS_PASSWORD_FILE: file }, folder);
        return password?.reveal() === text;
      }),
    );
  });
});

test.describe('a secret that a command prints', () => {
  test.skip(process.platform === 'win32', 'commands of a POSIX shell');

  test('is refused where it has several lines', () => {
    expect(
      problemsOf({
        CHORUS_PASSWORD_COMMAND: "printf 's3cret\\nlogin: admin@example.fr\\nurl: https://x\\n'",
      }),
    ).toEqual(['CHORUS_PASSWORD_COMMAND: several-lines']);
  });

  test('is refused with the time that its command had, where it did not end', () => {
    const error = Object.assign(new Error('spawnSync'), { code: 'ETIMEDOUT', status: null });
    expect(unreadableReason(error)).toEqual({ key: 'command-too-slow', seconds: 60 });
    const failed = Object.assign(new Error('spawnSync'), { status: 2 });
    expect(unreadableReason(failed)).toEqual({ key: 'command-failed', exit: '2' });
  });

  test("is an entry's first line where the command is pass, and that is told", async ({
    folder,
  }) => {
    await mkdir(join(folder, 'bin'));
    const pass = join(folder, 'bin', 'pass');
    await writeFile(pass, "#!/bin/sh\nprintf 's3cret\\nlogin: admin@example.fr\\n'\n");
    await chmod(pass, 0o700);
    const config = loadConfig({ CHORUS_PASSWORD_COMMAND: `${pass} show chorus` }, folder);
    expect(config.password?.reveal()).toBe('s3cret');
    expect(warningsOf(config)).toEqual(['CHORUS_PASSWORD_COMMAND: first-line-taken']);
    expect(problemsOf({ CHORUS_PASSWORD_COMMAND: `${pass} show chorus | tail -n 2` })).toEqual([
      'CHORUS_PASSWORD_COMMAND: several-lines',
    ]);
  });

  test('is refused in an encoding that is not known, as that of a file', () => {
    expect(problemsOf({ CHORUS_PASSWORD_COMMAND: "printf '\\311t\\3512\\n'" })).toEqual([
      'CHORUS_PASSWORD_COMMAND: not-utf-8',
    ]);
    const marked = { CHORUS_PASSWORD_COMMAND: "printf '\\357\\273\\277s3cret\\n\\n'" };
    expect(loadConfig(marked, '/nowhere').password?.reveal()).toBe('s3cret');
  });
});

test.describe('a secret in the environment', () => {
  const password = (text: string) =>
    loadConfig({ CHORUS_PASSWORD: text }, '/nowhere').password?.reveal();

  test('keeps what can be right', () => {
    for (const text of ['ab#cd', '#1 of all', 'a\\nb', `it's`, '"', 'a "b" c', 'x\u{1F600}']) {
      expect(password(text)).toBe(text);
    }
    expect(password('s3cret\r')).toBe('s3cret');
    expect(password('s3cret\n')).toBe('s3cret');
  });

  for (const [text, key] of [
    [`'x y'`, 'in-quotes'],
    ['"x y"', 'in-quotes'],
    ['“x y”', 'in-quotes'],
    ['s3cret   # of the administrator', 'comment-in-value'],
    ['s3cret\nlogin: x', 'several-lines'],
    ['P@ss\night', 'several-lines'],
    ['s3c\u0007ret', 'control-character'],
    ['\ufffdt\ufffd', 'replacement-character'],
    ['\ufeffs3cret', 'invisible-character'],
  ] as const) {
    test(`is refused as ${JSON.stringify(text)}`, () => {
      expect(problemsOf({ CHORUS_PASSWORD: text })).toEqual([`CHORUS_PASSWORD: ${key}`]);
    });
  }
});

test('the text of a message never holds what is secret', async ({ folder }) => {
  const secrets = ['s3cret\nlogin', '"s3cret', "'s3cret'", 's3cret # x', 's3c\u0000ret\ufffd'];
  for (const secret of secrets) {
    for (const needs of [{}, { notifications: true, deliveries: true }]) {
      const environment = {
        CHORUS_PASSWORD: secret,
        CHORUS_PISTE_CLIENT_SECRET: secret,
        RACCORD_WEBHOOK_URL: secret,
        RACCORD_WEBHOOK_SECRET: secret,
        RACCORD_VAULT_URL: 'https://vault.example.fr',
        RACCORD_VAULT_TOKEN: secret,
        CHORUS_PASWORD: secret,
      };
      expect(problemsOf(environment, folder, needs).join('\n')).not.toContain('s3c');
    }
  }
});

test("an authenticator's secret is read as it is shown, stored or scanned", () => {
  const base32 = 'JBSWY3DPEHPK3PXP';
  const secretOf = (text: string) =>
    loadConfig({ CHORUS_TOTP_SECRET: text }, '/nowhere').totpSecret?.reveal();
  expect(secretOf('jbsw y3dp ehpk 3pxp')).toBe('jbsw y3dp ehpk 3pxp');
  expect(secretOf('JBSW-Y3DP-EHPK-3PXP')).toBe(base32);
  expect(secretOf(`otpauth://totp/Chorus:a%40b.fr?secret=${base32}&issuer=Chorus`)).toBe(base32);
  const usual = '&algorithm=SHA1&digits=6&period=30';
  expect(secretOf(`otpauth://totp/x?secret=${base32}${usual}`)).toBe(base32);
  for (const other of ['&digits=8', '&period=60', '&algorithm=SHA256']) {
    expect(problemsOf({ CHORUS_TOTP_SECRET: `otpauth://totp/x?secret=${base32}${other}` })).toEqual(
      [expect.stringMatching(/^CHORUS_TOTP_SECRET: must be an otpauth:/u)],
    );
  }
});

test('a command line reaches the shell of Windows as it is written, quotes included', () => {
  expect(shellOf('type "C:\\Mes secrets\\mot.txt" | findstr "a b"', 'win32')).toEqual({
    file: 'cmd',
    args: ['/d', '/s', '/c', '"type "C:\\Mes secrets\\mot.txt" | findstr "a b""'],
    windowsVerbatimArguments: true,
  });
  expect(shellOf('pass show x', 'linux')).toEqual({ file: '/bin/sh', args: ['-c', 'pass show x'] });
});
