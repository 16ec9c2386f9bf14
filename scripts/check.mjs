// What is checked of the code before any test: all of it, or what begins with a word (`lint`). The one
// list of it, for `npm run check`, the hook before a push and `.ci/run` (which asks with `--list`).
import { argv } from 'node:process';
import { runNpm } from './command.mjs';

/** Scripts of package.json. */
const CHECKS = ['typecheck', 'lint:code', 'lint:format', 'lint:imports', 'lint:unused'];

const [wanted = ''] = argv.slice(2);
if (wanted === '--list') {
  console.log(CHECKS.join('\n'));
} else {
  // Each of them, whatever the one before said: a person mends all at once.
  for (const check of CHECKS.filter((name) => name.startsWith(wanted))) {
    const { ok, output } = runNpm(['run', '--silent', check]);
    console.log(`${check}: ${ok ? 'passed' : 'FAILED'}`);
    if (ok) continue;
    console.log(output.trimEnd());
    process.exitCode = 1;
  }
}
