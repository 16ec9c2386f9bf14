import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { test } from '../../fixtures/playwright/folder.ts';
import { loadConfig } from '../../src/config/config.ts';
import { readDotEnv } from '../../src/config/dot-env.ts';
import { problemsOf, warningsOf, writeDotEnv } from './config-fixtures.ts';

test.describe('a value of .env', () => {
  for (const [line, value] of [
    ["CHORUS_PASSWORD='ab#cd12'", 'ab#cd12'],
    ['CHORUS_PASSWORD="ab#cd12"   # quoted', 'ab#cd12'],
    ['CHORUS_PASSWORD=abcd # of the administrator', 'abcd'],
    ["CHORUS_PASSWORD='abcd' #quoted", 'abcd'],
    ['CHORUS_PASSWORD=$abc{d}', '$abc{d}'],
    ["CHORUS_PASSWORD='C:\\new\\r'", 'C:\\new\\r'],
    ['CHORUS_PASSWORD="D:\\cles"', 'D:\\cles'],
    ['CHORUS_PASSWORD=P@ss\\night', 'P@ss\\night'],
    ["CHORUS_PASSWORD='it's'", "it's"],
    ["CHORUS_PASSWORD=it's", "it's"],
    ['CHORUS_PASSWORD=\'"x y"\'', '"x y"'],
    ['export CHORUS_PASSWORD=abcd', 'abcd'],
    ['CHORUS_PASSWORD = abcd', 'abcd'],
    ['CHORUS_PASSWORD=ab#cd\nCHORUS_PASSWORD=abcd', 'abcd'],
    ["CHORUS_PASSWORD='dir\\'", 'dir\\'],
  ] as const) {
    test(`is read rightly from ${line}`, async ({ folder }) => {
      await writeDotEnv(folder, `${line}\n`);
      const config = loadConfig({}, folder);
      expect(config.password?.reveal()).toBe(value);
      expect(warningsOf(config)).toEqual([]);
    });
  }

  for (const [line, key] of [
    ['CHORUS_PASSWORD=ab#cd12', 'cut-at-hash'],
    ['CHORUS_PASSWORD=#ab12', 'cut-at-hash'],
    ['CHORUS_PASSWORD= ab#12', 'cut-at-hash'],
    ["CHORUS_PASSWORD='ab'#12", 'cut-at-hash'],
    ['CHORUS_PASSWORD=ab #12', 'cut-at-hash'],
    ['CHORUS_PASSWORD=«abc»', 'typographic-quotes'],
    ['CHORUS_PASSWORD=${ADMIN_PASSWORD}', 'not-expanded'],
    ['CHORUS_PASSWORD=$(pass show chorus)', 'not-expanded'],
    ["CHORUS_PASSWORD='it's #1'", 'quote-open'],
    ['CHORUS_PASSWORD="P@ss\\night"', 'backslash-in-quotes'],
    ['CHORUS_PASSWORD="a\\\\b"', 'backslash-in-quotes'],
    ['CHORUS_PASSWORD="a\\"b"', 'backslash-in-quotes'],
    ["CHORUS_PASSWORD='it\\'s'", 'backslash-in-quotes'],
    ['CHORUS_PASSWORD="abc', 'quote-open'],
    ["CHORUS_PASSWORD='abc", 'quote-open'],
    ['CHORUS_PASSWORD="ab"cd', 'quote-open'],
    ['CHORUS_PASSWORD="ab" and "cd"', 'quote-open'],
    ['CHORUS_PASSWORD=“abc”', 'typographic-quotes'],
    ['CHORUS_PASSWORD=‘abc’', 'typographic-quotes'],
    ["CHORUS_PASSWORD='ab\ncd'", 'several-lines'],
    ['CHORUS_PASSWORD=ab\u0000cd', 'control-character'],
  ] as const) {
    test(`is refused from ${JSON.stringify(line)}`, async ({ folder }) => {
      await writeDotEnv(folder, `${line}\n`);
      const needs = { administrator: true };
      expect(problemsOf({ CHORUS_LOGIN: 'a@b.fr' }, folder, needs)).toEqual([
        `CHORUS_PASSWORD: ${key}`,
      ]);
    });
  }

  test('that the environment beats is not looked at', async ({ folder }) => {
    await writeDotEnv(folder, 'CHORUS_PASSWORD=ab#cd\nRACCORD_EDITOR="C:\\new"\n');
    const environment = { CHORUS_PASSWORD: 'abcd', RACCORD_EDITOR: 'E' };
    expect(loadConfig(environment, folder)).toMatchObject({ editor: 'E' });
    // In another way, too.
    expect(
      problemsOf({ CHORUS_PASSWORD_COMMAND: 'echo abcd', RACCORD_EDITOR: 'E' }, folder),
    ).toEqual([]);
  });

  test('is looked at where it is no secret: it may be declared', async ({ folder }) => {
    await writeDotEnv(
      folder,
      [
        'RACCORD_HOME="C:\\raccord\\new"',
        'RACCORD_IDENTITY="D:\\cles\\raccord.key"',
        'RACCORD_EDITOR=PLD#Chorus',
        'RACCORD_CONTACT_NAME=“Camille Martin”',
        "RACCORD_CONTACT_PHONE='04\u0007'",
        '',
      ].join('\n'),
    );
    expect(problemsOf({}, folder)).toEqual([
      'RACCORD_HOME: backslash-in-quotes',
      'RACCORD_IDENTITY: backslash-in-quotes',
      'RACCORD_EDITOR: cut-at-hash',
      'RACCORD_CONTACT_NAME: typographic-quotes',
      'RACCORD_CONTACT_PHONE: control-character',
    ]);
  });
});

