import { existsSync } from 'node:fs';
import { lstat, readdir, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { findBrowser } from '../browser/find-browser.ts';
import type { Network } from '../config/network.ts';
import { startBrowser } from '../browser/launch.ts';
import { isRaccordError } from '../errors/raccord-error.ts';
import { ifPresent } from '../files/if-present.ts';
import type { Check } from './doctor-report.ts';

/** Same as "engines" in package.json. */
const OLDEST_NODE = [20, 19] as const;

const MEGABYTE = 1_000_000;

/** A run of a thousand SIRETs writes a few hundred megabytes of evidence. */
const SPACE_WARNING = 1_000 * MEGABYTE;
const SPACE_NEEDED = 100 * MEGABYTE;

/** A one-time code is valid for one 30 s period, and mostly for the periods before and after. */
const SKEW_WARNING_MS = 5_000;
const SKEW_MISTAKE_MS = 30_000;

/** Maximum number of paths named. */
const MAX_PATHS = 5;

type Machine = Omit<Check, 'section'>;

export function checkNode(version: string): Machine {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldest, least] = OLDEST_NODE;
  const isNew = major > oldest || (major === oldest && minor >= least);
  return { name: 'node', result: isNew ? 'good' : 'mistake', found: `Node ${version}` };
}

/** Checks that a browser is found and starts. */
export async function checkBrowser(
  configured: string | undefined,
  network: Network,
  version: string,
  headed: boolean,
): Promise<Machine> {
  try {
    const choice = findBrowser(configured);
    const started = await startBrowser({ browser: choice, headed, version, network });
    const { browser } = started;
    const found = `${browser.version()} (${'channel' in choice ? choice.channel : withoutHome(choice.executablePath)})`;
    await started.close();
    return { name: 'browser', result: 'good', found };
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    const reason = error.code === 'BROWSER_NOT_STARTED' ? error.details.reason : '';
    return {
      name: 'browser',
      result: 'mistake',
      found: withoutHome(`${error.code} ${reason}`.trim()),
    };
  }
}

/** Checks the free disk space at raccord's home, even before the home exists. */
export async function checkDisk(home: string): Promise<Machine> {
  let place = home;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  const enough = free < SPACE_WARNING ? 'warning' : 'good';
  return {
    name: 'disk',
    result: free < SPACE_NEEDED ? 'mistake' : enough,
    found: `${Math.round(free / MEGABYTE)} MB`,
  };
}

/**
 * Compares this machine's clock with the portal's.
 * @param skewMs how far this clock is ahead of the portal's; `undefined` if unknown.
 * @param needed true if one-time codes are computed from this clock.
 */
export function checkClock(skewMs: number | undefined, needed: boolean): Machine {
  if (skewMs === undefined) return { name: 'clock', result: 'not-looked', found: '' };
  const off = Math.abs(skewMs);
  const wrong = needed ? 'mistake' : 'warning';
  const result = off >= SKEW_MISTAKE_MS ? wrong : off >= SKEW_WARNING_MS ? 'warning' : 'good';
  return { name: 'clock', result, found: `${Math.round(skewMs / 1000)} s` };
}

/** Checks for files in raccord's home that other users can enter, read or write. */
export async function checkPermissions(home: string): Promise<Machine> {
  const entries =
    process.platform === 'win32'
      ? undefined
      : await ifPresent(readdir(home, { recursive: true, withFileTypes: true }));
  if (entries === undefined) return { name: 'permissions', result: 'not-looked', found: '' };
  const paths = [home, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  const open: string[] = [];
  for (const path of paths) {
    // A file that has been deleted since is accessible to no one.
    const mode = await lstat(path).then(
      (status) => (status.isSymbolicLink() ? 0 : status.mode & 0o777),
      () => 0,
    );
    if ((mode & 0o077) !== 0) open.push(`${relative(home, path) || '.'} ${mode.toString(8)}`);
  }
  const more = open.length > MAX_PATHS ? ` (+${open.length - MAX_PATHS})` : '';
  return {
    name: 'permissions',
    result: open.length === 0 ? 'good' : 'mistake',
    found: open.length === 0 ? '0700/0600' : `${open.slice(0, MAX_PATHS).join(', ')}${more}`,
  };
}

/** Removes the user's home folder from a text, so that shared reports do not name the user. */
export function withoutHome(text: string): string {
  return text.replaceAll(homedir(), '~');
}
