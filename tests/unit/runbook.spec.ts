import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { runbook } from '../../scripts/runbook.mjs';
import { ERROR_POLICIES } from '../../src/errors/error-policy.ts';
import { EXIT } from '../../src/errors/exit-code.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';

const FILES: Readonly<Record<Language, string>> = { en: 'runbook.md', fr: 'runbook.fr.md' };

for (const language of ['en', 'fr'] as const) {
  test(`the runbook in ${language} has every exit code, and every error with its remedy`, async () => {
    const page = runbook(language, ERROR_POLICIES, textsFor(language).errors);
    for (const code of Object.keys(ERROR_POLICIES)) expect(page).toContain(`| \`${code}\` |`);
    for (const exit of Object.values(EXIT)) expect(page).toContain(`\n| ${exit} | `);
    expect(page).not.toMatch(/undefined|\[object|NaN/u);
    expect(
      await readFile(new URL(`../../docs/${FILES[language]}`, import.meta.url), 'utf8'),
      'run `npm run build && node scripts/runbook.mjs`',
    ).toBe(page);
  });
}
