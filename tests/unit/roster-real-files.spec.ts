import { expect, test } from '@playwright/test';
import { relationships, sheetXml, workbook, workbookXml } from '../../fixtures/rosters/workbook.ts';
import type { RosterFindings } from '../../src/roster/parse-roster.ts';
import {
  FIRST,
  parseBytes,
  parseText,
  placesOf,
  reasonsOf,
  SECOND,
  siretFrom,
  THIRD,
} from './roster-rows.ts';

const CONTACT = { name: 'Somebody Else', phone: '01 00 00 00 00', email: 'else@exemple.fr' };

/** `line:column:key` of each warning. */
function warnedOf({ warnings }: RosterFindings): string[] {
  return warnings.map(({ line, column, reason }) => `${line}:${column}:${reason.key}`);
}

/** A workbook of one sheet, some of its cells merged. */
function merged(rows: readonly (readonly string[])[], ranges: readonly string[]): Buffer {
  const cells = rows.map((row, index) =>
    row
      .map((cell, at) => `<c r="${'ABCDEFG'[at] ?? ''}${index + 1}" t="str"><v>${cell}</v></c>`)
      .join(''),
  );
  const sheet = cells.map((xml, index) => `<row r="${index + 1}">${xml}</row>`).join('');
  const merges = ranges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return workbook([], {
    parts: {
      'xl/worksheets/sheet1.xml': sheetXml(sheet).replace(
        '</sheetData>',
        `</sheetData><mergeCells count="${ranges.length}">${merges}</mergeCells>`,
      ),
    },
  });
}

test.describe('merged cells', () => {
  const head = ['siret', 'contact_name', 'contact_phone', 'contact_email', 'remarque'];
  const rows = [
    head,
    [FIRST, 'Alice Martin', '0478000001', 'alice@exemple.fr', 'x'],
    [SECOND],
    [THIRD],
  ];

  test('down several rows are refused: the others would get another contact', () => {
    const findings = parseBytes(merged(rows, ['B2:B4', 'C2:C4', 'D2:D4']), { defaults: CONTACT });
    expect(placesOf(findings)).toEqual([
      '2:2:merged-cells',
      '2:3:merged-cells',
      '2:4:merged-cells',
    ]);
    expect(reasonsOf(findings)[0]).toEqual({
      key: 'merged-cells',
      header: 'contact_name',
      range: 'B2:B4',
    });
  });

  test('in a block, across columns, or from the header down are refused too', () => {
    expect(placesOf(parseBytes(merged(rows, ['B2:D4'])))).toEqual(['2:2:merged-cells']);
    expect(placesOf(parseBytes(merged(rows, ['B3:C3'])))).toEqual(['3:3:merged-cells']);
    expect(placesOf(parseBytes(merged(rows, ['B1:B3'])))).toEqual(['1:2:merged-cells']);
    expect(placesOf(parseBytes(merged(rows, ['$B$2:$B$3'])))).toEqual(['2:2:merged-cells']);
  });

  test('that hold nothing of the roster change nothing', () => {
    const titled = [['Clients'], ...rows];
    const ranges = ['A1:E1', 'E3:E5', 'B9:B12', 'F2:G9'];
    expect(placesOf(parseBytes(merged(titled, ranges)))).toEqual([]);
    expect(placesOf(parseBytes(merged(rows, ['A2:A2'])))).toEqual([]);
  });
});

test.describe('what the configuration fills in beside what the roster says', () => {
  test('is shown, since a contact made of two persons would be declared', () => {
    const findings = parseText(
      `siret;contact_name;contact_phone\n${FIRST};Alice;0478\n${SECOND};;\n${THIRD};;0578\n`,
      { defaults: CONTACT },
    );
    expect(findings.problems).toEqual([]);
    expect(findings.warnings.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [
        2,
        1,
        {
          key: 'contact-from-configuration',
          column: 'contact_email',
          count: 3,
          value: CONTACT.email,
        },
      ],
      [
        3,
        2,
        {
          key: 'contact-from-configuration',
          column: 'contact_name',
          count: 2,
          value: CONTACT.name,
        },
      ],
      [
        3,
        3,
        {
          key: 'contact-from-configuration',
          column: 'contact_phone',
          count: 1,
          value: CONTACT.phone,
        },
      ],
    ]);
  });

  test('is not, where the roster names no contact at all', () => {
    expect(parseText(`siret\n${FIRST}\n`, { defaults: CONTACT }).warnings).toEqual([]);
  });
});

