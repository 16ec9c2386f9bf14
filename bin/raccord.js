#!/usr/bin/env node
// CommonJS, as what it starts is: see scripts/build.mjs.
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const entry = join(__dirname, '../dist/bundle/main.js');

if (existsSync(entry)) {
  const { version } = require('../package.json');
  void require(entry).main(process, version);
} else {
  process.stderr.write('raccord is not built yet: run "npm run setup" in its folder.\n');
  process.exitCode = 2;
}
