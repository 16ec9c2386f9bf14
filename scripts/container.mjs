// Does in clean folders what the Dockerfile does, where no image can be built: copies what it copies,
// runs what it runs, and asks the command that comes of it for its version. `apt-get` and the image's
// own user are left out.
//   npm run container
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ROOT, SetupError, lastLines, run } from './command.mjs';

const STEP_MINUTES = 20;

/** Returns the instructions of a Dockerfile as words, by stage, without comments. */
export function stagesOf(dockerfile) {
  const lines = dockerfile
    .replace(/^#.*\n/gmu, '')
    .replace(/\\\n/gu, ' ')
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter(([name]) => /^[A-Z]+$/u.test(name ?? ''));
  const stages = [];
  for (const [name, ...words] of lines) {
    if (name === 'FROM') stages.push([]);
    else stages.at(-1)?.push({ name, words });
  }
  return stages;
}

/** Returns the commands of a `RUN` that need no package manager of the image's system and no root. */
export function commandOf(words) {
  const line = words.join(' ');
  return line.includes('apt-get') || line.startsWith('ln ') ? undefined : line;
}

/** Returns a path of the image as one within its working folder. */
const within = (path) => path.replace(/^(?:\/opt\/raccord\/|\.\/)/u, '');

/** Does the copies, from a folder, and the commands of a stage in another. */
function doStage(stage, { from, folder }) {
  for (const { name, words } of stage) {
    if (name === 'RUN') runHere(commandOf(words), folder);
    if (name !== 'COPY') continue;
    const paths = words.filter((word) => !word.startsWith('--')).map(within);
    const [target, ...files] = paths.reverse();
    for (const file of files) {
      const to = join(folder, files.length > 1 ? file : target);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(from, file), to, { recursive: true });
    }
  }
}

function runHere(command, cwd) {
  if (command === undefined) return;
  console.log(`RUN ${command}`);
  const { ok, output } = run(command, [], { cwd, shell: true, timeout: STEP_MINUTES * 60_000 });
  if (!ok) throw new SetupError(`RUN ${command}\n${lastLines(output)}`);
}

function main() {
  const [build, image] = stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  if (build === undefined || image === undefined) throw new SetupError('two stages were expected');
  const place = mkdtempSync(join(tmpdir(), 'raccord-container-'));
  const built = join(place, 'build');
  const made = join(place, 'image');
  try {
    for (const folder of [built, made]) mkdirSync(folder);
    doStage(build, { from: ROOT, folder: built });
    doStage(image, { from: built, folder: made });
    const options = { cwd: place, env: { NODE_ENV: 'production', HOME: place } };
    const { ok, output } = run(
      process.execPath,
      [join(made, 'bin/raccord.js'), '--version'],
      options,
    );
    if (!ok) throw new SetupError(lastLines(output));
    console.log(output.trim());
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
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