test.describe('names in encodings that are not told', () => {
  const table = (name: string): string => `siret;contact_name\r\n${FIRST};${name}\r\n`;
  const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

  for (const [encoding, bytes] of [
    ['Mac Roman', latin1(`siret;contact_name\r${FIRST};Andr\u008e Beno\u0094t\r`)],
    ['CP850', latin1(table('Andr\u0082 Beno\u008ct'))],
    ['CP850, a name that ends in é', latin1(table('Andr\u0082'))],
    ['Latin-9', latin1(table('C\u00bdur'))],
  ] as const) {
    test(`${encoding}: shown as they are read, and as what they are: garbled`, () => {
      const findings = parseBytes(bytes);
      expect(findings.problems).toEqual([]);
      expect(warnedOf(findings)).toEqual(['2:2:encoding-guessed', '2:2:looks-garbled']);
    });
  }

  test('Windows-1252, which is guessed, is shown, and garbles nothing', () => {
    const findings = parseBytes(
      latin1(table('André L\u0092Été Šarić'.replace('Š', '\u008a').replace('ć', 'c'))),
    );
    expect(findings.warnings).toEqual([
      { line: 2, column: 2, reason: { key: 'encoding-guessed', values: ['André L’Été Šaric'] } },
    ]);
    expect(
      parseBytes(latin1(`siret;été\r\n${FIRST};x\r\n`)).warnings.map(({ reason }) => reason.key),
    ).toEqual(['column-unknown']);
  });

  test('UTF-8 and Windows-1252 in one file', () => {
    const bytes = Buffer.concat([Buffer.from(table('Hélène Noël')), latin1(`${SECOND};André\r\n`)]);
    expect(warnedOf(parseBytes(bytes))).toEqual(['2:2:encoding-guessed', '2:2:looks-garbled']);
  });

  for (const name of [
    'HÃ©lÃ¨ne NoÃ«l',
    'Hélène NoÃ«l',
    'Lâ€™Été',
    'H├®l├¿ne',
    'H√©l√®ne',
    'AndrŽ Beno”t',
    'Andr‚ Beno‡t',
    'Andr? Beno?t',
    'Andr&eacute;',
    'Andr&#233;',
    'Andr&eacute Martin',
    'Andr%C3%A9',
    'Andr%E9',
    'Andr=E9',
    'Andr+AOk-',
    'Andr\\u00e9',
    'cÏur',
  ]) {
    test(`"${name}" is asked about, in CSV and in a workbook`, () => {
      const sheet = workbook([
        ['siret', 'contact_name'],
        [FIRST, name],
      ]);
      for (const findings of [parseText(table(`"${name}"`)), parseBytes(sheet)]) {
        expect(findings.problems).toEqual([]);
        expect(findings.warnings).toEqual([
          {
            line: 2,
            column: 2,
            reason: { key: 'looks-garbled', header: 'contact_name', value: name },
          },
        ]);
      }
    });
  }

  test('names as they are written raise no question', () => {
    for (const name of [
      'André Benoît',
      'L’Haÿ-les-Roses',
      "Œuvre d'Ussé",
      'Lætitia Cœur',
      'Šarić Žižek',
      'HÉLÈNE NOËL',
      'Côté & Fils',
      'Groupe « Été »',
      'Ça va ?',
      'Dupont+Associés = 100 %',
      'A+B-C',
      'Solution® n° 2',
      'Martin (siège) – Lyon',
      'Ångström Müller Straße',
      'R&D; Études',
      'Été…',
      'é’’',
    ]) {
      expect(parseText(table(`"${name}"`)).warnings, name).toEqual([]);
    }
  });
});

