// Makes docs/images/demo.png: the demo's terminal beside the stand-in portal's form.
//   npm run build && node scripts/picture.mjs
// The demo runs for real in a pseudo-terminal (`script`, from util-linux); the form is its own
// evidence, on which the password is hidden.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../dist/src/browser/find-browser.js';
import { ROOT } from './command.mjs';

const COLUMNS = 108;

const folder = mkdtempSync(join(tmpdir(), 'raccord-picture-'));
try {
  const shown = screenOf(runDemo());
  const form = pictureOf('choose-structure');
  mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
  await draw(shown, form, join(ROOT, 'docs/images/demo.png'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runDemo() {
  const command = `stty cols ${COLUMNS} rows 50; node '${join(ROOT, 'bin/raccord.js')}' demo`;
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      RACCORD_HOME: join(folder, '.raccord'),
      LC_ALL: 'C.UTF-8',
      TERM: 'xterm-256color',
      NO_COLOR: '1',
    },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`the demo ended with ${status}:\n${stdout}`);
  return stdout;
}

/** What is left on the screen after the live lines were drawn over each other. */
function screenOf(output) {
  const lines = [''];
  let row = 0;
  for (const [token] of output.matchAll(/\u001b\[[?\d;]*[A-Za-z]|\n|\r|[^\u001b\n\r]+/gu)) {
    const up = /^\u001b\[(\d*)A$/u.exec(token);
    if (up !== null) row = Math.max(row - Number(up[1] || 1), 0);
    else if (/^\u001b\[[012]?K$/u.test(token)) lines[row] = '';
    else if (/^\u001b\[[0]?J$/u.test(token)) lines.length = row + 1;
    else if (token === '\n') lines[(row += 1)] ??= '';
    else if (!token.startsWith('\u001b') && token !== '\r') lines[row] += token;
  }
  return lines.join('\n').trim();
}

function pictureOf(step) {
  const runs = join(folder, '.raccord/demo/evidence');
  const [run] = readdirSync(runs);
  const siret = readdirSync(join(runs, run)).find((name) => /^\d{14}$/u.test(name));
  const name = readdirSync(join(runs, run, siret)).find((file) => file.endsWith(`${step}.png`));
  return readFileSync(join(runs, run, siret, name)).toString('base64');
}

async function draw(text, form, file) {
  const browser = await chromium.launch({
    ...findBrowser(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const page = await browser.newPage({ deviceScaleFactor: 1.5 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 24px; width: max-content; display: flex; gap: 24px; align-items: start;
      background: #e8e8f2; font-family: system-ui, sans-serif }
    pre { margin: 0; padding: 22px; flex: none; border-radius: 10px; background: #16161d;
      color: #e6e6ea; font: 13px/1.55 'DejaVu Sans Mono', monospace; white-space: pre-wrap;
      width: ${COLUMNS}ch }
    img { width: 520px; border-radius: 10px; box-shadow: 0 1px 6px #0003 }
  </style><pre></pre><img alt="" src="data:image/png;base64,${form}">`);
  await page.locator('pre').evaluate((pre, shown) => {
    // The folder was made for the picture alone.
    pre.textContent = `$ npm run demo\n\n${shown.replaceAll(/\/\S*\/\.raccord/gu, '.raccord')}`;
  }, text);
  await page.locator('body').screenshot({ path: file });
  await browser.close();
}
