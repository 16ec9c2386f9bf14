import { execFile } from 'node:child_process';
import { chmod, cp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';

const ROOT = join(import.meta.dirname, '../..');

test('a fresh clone installs its packages before it needs any of them', async ({ folder }) => {
  test.skip(process.platform === 'win32', 'npm is a script of the shell here');
  for (const name of ['scripts', 'package.json', 'package-lock.json']) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const npm = join(folder, 'npm');
  await writeFile(npm, '#!/bin/sh\necho "asked: $1"\nexit 1\n');
  await chmod(npm, 0o755);

  const env = { PATH: `${folder}:${dirname(process.execPath)}:/usr/bin:/bin` };
  const setup = promisify(execFile)(process.execPath, ['scripts/setup.mjs'], { cwd: folder, env });

  await expect(setup).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Installing the dependencies.*npm ci failed.*asked: ci\n+$/su),
  });
});
