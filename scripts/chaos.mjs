// Random runs of raccord on the stand-in portal, with all that can go wrong on the way.
//   npm run chaos [-- --minutes 5] [--seed N] [--cases K] [--workers 1] [--show]
// The same seed draws the same cases. What was lost, doubled, leaked or wrongly told is printed with the
// line that runs that one case again, and the end is 1. --show prints all that every command printed.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ROOT } from './command.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    minutes: { type: 'string', default: '5' },
    cases: { type: 'string' },
    workers: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
  },
});
const numbers = ['seed', 'minutes', 'cases', 'workers'].filter(
  (name) => values[name] !== undefined,
);
for (const name of numbers) {
  if (!/^\d+$/u.test(values[name])) throw new Error(`--${name} ${values[name]}: no whole number`);
}

console.log(`seed ${values.seed}`);
const child = spawn(
  process.execPath,
  [
    `${ROOT}node_modules/@playwright/test/cli.js`,
    'test',
    '--project=chaos',
    `--workers=${values.workers}`,
    '--reporter=./scripts/chaos-reporter.ts',
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      RACCORD_CHAOS_SEED: values.seed,
      // A case that is asked for by its seed is run however long it takes.
      RACCORD_CHAOS_MINUTES: values.cases === undefined ? values.minutes : '600',
      RACCORD_CHAOS_CASES: values.cases ?? '',
      RACCORD_CHAOS_LANES: values.workers,
      RACCORD_CHAOS_SHOW: values.show ? '1' : '0',
    },
  },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
