import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import { RACCORD, startProcess } from '../../fixtures/playwright/raccord-process.ts';

test('a working folder that was deleted is told in one line, in the user’s language', async ({
  folder,
}) => {
  test.skip(process.platform === 'win32', 'a folder in use cannot be deleted');
  const gone = join(folder, 'gone');
  await mkdir(gone);
  const script = 'cd "$0" && rmdir "$0" && exec "$1" "$2" status';
  const { exitCode, stdout, stderr } = await startProcess(
    'sh',
    ['-c', script, gone, process.execPath, RACCORD],
    { folder, environment: { LC_ALL: 'fr_FR.UTF-8' } },
  ).finished;
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^✗ Le dossier de travail est inutilisable \(ENOENT[^\n]*\n$/u);
});
