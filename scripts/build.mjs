// Builds dist/: compiles the TypeScript and lays the stand-in portal's pages and libraries beside it.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { replaceBundle } from './bundle-files.mjs';
import { ROOT, SetupError, runPackage } from './command.mjs';

const DIST = join(ROOT, 'dist');

/** What dist/ was built from: each source with its size and time. */
const RECORD = join(DIST, '.built-from.json');

const SOURCES = ['src', 'flows', 'fixtures', 'scripts/build.mjs'];
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** True where dist/ was built from the sources as they are now. */
export function isBuilt() {
  const built = readRecord();
  const now = sources();
  const files = Object.keys(now);
  return (
    files.length === Object.keys(built).length && files.every((file) => built[file] === now[file])
  );
}

/** Builds; what has not changed since the last time is not compiled again. */
export async function build() {
  const before = readRecord();
  const now = sources();
  rmSync(RECORD, { force: true });
  for (const gone of Object.keys(before).filter((file) => !(file in now))) removeOutputsOf(gone);
  const { ok, output } = runPackage('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
  if (!ok) throw new SetupError(`The TypeScript does not compile:\n\n${output.trimEnd()}`);
  copyAssets();
  await copyVendorFiles();
  await bundleCommandLine();
  writeFileSync(RECORD, JSON.stringify(now));
}

function sources() {
  const files = [...SOURCES, ...SETTINGS].flatMap((path) => filesUnder(join(ROOT, path)));
  return Object.fromEntries(
    files.map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [relative(ROOT, file), `${size} ${mtimeMs}`];
    }),
  );
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

function readRecord() {
  return existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : {};
}

function removeOutputsOf(source) {
  const stem = join(DIST, source.replace(/\.ts$/u, ''));
  for (const output of [`${stem}.js`, `${stem}.js.map`]) rmSync(output, { force: true });
}

function copyAssets() {
  const target = join(DIST, 'fixtures/portal/assets');
  rmSync(target, { recursive: true, force: true });
  cpSync(join(ROOT, 'fixtures/portal/assets'), target, { recursive: true });
}

/** Libraries that find files beside their own, or that need not be installed. */
const APART = /^(better-sqlite3|nodemailer|pg|pg-boss|playwright|playwright-core)(\/|$)/u;

/** The stand-ins find pages and libraries beside their own files: they are loaded from there. */
const standInsApart = {
  name: 'stand-ins-apart',
  resolveId(source, importer) {
    if (!source.startsWith('.') || importer === undefined) return null;
    const file = relative(DIST, join(dirname(importer), source)).replaceAll('\\', '/');
    const isServer = /^fixtures\/(portal|piste)\/server\.js$/u.test(file);
    return isServer ? { id: `../${file}`, external: true } : null;
  },
};

/**
 * Bundles what `raccord` starts. A command that only prints something would spend most of its time on
 * opening the hundreds of small files of raccord and its libraries; as CommonJS, since Node loads that
 * without waiting in between. What every command needs is one file.
 */
async function bundleCommandLine() {
  const entry = join(DIST, 'src/cli/main.js');
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    external: APART,
    plugins: [standInsApart],
  });
  const isNeededAtOnce = importedBy(entry);
  const name = (id, context) => (isNeededAtOnce(id, context) ? 'start' : null);
  const { output } = await bundle.generate({
    dir: join(DIST, 'bundle'),
    format: 'cjs',
    sourcemap: true,
    codeSplitting: { groups: [{ debugName: 'start', name }] },
  });
  await bundle.close();
  const parts = output
    .filter((part) => part.isEntry !== true)
    .map((part) => [part.fileName, part.code ?? part.source]);
  const entries = output.filter((part) => part.isEntry === true);
  replaceBundle(DIST, {
    ...Object.fromEntries(parts),
    'package.json': '{ "type": "commonjs" }\n',
    ...Object.fromEntries(entries.map(({ fileName, code }) => [fileName, code])),
  });
}

/** Returns a test whether a module is imported by another, itself or through others, and not lazily. */
function importedBy(entry) {
  let found;
  return (id, context) => {
    if (found === undefined) {
      found = new Set([entry]);
      // A set that grows while it is gone through.
      for (const next of found)
        for (const one of context.getModuleInfo(next)?.importedIds ?? []) found.add(one);
    }
    return found.has(id);
  };
}

/** The browser libraries are dev dependencies: an installed package brings its own copies. */
async function copyVendorFiles() {
  const module = pathToFileURL(join(DIST, 'fixtures/portal/vendor.js'));
  const { vendorFiles } = await import(module.href);
  const target = join(DIST, 'fixtures/portal/vendor');
  rmSync(target, { recursive: true, force: true });
  for (const [name, file] of vendorFiles()) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    copyFileSync(file, join(target, name));
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
