// The process of one runner: started with its name, it does what it is sent and says what it took.
import { answer } from './processes.mjs';
import { bare, careful } from './procedure.mjs';

/** A library's script is its steps in one order or the other; raccord brings its own. */
const RUNNERS = {
  bare: () => scripted('./with-playwright.mjs', bare),
  careful: () => scripted('./with-playwright.mjs', careful),
  raccord: () => import('./with-raccord.mjs'),
  puppeteer: () => scripted('./with-puppeteer.mjs', bare),
  selenium: () => scripted('./with-selenium.mjs', bare),
};

async function scripted(library, procedure) {
  const { start } = await import(library);
  return {
    start: async (place) => {
      const started = await start(place);
      return { ...started, enrol: (work) => procedure(started.steps, work) };
    },
  };
}

let runner;

answer({
  start: async (place) => {
    const { start } = await RUNNERS[process.argv[2]]();
    runner = await start(place);
  },
  /** Seconds and calls that one SIRET took. */
  enrol: async (work) => {
    const calls = runner.calls();
    const began = performance.now();
    await runner.enrol(work);
    return { seconds: (performance.now() - began) / 1_000, calls: runner.calls() - calls };
  },
  /** Documents that the browser loaded for a plan, signing in left out. */
  plan: async ({ works, tabs }) => {
    const pageLoads = runner.pageLoads();
    const planned = await runner.plan(works, tabs);
    return { planned: planned.length, pageLoads: runner.pageLoads() - pageLoads };
  },
  /** Bytes of Node's heap that are still held. */
  heap: () => {
    global.gc();
    return process.memoryUsage().heapUsed;
  },
  close: () => runner?.close(),
});
