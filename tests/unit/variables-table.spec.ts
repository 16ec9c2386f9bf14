import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { PAGES, variablesTable, withTable } from '../../scripts/variables.mjs';
import * as schema from '../../src/config/variable-schema.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';

for (const language of ['en', 'fr'] as const satisfies readonly Language[]) {
  const { file, header } = PAGES[language];
  const table = variablesTable(schema, textsFor(language).variables, header);

  test(`${file} has every variable of the schema, with its choices and its default`, () => {
    for (const name of Object.keys({ ...schema.variables.shape, ...schema.secretVariables })) {
      expect(table.split('\n').filter((line) => line.startsWith(`| \`${name}\``))).toHaveLength(1);
    }
    expect(table).toMatch(/`CHORUS_ENV` \| .*\(`production`, `qualification`\) \| \|/u);
    expect(table).toMatch(/`RACCORD_SETTLE` \| .* \| `2m` \|/u);
    expect(table).toMatch(/`RACCORD_READY_AFTER` \| .* \| `30m` \|/u);
    expect(table).toMatch(/`CHORUS_PASSWORD` ¹ \| /u);
    const page = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(page, 'run `npm run build && node scripts/variables.mjs`').toBe(withTable(page, table));
  });
}