test.describe('rows that are not as wide as the header', () => {
  test('end early where a spreadsheet left the separators of empty cells out', () => {
    const full = Array.from(
      { length: 16 },
      (_, at) => `${siretFrom(at, 1)};App${at};a${at}@exemple.fr`,
    );
    const short = Array.from({ length: 24 }, (_, at) => `${siretFrom(100 + at, 1)};Other${at}`);
    const findings = parseText(['siret;application;account_email', ...full, ...short].join('\r\n'));
    expect(findings.problems).toEqual([]);
    expect(findings.entries).toHaveLength(40);
    expect(findings.entries[20]).not.toHaveProperty('accountEmail');
    expect(findings.warnings).toEqual([
      {
        line: 18,
        column: 3,
        reason: { key: 'cells-missing', count: 24, headers: ['account_email'] },
      },
    ]);
  });

  test('may lack what nobody reads', () => {
    const findings = parseText(`siret;application;;\n${FIRST};A\n${SECOND}\n`);
    expect(placesOf(findings)).toEqual([]);
    expect(warnedOf(findings)).toEqual(['2:3:cells-missing']);
    expect(warnedOf(parseText(`siret;application;;\n${FIRST};A\n`))).toEqual([]);
  });

  test('still lack a contact that is needed', () => {
    const findings = parseText(
      `siret;contact;tel;mail\n${FIRST};A;0478;a@exemple.fr\n${SECOND};B\n`,
      {
        defaults: {},
      },
    );
    expect(placesOf(findings)).toEqual(['3:3:contact-missing', '3:4:contact-missing']);
  });

  test('may all end in a separator that the header does not have', () => {
    const findings = parseText(`siret;application\n${FIRST};A;\n${SECOND};B;\n`);
    expect(findings.problems).toEqual([]);
    expect(findings.entries).toMatchObject([{ applicationName: 'A' }, { applicationName: 'B' }]);
    expect(warnedOf(findings)).toEqual(['2:3:cells-empty-behind']);
  });

  test('are refused where one has a cell too many: what is behind it has moved', () => {
    expect(placesOf(parseText(`siret;application\n${FIRST};A;\n${SECOND};B\n`))).toEqual([
      '2:3:cells-too-many',
    ]);
    for (const row of ['A; B', 'A & B;', 'A;']) {
      expect(placesOf(parseText(`siret;application\n${FIRST};${row}\n`)), row).toEqual([
        '2:3:cells-too-many',
      ]);
    }
  });
});

