import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  faultsInstalled,
  faultsOf,
  type Lock,
  type LockEntry,
  type Manifest,
} from '../../scripts/dependency-faults.mjs';
import { describeDependencies } from '../../scripts/licences.mjs';
import { expect, test } from '../../fixtures/playwright/test.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const read = (name: string): Promise<string> => readFile(join(ROOT, name), 'utf8');

const manifest = JSON.parse(await read('package.json')) as Manifest;
const lock = JSON.parse(await read('package-lock.json')) as Lock;

/** The lockfile with one entry more, or one that is different. */
function lockWith(path: string, change: Partial<LockEntry>): Lock {
  const { packages } = lock;
  const like = packages[path] ?? packages['node_modules/zod']!;
  return { packages: { ...packages, [path]: { ...like, ...change } } };
}

test('docs/dependencies.md is what the lockfile says', async () => {
  const page = await read('docs/dependencies.md');
  expect(page, 'run `npm run licences`').toBe(describeDependencies(manifest, lock));
});

test('no package breaks a rule, as it is locked and as it is installed', () => {
  expect(faultsOf(manifest, lock)).toEqual([]);
  expect(faultsInstalled(manifest, lock, ROOT)).toEqual([]);
});

test('the README names every package that may run a script when it is installed', async () => {
  const allowed = Object.keys(manifest.allowScripts);
  expect(await read('README.md')).toContain(
    `${allowed.map((name) => `\`${name}\``).join(', ')} is the one dependency with an install script`,
  );
});

test.describe('a fault is told where', () => {
  test('a version in package.json is not exact', () => {
    for (const version of ['^4.6.7', '~4.6.7', '4.x', '>=4', 'latest', 'npm:other@^1.0.0']) {
      const dependencies = { ...manifest.dependencies, zod: version };
      expect(faultsOf({ ...manifest, dependencies }, lock)).toEqual([
        `zod: ${version} is no exact version`,
      ]);
    }
  });

  test('a package has no reason, or a reason no package', () => {
    const { zod = '', ...others } = manifest.dependencies;
    expect(faultsOf({ ...manifest, dependencies: { ...others, zed: zod } }, lock)).toEqual([
      'zed: no reason is given in scripts/dependency-reasons.mjs',
      'zod: scripts/dependency-reasons.mjs gives a reason, but it is not there',
    ]);
  });

  const CHANGES: Readonly<Record<string, readonly [Partial<LockEntry>, string]>> = {
    'has no checksum': [{ integrity: '' }, 'no sha512 integrity'],
    'has a weak checksum': [
      { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
      'no sha512 integrity',
    ],
    'says where it comes from': [
      { resolved: 'https://packages.example/zod-4.6.7.tgz' },
      'says where it comes from',
    ],
    'is a link': [{ link: true }, 'says where it comes from'],
    'has an install script': [{ hasInstallScript: true }, 'has an install script'],
    'has one, though for another system': [
      { hasInstallScript: true, optional: true },
      'has an install script',
    ],
    'has a licence that is not allowed': [
      { license: 'GPL-3.0-only' },
      'the licence GPL-3.0-only is not allowed',
    ],
    'has two licences at once': [
      { license: '(MIT AND GPL-3.0-only)' },
      'the licence (MIT AND GPL-3.0-only) is not allowed',
    ],
    'has a licence for development alone': [
      { license: 'MPL-2.0' },
      'the licence MPL-2.0 is not allowed',
    ],
  };
  for (const [name, [change, fault]] of Object.entries(CHANGES)) {
    test(`an entry of the lockfile ${name}`, () => {
      const changed = lockWith('node_modules/some/node_modules/deep', change);
      expect(faultsOf(manifest, changed)).toEqual([
        `node_modules/some/node_modules/deep: ${fault}`,
      ]);
    });
  }

  test('a package names no licence, in a version that nobody looked at', () => {
    expect(faultsOf(manifest, lockWith('node_modules/select2', { version: '3.5.4' }))).toEqual([
      'node_modules/select2: 3.5.4 names no licence',
    ]);
  });

  test('an installed package is not as it was locked', async ({ folder }) => {
    const install = async (content: object): Promise<void> => {
      await mkdir(join(folder, 'node_modules/zod'), { recursive: true });
      await writeFile(join(folder, 'node_modules/zod/package.json'), JSON.stringify(content));
    };
    const { version = '', license = '' } = lock.packages['node_modules/zod'] ?? {};
    await install({ version, license });
    expect(faultsInstalled(manifest, lock, folder)).toEqual([]);

    await install({
      version: '4.0.0',
      license: 'X',
      scripts: { postinstall: 'node call-home.js' },
    });
    expect(faultsInstalled(manifest, lock, folder)).toEqual([
      'node_modules/zod: 4.0.0 is installed',
      'node_modules/zod: has an install script',
      'node_modules/zod: the installed package names another licence',
    ]);

    await install({ version, license });
    await writeFile(join(folder, 'node_modules/zod/binding.gyp'), '{}');
    expect(faultsInstalled(manifest, lock, folder)).toEqual([
      'node_modules/zod: has an install script',
    ]);
  });
});
