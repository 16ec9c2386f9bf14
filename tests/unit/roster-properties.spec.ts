import { deepEqual, doesNotMatch, ok } from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { workbook, zipped } from '../../fixtures/rosters/workbook.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { RosterEntry } from '../../src/domain/roster-entry.ts';
import type { RosterFindings } from '../../src/roster/parse-roster.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { renderError } from '../../src/messages/render.ts';
import {
  csvOf,
  entriesOf,
  layout,
  sheet,
  workbookOf,
  type Row,
  type Sheet,
} from './roster-arbitraries.ts';
import { FIRST, parseBytes, parseText, SECOND } from './roster-rows.ts';

/** More with `FUZZ_RUNS=100000 npm test -- tests/unit/roster-properties.spec.ts`. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1_000);

// Here and below the assertions are Node's own: those of the test runner take longer than what they check.

/** No input of the sizes tried here may keep raccord busy for longer. */
const TIMEOUT_MS = 2_000;

test.describe.configure({ timeout: 30_000 + RUNS * 20 });

const ENCODINGS = ['utf8', 'utf8 with mark', 'utf16le', 'utf16be', 'windows-1252'] as const;

const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

test.describe('a roster reads back the same', () => {
  for (const encoding of ENCODINGS) {
    test(`as CSV in ${encoding}, however it is laid out`, () => {
      fc.assert(
        fc.property(sheet, layout, (roster, how) => {
          const bytes = encode(csvOf(roster, how), encoding);
          fc.pre(bytes !== undefined);
          const { entries, problems } = parseBytes(bytes);
          deepEqual(problems, []);
          deepEqual(entries, entriesOf(roster));
        }),
        { numRuns: Math.ceil(RUNS / 5) },
      );
    });
  }

  test('as a workbook, with texts here or there', () => {
    fc.assert(
      fc.property(sheet, fc.boolean(), (roster, shared) => {
        const { entries, problems } = parseBytes(workbookOf(roster, shared));
        deepEqual(problems, []);
        deepEqual(entries, entriesOf(roster));
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });
});

test('any amount of white space around cells and headers changes nothing', () => {
  // Line breaks among them: such cells are quoted. A tab is no separator where there are others.
  const gap = fc.string({
    unit: fc.constantFrom(...' \t\n\u00a0\u2009\u202f\u3000'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(sheet, layout, gap, gap, (roster, how, before, after) => {
      const spaced = (text: string): string => before + text + after;
      const { headers, rows } = roster;
      const wide = {
        ...roster,
        headers: mapped(headers, spaced),
        // An application's cell of nothing but white space is a mistake of its own.
        rows: rows.map((row) => mapped(row, (text) => (text === '' ? text : spaced(text)))),
      };
      const text = csvOf(wide, { ...how, quotes: 'all', emptyRows: 0 });
      for (const bytes of [Buffer.from(text), workbookOf(wide, true)]) {
        const { entries, problems } = parseBytes(bytes);
        deepEqual(problems, []);
        deepEqual(entries.map(withoutLine), entriesOf(roster).map(withoutLine));
      }
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});

test.describe('nothing that is given as a roster makes raccord fail in any way but its own', () => {
  const csv = Buffer.from(
    `sep=;\r\nSIRET;Nom Prénom;"Nom de l'application"\r\n${FIRST};"Camille\r\nMartin";A\r\n${SECOND};;B\r\n`,
  );
  const xlsx = workbook(
    [
      ['siret', 'application'],
      [FIRST, 'A&B'],
      [Number(SECOND), 'C'],
    ],
    {
      shared: true,
    },
  );
  const parts = unzipSync(xlsx);

  test('bytes of any kind', () => {
    expectAllParsed(fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)));
  });

  test('bytes behind the first ones of every kind of file', () => {
    const starts = [
      'PK\u0003\u0004',
      '\u00d0\u00cf\u0011\u00e0',
      '\u00ff\u00fe',
      '\u00fe\u00ff',
      '%PDF',
      '<?xml',
    ];
    const start = fc.constantFrom(...starts.map((sign) => Buffer.from(sign, 'latin1')));
    const rest = fc.uint8Array({ maxLength: 300 });
    expectAllParsed(fc.tuple(start, rest).map((pieces) => Buffer.concat(pieces)));
  });

  test('texts made of what means something in a CSV', () => {
    const unit = fc.constantFrom(
      '"',
      ';',
      ',',
      '\t',
      '\n',
      '\r',
      'siret',
      'contact',
      FIRST,
      ' ',
      '=',
      '\ufeff',
      'sep=;',
      '\u0000',
      'é',
    );
    expectAllParsed(fc.string({ unit, maxLength: 60 }).map((text) => Buffer.from(text)));
  });

  test('a CSV in which bytes were changed', () => {
    expectAllParsed(mutated(csv));
  });

  test('a workbook in which bytes were changed', () => {
    expectAllParsed(mutated(xlsx));
  });

  test('a workbook in whose parts bytes were changed', () => {
    const part = fc
      .constantFrom(...Object.keys(parts))
      .chain((name) =>
        mutated(parts[name]!).map((content) => zipped({ ...parts, [name]: content })),
      );
    expectAllParsed(part);
  });

  test('a workbook whose parts are made of what means something in them', () => {
    const unit = fc.constantFrom(
      '<row>',
      '</row>',
      '<c>',
      '</c>',
      '<c t="s">',
      '<c r="B1">',
      '<v>',
      '</v>',
      '<v/>',
      '<is>',
      '</is>',
      '<t>',
      '</t>',
      '<f/>',
      '1',
      '&amp;',
      '&#65;',
      '<si>',
      '</si>',
      '<rPh>',
      '</rPh>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<sheetData>',
      '</sheetData>',
      '"',
      "'",
      '>',
      '<',
      ' ',
      'siret',
      FIRST,
    );
    const xml = fc.string({ unit, maxLength: 40 });
    expectAllParsed(
      fc.tuple(xml, xml).map(([sheetText, strings]) =>
        zipped({
          ...parts,
          'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetText}</sheetData></worksheet>`,
          'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
        }),
      ),
    );
  });
});

/** Each of the files is read or has mistakes, soon, and what is said of them is fit for a terminal. */
function expectAllParsed(files: fc.Arbitrary<Buffer>): void {
  fc.assert(
    fc.property(files, (bytes) => {
      let found: RosterFindings = { entries: [], problems: [], warnings: [] };
      const taken = cpuOf(() => (found = parseBytes(bytes, { defaults: {} })));
      ok(taken < TIMEOUT_MS, 'it took too long');
      const { entries, problems, warnings } = found;
      ok(entries.length + problems.length + warnings.length > 0, 'nothing was said');
      for (const language of ['fr', 'en'] as const) {
        const error = new RaccordError('ROSTER_INVALID', { file: 'f', problems });
        const said = renderError(error, textsFor(language));
        doesNotMatch(said, /undefined|NaN|\[object/u);
        ok(said.split('\n').length < 60, 'too many lines');
        doesNotMatch(said, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
      }
    }),
    { numRuns: RUNS },
  );
}

function mapped<T extends Row | Sheet['headers']>(texts: T, change: (text: string) => string): T {
  const changed = Object.entries<string>(texts).map(([key, text]) => [key, change(text)]);
  return Object.fromEntries(changed) as T;
}

/** Cells with line breaks move the lines below them. */
function withoutLine({ line: _line, ...rest }: RosterEntry): Omit<RosterEntry, 'line'> {
  return rest;
}

/** A file in which a few bytes were changed, taken out, put in, or that was cut. */
function mutated(original: Uint8Array): fc.Arbitrary<Buffer> {
  const place = fc.nat(original.length - 1);
  const change = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), place, byte: fc.nat(255) }),
    fc.record({ kind: fc.constant('insert' as const), place, byte: fc.nat(255) }),
    fc.record({
      kind: fc.constant('remove' as const),
      place,
      count: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({ kind: fc.constant('cut' as const), place }),
  );
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    const bytes = [...original];
    for (const one of changes) {
      const at = Math.min(one.place, bytes.length);
      if (one.kind === 'set') bytes.splice(at, 1, one.byte);
      else if (one.kind === 'insert') bytes.splice(at, 0, one.byte);
      else bytes.splice(at, one.kind === 'cut' ? bytes.length : one.count);
    }
    return Buffer.from(bytes);
  });
}

/** The bytes of a text; undefined where the encoding lacks a character or would not be known again. */
function encode(text: string, encoding: (typeof ENCODINGS)[number]): Buffer | undefined {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text);
    case 'utf8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1252':
      return encodeWindows1252(text);
  }
}

function encodeWindows1252(text: string): Buffer | undefined {
  const codes = [...text].map((character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
    const index = WINDOWS_1252.indexOf(character);
    return index === -1 ? undefined : 0x80 + index;
  });
  if (codes.includes(undefined)) return undefined;
  const bytes = Buffer.from(codes as number[]);
  // A few sequences of two signs ("Ã©") are one character in UTF-8, and are read as that.
  const isUtf8 = Buffer.from(bytes.toString('utf8')).equals(bytes);
  const isAscii = codes.every((code) => code! < 0x80);
  return isUtf8 && !isAscii ? undefined : bytes;
}

/** Milliseconds of the processor's time: other tests run on the same machine. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

test('a CSV is read in time that grows with its length', () => {
  for (const piece of ['"', '";', '"\n', ';', ';\n', '\n', '""', 'siret;', '="']) {
    const taken = cpuOf(() => parseText(`siret\n${piece.repeat(20_000)}`));
    expect(taken, JSON.stringify(piece)).toBeLessThan(TIMEOUT_MS);
  }
});
