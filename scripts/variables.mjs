// Writes the table of all variables into README.md and LISEZMOI.md, from the schema that reads them:
// `npm run build && node scripts/variables.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Of each language: the page, and the table's header. */
export const PAGES = {
  en: { file: 'README.md', header: '| variable | meaning | default |' },
  fr: { file: 'LISEZMOI.md', header: '| variable | sens | par défaut |' },
};

const MARKS = ['<!-- variables -->', '<!-- /variables -->'];

/** Each with its length in milliseconds. */
const SPANS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** The table of one language, from the zod schemas and the sentence of each variable. */
export function variablesTable({ variables, secretVariables }, sentences, header) {
  const defaults = variables.parse({});
  const rows = Object.entries(sentences).map(([name, sentence]) => {
    const choices = choicesOf(variables.shape[name]);
    const meaning =
      choices === undefined ? sentence : `${sentence} (${choices.map(code).join(', ')})`;
    const mark = name in secretVariables ? ' ¹' : '';
    return `| ${code(name)}${mark} | ${meaning} | ${defaultText(defaults[name])} |`.replace(
      '|  |',
      '| |',
    );
  });
  return [header, '|---|---|---|', ...rows].join('\n');
}

/** The page with the table between its marks. */
export function withTable(page, table) {
  const [before, rest] = page.split(`${MARKS[0]}\n`);
  const [, after] = rest.split(MARKS[1]);
  return `${before}${MARKS[0]}\n${table}\n${MARKS[1]}${after}`;
}

function choicesOf(schema) {
  const inner = schema?.def?.innerType;
  return inner === undefined ? schema?.options : choicesOf(inner);
}

function defaultText(value) {
  if (value === undefined) return '';
  if (typeof value !== 'number') return code(value);
  const [unit, length] = SPANS.find(([, one]) => value % one === 0);
  return code(`${value / length}${unit}`);
}

function code(text) {
  return `\`${text}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const schema = await import('../dist/src/config/variable-schema.js');
  const { loadTexts } = await import('../dist/src/messages/load-texts.js');
  for (const [language, { file, header }] of Object.entries(PAGES)) {
    const path = new URL(`../${file}`, import.meta.url);
    const table = variablesTable(schema, (await loadTexts(language))().variables, header);
    writeFileSync(path, withTable(readFileSync(path, 'utf8'), table));
  }
}
