// docs/performance.md: what was measured, beside what is to be reached.
import { median, slope } from './statistics.mjs';

const NAMES = {
  bare: 'bare script, Playwright',
  careful: 'careful script, Playwright',
  raccord: '**raccord**',
  puppeteer: 'bare script, Puppeteer',
  selenium: 'bare script, Selenium',
};

/** raccord's seconds are to be at most so many times the careful script's, by delay of a page. */
const MOST_TIMES_CAREFUL = new Map([
  [0, 1.25],
  [300, 1.1],
]);
const MOST_CALLS = 200;
const MOST_PAGE_LOADS = 25;
const WHOLE_ROSTER = 1_000;
const MOST_TIMES_EMPTY = { help: 1.5, status: 3 };

/** The robot begins anew in a fresh tab after ten SIRETs: a quarter is to hold one such turn. */
const LEAST_ROSTER = 40;

/** Memory is flat if it ends at most so many times as high as it was when all had been loaded. */
const MOST_GROWTH = 1.1;

const MEGABYTE = 2 ** 20;

export function performancePage(measured) {
  const { machine, command, rounds, races, startup, plan, held } = measured;
  const memory = memoryOf(held);
  return `# How fast raccord is

Written by \`npm run bench\` in \`bench/\`, from what it measured; changes by hand are lost.

${machineLine(machine)}

Made by \`${command}\` in \`bench/\` after \`npm run build\`.
${busyLine(machine)}
## What is to be reached

| | target | measured | |
|---|---|---|---|
${targets({ races, startup, plan, memory, held })}

## The race

All enrol SIRETs on the same stand-in portal, which has a process of its own, by turns, one each in
a round: ${rounds} counted, and one before that is not. They are signed in before. The bare
scripts make raccord's clicks and nothing else. The careful one reads both lists before and after it
writes, as raccord must. raccord is the robot that \`batch\` uses, with its ledger and vault on disk.
All drive the same browser. \`ms a page\` is how long the portal waits with each page and each answer
that a page's script asks for.

- *seconds*: median, and the quickest and slowest round.
- *CPU*: seconds of the processor, of the runner's own Node with its browser and what else it starts.
- *calls*: what the client sends. For Playwright and raccord, messages to its driver; for Puppeteer,
  commands of the browser's own protocol, several of which make one such message; for Selenium, HTTP
  commands. Only those of Playwright and raccord compare.

${races.map(raceTable).join('\n\n')}

## Plan

A plan of ${count(plan.sirets)} SIRETs, in two tabs as \`raccord plan\` reads them: ${plan.pageLoads} page loads
(documents that the browser loaded, signing in left out), ${(plan.seconds / plan.sirets).toFixed(2)} s a SIRET.

## Memory

raccord enrols a roster of ${count(held.length)} in one run. In megabytes, the median of each quarter: Node's heap
after a collection, and what Node and the browser's processes hold, without what they read from files.

| | first | second | third | last quarter | a SIRET more |
|---|---|---|---|---|---|
${memory.map(memoryRow).join('\n')}

## Start

Milliseconds from start to end, median of ${startup.empty.length}, by turns, with an empty home.

| | milliseconds | times \`node -e 0\` |
|---|---|---|
${startupRow('`node -e 0`', startup, 'empty')}
${startupRow('`raccord --help`', startup, 'help')}
${startupRow('`raccord status`', startup, 'status')}
`;
}

function machineLine(machine) {
  const { cores, model, gigabytes, system, node, chromium, chromedriver, date } = machine;
  const { playwright, puppeteer, selenium } = machine;
  return `${date}, on ${cores} cores (${model}), ${gigabytes} GB, ${system}. Node ${node.slice(1)},
Chromium ${chromium} (headless), Playwright ${playwright}, puppeteer-core ${puppeteer}, selenium-webdriver ${selenium}
with ChromeDriver ${chromedriver}.`;
}

/** Half of the cores at work before anything was begun is more than what a system does by itself. */
function busyLine({ load, cores }) {
  if (load < cores / 2) return '';
  return `
**The machine was busy with other work** (a load of ${load.toFixed(1)} on ${cores} cores before it began).
Seconds are longer than they would be alone and spread widely; what was taken by turns compares
still, CPU and calls all the more.
`;
}

