// How long `raccord --help` and `raccord status` take beside an empty `node -e 0`.
//   npm run build && node bench/startup.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './race/statistics.mjs';

const RACCORD = fileURLToPath(new URL('../bin/raccord.js', import.meta.url));

const COMMANDS = { empty: ['-e', '0'], help: [RACCORD, '--help'], status: [RACCORD, 'status'] };

/** Milliseconds of each, by turns. The first round fills the disk's cache and is not counted. */
export function startup(rounds) {
  const home = mkdtempSync(join(tmpdir(), 'raccord-bench-'));
  const taken = { empty: [], help: [], status: [] };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, args] of Object.entries(COMMANDS)) {
        const ms = timed(args, home);
        if (round > 0) taken[name].push(ms);
      }
    }
    return taken;
  } finally {
    rmSync(home, { recursive: true });
  }
}

function timed(args, home) {
  const env = { ...process.env, RACCORD_HOME: home, CHORUS_ENV: 'production', LC_ALL: 'C.UTF-8' };
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { env, cwd: home, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - began;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const taken = startup(Number(process.argv[2] ?? 15));
  const empty = median(taken.empty);
  for (const [name, times] of Object.entries(taken)) {
    const ms = median(times);
    console.log(`${name.padEnd(8)} ${ms.toFixed(0)} ms, ${(ms / empty).toFixed(1)} times empty`);
  }
}