test.describe('the header line', () => {
  for (const [what, text, line] of [
    ['a title', `Liste des clients 2026;;\r\n\r\nsiret;application;\r\n${FIRST};A;\r\n`, 4],
    [
      'a title with commas in a file of semicolons',
      `Clients, Lyon, 2026\nsiret;application\n${FIRST};A\n`,
      3,
    ],
    ['a title that names a column', `SIRET\nà raccorder\nsiret;application\n${FIRST};A\n`, 4],
    ['an open quote', `5" et plus\nsiret;application\n${FIRST};A\n`, 3],
    ['several remarks', `a\nb;c\n\nd;e;f\n"g\nh"\nsiret;application\n${FIRST};A\n`, 8],
  ] as const) {
    test(`is found below ${what}, which is told`, () => {
      const findings = parseText(text);
      expect(findings.problems).toEqual([]);
      expect(findings.entries).toEqual([{ siret: FIRST, line, applicationName: 'A' }]);
      expect(findings.warnings.map(({ reason }) => reason.key)).toEqual(['rows-above-header']);
    });
  }

  test('may not stand below rows of data', () => {
    expect(placesOf(parseText(`${FIRST};A\nsiret;application\n${SECOND};B\n`))).toEqual([
      '1:1:siret-above-header',
    ]);
  });

  test('may have columns that nobody reads, which are told', () => {
    const findings = parseText(
      `siret;SIREN;Raison sociale;application;Téléphone 2\n${FIRST};732829320;X;A;0478\n`,
    );
    expect(findings.problems).toEqual([]);
    expect(findings.entries).toEqual([{ siret: FIRST, line: 2, applicationName: 'A' }]);
    expect(warnedOf(findings)).toEqual([
      '1:2:column-unknown',
      '1:3:column-unknown',
      '1:5:column-unknown',
    ]);
  });

  for (const [header, meant] of [
    ['aplication', 'application'],
    ['contact_nmae', 'contact_name'],
    ['Adresse electonique', 'contact_email'],
    ['Téléphonne', 'contact_phone'],
  ] as const) {
    test(`is refused where "${header}" is nearly a column: the default would be declared`, () => {
      expect(reasonsOf(parseText(`siret;${header}\n${FIRST};x\n`))).toEqual([
        { key: 'column-misspelt', header, meant },
      ]);
    });
  }

  test('"E-mail du contact" beside a "Nom du contact" may be either e-mail, and is refused', () => {
    const headers = 'siret;Nom du contact;Téléphone du contact (fixe)';
    const email = 'E-mail du contact (pro)';
    expect(reasonsOf(parseText(`${headers};${email}\n${FIRST};A;0478;a@b.fr\n`))).toEqual([
      { key: 'column-ambiguous', header: email },
    ]);
    for (const clear of [
      `${headers};E-mail du compte`,
      `${headers};E-mail`,
      'siret;Nom Prénom;Fax;E-mail du contact',
    ]) {
      expect(parseText(`${clear}\n${FIRST};A;0478;a@b.fr\n`).problems, clear).toEqual([]);
    }
    expect(parseText(`${headers};${email};Mail\n${FIRST};A;0478;a@b.fr;c@d.fr\n`)).toMatchObject({
      problems: [],
      entries: [{ accountEmail: 'a@b.fr', contact: { email: 'c@d.fr' } }],
    });
  });

  test('may have a remark behind a name', () => {
    const { entries, warnings } = parseText(
      `SIRET (14 chiffres);Nom de l'application PISTE (unique);Tél.\n${FIRST};A;0478\n`,
    );
    expect(entries).toEqual([
      { siret: FIRST, line: 2, applicationName: 'A', contact: { phone: '0478' } },
    ]);
    expect(warnings).toEqual([]);
  });
});

test.describe('other ways to write a cell', () => {
  test('separators that are upright lines, named or not', () => {
    for (const text of [
      `siret|application\n${FIRST}|A;B, C\n`,
      `sep=|\nsiret|application\n${FIRST}|A;B, C\n`,
    ]) {
      expect(parseText(text).entries).toMatchObject([{ siret: FIRST, applicationName: 'A;B, C' }]);
    }
  });

  test('a SIRET that is kept a text by an apostrophe, a formula or quotes', () => {
    for (const siret of [
      `'${FIRST}`,
      `="${FIRST}"`,
      `'${FIRST}'`,
      `“${FIRST}”`,
      `'732 829 320 00074`,
    ]) {
      const { entries, problems } = parseText(`siret,application\n${siret},A\n`);
      expect(problems, siret).toEqual([]);
      expect(entries).toMatchObject([{ siret: FIRST }]);
    }
  });

  test('single quotes around every cell', () => {
    const findings = parseText(
      `'siret';'application';'contact_name'\n'${FIRST}';'Pldiffusion1';'Camille Martin'\n`,
    );
    expect([findings.problems, findings.warnings]).toEqual([[], []]);
    expect(findings.entries).toEqual([
      {
        siret: FIRST,
        line: 2,
        applicationName: 'Pldiffusion1',
        contact: { name: 'Camille Martin' },
      },
    ]);
  });

  test('lines in quotes, as a spreadsheet saves a CSV of which it did not know the separator', () => {
    for (const [separator, behind] of [
      [',', ''],
      [';', ';;'],
    ] as const) {
      const lines = ['siret,application', `${FIRST},""A, B""`, `${SECOND},C`];
      const text = lines.map((line) => `"${line.replace(',', separator)}"${behind}\r\n`).join('');
      const { entries, problems } = parseText(text);
      expect(problems).toEqual([]);
      expect(entries).toEqual([
        { siret: FIRST, line: 2, applicationName: 'A, B' },
        { siret: SECOND, line: 3, applicationName: 'C' },
      ]);
    }
  });

  test('quotes around one value are kept, and asked about', () => {
    const findings = parseText(`siret;contact_name\n${FIRST};'Camille Martin'\n`);
    expect(findings.entries).toMatchObject([{ contact: { name: "'Camille Martin'" } }]);
    expect(warnedOf(findings)).toEqual(['2:2:in-quotes']);
  });

  test('an apostrophe that keeps a spreadsheet from running a text is none of it', () => {
    const findings = parseText(
      `siret;contact_phone;application\n${FIRST};'+33 4 78 00 00 00;'=A\n${SECOND};0478;''=A\n`,
    );
    expect(findings.entries).toMatchObject([
      { contact: { phone: '+33 4 78 00 00 00' }, applicationName: '=A' },
      { applicationName: "'=A" },
    ]);
  });
});

