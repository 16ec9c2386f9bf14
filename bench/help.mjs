// How long `raccord --help` takes beside the bare start of the browser it would drive: it is to
// answer in under half of that time. Run after `npm run setup`: node bench/help.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from '../dist/src/browser/find-browser.js';

const rounds = Number(process.argv[2] ?? 5);
const raccord = fileURLToPath(new URL('../bin/raccord.js', import.meta.url));
const browser = findBrowser(process.env.RACCORD_BROWSER);

function help() {
  const { status } = spawnSync(process.execPath, [raccord, '--help'], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`raccord --help ended with ${status}`);
}

async function startBrowser() {
  const started = await chromium.launch({
    ...browser,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  return () => started.close();
}

/** Milliseconds; what the work gives is called afterwards, outside the time taken. */
async function timed(work) {
  const start = performance.now();
  const undo = await work();
  const duration = performance.now() - start;
  await undo?.();
  return duration;
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

// One round of each is not counted: it fills the disk's cache. The others alternate.
await timed(help);
await timed(startBrowser);
const helps = [];
const starts = [];
for (let round = 0; round < rounds; round += 1) {
  helps.push(await timed(help));
  starts.push(await timed(startBrowser));
}
const [helpMs, browserMs] = [median(helps), median(starts)];
console.log(`raccord --help  ${helpMs.toFixed(0)} ms (median of ${rounds})`);
console.log(`browser start   ${browserMs.toFixed(0)} ms (median of ${rounds})`);
console.log(`ratio           ${(helpMs / browserMs).toFixed(2)} (goal: under 0.50)`);
process.exitCode = helpMs < browserMs / 2 ? 0 : 1;
