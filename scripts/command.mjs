// How the scripts run other programs: quietly, with what they said shown only where they fail.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Ends the script with a message for the person at the terminal. */
export class SetupError extends Error {}

/**
 * Runs a program in the project's folder.
 * @returns its exit code (`undefined` where it could not be started) and all that it printed.
 */
export function run(program, args, { env = {}, timeout, shell = false } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout,
    shell,
  });
  const output = [stdout, stderr, error?.message].filter(Boolean).join('\n');
  return { ok: status === 0, output };
}

/** The same with a program of a package that is installed, such as `typescript/bin/tsc`. */
export function runPackage(file, args, options) {
  return run(process.execPath, [`${ROOT}node_modules/${file}`, ...args], options);
}

/** npm, the one that started this script where there is one. */
export function runNpm(args, options) {
  const started = process.env.npm_execpath;
  if (started?.endsWith('npm-cli.js')) return run(process.execPath, [started, ...args], options);
  // On Windows npm is a batch file, which only a shell runs.
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** True where a program of that name is on the path. */
export function isInstalled(program) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return run(finder, [program]).ok;
}

/** The end of a long output, where the error usually stands. */
export function lastLines(output, count = 30) {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
