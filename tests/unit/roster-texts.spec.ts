import { expect, test } from '@playwright/test';
import {
  ROSTER_COLUMNS,
  type RosterProblem,
  type RosterReason,
} from '../../src/errors/roster-problem.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { rosterTextsEn } from '../../src/messages/en/roster.en.ts';
import { rosterHeadersFr, rosterTextsFr } from '../../src/messages/fr/roster.fr.ts';
import {
  reasonText,
  renderProblem,
  renderProblems,
  shown,
} from '../../src/messages/roster-texts.ts';
import { columnNamed } from '../../src/roster/columns.ts';
import { rosterTemplate } from '../../src/roster/template.ts';
import { parseText } from './roster-rows.ts';

const siret = '73282932000074' as Siret;
const header = 'Téléphone';

/** One of each; the type tells when one is forgotten. */
const REASONS: { readonly [K in RosterReason['key']]: Extract<RosterReason, { key: K }> } = {
  'file-unreadable': { key: 'file-unreadable', reason: 'ENOENT' },
  'file-empty': { key: 'file-empty' },
  'file-too-large': { key: 'file-too-large', megabytes: 20 },
  'file-kind': { key: 'file-kind', kind: 'pdf' },
  'workbook-damaged': { key: 'workbook-damaged', part: 'zip' },
  'workbook-too-large': { key: 'workbook-too-large', megabytes: 100 },
  'too-many-rows': { key: 'too-many-rows', limit: 50_000 },
  'sheet-missing': { key: 'sheet-missing', name: 'A', sheets: ['B'] },
  'siret-above-header': { key: 'siret-above-header', header: 3 },
  'column-misspelt': { key: 'column-misspelt', header: 'aplication', meant: 'application' },
  'phone-plus-lost': { key: 'phone-plus-lost', header, value: '33478000000' },
  'merged-cells': { key: 'merged-cells', header, range: 'B2:B4' },
  'rows-above-header': { key: 'rows-above-header', count: 2, value: 'Clients' },
  'cells-missing': { key: 'cells-missing', count: 2, headers: ['Fax'] },
  'cells-empty-behind': { key: 'cells-empty-behind' },
  'encoding-guessed': { key: 'encoding-guessed', values: ['André'] },
  'looks-garbled': { key: 'looks-garbled', header, value: 'AndrŽ' },
  'in-quotes': { key: 'in-quotes', header, value: '“A”' },
  'contact-from-configuration': {
    ...{ key: 'contact-from-configuration', column: 'contact_name' },
    ...{ count: 2, value: 'Camille Martin' },
  },
  'header-missing': { key: 'header-missing' },
  'siret-column-missing': { key: 'siret-column-missing' },
  'column-unknown': { key: 'column-unknown', header },
  'column-ambiguous': { key: 'column-ambiguous', header },
  'column-twice': { key: 'column-twice', header, firstHeader: 'tel' },
  'quote-open': { key: 'quote-open' },
  'row-in-quotes': { key: 'row-in-quotes', line: 3 },
  'cells-too-many': { key: 'cells-too-many', expected: 3, found: 4 },
  'cell-without-header': { key: 'cell-without-header', value: 'x' },
  siret: { key: 'siret', value: '562813600011', fault: 'leading-zero-lost' },
  'siret-twice': { key: 'siret-twice', siret, firstLine: 2 },
  'application-blank': { key: 'application-blank' },
  'application-twice': { key: 'application-twice', name: 'A', firstLine: 2 },
  email: { key: 'email', header, value: 'x' },
  'phone-zero-lost': { key: 'phone-zero-lost', header, value: '478000000' },
  'phone-too-short': { key: 'phone-too-short', header, value: '0' },
  'phone-rounded': { key: 'phone-rounded', header, value: '4,78E+08' },
  'not-text': { key: 'not-text', header, kind: 'date', value: '45000' },
  'too-long': { key: 'too-long', header, limit: 255 },
  'unreadable-characters': { key: 'unreadable-characters', header, value: '\ufffd' },
  'contact-missing': { key: 'contact-missing', column: 'contact_phone' },
  'check-digit': { key: 'check-digit', siret },
  'no-rows': { key: 'no-rows' },
  'hidden-rows': { key: 'hidden-rows', count: 2 },
  'other-sheets': { key: 'other-sheets', read: 'A', others: ['B', 'C'] },
};

test('every reason is said on one line, in each language in its own words', () => {
  for (const reason of Object.values(REASONS)) {
    const french = reasonText(reason, rosterTextsFr);
    const english = reasonText(reason, rosterTextsEn);
    for (const said of [french, english]) expect(said, reason.key).toMatch(/^[^\n]{15,300}$/u);
    expect(french, reason.key).not.toBe(english);
  }
});

test('a place is written as editors and compilers do', () => {
  const problem: RosterProblem = { line: 3, column: 1, reason: REASONS.siret };
  expect(renderProblem('clients.csv', problem, rosterTextsEn)).toBe(
    'clients.csv:3:1: SIRET "562813600011": a spreadsheet removed its leading zero; ' +
      'write 00562813600011 in a column formatted as text',
  );
});

test('of a long list the first are shown and the rest counted', () => {
  const problems = Array.from({ length: 70 }, (_, line) => ({
    line,
    column: 1,
    reason: REASONS['file-empty'],
  }));
  const lines = renderProblems('f', problems, rosterTextsEn, (count) => `and ${count} more`);
  expect(lines.trim().split('\n')).toHaveLength(51);
  expect(lines).toMatch(/and 20 more$/u);
});

test('what a file holds cannot drive the terminal', () => {
  expect(shown('\u001b[2J\u001b]0;title\u0007a\r\nb\u202ec')).toBe('[2J ]0;title a b c');
  expect(shown('é'.repeat(100))).toBe(`${'é'.repeat(60)}…`);
});

test('every header that messages and the template write is one that is read', () => {
  for (const column of ROSTER_COLUMNS) {
    expect(columnNamed(column)).toBe(column);
    expect(columnNamed(rosterHeadersFr[column])).toBe(column);
  }
});

test('the template is a roster without mistakes', () => {
  const template = rosterTemplate(rosterHeadersFr);
  expect(template).toMatch(/^\ufeffSIRET;.*\r\n$/su);
  const { entries, problems, warnings } = parseText(template);
  expect([problems, warnings]).toEqual([[], []]);
  expect(entries.map((entry) => entry.siret)).toEqual([siret, '81263740300013']);
});
