import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { paintIn } from '../../src/cli/terminal/colour.ts';
import { widthOf, wrapWords } from '../../src/cli/terminal/layout.ts';
import { resultTable, table } from '../../src/cli/terminal/text-tables.ts';
import type { EnrolmentResult } from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const SIRET = '73282932000074' as Siret;

test('a long line is broken between words, and goes on behind its label', () => {
  const line = `  À faire  : ${'Vérifiez que cet établissement est bien rattaché, puis relancez. '.repeat(3)}`;
  const lines = wrapWords(line.trimEnd(), 80).split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const one of lines) expect(widthOf(one)).toBeLessThanOrEqual(80);
  for (const one of lines.slice(1)) expect(one).toMatch(/^ {13}\S/u);
});

test('what goes on stands under the text of its column, of its dash, or a little indented', () => {
  const goesOn = (line: string): string | undefined => wrapWords(line, 60).split('\n')[1];
  const long = 'un mot après un autre '.repeat(3).trimEnd();
  expect(goesOn(` !  destinataires   ${long}`)).toMatch(/^ {20}\S/u);
  expect(goesOn(`    - CHORUS_LOGIN : ${long}`)).toMatch(/^ {21}\S/u);
  expect(goesOn(`  /tmp/un/chemin/qui/est/beaucoup/trop/long : ${long}`)).toMatch(/^ {2}\S/u);
  expect(goesOn(`+ declaration.contactPhone : ${long}`)).toMatch(/^ {2}\S/u);
  const place = 'CHORUS_PASSWORD (ou CHORUS_PASSWORD_FILE, CHORUS_PASSWORD_COMMAND)';
  expect(wrapWords(`    - ${place} : manque`, 70)).toBe(
    `    - CHORUS_PASSWORD (ou CHORUS_PASSWORD_FILE,\n      CHORUS_PASSWORD_COMMAND) : manque`,
  );
});

test('any sentence keeps its words, in order, and no line of it is too wide', () => {
  const words = fc.array(fc.stringMatching(/^[a-zé]{1,18}$/u), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 40, max: 120 }), (list, columns) => {
      const wrapped = wrapWords(list.join(' '), columns);
      expect(wrapped.split(/\s+/u)).toEqual(list);
      for (const line of wrapped.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

test('a command that is to be pasted stays on one line, however long', () => {
  const command = `raccord run --siret ${SIRET} --application 'L appli' --only account --headed --pause-before submit-account`;
  const wrapped = wrapWords(`  Regarder : ${command}`, 60);
  expect(wrapped.split('\n').some((line) => line.includes(command))).toBe(true);
  const prose = `Ouvrez les deux avec « raccord credentials show --siret S --doubtful », essayez.`;
  expect(wrapWords(prose, 50)).toContain('raccord credentials show --siret S --doubtful');
});

test('French signs stay with the word that they belong to', () => {
  for (let columns = 20; columns < 60; columns += 1) {
    const wrapped = wrapWords(
      'Rien à faire : « tout est là » ; essayer encore une fois ?',
      columns,
    );
    expect(wrapped).not.toMatch(/\n\s*[:;?»]|«\n/u);
  }
});

test('where no screen shows it nothing is broken or left out', () => {
  const long = 'mot '.repeat(60).trimEnd();
  expect(wrapWords(long, undefined)).toBe(long);
  expect(table(['a', 'b'], [['1', '']])).toContain('b');
});

const RESULT: EnrolmentResult = {
  siret: SIRET,
  connection: { outcome: 'created', applicationName: 'Pldiffusion12' },
  account: { outcome: 'created', login: `TECH_1_${SIRET}@cpro.fr`, expiresOn: '2028-01-21' },
  evidence: '/x',
  durationMs: 1,
};

test('the table of results fits 80 columns in both languages, and no word of it is lost', () => {
  for (const language of ['fr', 'en'] as const) {
    const results = [RESULT, RESULT];
    const view = { columns: 80, paint: paintIn(false) };
    const drawn = resultTable(results, textsFor(language), view);
    for (const line of drawn.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
    for (const word of [` ${SIRET} `, 'Pldiffusion12', `TECH_1_${SIRET}@cpro.fr`, '2028-01-21']) {
      expect(drawn.split(word)).toHaveLength(3);
    }
    const wide = resultTable(results, textsFor(language), { ...view, columns: undefined });
    expect(wide.split('\n')).toHaveLength(3);
  }
});

test('columns that are empty go first, then the widest stands below its row', () => {
  const head = ['SIRET', 'Application', 'Login', 'Expire'];
  const rows = [[SIRET, 'x'.repeat(20), 'y'.repeat(30), '']];
  expect(table(head, rows, 70)).not.toContain('Expire');
  expect(table(head, rows, 50).split('\n').at(-1)).toBe(`  Login : ${'y'.repeat(30)}`);
  const coloured = [[SIRET, paintIn(true).good('créé'), '', '']];
  expect(table(head, coloured, 30).split('\n')).toHaveLength(2);
});

test('an interrupted half is called that, and no failure', () => {
  const error = { code: 'INTERRUPTED', message: '' } as const;
  const left: EnrolmentResult = {
    ...RESULT,
    connection: { outcome: 'failed', error },
    account: { outcome: 'failed', error },
  };
  const drawn = resultTable([left], textsFor('fr'), { columns: 80, paint: paintIn(false) });
  expect(drawn).toContain('interrompu');
  expect(drawn).not.toContain('échec');
});
