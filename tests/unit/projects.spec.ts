import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { budgetOf, EXCEPTIONS } from '../budgets.ts';
import { PROJECTS } from '../projects.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('every spec file is in just one project of npm test, or in a long run', () => {
  const specs = readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.spec.ts'));
  const folders = [...new Set(specs.map((file) => file.split('/')[0]!))];
  const claimed = [...Object.values(PROJECTS).flat(), 'soak', 'workers'];
  expect(claimed.toSorted()).toEqual(folders.toSorted());
});

test('a file that may take longer than others is there, and says why', () => {
  for (const [file, { seconds, why }] of Object.entries(EXCEPTIONS)) {
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(seconds).toBe(budgetOf(file, 'process'));
    expect(why).not.toBe('');
  }
});