test.describe('a .env of another make', () => {
  const text = "CHORUS_LOGIN=a@b.fr\r\nCHORUS_PASSWORD='Été'\r\n";
  const needs = { administrator: true };
  const marked = Buffer.from(`\ufeff${text}`, 'utf16le');

  test('in UTF-8 with a mark is read', async ({ folder }) => {
    await writeDotEnv(folder, `\ufeff${text}`);
    expect(loadConfig({}, folder, needs)).toMatchObject({ login: 'a@b.fr', warnings: [] });
  });

  test('in UTF-16 is refused for that alone, and must be private', async ({ folder }) => {
    for (const bytes of [marked, Buffer.from(marked).swap16()]) {
      await writeDotEnv(folder, bytes);
      expect(problemsOf({}, folder, needs)).toEqual(['.env: utf-16']);
    }
    test.skip(process.platform === 'win32', 'Windows has no modes');
    await chmod(join(folder, '.env'), 0o644);
    expect(problemsOf({}, folder)).toContainEqual(expect.stringContaining('chmod 600'));
  });

  test('in UTF-16 without a mark is named, and nothing in it is missed in silence', async ({
    folder,
  }) => {
    await writeDotEnv(folder, marked.subarray(2));
    expect(problemsOf({}, folder, needs)[0]).toBe('.env: utf-16-unmarked');
  });

  test('in Windows-1252 is refused by the variable that it garbles, and by no comment', async ({
    folder,
  }) => {
    await writeDotEnv(folder, Buffer.from(text, 'latin1'));
    expect(problemsOf({}, folder, needs)).toEqual(['CHORUS_PASSWORD: replacement-character']);
    const commented = `# à changer\n${text.replace('Été', 'abcd')}`;
    await writeDotEnv(folder, Buffer.from(commented, 'latin1'));
    expect(loadConfig({}, folder, needs).password?.reveal()).toBe('abcd');
  });

  test('that cannot be read is told', async ({ folder }) => {
    await mkdir(join(folder, '.env'));
    expect(problemsOf({}, folder)).toEqual(['.env: unreadable-file']);
  });

  for (const line of [
    'set CHORUS_LOGIN=a@b.fr',
    '$env:CHORUS_LOGIN = "a@b.fr"',
    'setenv CHORUS_LOGIN a@b.fr',
    '- CHORUS_LOGIN=a@b.fr',
    '"CHORUS_LOGIN": "a@b.fr",',
    'CHORUS_LOGIN a@b.fr',
    ';CHORUS_LOGIN=a@b.fr',
  ]) {
    test(`is refused where a line sets nothing: ${line}`, async ({ folder }) => {
      await writeDotEnv(folder, `# how to\n${line}\n`);
      expect(problemsOf({}, folder)).toEqual(['.env: line-not-read']);
    });
  }

  test('may have comments that name variables', async ({ folder }) => {
    await writeDotEnv(
      folder,
      "# CHORUS_LOGIN=x\n  # set CHORUS_LOGIN\nRACCORD_EDITOR='a CHORUS_X b'\n",
    );
    expect(loadConfig({}, folder).editor).toBe('a CHORUS_X b');
  });
});

test('what is told of a line is told of the value that dotenv reads there', async ({ folder }) => {
  const unit = fc.constantFrom(...`ab '"\`#\\=\n\r\t é`);
  const line = fc
    .tuple(
      fc.constantFrom('A=', 'export B=', ' C = ', 'A: ', '# '),
      fc.string({ unit, maxLength: 12 }),
    )
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 4 }), async (lines) => {
      const text = lines.join('\n');
      const { values, faults } = readDotEnv(await writeDotEnv(folder, text));
      expect(values).toEqual(parse(text));
      for (const name of faults.keys()) expect(Object.keys(values)).toContain(name);
    }),
    { numRuns: 500 },
  );
});

test('a value in single quotes is read to the letter, whatever signs it has', async ({
  folder,
}) => {
  const value = fc
    .string({ unit: fc.constantFrom(...'ab#"`\\$ é€!=%'), minLength: 1, maxLength: 20 })
    .filter((text) => text.trim() === text);
  await fc.assert(
    fc.asyncProperty(value, async (text) => {
      await writeDotEnv(folder, `CHORUS_PASSWORD='${text}'\n`);
      return loadConfig({}, folder).password?.reveal() === text;
    }),
    { numRuns: 300 },
  );
});
