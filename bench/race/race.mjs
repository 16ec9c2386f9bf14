// Lets the runners enrol SIRETs by turns on one stand-in portal, each in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siretFrom } from '../sirets.mjs';
import { cpuSeconds, memory } from './proc.mjs';
import { startProcess } from './processes.mjs';

export const RUNNERS = ['bare', 'careful', 'raccord', 'puppeteer', 'selenium'];

/**
 * One race, each SIRET another one's.
 * @returns what each runner took in each round: seconds, seconds of the processor, calls.
 */
export async function race({ rounds, pageDelayMs, told, names = RUNNERS, ...machine }) {
  // The first round fills caches and reads what is read once a run: it is not counted.
  const works = worksFor((rounds + 1) * names.length);
  return withPortal({ works, pageDelayMs }, async (portal) => {
    const runners = await startRunners(names, portal, machine);
    const taken = new Map(names.map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const { name, process } of runners) {
        const lap = await enrol(process, works.shift(), portal);
        if (round > 0) taken.get(name).push(lap);
        told(`${pageDelayMs} ms a page, round ${round} of ${rounds}, ${name}: ${shown(lap)}`);
      }
    }
    return taken;
  });
}

/** How many documents a plan of so many SIRETs loads, and how long it takes. */
export async function plan({ sirets, tabs, ...machine }) {
  const works = worksFor(sirets);
  return withPortal({ works, pageDelayMs: 0 }, async (portal) => {
    const { process } = await startRunner('raccord', portal, { ...machine, readOnly: true });
    const began = performance.now();
    const { planned, pageLoads } = await process.ask('plan', { works, tabs });
    const seconds = (performance.now() - began) / 1_000;
    if (planned !== sirets) throw new Error(`${planned} SIRETs planned, not ${sirets}`);
    return { sirets, pageLoads, seconds };
  });
}

/** What raccord and its browser hold in memory after each SIRET of a roster. */
export async function roster({ sirets, told, ...machine }) {
  const works = worksFor(sirets);
  return withPortal({ works, pageDelayMs: 0 }, async (portal) => {
    const { process } = await startRunner('raccord', portal, machine);
    const held = [];
    for (const work of works) {
      await enrol(process, work, portal);
      const heap = await process.ask('heap');
      const { own, below } = memory(process.pid);
      held.push({ heap, node: own, browser: below });
      if (held.length % 10 === 0) told(`memory: ${held.length} of ${sirets} SIRETs`);
    }
    return held;
  });
}

function worksFor(count) {
  return Array.from({ length: count }, (_, index) => ({
    siret: siretFrom(index),
    applicationName: `Pldiffusion${index + 1}`,
  }));
}

/** A portal of its own for some work; all that is started for it ends with it. */
async function withPortal({ works, pageDelayMs }, work) {
  const home = mkdtempSync(join(tmpdir(), 'raccord-bench-'));
  const started = [];
  const begin = (...args) => {
    started.push(startProcess(...args));
    return started.at(-1);
  };
  try {
    const portal = begin('./portal.mjs');
    const sirets = works.map(({ siret }) => siret);
    const access = await portal.ask('start', { sirets, pageDelayMs });
    return await work({ ...portal, access, home, begin });
  } finally {
    for (const one of started.reverse()) await one.end();
    rmSync(home, { recursive: true });
  }
}

async function startRunners(names, portal, machine) {
  const runners = [];
  for (const name of names) runners.push(await startRunner(name, portal, machine));
  return runners;
}

async function startRunner(name, { access, ask, home, begin }, machine) {
  const process = begin('./runner.mjs', [name], { execArgv: ['--expose-gc'] });
  await process.ask('start', { ...access, ...machine, home, cookies: await ask('cookies') });
  return { name, process };
}

/** @throws Error where the portal does not hold what the runner says it made. */
async function enrol(process, work, portal) {
  const before = cpuSeconds(process.pid);
  const { seconds, calls } = await process.ask('enrol', work);
  const lap = { seconds, cpu: cpuSeconds(process.pid) - before, calls };
  const holds = await portal.ask('holds', work.siret);
  if (String(holds) !== '1,1') throw new Error(`${work.siret}: ${holds} connections, accounts`);
  return lap;
}

function shown({ seconds, cpu, calls }) {
  return `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU, ${calls} calls`;
}
