import { readdir } from 'node:fs/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemCodeOf, UnwritableError } from '../errors/unwritable-error.ts';
import { startBrowser, windowsClosed, type LaunchOptions } from './launch.ts';

/** Variables that keep Playwright from also opening the system's browser. */
const VIEWER_VARIABLES = { PWTEST_UNDER_TEST: '1' };

/**
 * Shows a trace in Playwright's own viewer, which a separate process serves on this machine only,
 * until the window is closed or the signal aborts.
 * @param environmentWith returns a process's environment with additional variables.
 * @param opened called once the viewer shows the trace.
 * @throws RaccordError BROWSER_NOT_STARTED; Error if the viewer does not start.
 */
export async function viewTrace(
  file: string,
  options: Omit<LaunchOptions, 'headed'>,
  environmentWith: (variables: Readonly<Record<string, string>>) => NodeJS.ProcessEnv,
  { signal, opened }: { readonly signal: AbortSignal; readonly opened: () => void },
): Promise<void> {
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright/package.json'));
  const args = ['show-trace', '--host', '127.0.0.1', '--port', '0', file];
  const viewer = spawn(process.execPath, [join(playwright, 'cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environmentWith(VIEWER_VARIABLES),
  });
  try {
    const address = await addressOf(viewer);
    const { browser, close } = await startBrowser({ ...options, headed: true });
    const context = await browser.newContext({ viewport: null });
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('.workbench-loader').waitFor();
    opened();
    await Promise.race([windowsClosed(browser), aborted(signal)]);
    await close();
  } finally {
    viewer.kill();
  }
}

async function addressOf(viewer: ChildProcess): Promise<string> {
  if (viewer.stdout === null) throw new Error('the viewer has no output');
  for await (const line of createInterface(viewer.stdout)) {
    const [address] = /http:\/\/\S+/u.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('Playwright’s viewer did not start');
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/**
 * Returns the traces of a SIRET's last traced run, oldest first; empty if there are none.
 * @param evidence the folder that contains one evidence folder per run.
 */
export async function lastTraces(evidence: string, siret: string): Promise<string[]> {
  // A run's name begins with its time, so names sort by time.
  const runs = (await listNames(evidence)).sort().reverse();
  for (const run of runs) {
    const attempts = (await listNames(join(evidence, run))).filter(
      (name) => name === siret || name.startsWith(`${siret}-`),
    );
    const traces: string[] = [];
    for (const attempt of attempts.sort(byNumber)) {
      const folder = join(evidence, run, attempt);
      const parts = (await listNames(folder)).filter((name) => /^trace-\d+\.zip$/u.test(name));
      traces.push(...parts.sort(byNumber).map((part) => join(folder, part)));
    }
    if (traces.length > 0) return traces;
  }
  return [];
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new UnwritableError(folder, error);
  }
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
