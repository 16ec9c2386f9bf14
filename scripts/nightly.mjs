// All long runs, one after the other, whatever one comes to, and one table at the end:
// `npm run nightly`, `-- --only fuzz,nodes`, `-- --skip soak`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ROOT, SetupError, npmCommand } from './command.mjs';
import { textTable } from './text-table.mjs';

/** Scripts of package.json; the one that takes longest comes last. */
export const RUNS = [
  'test',
  'fuzz',
  'nodes',
  'whole',
  'skins',
  'renderings',
  'changes',
  'faults',
  'soak',
];

const LOGS = join(ROOT, 'nightly');

/** Returns the runs that are wanted, in their usual order. */
export function selectRuns(args) {
  const list = { type: 'string' };
  const { values } = parse(args, { only: list, skip: list });
  const only = namesIn(values.only) ?? RUNS;
  const skip = namesIn(values.skip) ?? [];
  return RUNS.filter((name) => only.includes(name) && !skip.includes(name));
}

function parse(args, options) {
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new SetupError(error.message);
  }
}

function namesIn(list) {
  const names = list?.split(',').map((name) => name.trim());
  const unknown = names?.filter((name) => !RUNS.includes(name)) ?? [];
  if (unknown.length === 0) return names;
  throw new SetupError(`There is no run ${unknown.join(', ')}; there are ${RUNS.join(', ')}.`);
}

/** Returns what a log ends with where it counts its tests, otherwise an empty text. */
export function closingLineOf(log) {
  return log.match(/^\d+ passed, \d+ failed(?:, \d+ skipped)?$/gmu)?.at(-1) ?? '';
}

/** Returns the table of results. */
export function tableOf(results) {
  return textTable([
    ['run', 'result', 'duration', 'tests', 'log'],
    ...results.map(({ name, result, seconds, tests, log }) => [
      name,
      result,
      durationOf(seconds),
      tests,
      log,
    ]),
  ]);
}

function durationOf(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

async function doRun(name, folder) {
  const began = Date.now();
  const log = join(folder, `${name}.log`);
  console.log(`${name}: ${relative(ROOT, log)}`);
  const file = openSync(log, 'w');
  const { program, args, shell } = npmCommand(['run', name]);
  const child = spawn(program, args, { cwd: ROOT, shell, stdio: ['ignore', file, file] });
  const [code] = await once(child, 'close');
  closeSync(file);
  return {
    name,
    result: code === 0 ? 'passed' : 'FAILED',
    seconds: (Date.now() - began) / 1_000,
    tests: closingLineOf(await readFile(log, 'utf8')),
    log: relative(ROOT, log),
  };
}

async function main() {
  const runs = selectRuns(argv.slice(2));
  const folder = join(LOGS, new Date().toISOString().slice(0, 19).replaceAll(':', '-'));
  mkdirSync(folder, { recursive: true });
  const results = [];
  // Ctrl-C ends the current run as well; the table still shows what was done.
  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
  });
  for (const name of runs) {
    if (!isStopped) results.push(await doRun(name, folder));
  }
  console.log(`\n${tableOf(results)}`);
  if (results.some(({ result }) => result !== 'passed')) process.exitCode = 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
