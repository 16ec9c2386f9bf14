import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import { loadConfig } from '../../src/config/config.ts';
import { problemsOf, warningsOf, writeDotEnv } from './config-fixtures.ts';
import { userFolder } from '../../src/config/user-folders.ts';

test.describe('the home that no variable names', () => {
  test('is the same from every folder', () => {
    const environment = { XDG_DATA_HOME: '/data' };
    for (const folder of ['/nowhere', '/elsewhere']) {
      expect(loadConfig(environment, folder)).toMatchObject({
        ...{ home: '/data/raccord', homeFrom: 'default', warnings: [] },
      });
    }
  });

  test('is where the system keeps data of its users', () => {
    expect(userFolder('data', {}, 'linux', '/home/c')).toBe('/home/c/.local/share/raccord');
    expect(userFolder('data', { XDG_DATA_HOME: 'data' }, 'linux', '/home/c')).toBe(
      '/home/c/.local/share/raccord',
    );
    expect(userFolder('data', {}, 'darwin', '/Users/c')).toBe(
      '/Users/c/Library/Application Support/raccord/home',
    );
    expect(userFolder('data', { LOCALAPPDATA: '/local' }, 'win32', '/c')).toBe(
      '/local/raccord/home',
    );
  });

  test('is the one of earlier versions where the working folder has it, which is told', async ({
    folder,
  }) => {
    await mkdir(join(folder, '.raccord'));
    const config = loadConfig({ XDG_DATA_HOME: join(folder, 'data') }, folder);
    expect(config).toMatchObject({ home: join(folder, '.raccord'), homeFrom: 'folder' });
    expect(warningsOf(config)).toEqual(['RACCORD_HOME: home-in-folder']);
    // It is not why anything else is wrong.
    expect(problemsOf({ RACCORD_EDITOR: 'a\u0007' }, folder)).toEqual([
      'RACCORD_EDITOR: control-character',
    ]);
  });

  test('is no file of that name', async ({ folder }) => {
    await writeFile(join(folder, '.raccord'), '');
    expect(loadConfig({ XDG_DATA_HOME: '/data' }, folder).homeFrom).toBe('default');
  });
});

test('a home that is named beats the one in the working folder, in silence', async ({ folder }) => {
  await mkdir(join(folder, '.raccord'));
  await writeDotEnv(folder, "RACCORD_HOME='home'\n");
  expect(loadConfig({}, folder)).toMatchObject({
    ...{ home: join(folder, 'home'), homeFrom: 'given', warnings: [] },
  });
});