function targets({ races, startup, plan, memory, held }) {
  const [first] = races;
  const calls = median(first.taken.get('raccord').map((lap) => lap.calls));
  const growth = Math.max(...memory.map(({ quarters }) => quarters[3] / quarters[1]));
  return [
    ...[...MOST_TIMES_CAREFUL].map(([delay, most]) => {
      const what = `raccord beside the careful script, ${delay} ms a page`;
      const found = races.find(({ pageDelayMs }) => pageDelayMs === delay);
      const times = found && timesCareful(found.taken, 'raccord');
      return target(
        what,
        `≤ ${most.toFixed(2)} ×`,
        times,
        most,
        (value) => `${value.toFixed(2)} ×`,
      );
    }),
    target('calls a SIRET', `≤ ${MOST_CALLS}`, calls, MOST_CALLS, String),
    target(
      `page loads of a plan of ${count(WHOLE_ROSTER)} SIRETs`,
      `≤ ${MOST_PAGE_LOADS}`,
      plan.sirets === WHOLE_ROSTER ? plan.pageLoads : undefined,
      MOST_PAGE_LOADS,
      String,
    ),
    memoryTarget(growth, held.length),
    ...Object.entries(MOST_TIMES_EMPTY).map(([name, most]) => {
      const what = `\`${name === 'help' ? '--help' : name}\` beside \`node -e 0\``;
      const times = timesEmpty(startup, name);
      return target(what, `≤ ${most} ×`, times, most, (value) => `${value.toFixed(1)} ×`);
    }),
  ].join('\n');
}

function target(what, wanted, value, most, shown) {
  if (value === undefined) return `| ${what} | ${wanted} | not measured | |`;
  return `| ${what} | ${wanted} | ${shown(value)} | ${value <= most ? 'reached' : '**missed**'} |`;
}

/** What holds over a part of the roster may not hold over the whole. */
function memoryTarget(growth, sirets) {
  const what = `memory over a roster of ${count(WHOLE_ROSTER)}: last quarter beside the second`;
  const wanted = `≤ ${MOST_GROWTH} ×`;
  const shown = (value) => `${value.toFixed(2)} × over ${count(sirets)}`;
  if (sirets < LEAST_ROSTER) return `| ${what} | ${wanted} | ${shown(growth)} | too few to tell |`;
  if (sirets < WHOLE_ROSTER && growth <= MOST_GROWTH) {
    return `| ${what} | ${wanted} | ${shown(growth)} | not measured over all |`;
  }
  return target(what, wanted, growth, MOST_GROWTH, shown);
}

function raceTable({ pageDelayMs, taken }) {
  const rows = [...taken].map(([name, laps]) => {
    const of = (key) => laps.map((lap) => lap[key]);
    const seconds = of('seconds');
    const spread = `${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)}`;
    return `| ${[
      NAMES[name],
      `${median(seconds).toFixed(1)} (${spread})`,
      timesCareful(taken, name).toFixed(2),
      median(of('cpu')).toFixed(1),
      median(of('calls')),
    ].join(' | ')} |`;
  });
  return `### ${pageDelayMs} ms a page

| for one SIRET | seconds | × careful | CPU | calls |
|---|---|---|---|---|
${rows.join('\n')}`;
}

/** The median of what each round says by itself: what else the machine did then met both. */
function timesCareful(taken, name) {
  const careful = taken.get('careful');
  return median(taken.get(name).map(({ seconds }, round) => seconds / careful[round].seconds));
}

function memoryOf(held) {
  const kinds = [
    ["Node's heap", 'heap'],
    ['Node', 'node'],
    ['browser', 'browser'],
  ];
  return kinds.map(([what, key]) => {
    const values = held.map((one) => one[key] / MEGABYTE);
    const quarters = [0, 1, 2, 3].map((quarter) => {
      const [from, to] = [quarter, quarter + 1].map((n) => Math.floor((values.length * n) / 4));
      return median(values.slice(from, to));
    });
    return { what, quarters, growth: slope(values.slice(Math.floor(values.length / 4))) };
  });
}

function memoryRow({ what, quarters, growth }) {
  const sign = growth < 0 ? '−' : '+';
  const more = `${sign}${Math.abs(growth * 1024).toFixed(0)} kB`;
  return `| ${what} | ${quarters.map((value) => value.toFixed(0)).join(' | ')} | ${more} |`;
}

function startupRow(what, startup, name) {
  const ms = median(startup[name]).toFixed(0);
  return `| ${what} | ${ms} | ${timesEmpty(startup, name).toFixed(1)} |`;
}

function timesEmpty(startup, name) {
  return median(startup[name]) / median(startup.empty);
}

function count(number) {
  return number.toLocaleString('en-US');
}
