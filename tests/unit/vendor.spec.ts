import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { SKINS } from '../../fixtures/portal/skins/choose.ts';
import { vendorFile, vendorFiles } from '../../fixtures/portal/vendor.ts';

const VENDOR = '/vendor/';

test('every library that a skin names is there', () => {
  for (const make of Object.values(SKINS)) {
    const { styles, scripts } = make((french) => french);
    for (const name of [...styles, ...scripts].filter((one) => one.startsWith(VENDOR))) {
      expect(existsSync(vendorFile(name.slice(VENDOR.length)) ?? ''), name).toBe(true);
    }
  }
});

test('every module that a skin’s script imports is there, with all that it imports in turn', () => {
  const names = [...vendorFiles().keys()].filter((name) => /^shoelace\/.*\.js$/u.test(name));
  expect(names).toContain('shoelace/components/select/select.js');
  for (const name of names) {
    const text = readFileSync(vendorFile(name)!, 'utf8');
    for (const [, imported = ''] of text.matchAll(/^(?:import|\} from) "(\..+?)"/gmu)) {
      const other = path.posix.join(path.posix.dirname(name), imported);
      expect(names, `${name} imports ${other}`).toContain(other);
    }
  }
});

test('nothing else of a package is served', () => {
  for (const name of [
    'dsfr/../../vendor.js',
    '../vendor.js',
    'shoelace/package.json',
    'dsfr',
    '',
  ]) {
    expect(vendorFile(name), name).toBeUndefined();
  }
});