test.describe('a workbook of several sheets', () => {
  const several = (sheets: Readonly<Record<string, string>>): Buffer => {
    const names = Object.keys(sheets);
    return workbook([], {
      parts: {
        'xl/workbook.xml': workbookXml(
          names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="r${at + 1}"/>`),
        ),
        'xl/_rels/workbook.xml.rels': relationships(
          names.map((_, at) => [`r${at + 1}`, 'worksheet', `worksheets/s${at + 1}.xml`]),
        ),
        ...Object.fromEntries(
          Object.values(sheets).map((rows, at) => [`xl/worksheets/s${at + 1}.xml`, sheetXml(rows)]),
        ),
      },
    });
  };
  const row = (...cells: string[]): string =>
    `<row>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`;
  const roster = (siret: string): string => row('siret') + row(siret);
  const summary = row('This document was exported from Numbers.') + row('Numbers Sheet Name');

  test('is read where the SIRETs are, and that is told', () => {
    const findings = parseBytes(several({ 'Export Summary': summary, 'Feuille 1': roster(FIRST) }));
    expect(findings.entries).toEqual([{ siret: FIRST, line: 2 }]);
    expect(findings.warnings).toEqual([
      {
        line: 1,
        column: 1,
        reason: { key: 'other-sheets', read: 'Feuille 1', others: ['Export Summary'] },
      },
    ]);
  });

  test('is read from the first that has SIRETs, or from the one that is named', () => {
    const bytes = several({ Lisez: summary, 'A 2025': roster(FIRST), 'A 2026': roster(SECOND) });
    expect(parseBytes(bytes).entries).toMatchObject([{ siret: FIRST }]);
    expect(parseBytes(bytes, { sheet: ' a 2026' }).entries).toMatchObject([{ siret: SECOND }]);
    expect(reasonsOf(parseBytes(bytes, { sheet: 'A 2027' }))).toEqual([
      { key: 'sheet-missing', name: 'A 2027', sheets: ['Lisez', 'A 2025', 'A 2026'] },
    ]);
  });

  test('is told with its sheets where none has a column for SIRETs', () => {
    const findings = parseBytes(several({ A: row('nom'), B: row('ville') }));
    expect(placesOf(findings)).toEqual(['1:1:siret-column-missing']);
    expect(warnedOf(findings)).toContain('1:1:other-sheets');
  });

  test('may have a title above the header, as a table', () => {
    const bytes = several({ A: row('Clients à raccorder - nov. 2026') + row('') + roster(FIRST) });
    const findings = parseBytes(bytes);
    expect(findings.entries).toEqual([{ siret: FIRST, line: 4 }]);
    expect(warnedOf(findings)).toEqual(['1:1:rows-above-header']);
  });
});
