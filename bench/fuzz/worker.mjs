// Makes and reads one file after the other. What it is at is in memory that the thread which watches
// it shares: a thread that hangs sends no message.
import { ftruncateSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { fileOf } from './files.mjs';
import { judge } from './judge.mjs';
import { AT, IS_READING, READABLE, REFUSED, SLOWEST, WHICH } from './places.mjs';

const { seed, from, to, reader, path, shared } = workerData;
const { readRoster } = await import(reader);
// Kept open: some file systems flush a file that is opened anew to be written over.
const file = openSync(path, 'w', 0o600);
let fileLength = 0;

for (let number = from; number < to; number += 1) {
  Atomics.store(shared, AT, number);
  const { bytes, rows } = fileOf(seed, number);
  writeSync(file, bytes, 0, bytes.length, 0);
  if (bytes.length < fileLength) ftruncateSync(file, bytes.length);
  fileLength = bytes.length;
  const options = optionsOf(number);
  let taken = 0;
  const read = async () => {
    const before = process.cpuUsage();
    try {
      return await readRoster(path, options);
    } finally {
      const { user, system } = process.cpuUsage(before);
      taken = user + system;
    }
  };
  Atomics.store(shared, IS_READING, 1);
  try {
    Atomics.add(shared, (await judge(read, rows)) ? READABLE : REFUSED, 1);
  } catch (error) {
    parentPort.postMessage({ number, error: error instanceof Error ? error.stack : String(error) });
  }
  Atomics.store(shared, IS_READING, 0);
  if (taken > Atomics.load(shared, SLOWEST)) {
    Atomics.store(shared, SLOWEST, taken);
    Atomics.store(shared, WHICH, number);
  }
}

Atomics.store(shared, AT, to);

/** As production and qualification read; a contact that is left open is a mistake, a warning or nothing. */
function optionsOf(number) {
  const checkDigit = number % 2 === 0 ? 'required' : 'warned';
  return number % 3 === 0 ? { checkDigit, defaults: {}, contact: 'warned' } : { checkDigit };
}
