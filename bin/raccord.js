#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';

const entry = new URL('../dist/src/cli/main.js', import.meta.url);

if (existsSync(entry)) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { main } = await import(entry.href);
  await main(process, version);
} else {
  process.stderr.write('raccord is not built yet: run "npm run setup" in its folder.\n');
  process.exitCode = 2;
}
