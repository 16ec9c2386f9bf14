import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { sheetXml, workbook, zipped } from '../../fixtures/rosters/workbook.ts';
import type { ForeignKind } from '../../src/errors/roster-problem.ts';
import { readRoster } from '../../src/roster/read-roster.ts';
import { FIRST, parseBytes, parseText, placesOf, reasonsOf } from './roster-rows.ts';

const SHEET = 'xl/worksheets/sheet1.xml';
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

const compoundOf = (part: string): Buffer =>
  Buffer.concat([COMPOUND, Buffer.alloc(512), Buffer.from(part, 'utf16le')]);

const FOREIGN: readonly (readonly [string, ForeignKind, Buffer])[] = [
  ['a PDF', 'pdf', Buffer.from('%PDF-1.7\n%âãÏÓ')],
  ['an old .xls', 'xls', compoundOf('Workbook')],
  ['an even older .xls', 'xls', compoundOf('Book')],
  ['a workbook with a password', 'protected', compoundOf('EncryptedPackage')],
  ['an old .doc', 'office', compoundOf('WordDocument')],
  ['a web page called .xls', 'html', Buffer.from('\n<HTML xmlns:o="urn"><table><tr>')],
  ['a table called .xls', 'html', Buffer.from('\ufeff<table border="1">')],
  ['XHTML', 'html', Buffer.from('<?xml version="1.0"?><html>')],
  ['an XML spreadsheet of 2003', 'xml', Buffer.from('<?xml version="1.0"?>\n<Workbook>')],
  ['a binary workbook', 'xlsb', zipped({ 'xl/workbook.bin': '' })],
  [
    'a LibreOffice sheet',
    'ods',
    zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }),
  ],
  ['a Word document', 'office', zipped({ '[Content_Types].xml': '', 'word/document.xml': '' })],
  ['some zip file', 'zip', zipped({ 'clients.csv': 'siret' })],
  ['a picture', 'binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])],
  ['UTF-16 without its mark', 'binary', Buffer.from('siret\n', 'utf16le')],
];

for (const [name, kind, bytes] of FOREIGN) {
  test(`${name} is named`, () => {
    const { problems } = parseBytes(bytes);
    expect(problems).toEqual([{ line: 1, column: 1, reason: { key: 'file-kind', kind } }]);
  });
}

test.describe('files that cannot be read', () => {
  test('are a mistake like any other', async ({ folder }) => {
    await mkdir(join(folder, 'a-folder'));
    for (const [name, reason] of [
      ['missing.csv', 'ENOENT: no such file or directory'],
      ['a-folder', 'EISDIR: illegal operation on a directory'],
    ] as const) {
      const file = join(folder, name);
      await expect(readRoster(file, { checkDigit: 'required' })).rejects.toMatchObject({
        code: 'ROSTER_INVALID',
        details: { file, problems: [{ reason: { key: 'file-unreadable', reason } }] },
      });
    }
  });

  test('are read up to the limit and no further', async ({ folder }) => {
    const file = join(folder, 'endless.csv');
    await writeFile(file, Buffer.alloc(20_000_001, 'x'));
    for (const path of [file, ...(process.platform === 'linux' ? ['/dev/zero'] : [])]) {
      await expect(readRoster(path, { checkDigit: 'required' })).rejects.toMatchObject({
        details: { problems: [{ reason: { key: 'file-too-large', megabytes: 20 } }] },
      });
    }
  });
});

test.describe('texts beyond all measure', () => {
  test('too many rows or lines', () => {
    const rows = `siret\n${`${FIRST}\n`.repeat(50_001)}`;
    expect(reasonsOf(parseText(rows))).toEqual([{ key: 'too-many-rows', limit: 50_000 }]);
    expect(placesOf(parseText('\n'.repeat(2_000_000)))).toEqual(['1:1:too-many-rows']);
  });

  test('one cell of half a million characters is read, and not told in full', () => {
    // What takes the square of the length does not end within a test.
    for (const piece of [' ', '\u00a0', '9', 'x', '\n', ' \n', '9,', 'é\u0301']) {
      const value = `"1${piece.repeat(500_000 / piece.length)}1"`;
      const findings = parseText(`siret;application;e-mail\n${value};${value};${value}\n`);
      expect(JSON.stringify(findings).length).toBeLessThan(2_000);
    }
  });

  test('one line of separators or quotes', () => {
    expect(placesOf(parseText(`siret${';'.repeat(200_000)}`))).toEqual([]);
    expect(placesOf(parseText('"'.repeat(200_001)))).toHaveLength(1);
    // A column of that name, which nobody reads.
    const { problems, warnings } = parseText(`siret;x${'"'.repeat(200_000)}\n`);
    expect([problems.length, warnings.length]).toEqual([0, 2]);
  });
});

