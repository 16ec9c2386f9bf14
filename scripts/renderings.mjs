// Pages and whole portals drawn at random: each page is to be seen as a person sees it, and in each
// portal a structure is enrolled.
//   npm run renderings [-- --seed N] [--pages 2000] [--portals 40] [--workers N]
// The same seed draws the same. Each failure is told with the line that draws that one case again.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ROOT } from './command.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 2 ** 31)) },
    pages: { type: 'string', default: '2000' },
    portals: { type: 'string', default: '40' },
    workers: { type: 'string' },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/u.test(value)) throw new Error(`--${name} ${value}: no whole number`);
}

console.log(`seed ${values.seed}`);
const child = spawn(
  process.execPath,
  [
    `${ROOT}node_modules/@playwright/test/cli.js`,
    'test',
    '--project=renderings',
    '--reporter=list,./scripts/renderings-reporter.ts,./scripts/closing-line-reporter.ts',
    ...(values.workers === undefined ? [] : [`--workers=${values.workers}`]),
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      RACCORD_DRAWN_SEED: values.seed,
      RACCORD_DRAWN_PAGES: values.pages,
      RACCORD_DRAWN_PORTALS: values.portals,
    },
  },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
