import { expect, test } from '@playwright/test';
import {
  FIRST,
  parseBytes,
  parseText,
  placesOf,
  reasonsOf,
  SECOND,
  THIRD,
  ZEROS,
} from './roster-rows.ts';

test.describe('what is read', () => {
  test('every column in French, with accents, spaces and any case', () => {
    const { entries, problems } = parseText(
      [
        'E-MAIL DU CONTACT;Fax;adresse  electronique;TELEPHONE;Nom Prénom;Nom de l’application PISTE; Siret ',
        `compta@exemple.fr;04 78 00 00 01;camille@exemple.fr;04 78 00 00 00;Camille Martin;Pldiffusion4;732 829 320 00074`,
      ].join('\r\n'),
    );
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        siret: FIRST,
        line: 2,
        applicationName: 'Pldiffusion4',
        contact: {
          name: 'Camille Martin',
          phone: '04 78 00 00 00',
          email: 'camille@exemple.fr',
          fax: '04 78 00 00 01',
        },
        accountEmail: 'compta@exemple.fr',
      },
    ]);
  });

  test('the SIRET alone, and nothing that the row does not say', () => {
    const { entries } = parseText(`siret\n${FIRST}\n${SECOND}`);
    expect(entries).toEqual([
      { siret: FIRST, line: 2 },
      { siret: SECOND, line: 3 },
    ]);
  });

  for (const [name, separator] of [
    ['semicolons', ';'],
    ['commas', ','],
    ['tabs', '\t'],
  ] as const) {
    test(`cells separated by ${name}`, () => {
      const lines = [
        ['siret', 'application'],
        [FIRST, '"A; B, C"'],
      ];
      const { entries } = parseText(lines.map((cells) => cells.join(separator)).join('\n'));
      expect(entries).toMatchObject([{ siret: FIRST, applicationName: 'A; B, C' }]);
    });
  }

  test("Excel's own line that names the separator", () => {
    const { entries } = parseText(`sep=,\r\nsiret,application\r\n${FIRST},A\r\n`);
    expect(entries).toEqual([{ siret: FIRST, line: 3, applicationName: 'A' }]);
  });

  test('Windows-1252, with its own apostrophe and euro', () => {
    const line = `siret;t\u00e9l\u00e9phone;application\n${FIRST};0478;L\u0092\u0080t\u00e9`;
    const { entries, problems } = parseBytes(Buffer.from(line, 'latin1'));
    expect(problems).toEqual([]);
    expect(entries).toMatchObject([{ applicationName: 'L’€té', contact: { phone: '0478' } }]);
  });

  test('UTF-8 with its mark, UTF-16 in both orders', () => {
    const text = `\ufeffsiret;application\r\n${FIRST};Été\r\n`;
    const little = Buffer.from(text, 'utf16le');
    for (const bytes of [Buffer.from(text), little, Buffer.from(little).swap16()]) {
      expect(parseBytes(bytes).entries).toMatchObject([{ siret: FIRST, applicationName: 'Été' }]);
    }
  });

  test('a line break in quotes, and the lines after it are still those of the file', () => {
    const { entries } = parseText(
      `siret;contact\r\n${FIRST};"Camille\r\n Martin"\r\n\r\n${SECOND};""\r\n`,
    );
    expect(entries).toEqual([
      { siret: FIRST, line: 2, contact: { name: 'Camille Martin' } },
      { siret: SECOND, line: 5 },
    ]);
  });

  test('quotes as spreadsheets mean them', () => {
    const { entries } = parseText(
      `siret;application\n="${FIRST}";"dit ""le Grand"""\n${SECOND};PL "Diffusion"\n`,
    );
    expect(entries).toMatchObject([
      { siret: FIRST, applicationName: 'dit "le Grand"' },
      { siret: SECOND, applicationName: 'PL "Diffusion"' },
    ]);
  });

  test('empty rows and empty columns of a spreadsheet are nothing', () => {
    const { entries, problems } = parseText(
      `\nsiret;application;;\n${FIRST};A;;\n;;;\n   ; ;;\n${SECOND};;;\n;;;\n;;;\n`,
    );
    expect(problems).toEqual([]);
    expect(entries.map(({ line }) => line)).toEqual([3, 6]);
  });

  test('what is pasted along without being seen is not kept', () => {
    const { entries } = parseText(
      `siret;application\n\u200b732\u00a0829\u202f320 00074;\u00a0e\u0301te\u0301\u200b\n`,
    );
    expect(entries).toEqual([{ siret: FIRST, line: 2, applicationName: 'été' }]);
  });

  test('marks of direction, joiners and variants that show nothing are not kept, what shows is', () => {
    const marks = '\u2066\u2067\u2068\u2069\u061c\u202e\u200d\u00ad\u034f\ufe0f\u{e0020}\ufeff';
    const { entries, problems } = parseText(
      `siret;application;mail\n\u2068${FIRST}\u2069;Pl${marks}d\u2666\ufe0f5 été;\u2068x@y.fr\u2069\n`,
    );
    expect(problems).toEqual([]);
    const contact = { email: 'x@y.fr' };
    expect(entries).toEqual([
      { siret: FIRST, line: 2, applicationName: 'Pld\u26665 été', contact },
    ]);
  });

  test('any white space in a cell is one plain space, as the portal will show it', () => {
    const { entries, problems } = parseText(
      `siret;application;tel;contact\n${FIRST};Pld  5;04\u00a078\u202f00  00 00;Camille\u2003\u00a0Martin\n`,
    );
    expect(problems).toEqual([]);
    const contact = { name: 'Camille Martin', phone: '04 78 00 00 00' };
    expect(entries).toEqual([{ siret: FIRST, line: 2, applicationName: 'Pld 5', contact }]);
  });

  test('names that differ by their gaps alone are twice the same', () => {
    const findings = parseText(`siret;application\n${FIRST};App 1\n${SECOND};App\u00a0 1\n`);
    expect(reasonsOf(findings)).toEqual([
      { key: 'application-twice', name: 'App 1', firstLine: 2 },
    ]);
  });

  test('a header without rows is nothing to do, and said', () => {
    const { entries, problems, warnings } = parseText('siret;application\n;\n');
    expect({ entries, problems }).toEqual({ entries: [], problems: [] });
    expect(warnings).toEqual([{ line: 1, column: 1, reason: { key: 'no-rows' } }]);
  });
});

