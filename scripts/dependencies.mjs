// Installs the packages of package-lock.json where they are missing, old or half installed.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOT, SetupError, isInstalled, lastLines, run, runNpm } from './command.mjs';
import { hasFaultyHeaders, soundHeaders } from './native-headers.mjs';

/** The one package with compiled code; it is bound to the version of Node it was installed under. */
const NATIVE = 'better-sqlite3';
const MODULE = `${ROOT}node_modules/${NATIVE}/build/Release/better_sqlite3.node`;

/** Makes `node_modules` what package-lock.json says. */
export function installDependencies(say) {
  if (!isAsLocked()) {
    say('Installing the dependencies (npm ci); this can take a minute or two.');
    const { ok, output } = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (!ok) throw new SetupError(explain('npm ci failed', output));
  }
  if (!loadsNative()) {
    say(`Building ${NATIVE} for Node ${process.versions.node}.`);
    rebuildNative();
  }
  if (isSound()) return;
  say(
    `Building ${NATIVE} once more, without a fault of the headers of Node ${process.versions.node}.`,
  );
  rebuildNative(soundHeaders());
  if (!isSound()) throw new SetupError(`${NATIVE} was built with the faulty headers again.`);
}

function rebuildNative(env) {
  const { output } = runNpm(['rebuild', NATIVE, '--foreground-scripts'], { env });
  if (!loadsNative()) throw new SetupError(explain(`${NATIVE} does not load`, output));
}

function isSound() {
  return !hasFaultyHeaders(process.versions.node, () => readFileSync(MODULE));
}

/**
 * Whether npm finished installing just these versions. npm writes down what it installed as its
 * last act, so an installation that failed half-way has no such file. Times say nothing: git sets
 * them anew.
 */
function isAsLocked() {
  const installedFile = `${ROOT}node_modules/.package-lock.json`;
  if (!existsSync(installedFile)) return false;
  const locked = packagesOf(`${ROOT}package-lock.json`);
  const installed = packagesOf(installedFile);
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    // Optional packages are for other systems.
    if (found === undefined) return path === '' || optional === true;
    const same = found.version === version && found.integrity === integrity;
    return same && existsSync(`${ROOT}${path}/package.json`);
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** In a process of its own: a failed attempt leaves traces in the process that made it. */
function loadsNative() {
  return run(process.execPath, ['-e', `new (require('${NATIVE}'))(':memory:').close()`]).ok;
}

function explain(what, output) {
  const lines = [`${what}:`, '', lastLines(output), ''];
  const missing = ['python3', 'make', 'g++'].filter((tool) => !isInstalled(tool));
  if (
    process.platform !== 'win32' &&
    /gyp|better-sqlite3|prebuild/u.test(output) &&
    missing.length > 0
  ) {
    lines.push(
      `No ready-made ${NATIVE} could be had, and to compile it ${missing.join(', ')} must be installed`,
      '(Debian, Ubuntu: apt-get install build-essential python3; macOS: xcode-select --install).',
      'Then run this again.',
    );
  }
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    installDependencies((line) => console.error(line));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
