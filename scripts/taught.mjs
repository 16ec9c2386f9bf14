// Makes a fixture of what `raccord taught export` wrote: tests/pages/taught-exports.spec.ts reads all of them.
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { argv, exit } from 'node:process';
import { ROOT } from './command.mjs';

const [file, name = basename(file ?? '', '.json')] = argv.slice(2);
const target = join(ROOT, 'fixtures', 'taught', `${name}.json`);

if (file === undefined || !/^[\w-]+$/u.test(name)) {
  console.error('npm run taught -- EXPORTED.json [NAME]');
  exit(2);
}
if (existsSync(target)) {
  console.error(`${target} exists: give another name`);
  exit(2);
}
copyFileSync(file, target);
console.log(`Written: ${target}. Look through it for names before you commit it.`);