test.describe('workbooks made to do harm', () => {
  test('a small file that unpacks to a huge one is not unpacked', () => {
    const bomb = Buffer.from(
      zipSync({ '_rels/.rels': new Uint8Array(70_000_000), 'xl/workbook.xml': new Uint8Array() }),
    );
    expect(bomb.length).toBeLessThan(300_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(reasonsOf(parseBytes(bomb))).toEqual([{ key: 'workbook-too-large', megabytes: 60 }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('nor are many parts that are huge together', () => {
    const sheet = Buffer.concat([Buffer.from(sheetXml('')), Buffer.alloc(32_000_000, ' ')]);
    const bytes = workbook([], { parts: { [SHEET]: sheet, 'xl/styles.xml': sheet } });
    expect(reasonsOf(parseBytes(bytes))).toEqual([{ key: 'workbook-too-large', megabytes: 60 }]);
  });

  test('a part that lies about its size, both ways', () => {
    for (const change of [-1, 1, 0x7fffffff]) {
      const bytes = workbook([['siret'], [FIRST]]);
      changeDirectory(bytes, SHEET, 24, (size) => Math.max(0, size + change) >>> 0);
      expect(placesOf(parseBytes(bytes)), String(change)).toHaveLength(1);
    }
  });

  test('a part that is not what was packed', () => {
    const bytes = workbook([['siret'], [FIRST]]);
    changeDirectory(bytes, SHEET, 16, (checksum) => (checksum ^ 1) >>> 0);
    expect(reasonsOf(parseBytes(bytes))).toEqual([{ key: 'workbook-damaged', part: SHEET }]);
  });

  test('an encrypted part', () => {
    const bytes = workbook([['siret'], [FIRST]]);
    changeDirectory(bytes, SHEET, 8, (flags) => flags | 1);
    expect(reasonsOf(parseBytes(bytes))).toEqual([{ key: 'file-kind', kind: 'protected' }]);
  });

  test('a directory that claims more than there is', () => {
    for (const position of [8, 10, 12, 16]) {
      const bytes = workbook([['siret'], [FIRST]]);
      bytes.writeUInt16LE(0xffff, bytes.length - 22 + position);
      expect(placesOf(parseBytes(bytes)).length).toBeLessThan(2);
    }
  });

  for (const [name, sheet] of [
    [
      'a row in the far distance',
      sheetXml('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'),
    ],
    ['a column in the far distance', sheetXml('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')],
    ['a row between two', sheetXml('<row r="1.5"><c><v>1</v></c></row>')],
    ['rows that go back', sheetXml('<row r="2"/><row r="1"/>')],
    ['cells that go back', sheetXml('<row r="1"><c r="B1"/><c r="A1"/></row>')],
    ['a text that is not there', sheetXml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')],
    ['a text of another kind', sheetXml('<row r="1"><c r="A1" t="s"><v>length</v></c></row>')],
    ['a number that is none', sheetXml('<row r="1"><c r="A1"><v>1e999</v></c></row>')],
    ['a cell of no known type', sheetXml('<row r="1"><c r="A1" t="z"><v>1</v></c></row>')],
    [
      'a sheet that is cut short',
      sheetXml('<row r="1"><c r="A1"><v>1</v></c></row>').slice(0, -14),
    ],
    ['elements that do not match', sheetXml('<row r="1"></c></row>')],
    ['entities that grow', `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${sheetXml('&b;')}`],
    ['an entity that is none', sheetXml('<row r="1"><c r="A1"><v>&constructor;</v></c></row>')],
    ['a character that is none', sheetXml('<row r="1"><c r="A1"><v>&#x110000;</v></c></row>')],
    ['a tag without end', '<worksheet><sheetData a="'],
    ['a text without end', sheetXml(`<row><c t="str"><v>${'&amp;'.repeat(100_000)}</v></c></row>`)],
    ['an endless tag', sheetXml(`<row ${'a="" '.repeat(100_000)}/>`)],
    ['no XML', 'siret'],
  ] as const) {
    test(name, () => {
      const bytes = workbook([], { parts: { [SHEET]: sheet } });
      const [reason, ...others] = reasonsOf(parseBytes(bytes));
      expect(others).toEqual([]);
      expect(reason?.key).toBe('workbook-damaged');
    });
  }

  test('more rows, more cells and more parts than any roster has', () => {
    const rows = sheetXml('<row><c><v>1</v></c></row>'.repeat(50_002));
    expect(reasonsOf(parseBytes(workbook([], { parts: { [SHEET]: rows } })))).toEqual([
      { key: 'too-many-rows', limit: 50_000 },
    ]);
    const cells = sheetXml(`<row>${'<c><v>1</v></c>'.repeat(1_000)}</row>`.repeat(1_001));
    expect(reasonsOf(parseBytes(workbook([], { parts: { [SHEET]: cells } })))).toEqual([
      { key: 'workbook-too-large', megabytes: 60 },
    ]);
    const parts = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, index) => [`${index}`, '']),
    );
    expect(reasonsOf(parseBytes(workbook([], { parts })))).toEqual([
      { key: 'workbook-damaged', part: 'zip' },
    ]);
  });

  test('deep nesting', () => {
    const sheet = sheetXml('<row>'.repeat(200_000));
    expect(placesOf(parseBytes(workbook([], { parts: { [SHEET]: sheet } })))).toHaveLength(1);
  });
});

/** Changes one field of a part's entry in the directory of a zip file. */
function changeDirectory(
  bytes: Buffer,
  part: string,
  position: number,
  change: (value: number) => number,
): void {
  const entry = bytes.lastIndexOf(part) - 46;
  const wide = position >= 16;
  const value = wide ? bytes.readUInt32LE(entry + position) : bytes.readUInt16LE(entry + position);
  if (wide) bytes.writeUInt32LE(change(value), entry + position);
  else bytes.writeUInt16LE(change(value), entry + position);
}
