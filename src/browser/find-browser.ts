import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { RaccordError } from '../errors/raccord-error.ts';

/** Location of the browser: a path, or one of Playwright's channel names such as `chrome`. */
export type BrowserChoice = { readonly executablePath: string } | { readonly channel: string };

const CHANNELS = /^(chrome|msedge|chromium)(-beta|-dev|-canary)?$/u;

const USUAL_PATHS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/usr/bin/microsoft-edge',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * Finds the browser to drive: the configured path or channel, otherwise Playwright's own, otherwise
 * Chrome, Edge or Chromium in their usual places.
 * @throws RaccordError BROWSER_NOT_FOUND with every place that was tried.
 */
export function findBrowser(configured?: string): BrowserChoice {
  if (configured !== undefined) {
    if (CHANNELS.test(configured)) return { channel: configured };
    if (existsSync(configured)) return { executablePath: configured };
    throw new RaccordError('BROWSER_NOT_FOUND', { tried: [configured] });
  }
  const places = [chromium.executablePath(), ...(USUAL_PATHS[process.platform] ?? [])];
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new RaccordError('BROWSER_NOT_FOUND', { tried: places });
  return { executablePath };
}
