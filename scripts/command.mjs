// How the scripts run other programs: quietly, with what they said shown only where they fail.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Ends the script with a message for the person at the terminal. */
export class SetupError extends Error {}

/**
 * Runs a program, in the project's folder if no other is given.
 * @returns its exit code (`undefined` where it could not be started) and all that it printed.
 */
export function run(program, args, { cwd = ROOT, env = {}, timeout, shell = false } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
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

/** Returns how npm is started: the one that started this script, otherwise the one on the path. */
export function npmCommand(args) {
  const started = process.env.npm_execpath;
  if (started?.endsWith('npm-cli.js')) {
    return { program: process.execPath, args: [started, ...args], shell: false };
  }
  // On Windows npm is a batch file, which only a shell runs.
  return { program: 'npm', args, shell: process.platform === 'win32' };
}

/** Runs npm as `run` does. */
export function runNpm(args, options) {
  const npm = npmCommand(args);
  return run(npm.program, npm.args, { ...options, shell: npm.shell });
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
