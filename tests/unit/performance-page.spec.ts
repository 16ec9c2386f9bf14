import { expect, test } from '@playwright/test';
import { performancePage, type Lap, type Measured, type Race } from '../../bench/race/page.mjs';

const lap = (seconds: number, calls = 150): Lap => ({ seconds, cpu: seconds / 2, calls });

/** A race in which raccord takes so many times the careful script's 10 s. */
function raceWith(pageDelayMs: number, times: number, calls?: number): Race {
  const taken: Race['taken'] = new Map([
    ['bare', [lap(5), lap(5), lap(5)]],
    ['careful', [lap(10), lap(10), lap(40)]],
    ['raccord', [lap(10 * times, calls), lap(10 * times, calls), lap(40 * times, calls)]],
    ['puppeteer', [lap(6), lap(6), lap(6)]],
    ['selenium', [lap(7), lap(7), lap(7)]],
  ]);
  return { pageDelayMs, taken };
}

const MEASURED: Measured = {
  machine: {
    ...{ cores: 2, model: 'Processor', gigabytes: 8, load: 0.1, system: 'linux', node: 'v20.0.0' },
    ...{ chromium: '1', chromedriver: '1', playwright: '1', puppeteer: '1', selenium: '1' },
    date: '2026-11-26',
  },
  command: 'npm run bench',
  rounds: 3,
  races: [raceWith(0, 1.2), raceWith(300, 1.05)],
  startup: { empty: [40], help: [50], status: [100] },
  plan: { sirets: 1_000, pageLoads: 25, seconds: 900 },
  held: Array.from({ length: 1_000 }, () => ({ heap: 5e7, node: 2e8, browser: 4e8 })),
};

/** The rows of the table of what is to be reached, by what they are about. */
function targetsOf(measured: Measured): string[] {
  const [, targets = ''] = performancePage(measured).split('## What is to be reached');
  return (targets.split('\n## ')[0] ?? '').split('\n').filter((line) => /[≤]/u.test(line));
}

test('each target that was reached is written as reached', () => {
  const targets = targetsOf(MEASURED);
  expect(targets).toHaveLength(7);
  for (const row of targets) expect(row).toMatch(/\| reached \|$/u);
});

test('each target that was missed is written as missed, with what was measured', () => {
  const growing = MEASURED.held.map((one, index) => ({ ...one, heap: 5e7 + index * 1e5 }));
  const targets = targetsOf({
    ...MEASURED,
    races: [raceWith(0, 2, 1_098), raceWith(300, 1.19, 1_098)],
    startup: { empty: [40], help: [68], status: [272] },
    plan: { sirets: 1_000, pageLoads: 26, seconds: 900 },
    held: growing,
  });
  expect(targets).toHaveLength(7);
  for (const row of targets) expect(row).toMatch(/\| \*\*missed\*\* \|$/u);
  for (const value of ['2.00 ×', '1.19 ×', '1098', '26', '1.7 ×', '6.8 ×']) {
    expect(targets.join('\n')).toContain(`| ${value} |`);
  }
});

test('what was not measured, or over a part alone, is neither reached nor missed', () => {
  const targets = targetsOf({
    ...MEASURED,
    races: [raceWith(0, 1.2)],
    plan: { sirets: 100, pageLoads: 7, seconds: 90 },
    held: MEASURED.held.slice(0, 100),
  });
  expect(targets.filter((row) => row.includes('not measured'))).toHaveLength(3);
});

test('a roster too short for a whole turn of the robot tells nothing of memory', () => {
  const growing = MEASURED.held.map((one, index) => ({ ...one, heap: 5e7 * (index + 1) }));
  const targets = targetsOf({ ...MEASURED, held: growing.slice(0, 39) });
  expect(targets.filter((row) => row.includes('too few to tell'))).toHaveLength(1);
  expect(targets.join('\n')).not.toContain('missed');
});

test('a busy machine is told of, an idle one is not', () => {
  const busy = { ...MEASURED, machine: { ...MEASURED.machine, load: 5 } };
  expect(performancePage(busy)).toContain('The machine was busy with other work');
  expect(performancePage(MEASURED)).not.toContain('busy');
});