test.describe('mistakes', () => {
  test('a telephone number of a digit or two', () => {
    const findings = parseText(`siret;tel;fax\n${FIRST};0;04\n${SECOND};3949;\n`);
    expect(placesOf(findings)).toEqual(['2:2:phone-too-short', '2:3:phone-too-short']);
  });

  test('are told together, each with its line and column, in order', () => {
    const findings = parseText(
      [
        'siret;application;telephone;courriel;couleur',
        '9,00000E+13;  ;478000000;camille;',
        '562813600011;A;;;',
        '73282932000075;a;4,78E+08;;',
        `${FIRST};#N/A;;;rouge`,
        `${FIRST};B`,
        `${SECOND};B;;camille@exemple.fr;;x`,
        ';C;;;',
        'SIRET inconnu;;;;',
        '7328293200007;;;;',
      ].join('\n'),
    );
    expect(placesOf(findings)).toEqual([
      '2:1:siret',
      '2:2:application-blank',
      '2:3:phone-zero-lost',
      '2:4:email',
      '3:1:siret',
      '4:1:siret',
      '4:2:application-twice',
      '4:3:phone-rounded',
      '5:2:not-text',
      '6:1:siret-twice',
      '7:6:cells-too-many',
      '8:1:siret',
      '9:1:siret',
      '10:1:siret',
    ]);
    const faults = reasonsOf(findings).flatMap((reason) =>
      reason.key === 'siret' ? [reason.fault] : [],
    );
    expect(faults).toEqual([
      'scientific-notation',
      'leading-zero-lost',
      'check-digit',
      'empty',
      'not-digits',
      'length',
    ]);
  });

  test('the same SIRET and the same name twice point to the first', () => {
    const findings = parseText(
      `siret;application\n${FIRST};Pldiffusion1\n${SECOND};PLDIFFUSION1 \n732 829 320 00074;\n`,
    );
    expect(findings.problems).toEqual([
      {
        line: 3,
        column: 2,
        reason: { key: 'application-twice', name: 'PLDIFFUSION1', firstLine: 2 },
      },
      { line: 4, column: 1, reason: { key: 'siret-twice', siret: FIRST, firstLine: 2 } },
    ]);
  });

  test('columns named twice, in other words too', () => {
    expect(parseText(`siret;e-mail;Courriel;SIRET\n${FIRST};;;\n`).problems).toEqual([
      {
        line: 1,
        column: 3,
        reason: { key: 'column-twice', header: 'Courriel', firstHeader: 'e-mail' },
      },
      {
        line: 1,
        column: 4,
        reason: { key: 'column-twice', header: 'SIRET', firstHeader: 'siret' },
      },
    ]);
  });

  test('no header line, or one without SIRET', () => {
    expect(placesOf(parseText(`${FIRST};A\n${SECOND};B\n`))).toEqual(['1:1:header-missing']);
    expect(placesOf(parseText('application;couleur\nA;rouge\n'))).toEqual([
      '1:1:siret-column-missing',
    ]);
  });

  test('a value in a column without a name', () => {
    expect(placesOf(parseText(`siret;;application\n${FIRST};oubli;A\n`))).toEqual([
      '2:2:cell-without-header',
    ]);
  });

  test('a quote that is never closed; what stands before it is still checked', () => {
    const findings = parseText(`siret;application\n123;A\n${FIRST};"B\n${SECOND};C\n`);
    expect(placesOf(findings)).toEqual(['2:1:siret', '3:2:quote-open']);
  });

  test('a row inside a quoted cell, in an ignored column and in the header too', () => {
    const swallowed = [
      [`siret;note\n${FIRST};"voir\n${SECOND};x\n${ZEROS};fin"\n`, '2:2:row-in-quotes'],
      [`siret;note\n${FIRST};"voir\n${SECOND};"x"\n`, '2:2:row-in-quotes'],
      [`siret;note\n${FIRST};"voir\n9,03E+13;x\nfin"\n`, '2:2:row-in-quotes'],
      [`siret;"note\n${FIRST};x\n"\n${SECOND};y\n`, '1:2:row-in-quotes'],
      [`note;siret\n"voir;${FIRST}\nfin";${SECOND}\n`, '2:1:row-in-quotes'],
      [`siret,mail,contact\n${FIRST},a@b.fr,"Jo\n${SECOND},a@b.fr,Al"\n`, '2:3:row-in-quotes'],
      [`siret;contact\n${FIRST};"Jo\n${SECOND}\n"\n`, '2:2:row-in-quotes'],
    ] as const;
    for (const [text, place] of swallowed) expect(placesOf(parseText(text)), text).toEqual([place]);
    const [[text]] = swallowed;
    expect(reasonsOf(parseText(text))).toEqual([{ key: 'row-in-quotes', line: 3 }]);
  });

  test('no row inside a quoted cell is seen in remarks of several lines', () => {
    for (const remark of [
      `Anciens :\n${SECOND}\n${ZEROS}`,
      `Fusion ; ${SECOND} ;\nvoir ; le dossier`,
      `04 78 00 00 00;\n12;rue`,
    ]) {
      const text = `siret;note\n${FIRST};"${remark}"\n`;
      expect(placesOf(parseText(text)), text).toEqual([]);
    }
    const before = `note;siret\n"voir\nle dossier";${FIRST}\n`;
    expect(placesOf(parseText(before))).toEqual([]);
  });

  test('characters that were lost on the way', () => {
    const lost = parseText(`siret;application\n${FIRST};Soci\ufffdt\ufffd\n${SECOND};A\u0007\n`);
    expect(placesOf(lost)).toEqual(['2:2:unreadable-characters', '3:2:unreadable-characters']);
    const marked = Buffer.from(
      `\u00ef\u00bb\u00bfsiret;application\n${FIRST};\u00e9t\u00e9`,
      'latin1',
    );
    expect(placesOf(parseBytes(marked))).toEqual(['2:2:unreadable-characters']);
  });

  test('a text that no field takes', () => {
    const findings = parseText(`siret;application\n${FIRST};${'x'.repeat(256)}\n`);
    expect(reasonsOf(findings)).toEqual([{ key: 'too-long', header: 'application', limit: 255 }]);
  });

  test('e-mail addresses as people paste them', () => {
    const wrong = [
      'camille',
      'camille@exemple',
      'Camille <c@exemple.fr>',
      'a@b.fr; c@d.fr',
      'é@b.fr',
    ];
    for (const value of wrong) {
      const findings = parseText(`siret,account_email\n${FIRST},"${value}"\n`);
      expect(placesOf(findings), value).toEqual(['2:2:email']);
    }
  });

  test('an empty file', () => {
    for (const text of ['', '\ufeff', '\r\n\r\n', ';;;\n;;\n', '  ']) {
      expect(placesOf(parseText(text)), JSON.stringify(text)).toEqual(['1:1:file-empty']);
    }
  });
});

