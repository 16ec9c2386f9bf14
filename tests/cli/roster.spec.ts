import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { test as base, expect } from '../../fixtures/playwright/test.ts';
import { workbook } from '../../fixtures/rosters/workbook.ts';

const SIRET = '73282932000074';
const MISTAKES = fileURLToPath(new URL('../../fixtures/rosters/mistakes.csv', import.meta.url));

const placed = z.strictObject({
  line: z.int().positive(),
  column: z.int().positive(),
  code: z.string(),
  message: z.string(),
});

const goodDocument = z.strictObject({
  file: z.string(),
  rows: z.int(),
  named: z.int(),
  warnings: z.array(placed),
});

const badDocument = z.strictObject({
  file: z.string(),
  error: z.strictObject({ code: z.literal('ROSTER_INVALID'), message: z.string() }),
  problems: z.array(placed),
});

interface Fixtures {
  /** Runs `raccord roster …`, inside the test's own process, with no portal anywhere. */
  readonly roster: (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Finished>;
}

const test = base.extend<Fixtures>({
  roster: async ({ folder }, use) => {
    await use((args, environment = {}) =>
      raccordHere(['roster', ...args], {
        folder,
        environment: { CHORUS_URL: 'https://nowhere.invalid', ...environment },
      }),
    );
  },
});

test('a good roster is summed up, and what is open is warned of', async ({ folder, roster }) => {
  await writeFile(
    join(folder, 'clients.xlsx'),
    workbook([
      ['siret', 'application'],
      [SIRET, 'A'],
    ]),
  );
  const { exitCode, stdout, stderr } = await roster(['check', 'clients.xlsx']);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toBe(
    'clients.xlsx: no mistakes. 1 SIRET, 1 with an application name; 3 warnings.\n',
  );
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^clients\.xlsx:1:1: no contact_name: .* RACCORD_CONTACT_NAME$/u),
    expect.stringMatching(/^clients\.xlsx:1:1: no contact_phone: /u),
    expect.stringMatching(/^clients\.xlsx:1:1: no contact_email: /u),
  ]);
});

test('a good roster as a document', async ({ folder, roster }) => {
  await writeFile(join(folder, 'clients.csv'), `siret\n73282932000075\n`);
  const { exitCode, stdout } = await roster(['check', 'clients.csv', '--json'], {
    CHORUS_ENV: 'qualification',
    RACCORD_CONTACT_NAME: 'Camille Martin',
    RACCORD_CONTACT_PHONE: '04 78 00 00 00',
    RACCORD_CONTACT_EMAIL: 'camille.martin@exemple.fr',
  });
  expect(exitCode).toBe(0);
  expect(goodDocument.parse(JSON.parse(stdout))).toMatchObject({
    file: 'clients.csv',
    rows: 1,
    named: 0,
    warnings: [{ line: 2, column: 1, code: 'check-digit' }],
  });
});

