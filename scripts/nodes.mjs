// Builds raccord and runs `tests/unit`, the tests on PostgreSQL and the demo on other versions of Node,
// in a clean copy each: `npm run nodes -- 22 24 26`.
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ROOT, SetupError, lastLines, run, runNpm } from './command.mjs';
import { NODE_PACKAGE, fetchNode, suitsMachine } from './node-package.mjs';
import { textTable } from './text-table.mjs';

/** The lines that are maintained, beside the one that is at hand. */
const USUAL = ['22', '24', '26'];

const LOGS = join(ROOT, 'node_modules/.cache/raccord/nodes');

const MINUTE_MS = 60_000;

const TEST = ['node_modules/@playwright/test/cli.js', 'test'];

/** What is done with each version, in this order; what comes after a failure is not done. */
const STAGES = {
  install: { minutes: 30, args: ['scripts/dependencies.mjs'] },
  build: { minutes: 5, args: ['scripts/build.mjs'] },
  unit: { minutes: 15, args: [...TEST, '--project=unit'] },
  // With pg-boss, which declares a newer Node than raccord.
  postgres: { minutes: 30, args: [...TEST, '--project=postgres'] },
  demo: { minutes: 10, args: ['bin/raccord.js', 'demo'] },
};

/** Returns the newest released version of a major line, otherwise `undefined`. */
export function newestOf(versions, major) {
  return versions
    .filter((version) => new RegExp(`^${major}\\.\\d+\\.\\d+$`, 'u').test(version))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1);
}

/** Returns the table of results. */
export function tableOf(results) {
  return textTable([
    ['Node', ...Object.keys(STAGES), 'seconds'],
    ...results.map(({ version, stages, seconds }) => [
      version,
      ...Object.keys(STAGES).map((stage) => stages[stage] ?? '-'),
      String(Math.round(seconds)),
    ]),
  ]);
}

function tryVersion({ version, folder }) {
  const began = Date.now();
  console.log(`Node ${version}`);
  const log = join(LOGS, `${version}.log`);
  rmSync(log, { force: true });
  const copy = copyTree();
  const stages = {};
  try {
    for (const [stage, { minutes, args }] of Object.entries(STAGES)) {
      const { ok, output } = run(join(folder, 'bin/node'), args, {
        cwd: copy,
        env: { ...environmentFor(folder), RACCORD_HOME: join(copy, '.raccord') },
        timeout: minutes * MINUTE_MS,
      });
      appendFileSync(log, `== ${stage}\n${output}\n`);
      stages[stage] = ok ? 'passed' : 'FAILED';
      console.log(`  ${stage}: ${stages[stage]}`);
      if (ok) continue;
      console.log(`${lastLines(output)}\n  All of it: ${log}`);
      break;
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return { version, stages, seconds: (Date.now() - began) / 1_000 };
}

/** Returns a new folder with the files that git knows, as they are now. */
function copyTree() {
  const { ok, output } = run('git', ['ls-files', '-z']);
  if (!ok) throw new SetupError(`git does not say which files are the project's:\n${output}`);
  const copy = mkdtempSync(join(tmpdir(), 'raccord-nodes-'));
  for (const file of output.split('\0')) {
    if (file === '' || !existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(ROOT, file), join(copy, file));
  }
  return copy;
}

/**
 * Returns what a version's processes are told: it is `node` there, and nothing leads to the one at
 * hand but its npm. With the headers at hand the native module is compiled, not downloaded.
 */
function environmentFor(folder) {
  const ours =
    /^(?:NODE|INIT_CWD|npm_config_(?:local|global)_prefix|npm_(?!config_|execpath$).*)$/u;
  const names = Object.keys(env).filter((name) => ours.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    PATH: `${join(folder, 'bin')}:${env.PATH}`,
    npm_config_nodedir: folder,
    npm_config_build_from_source: 'true',
  };
}

function versionsOf(majors) {
  const { ok, output } = runNpm(['view', NODE_PACKAGE, 'versions', '--json', '--loglevel=silent']);
  if (!ok) throw new SetupError(`npm does not say which versions of ${NODE_PACKAGE} there are.`);
  const published = JSON.parse(output);
  return majors.map((major) => {
    const version = newestOf(published, major);
    if (version === undefined)
      throw new SetupError(`There is no Node ${major} in ${NODE_PACKAGE}.`);
    return version;
  });
}

function main() {
  if (!suitsMachine) {
    throw new SetupError(`This needs Linux on x64, for which ${NODE_PACKAGE} brings Node.`);
  }
  const majors = argv.slice(2);
  const versions = versionsOf(majors.length > 0 ? majors : USUAL);
  const fetched = versions.map((version) => ({ version, folder: fetchNode(version) }));
  const results = fetched.map(tryVersion);
  console.log(`\n${tableOf(results)}`);
  const isGood = ({ stages }) => Object.keys(STAGES).every((stage) => stages[stage] === 'passed');
  if (!results.every(isGood)) process.exitCode = 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
