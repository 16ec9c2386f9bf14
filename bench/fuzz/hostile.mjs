// Files that no spreadsheet makes, and files of other kinds: read or refused, but never the end of raccord.
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { workbook, zipped } from '../../dist/fixtures/rosters/workbook.js';
import { rosterTemplate } from '../../dist/src/roster/template.js';
import { Random } from './random.mjs';
import { csvFile, csvText, validRows, workbookFile } from './rosters.mjs';

const FIXTURES = new URL('../../fixtures/rosters/', import.meta.url);

const CSV_FILES = [
  readFileSync(new URL('mistakes.csv', FIXTURES)),
  Buffer.from(rosterTemplate({ siret: 'SIRET', application: "Nom de l'application" })),
  Buffer.from('sep=;\r\nSIRET;Contact\r\n73282932000074;"Camille\r\nMartin"\r\n'),
];

const SMALL_WORKBOOK = workbook([['siret'], ['73282932000074'], [81_263_740_300_013]], {
  shared: true,
});

/** The same in each run: packing one takes longer than reading it. */
const WORKBOOKS = [
  readFileSync(new URL('from-openpyxl.xlsx', FIXTURES)),
  readFileSync(new URL('from-xlsxwriter.xlsx', FIXTURES)),
  SMALL_WORKBOOK,
  ...Array.from({ length: 100 }, (_, number) => new Random(0, number)).map((random) =>
    workbookFile(random, validRows(random)),
  ),
].map((bytes) => ({ bytes, parts: unzipSync(bytes) }));

const SIGNATURES = [
  'PK\u0003\u0004',
  'PK\u0005\u0006',
  '\u00d0\u00cf\u0011\u00e0',
  '\u00ff\u00fe',
  '\u00fe\u00ff',
  '\u00ef\u00bb\u00bf',
  '%PDF-1.7',
  '<?xml version="1.0"?>',
  '<html>',
].map((sign) => Buffer.from(sign, 'latin1'));

/** What means something in a CSV, and what should mean nothing. */
const CSV_PIECES = [
  ...['"', '""', ';', ',', '\t', '\n', '\r', '\r\n', ' ', '=', '="', '\ufeff', '\u0000', '\u200b'],
  ...['sep=;', 'siret', 'contact', 'e-mail', 'application', '73282932000074', '7,3E+13', '#N/A'],
  ...['é', 'e\u0301', '\u202e', '\ud800', '\u{1f600}', '9', '.', '@', '\u2028', '\u001b[2J'],
];

const XML_PIECES = [
  ...[
    '<row>',
    '</row>',
    '<row r="2">',
    '<row r="1048577"/>',
    '<c>',
    '</c>',
    '<c t="s">',
    '<c r="B1">',
  ],
  ...[
    '<c r="XFD9"/>',
    '<c t="inlineStr">',
    '<c t="b">',
    '<c t="d">',
    '<v>',
    '</v>',
    '<v/>',
    '<is>',
  ],
  ...[
    '</is>',
    '<t>',
    '</t>',
    '<f/>',
    '<f>',
    '1',
    '45000.5',
    '1e999',
    '-0',
    '&amp;',
    '&#65;',
    '&#x110000;',
  ],
  ...[
    '&#xD800;',
    '&lol;',
    '<si>',
    '</si>',
    '<rPh>',
    '</rPh>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '?>',
  ],
  ...['<sheetData>', '</sheetData>', '<!DOCTYPE x>', '"', "'", '>', '<', '/', ' ', '=', 'siret'],
  ...['73282932000074', '_x000D_', '_xD83D_', '<a b="', '<x:c x:r="A1">', '</x:c>', '\u0000'],
];

const STYLE_PIECES = [
  ...['0', '0000', 'yyyy', '"', '\\', '[', ']', '[h]', '_', '*', 'general', '[$-40C]', ';', '@'],
];

/** Numbers at which sizes, counts and places turn over. */
const EDGES = [0, 1, 2, 8, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0xfffffffe, 0xffffffff];

const ZIP_RECORDS = ['PK\u0001\u0002', 'PK\u0003\u0004', 'PK\u0005\u0006'];

/** Each by what is done, with how often it is done. */
export const HOSTILE = {
  'bytes of any kind': [4, (random) => random.bytes(random.size(2_000))],
  'bytes behind a signature': [
    4,
    (random) => Buffer.concat([random.pick(SIGNATURES), random.bytes(random.size(2_000))]),
  ],
  'pieces of CSV': [10, (random) => encoded(random, soup(random, CSV_PIECES))],
  'a CSV with pieces put in': [10, (random) => encoded(random, withPieces(random))],
  'a CSV with bytes changed': [10, (random) => mutated(random, aCsv(random))],
  'a workbook with bytes changed': [8, (random) => mutated(random, aWorkbook(random).bytes)],
  'a workbook with parts changed': [10, changedParts],
  'a workbook with parts left out or exchanged': [3, exchangedParts],
  'a workbook of pieces of XML': [10, soupWorkbook],
  'a workbook with its directory changed': [8, changedDirectory],
  'two files in one': [3, splice],
  'one piece many times': [0.5, repeated],
  'a part many times its packed size': [0.02, bomb],
};

function aCsv(random) {
  return random.chance(0.3) ? random.pick(CSV_FILES) : csvFile(random, validRows(random));
}

function aWorkbook(random) {
  return random.chance(0.2) ? random.pick(WORKBOOKS.slice(0, 3)) : random.pick(WORKBOOKS);
}

function aFile(random) {
  return random.chance(0.5) ? aCsv(random) : aWorkbook(random).bytes;
}

function soup(random, pieces) {
  return random.picks(pieces, random.size(3_000)).join('');
}