test('every mistake is told at once, each with its place and what to write', async ({ roster }) => {
  const { exitCode, stdout, stderr } = await roster(['check', MISTAKES]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  const places = stderr.split('\n').filter((line) => line.includes('mistakes.csv:'));
  expect(places.map((line) => /csv:(\d+:\d+): /u.exec(line)?.[1])).toEqual([
    '2:1',
    '2:3',
    '2:4',
    '3:1',
    '3:2',
    '4:1',
    '4:2',
    '5:2',
    '6:1',
    // What is only odd is told too.
    '1:5',
    '6:3',
  ]);
  expect(stderr).toContain('raccord roster check');
});

test('in French where the locale is French', async ({ roster }) => {
  const { exitCode, stderr } = await roster(['check', MISTAKES], { LC_ALL: 'fr_FR.UTF-8' });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('La liste contient 9 erreurs');
  expect(stderr).toContain(
    'mistakes.csv:3:1: SIRET « 562813600011 » : un tableur a retiré le zéro de tête ; écrivez 00562813600011',
  );
});

test('mistakes as a document', async ({ roster }) => {
  const { exitCode, stdout } = await roster(['check', MISTAKES, '--json']);
  expect(exitCode).toBe(2);
  const { file, problems } = badDocument.parse(JSON.parse(stdout));
  expect(file).toBe(MISTAKES);
  expect(problems).toHaveLength(9);
  expect(problems[0]).toMatchObject({ line: 2, column: 1, code: 'siret' });
});

test('a file that is not there', async ({ roster }) => {
  const { exitCode, stderr } = await roster(['check', 'missing.csv']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('missing.csv:1:1: cannot be read (ENOENT: no such file or directory)');
});

test('the template is written where nothing is yet, with the mark that Excel knows', async ({
  folder,
  roster,
}) => {
  const path = join(folder, 'modele.csv');
  const written = await roster(['template', '--output', 'modele.csv']);
  expect(written.exitCode, written.stderr).toBe(0);
  const template = await readFile(path, 'utf8');
  expect(template.startsWith("\ufeffSIRET;Nom de l'application PISTE;Nom Prénom;")).toBe(true);
  expect((await roster(['check', 'modele.csv'])).exitCode).toBe(0);

  await writeFile(path, 'mine');
  const again = await roster(['template', '--output', 'modele.csv']);
  expect(again.exitCode).toBe(2);
  expect(await readFile(path, 'utf8')).toBe('mine');

  const printed = await roster(['template']);
  expect(printed).toEqual({ exitCode: 0, stdout: template, stderr: '' });
});

test.describe('a roster that a spreadsheet took zeros from', () => {
  const lost = `siret;tel\n562813600011;478000000\n${SIRET};0478\n`;

  test('is written mended where nothing is yet, and is a good one then', async ({
    folder,
    roster,
  }) => {
    await writeFile(join(folder, 'lost.csv'), lost);
    expect((await roster(['check', 'lost.csv'])).exitCode).toBe(2);
    const fixed = await roster(['check', 'lost.csv', '--fix', 'mended.csv']);
    expect(fixed.exitCode, fixed.stderr).toBe(0);
    expect(fixed.stdout).toContain('mended.csv written: 2 SIRETs, 2 value(s) fixed.');
    expect(fixed.stderr).toContain(
      'lost.csv:2:1: siret "562813600011" becomes "00562813600011"\n' +
        'lost.csv:2:2: tel "478000000" becomes "0478000000"\n',
    );
    const checked = await roster(['check', 'mended.csv']);
    expect(checked.exitCode, checked.stderr).toBe(0);
    expect(checked.stdout).toContain('no mistakes. 2 SIRETs');
    expect(await readFile(join(folder, 'lost.csv'), 'utf8')).toBe(lost);
  });

  test('is written over no file, and as nothing but CSV', async ({ folder, roster }) => {
    await writeFile(join(folder, 'lost.csv'), lost);
    const over = await roster(['check', 'lost.csv', '--fix', 'lost.csv']);
    expect(over.exitCode).toBe(2);
    expect(await readFile(join(folder, 'lost.csv'), 'utf8')).toBe(lost);
    const sheet = await roster(['check', 'lost.csv', '--fix', 'mended.xlsx']);
    expect(sheet.exitCode).toBe(2);
    expect(sheet.stderr).toContain('--fix writes CSV');
  });

  test('as a document', async ({ folder, roster }) => {
    await writeFile(join(folder, 'lost.csv'), lost);
    const { exitCode, stdout } = await roster([
      ...['check', 'lost.csv', '--fix', 'mended.csv'],
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      output: 'mended.csv',
      rows: 2,
      mended: [
        { line: 2, column: 1, code: 'mended' },
        { line: 2, column: 2, code: 'mended' },
      ],
    });
  });

  test('is not written where something is left for a person to mend', async ({
    folder,
    roster,
  }) => {
    await writeFile(join(folder, 'lost.csv'), `${lost}123;\n`);
    const { exitCode, stderr } = await roster(['check', 'lost.csv', '--fix', 'mended.csv']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('lost.csv:4:1: ');
    expect(stderr).not.toContain('lost.csv:2:1: ');
    await expect(readFile(join(folder, 'mended.csv'))).rejects.toThrow('ENOENT');
  });
});

test('a sheet can be named', async ({ folder, roster }) => {
  await writeFile(join(folder, 'clients.xlsx'), workbook([['siret'], [SIRET]]));
  expect((await roster(['check', 'clients.xlsx', '--sheet', 'Feuil1'])).exitCode).toBe(0);
  const other = await roster(['check', 'clients.xlsx', '--sheet', 'Feuil2']);
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('has no sheet "Feuil2": its sheets are "Feuil1"');
});
