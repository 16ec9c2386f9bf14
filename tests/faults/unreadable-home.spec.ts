import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';

/** Commands that look into the home, each before it does anything else there. */
const COMMANDS = [
  ['status'],
  ['credentials', 'list'],
  ['keys', 'show'],
  ['keys', 'init'],
  ['clean', '--older-than', '1d', '--dry-run'],
  ['sign-out'],
  ['taught', 'list'],
  ['doctor', '--offline'],
  ['backup', 'backup.age'],
];

test('a home that cannot be looked into is told as that, and never taken for an empty one', async ({
  raccordHere,
  folder,
}) => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  for (const args of COMMANDS) {
    await test.step(args.join(' '), async () => {
      const { exitCode, stderr } = await raccordHere(args, { RACCORD_HOME: join(file, 'home') });
      expect(exitCode, stderr).toBe(2);
      expect(stderr).toMatch(/✗ (HOME|KEY)_UNWRITABLE/u);
      expect(stderr).toContain(`${file}/home`);
      expect(stderr).not.toMatch(/UNEXPECTED|scandir|open '/u);
    });
  }
});
