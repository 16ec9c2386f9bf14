import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import type { Account } from '../../fixtures/portal/truth.ts';
import { credentialDocument, documentOf } from './documents.ts';

const SIRET = '73282932000074';

/** Passwords of the documented length that break what handles text carelessly. */
const ODD_PASSWORDS = {
  'signs of HTML, URLs and spreadsheets @whole': `=<b>&"'%41+&lt;`,
  'signs of the shell at both ends, two ways of an accent, an astral character': `-$(é)'\`e\u0301"!*_\u{1F600}\\`,
} as const;

for (const [what, password] of Object.entries(ODD_PASSWORDS)) {
  test.describe(`a password with ${what}`, () => {
    test.describe.configure({ timeout: 120_000 });
    // The form makes a new one each time the structure is chosen.
    test.use({ portalOptions: { nextPasswords: Array<string>(20).fill(password) } });

    test('is kept and given back byte for byte', async ({
      portal,
      raccordHere: raccord,
      folder,
    }) => {
      const run = await raccord(['run', '--siret', SIRET, '--only', 'account']);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(portal.truth().accounts).toMatchObject([{ password }]);
      const [{ login }] = portal.truth().accounts as [Account];

      const text = await raccord(['credentials', 'show', '--siret', SIRET, '--reveal']);
      expect(text.stdout).toBe(`${login}\n${password}\n`);
      const json = await raccord(['credentials', 'show', '--siret', SIRET, '--json']);
      expect(documentOf(json, credentialDocument)).toMatchObject({ login, password });

      await raccord(['credentials', 'export', '--output', 'all.json']);
      const exported = await readFile(join(folder, 'all.json'), 'utf8');
      expect(JSON.parse(exported)).toMatchObject([{ siret: SIRET, login, password }]);

      await raccord(['credentials', 'export', '--output', 'all.env', '--format', 'env']);
      const names = [`CPRO_${SIRET}_LOGIN`, `CPRO_${SIRET}_PASSWORD`];
      const print = `. ./all.env; printf '%s\\n' ${names.map((name) => `"$${name}"`).join(' ')}`;
      const readBack = execFileSync('/bin/sh', ['-euc', print], { cwd: folder, encoding: 'utf8' });
      expect(readBack).toBe(`${login}\n${password}\n`);
    });
  });
}