test.describe('check digits', () => {
  test('outside production are only warned of', () => {
    const { entries, problems, warnings } = parseText(`siret\n73282932000075\n${SECOND}\n`, {
      checkDigit: 'warned',
    });
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(2);
    expect(warnings).toEqual([
      { line: 2, column: 1, reason: { key: 'check-digit', siret: '73282932000075' } },
    ]);
  });
});

test.describe('the contact', () => {
  const roster = `siret;contact;courriel\n${FIRST};Camille;c@exemple.fr\n${SECOND};;\n${THIRD};Dominique;\n`;

  test('is not looked at where nothing is known of what completes it', () => {
    expect(parseText(roster).problems).toEqual([]);
  });

  test('is a mistake where neither roster nor configuration completes it', () => {
    expect(parseText(roster, { defaults: { email: 'e@exemple.fr' } }).problems).toEqual([
      { line: 1, column: 1, reason: { key: 'contact-missing', column: 'contact_phone' } },
      { line: 3, column: 2, reason: { key: 'contact-missing', column: 'contact_name' } },
    ]);
  });

  test('is complete with what the configuration gives', () => {
    const defaults = { name: 'C', phone: '04', email: 'e@exemple.fr' };
    expect(parseText(roster, { defaults }).problems).toEqual([]);
  });

  test('may be only warned of', () => {
    const { problems, warnings } = parseText(roster, { defaults: {}, contact: 'warned' });
    expect(problems).toEqual([]);
    expect(warnings.map(({ line, column }) => `${line}:${column}`)).toEqual([
      '1:1',
      '3:2',
      '3:3',
      '4:3',
    ]);
  });
});