function encoded(random, text) {
  return Buffer.from(text, random.pick(['utf8', 'utf8', 'utf8', 'utf16le', 'latin1']));
}

function withPieces(random) {
  let text = csvText(random, validRows(random));
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    const at = random.below(text.length + 1);
    text = text.slice(0, at) + random.pick(CSV_PIECES) + text.slice(at + random.below(3));
  }
  return text;
}

/** A few bytes set, put in, taken out, doubled, or the rest cut off. */
function mutated(random, original) {
  let bytes = Buffer.from(original);
  for (let count = 1 + random.below(6); count > 0; count -= 1) {
    const at = random.below(bytes.length + 1);
    const end = Math.min(bytes.length, at + 1 + random.below(20));
    const [before, piece, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, end),
      bytes.subarray(end),
    ];
    const change = random.below(12);
    if (change < 4) bytes = Buffer.concat([before, random.bytes(piece.length), after]);
    else if (change < 6)
      bytes = Buffer.concat([before, random.bytes(1 + random.below(4)), piece, after]);
    else if (change < 8) bytes = Buffer.concat([before, after]);
    else if (change < 10) bytes = Buffer.concat([before, piece, piece, after]);
    else if (change < 11) bytes = flipped(bytes, at, random.below(8));
    else bytes = before;
  }
  return bytes;
}

function flipped(bytes, at, bit) {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] ^= 1 << bit;
  return copy;
}

function changedParts(random) {
  const parts = { ...aWorkbook(random).parts };
  const names = Object.keys(parts);
  for (const name of random.picks(names, 1 + random.below(2))) {
    parts[name] = mutated(random, parts[name]);
  }
  return zipped(parts);
}

function exchangedParts(random) {
  const parts = { ...aWorkbook(random).parts };
  const [one, other] = random.picks(Object.keys(parts), 2);
  if (random.chance(0.4)) delete parts[one];
  else if (random.chance(0.5)) [parts[one], parts[other]] = [parts[other], parts[one]];
  else
    parts[one] = random.pick([
      new Uint8Array(),
      Buffer.from('\ufeff<a/>', 'utf16le'),
      parts[other],
    ]);
  return zipped(parts);
}

function soupWorkbook(random) {
  const sheet = soup(random, XML_PIECES);
  const isRow = random.chance(0.5);
  const data = isRow ? `<row><c t="inlineStr"><is><t>siret</t></is></c></row>${sheet}` : sheet;
  const code = soup(random, STYLE_PIECES).replaceAll('"', '&quot;');
  return workbook([], {
    parts: {
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${data}</sheetData></worksheet>`,
      'xl/sharedStrings.xml': `<sst>${random.chance(0.7) ? '<si><t>siret</t></si>' : soup(random, XML_PIECES)}</sst>`,
      'xl/styles.xml': `<s><numFmts><numFmt numFmtId="200" formatCode="${code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></s>`,
    },
  });
}

/** Sizes, counts and places in the zip's own records that are not what they should be. */
function changedDirectory(random) {
  const bytes = Buffer.from(aWorkbook(random).bytes);
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const record = random.pick(placesOf(bytes, random.pick(ZIP_RECORDS)));
    const at = record + 4 + random.below(42);
    const value = random.chance(0.3) ? random.below(bytes.length * 2) : random.pick(EDGES);
    if (random.chance(0.5) && at + 4 <= bytes.length) bytes.writeUInt32LE(value, at);
    else if (at + 2 <= bytes.length) bytes.writeUInt16LE(value & 0xffff, at);
  }
  return random.chance(0.2) ? withLongEnd(random, bytes) : bytes;
}

function placesOf(bytes, sign) {
  const places = [];
  for (let at = bytes.indexOf(sign); at !== -1; at = bytes.indexOf(sign, at + 1)) places.push(at);
  return places;
}

/** The records for archives beyond 4 GB, with whatever in them, before the end. */
function withLongEnd(random, bytes) {
  const end = bytes.lastIndexOf('PK\u0005\u0006');
  const long = Buffer.alloc(76);
  long.write('PK\u0006\u0006', 0, 'latin1');
  long.write('PK\u0006\u0007', 56, 'latin1');
  for (const at of [24, 32, 40, 48]) long.writeUInt32LE(random.pick(EDGES), at);
  long.writeUInt32LE(random.chance(0.7) ? end : random.pick(EDGES), 64);
  return Buffer.concat([bytes.subarray(0, end), long, bytes.subarray(end)]);
}

function splice(random) {
  const [one, other] = [aFile(random), aFile(random)];
  return Buffer.concat([
    one.subarray(0, random.below(one.length + 1)),
    other.subarray(random.below(other.length + 1)),
  ]);
}

/** What takes time beyond measure where something is read over and over again. */
function repeated(random) {
  const isText = random.chance(0.5);
  const piece = random.picks(isText ? CSV_PIECES : XML_PIECES, 1 + random.below(3)).join('');
  const many = piece.repeat(1 + random.below(100_000 / piece.length));
  if (isText) return Buffer.from(`${random.pick(['siret;application\n', 'siret;"', ''])}${many}`);
  const part = random.pick(['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml', 'xl/styles.xml']);
  return workbook([['siret'], ['73282932000074']], { parts: { [part]: `<a>${many}</a>` } });
}

function bomb(random) {
  const content = Buffer.alloc(
    random.below(64_000_000),
    random.pick(['\0', ' ', 'x', '<a/>', '<a>']),
  );
  const name = random.pick(['_rels/.rels', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml']);
  return zipped({ ...unzipSync(SMALL_WORKBOOK), [name]: content });
}
