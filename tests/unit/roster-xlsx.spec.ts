import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { expect, test } from '@playwright/test';
import {
  relationships,
  sheetXml,
  workbook,
  workbookXml,
  zipped,
} from '../../fixtures/rosters/workbook.ts';
import { FIRST, parseBytes, placesOf, reasonsOf, SECOND, THIRD, ZEROS } from './roster-rows.ts';

/** Cell styles 0 to 6: general, date, own date, hours, 14 digits, a colour, a text with a `d` in it. */
const STYLES = `<styleSheet><numFmts>
  <numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/>
  <numFmt numFmtId="166" formatCode="00000000000000"/><numFmt numFmtId="167" formatCode="[Red]0"/>
  <numFmt numFmtId="168" formatCode="0&quot; du mois&quot;"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
  <xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/></cellXfs></styleSheet>`;

const raw = (xml: string): { xml: string } => ({ xml });

test.describe('what is read', () => {
  for (const shared of [true, false]) {
    test(`texts ${shared ? 'kept in one place' : 'in their cells'}`, () => {
      const { entries, problems } = parseBytes(
        workbook(
          [
            ['SIRET', 'Nom de l’application', 'Courriel'],
            [FIRST, 'Été & <fils> "_x0041_"\r\nLyon', 'c@exemple.fr'],
            [ZEROS],
          ],
          { shared },
        ),
      );
      expect(problems).toEqual([]);
      expect(entries).toEqual([
        {
          siret: FIRST,
          line: 2,
          applicationName: 'Été & <fils> "_x0041_" Lyon',
          contact: { email: 'c@exemple.fr' },
        },
        { siret: ZEROS, line: 3 },
      ]);
    });
  }

  test('a SIRET that was stored as a number, to the last digit', () => {
    const { entries, problems } = parseBytes(
      workbook([
        ['siret', 'application'],
        [Number(FIRST), 42],
        [raw(`<c><v>${(Number(SECOND) / 1e13).toFixed(13)}E13</v></c>`)],
      ]),
    );
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      { siret: FIRST, line: 2, applicationName: '42' },
      { siret: SECOND, line: 3 },
    ]);
  });

  test('zeros that the number format shows', () => {
    const rows = [['siret'], [raw(`<c s="4"><v>${Number(ZEROS)}</v></c>`)]];
    const { entries } = parseBytes(workbook(rows, { parts: { 'xl/styles.xml': STYLES } }));
    expect(entries).toEqual([{ siret: ZEROS, line: 2 }]);
  });

  test("formulas' results as they were stored", () => {
    const { entries } = parseBytes(
      workbook([
        ['siret', 'application'],
        [
          raw(`<c t="str"><f>B9&amp;C9</f><v>${FIRST}</v></c>`),
          raw('<c t="str"><f>IF(1,"","")</f><v></v></c>'),
        ],
        [raw(`<c><f>D9*2</f><v>${SECOND}</v></c>`), raw('<c t="str"><f>D9</f><v>A</v></c>')],
      ]),
    );
    expect(entries).toEqual([
      { siret: FIRST, line: 2 },
      { siret: SECOND, line: 3, applicationName: 'A' },
    ]);
  });

  test('texts in several fonts, without the reading beside them', () => {
    const text =
      '<c t="inlineStr"><is><r><t>Pl</t></r><r><rPr><b/></rPr><t>diff</t></r><rPh><t>x</t></rPh></is></c>';
    const rows = [
      ['siret', 'application'],
      [FIRST, raw(text)],
    ];
    expect(parseBytes(workbook(rows)).entries).toMatchObject([{ applicationName: 'Pldiff' }]);
  });

  test('rows and columns where the sheet has them, with gaps', () => {
    const rows = [
      undefined,
      [undefined, 'siret', undefined, 'application'],
      undefined,
      [undefined, FIRST, undefined, 'A'],
    ];
    expect(parseBytes(workbook(rows)).entries).toEqual([
      { siret: FIRST, line: 4, applicationName: 'A' },
    ]);
  });

  test('rows and cells that do not say where they are', () => {
    const sheet = sheetXml(
      `<row><c t="inlineStr"><is><t>siret</t></is></c></row><row><c><v>${FIRST}</v></c></row>`,
    );
    const { entries } = parseBytes(workbook([], { parts: { 'xl/worksheets/sheet1.xml': sheet } }));
    expect(entries).toEqual([{ siret: FIRST, line: 2 }]);
  });

  test('parts as other programs lay them out: prefixes, full paths, other names and cases', () => {
    const bytes = zipped({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relationships([['a', 'officeDocument', '/XL/Workbook.xml']]),
      'xl/workbook.xml':
        '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets><x:sheet name="a &gt; id=\'zz\'" r:id=\'s\'/></x:sheets></x:workbook>',
      'xl/_rels/Workbook.xml.rels': relationships([['s', 'worksheet', '/xl/feuilles/une.xml']]),
      'xl\\feuilles\\une.xml': `\ufeff<!-- > --><x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="str"><x:v><![CDATA[siret]]></x:v></x:c></x:row><x:row><x:c><x:v>${FIRST}</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    });
    expect(parseBytes(bytes).entries).toEqual([{ siret: FIRST, line: 2 }]);
  });

  test('the first sheet that can be seen; the others and hidden rows are told', () => {
    const parts = {
      'xl/workbook.xml': workbookXml([
        '<sheet name="Param" sheetId="3" state="hidden" r:id="rId9"/>',
        '<sheet name="Clients" sheetId="1" r:id="rId1"/>',
        '<sheet name="Anciens" sheetId="2" r:id="rId8"/>',
      ]),
      'xl/_rels/workbook.xml.rels': relationships([
        ['rId9', 'worksheet', 'worksheets/sheet9.xml'],
        ['rId8', 'worksheet', 'worksheets/sheet8.xml'],
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ]),
    };
    const bytes = workbook([['siret'], [FIRST], [SECOND], [THIRD]], {
      parts,
      rowAttributes: { 3: 'hidden="1"', 4: 'hidden="true"' },
    });
    const { entries, warnings } = parseBytes(bytes);
    expect(entries).toHaveLength(3);
    expect(warnings).toEqual([
      {
        line: 1,
        column: 1,
        reason: { key: 'other-sheets', read: 'Clients', others: ['Anciens'] },
      },
      { line: 3, column: 1, reason: { key: 'hidden-rows', count: 2 } },
    ]);
  });
});

test('a workbook whose zip has long sizes and offsets, as careful writers make it', () => {
  const bytes = longZip({
    'xl/workbook.xml': workbookXml(['<sheet name="A" r:id="s"/>']),
    'xl/_rels/workbook.xml.rels': relationships([['s', 'worksheet', 's.xml']]),
    'xl/s.xml': sheetXml(`<row><c t="str"><v>siret</v></c></row><row><c><v>${FIRST}</v></c></row>`),
  });
  expect(parseBytes(bytes).entries).toEqual([{ siret: FIRST, line: 2 }]);
});

test.describe('mistakes', () => {
  test('what a spreadsheet makes of texts is named, each in its cell', () => {
    const findings = parseBytes(
      workbook(
        [
          ['siret', 'application', 'téléphone'],
          [Number(ZEROS), raw('<c s="1"><v>45000</v></c>'), 478_000_000],
          [raw('<c s="2"><v>45000.5</v></c>'), raw('<c t="b"><v>1</v></c>')],
          [raw('<c t="e"><f>X</f><v>#N/A</v></c>'), raw('<c t="e"><v>#REF!</v></c>')],
          [raw('<c><f>A1</f></c>'), raw('<c t="str"><f>A1</f></c>'), raw('<c><f>A1</f><v/></c>')],
          [raw('<c t="d"><v>2026-01-01</v></c>'), 1.5],
          [raw('<c s="3"><v>1</v></c>'), raw('<c s="5"><v>7</v></c>')],
          [raw('<c s="6"><v>7</v></c>'), '   '],
          [1.5],
        ],
        { parts: { 'xl/styles.xml': STYLES } },
      ),
    );
    const told = findings.problems.map(({ line, column, reason }) => {
      if (reason.key === 'not-text') return `${line}:${column} ${reason.kind}`;
      return `${line}:${column} ${reason.key === 'siret' ? reason.fault : reason.key}`;
    });
    expect(told).toEqual([
      '2:1 leading-zero-lost',
      '2:2 date',
      '2:3 phone-zero-lost',
      '3:1 date',
      '3:2 boolean',
      '4:1 error',
      '4:2 error',
      '5:1 uncalculated',
      '5:2 uncalculated',
      '5:3 uncalculated',
      '6:1 date',
      '6:2 number',
      '7:1 date',
      '8:1 length',
      '8:2 application-blank',
      '9:1 not-digits',
    ]);
  });

  /** The reading of a roster's number in a column, with a number format and perhaps a formula. */
  function readNumber(column: string, value: number, format: string | number, formula = '') {
    const [id, own] =
      typeof format === 'number'
        ? [format, '']
        : [164, `<numFmt numFmtId="164" formatCode="${format.replaceAll('"', '&quot;')}"/>`];
    const styles = `<styleSheet><numFmts>${own}</numFmts><cellXfs><xf numFmtId="${id}"/></cellXfs></styleSheet>`;
    const cell = raw(`<c s="0">${formula && `<f>${formula}</f>`}<v>${value}</v></c>`);
    const rows =
      column === 'siret'
        ? [['siret'], [cell]]
        : [
            ['siret', column],
            [FIRST, cell],
          ];
    const findings = parseBytes(workbook(rows, { parts: { 'xl/styles.xml': styles } }));
    const [reason] = reasonsOf(findings);
    const [entry] = findings.entries;
    if (reason?.key === 'not-text') return reason.kind;
    return reason?.key ?? (column === 'siret' ? entry?.siret : entry?.applicationName);
  }

  test('a number that the sheet shows with other characters is not taken for what it shows', () => {
    for (const format of ['"Pld"0', '# ##0', '0\\-', '[$€-40C]0', '[>5]0;"x"0', ';;;', 9, 4]) {
      expect(readNumber('application', 12, format), String(format)).toBe('formatted');
    }
    for (const format of ['General', '@', '0', '#0', '[Red]0;-0', '[$-40C]0_ ', 0, 1, 49]) {
      expect(readNumber('application', 12, format), String(format)).toBe('12');
    }
    expect(readNumber('application', 12, '[Red]0000;"-"0')).toBe('0012');
  });

  test("a SIRET's number may be shown in any groups, and a telephone's still tells of its zero", () => {
    expect(readNumber('siret', Number(FIRST), '000" "000" "000" "00000')).toBe(FIRST);
    const telephone = '0#" "##" "##" "##" "##';
    expect(readNumber('telephone', 478_000_000, telephone)).toBe('phone-zero-lost');
    expect(readNumber('telephone', 41_225_551_212, '"+"0')).toBe('formatted');
  });

  test('the 0 of a formula that refers to an empty cell is no value', () => {
    expect(readNumber('application', 0, 'General', 'Z9')).toBe('zero');
    expect(readNumber('contact', 0, '@', 'VLOOKUP(A2,B:C,2)')).toBe('zero');
    expect(readNumber('telephone', 0, 'General', 'Z9')).toBe('zero');
    expect(readNumber('application', 7, 'General', 'Z9')).toBe('7');
    expect(readNumber('siret', 0, 'General', 'Z9')).toBe('siret');
  });

  test('a date is told as the date it is', () => {
    const parts = { 'xl/styles.xml': STYLES };
    const cells = [45_000, 1e300].map((value) => [raw(`<c s="1"><v>${value}</v></c>`)]);
    const findings = parseBytes(workbook([['siret'], ...cells], { parts }));
    expect(reasonsOf(findings)).toMatchObject([{ value: '2023-03-15' }, { value: '1e+300' }]);
  });

  test('a short number has lost zeros, also where check digits do not tell', () => {
    const options = { checkDigit: 'warned' } as const;
    const findings = parseBytes(workbook([['siret'], [562_813_600_012]]), options);
    expect(reasonsOf(findings)).toMatchObject([{ fault: 'leading-zero-lost' }]);
  });

  test('a value beside the columns', () => {
    const rows = [
      ['siret', 'application'],
      [FIRST, 'A', undefined, 'note'],
    ];
    expect(placesOf(parseBytes(workbook(rows)))).toEqual(['2:4:cell-without-header']);
  });

  test('a workbook without rows', () => {
    expect(placesOf(parseBytes(workbook([])))).toEqual(['1:1:file-empty']);
    expect(parseBytes(workbook([['siret']])).warnings).toHaveLength(1);
  });
});

test.describe('workbooks that other programs wrote', () => {
  const read = (name: string) =>
    parseBytes(readFileSync(new URL(`../../fixtures/rosters/${name}`, import.meta.url)));

  test('openpyxl: numbers, a format with zeros, a date, a formula that it does not calculate', () => {
    const findings = read('from-openpyxl.xlsx');
    expect(findings.entries).toEqual([
      {
        siret: FIRST,
        line: 2,
        applicationName: 'Été',
        contact: { phone: '04 78 00 00 00', email: 'c@exemple.fr' },
      },
      { siret: '73282932000017', line: 3 },
      { siret: ZEROS, line: 4 },
    ]);
    expect(placesOf(findings)).toEqual(['4:2:not-text', '4:3:phone-zero-lost', '4:4:not-text']);
  });

  test('XlsxWriter: text format, two fonts, a calculated formula, a date, a second sheet', () => {
    const findings = read('from-xlsxwriter.xlsx');
    expect(findings.entries).toEqual([
      { siret: ZEROS, line: 2, applicationName: 'Pldiffusion1' },
      { siret: SECOND, line: 3, applicationName: 'Pldiffusionb' },
    ]);
    expect(placesOf(findings)).toEqual(['4:1:not-text']);
    expect(findings.warnings.map(({ reason }) => reason.key)).toEqual(['other-sheets']);
  });
});

/** A zip file of stored parts in the format for huge files (PKWARE's APPNOTE, 4.3.14 and 4.5.3). */
function longZip(parts: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  const sizeOf = (buffers: readonly Buffer[]): number => Buffer.concat(buffers).length;
  for (const [name, text] of Object.entries(parts)) {
    const content = Buffer.from(text);
    const extra = fields(
      [1, 2],
      [24, 2],
      [content.length, 8],
      [content.length, 8],
      [sizeOf(locals), 8],
    );
    const common = fields(
      [0, 2],
      [0, 2],
      [0, 4],
      [crc32(content), 4],
      [0xffffffff, 4],
      [0xffffffff, 4],
      [name.length, 2],
    );
    locals.push(
      fields([0x04034b50, 4], [45, 2]),
      common,
      fields([0, 2]),
      Buffer.from(name),
      content,
    );
    entries.push(
      fields([0x02014b50, 4], [45, 2], [45, 2]),
      common,
      fields([extra.length, 2], [0, 2], [0, 2], [0, 2], [0, 4], [0xffffffff, 4]),
      Buffer.from(name),
      extra,
    );
  }
  const count = Object.keys(parts).length;
  const end64 = sizeOf([...locals, ...entries]);
  return Buffer.concat([
    ...locals,
    ...entries,
    fields([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4]),
    fields([count, 8], [count, 8], [sizeOf(entries), 8], [sizeOf(locals), 8]),
    fields([0x07064b50, 4], [0, 4], [end64, 8], [1, 4]),
    fields([0x06054b50, 4], [0, 2], [0, 2], [0xffff, 2], [0xffff, 2]),
    fields([0xffffffff, 4], [0xffffffff, 4], [0, 2]),
  ]);
}

/** Numbers in so many bytes each, the lowest first. */
function fields(...values: readonly (readonly [number, 2 | 4 | 8])[]): Buffer {
  return Buffer.concat(
    values.map(([value, size]) => {
      const bytes = Buffer.alloc(size);
      if (size === 8) bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
