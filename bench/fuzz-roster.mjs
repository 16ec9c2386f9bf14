// Reads generated files as rosters, as `batch --input` would: none may end raccord or keep it busy.
// Times are the processor's, so that other work on the machine does not count.
//   npm run fuzz [-- --files 100000] [--seed N] [--patience MS] [--memory MB] [--keep FOLDER]
// The same seed makes the same files. What crashes or hangs is kept, and the end is 1.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { fileOf } from './fuzz/files.mjs';
import { AT, IS_READING, PLACES, READABLE, REFUSED, SLOWEST, WHICH } from './fuzz/places.mjs';

/** After so many the rest would say nothing new. */
const MOST_FAULTS = 20;

/** A file that waits for nothing but its turn has had it after so many times the patience. */
const MOST_SHARED = 20;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    patience: { type: 'string', default: '10000' },
    // A roster at its limits needs far less; one that needs more is as good as a crash.
    memory: { type: 'string', default: '1024' },
    keep: { type: 'string', default: fileURLToPath(new URL('kept/', import.meta.url)) },
    reader: {
      type: 'string',
      default: fileURLToPath(new URL('../dist/src/roster/read-roster.js', import.meta.url)),
    },
  },
});
const [files, seed, patience, memory] = ['files', 'seed', 'patience', 'memory'].map(wholeNumber);
const reader = pathToFileURL(resolve(values.reader)).href;

const folder = mkdtempSync(join(tmpdir(), 'raccord-fuzz-'));
const shared = new Int32Array(new SharedArrayBuffer(4 * PLACES));
let told = 0;
const faults = { crashed: 0, hung: 0 };

console.log(`seed ${seed}`);
try {
  let from = 0;
  while (from < files && !isEnough()) from = await readFrom(from);
  const [readable, refused, microseconds] = [READABLE, REFUSED, SLOWEST].map(read);
  const done = readable + refused + faults.crashed + faults.hung;
  if (done < files) console.log(`given up after ${MOST_FAULTS} faults`);
  console.log(`slowest: file ${read(WHICH)}, ${fileOf(seed, read(WHICH)).kind}`);
  console.log(
    `${done} files, ${readable} readable, ${refused} refused, ${faults.crashed} crashed, ` +
      `${faults.hung} hung, slowest ${Math.ceil(microseconds / 1_000)} ms, seed ${seed}`,
  );
  process.exitCode = faults.crashed + faults.hung === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Reads on from one file in a thread of its own; returns where the next is to begin. */
async function readFrom(from) {
  Atomics.store(shared, AT, from);
  Atomics.store(shared, IS_READING, 0);
  const worker = new Worker(new URL('fuzz/worker.mjs', import.meta.url), {
    workerData: { seed, from, to: files, reader, path: join(folder, 'roster'), shared },
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  worker.on('message', ({ number, error }) => keep('crashed', number, error));
  const watch = watchOver(worker);
  try {
    return await Promise.race([watch.ended, ended(worker, watch)]);
  } finally {
    watch.end();
  }
}

/** Ends a thread that still reads the same file after all that time. */
function watchOver(worker) {
  let [at, since, cpuThen] = [-1, 0, 0];
  let timer;
  let isEnding = false;
  const ended = new Promise((resolve, reject) => {
    timer = setInterval(() => {
      const [now, cpu] = [performance.now(), cpuMs()];
      tellProgress();
      // Starting the thread and making a file take their own time.
      if (read(AT) !== at || read(IS_READING) === 0) [at, since, cpuThen] = [read(AT), now, cpu];
      const isHung = cpu - cpuThen > patience || now - since > patience * MOST_SHARED;
      if (!isHung && !isEnough()) return;
      clearInterval(timer);
      isEnding = true;
      if (isHung) keep('hung', at, `longer than ${patience} ms`);
      worker.terminate().then(() => resolve(isHung ? at + 1 : files), reject);
    }, 50);
  });
  return { ended, isEnding: () => isEnding, end: () => clearInterval(timer) };
}

/** Milliseconds of the processor: on a busy machine a file may wait for its turn. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function isEnough() {
  return faults.crashed + faults.hung >= MOST_FAULTS;
}

/** For who waits: a line each ten thousand files. */
function tellProgress() {
  const thousands = Math.floor(read(AT) / 10_000) * 10;
  if (thousands <= told) return;
  told = thousands;
  console.error(`${thousands},000 files`);
}

/** A thread that ended before its last file, out of memory for example, crashed at the one in hand. */
function ended(worker, watch) {
  return new Promise((resolve) => {
    let why;
    worker.on('error', (error) => (why = error.stack ?? String(error)));
    worker.on('exit', (code) => {
      if (watch.isEnding()) return;
      const at = read(AT);
      if (at < files) keep('crashed', at, why ?? `the thread ended with ${code}`);
      resolve(at + 1);
    });
  });
}

function keep(what, number, why) {
  faults[what] += 1;
  const { kind, bytes } = fileOf(seed, number);
  mkdirSync(values.keep, { recursive: true });
  const path = join(values.keep, `${what}-${seed}-${number}`);
  writeFileSync(path, bytes);
  console.error(`${what}: file ${number}, ${kind}, kept as ${path}\n${why}\n`);
}

function read(place) {
  return Atomics.load(shared, place);
}

function wholeNumber(option) {
  const text = values[option];
  if (!/^\d+$/u.test(text)) throw new Error(`--${option} ${text}: no whole number`);
  return Number(text);
}
