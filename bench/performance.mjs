// The race, and what else is said in docs/performance.md, which it writes:
//   npm run build && cd bench && npm ci && npm run bench
//   npm run bench -- --rounds 3 --delays 0 --sirets 1000 --planned 1000
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser } from '../dist/src/browser/find-browser.js';
import { performancePage } from './race/page.mjs';
import { plan, race, roster } from './race/race.mjs';
import { startup } from './startup.mjs';

const HEADLESS = '/usr/bin/chromium-headless-shell';
const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    // Milliseconds a page.
    delays: { type: 'string', default: '0,300' },
    // Of the roster that memory is measured over, and of the plan.
    sirets: { type: 'string', default: '100' },
    planned: { type: 'string', default: '1000' },
    driver: { type: 'string', default: '/usr/bin/chromedriver' },
  },
});
const [rounds, sirets, planned] = ['rounds', 'sirets', 'planned'].map((option) =>
  wholeNumber(values[option], `--${option}`),
);
const delays = values.delays.split(',').map((text) => wholeNumber(text, '--delays'));
if (!existsSync(values.driver)) throw new Error(`${values.driver}: install chromium-driver`);

const programs = { browserPath: browserPath(), driverPath: values.driver };
const place = { ...programs, isRoot: process.getuid?.() === 0 };
const told = (line) => console.error(line);
const machine = describeMachine();

const races = [];
for (const pageDelayMs of delays) {
  races.push({ pageDelayMs, taken: await race({ ...place, rounds, pageDelayMs, told }) });
}
const page = performancePage({
  machine,
  command: ['npm run bench', ...given()].join(' '),
  rounds,
  races,
  startup: startup(Math.max(rounds, 15)),
  plan: await plan({ ...place, sirets: planned, tabs: 2 }),
  held: await roster({ ...place, sirets, told }),
});
writeFileSync(PAGE, page);
console.log(page);

/** What was asked for on the command line, as it is typed after `npm run bench`. */
function given() {
  const args = process.argv.slice(2);
  return args.length === 0 ? [] : ['--', ...args];
}

/** The same browser for all: chromedriver, for one, cannot start Playwright's own. */
function browserPath() {
  if (existsSync(HEADLESS)) return HEADLESS;
  return findBrowser(process.env.RACCORD_BROWSER).executablePath;
}

/** What the machine is, and no name or path of it. */
function describeMachine() {
  const require = createRequire(import.meta.url);
  const versionOf = (name) => require(`${name}/package.json`).version;
  const said = (program) =>
    spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.match(/[\d.]{3,}/u)?.[0];
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'unknown',
    gigabytes: Math.round(totalmem() / 2 ** 30),
    // What ran here before the measurement began.
    load: loadavg()[0],
    system: process.platform,
    node: process.version,
    chromium: said(programs.browserPath),
    chromedriver: said(programs.driverPath),
    playwright: versionOf('playwright'),
    puppeteer: versionOf('puppeteer-core'),
    selenium: versionOf('selenium-webdriver'),
    date: new Date().toISOString().slice(0, 10),
  };
}

function wholeNumber(text, option) {
  if (!/^\d+$/u.test(text)) throw new Error(`${option} ${text}: no whole number`);
  return Number(text);
}
