// Sees to it that there is a browser: the robot's own finder looks, and only where it finds none is
// one installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseEnv } from 'node:util';
import { ROOT, SetupError, isInstalled, lastLines, run, runPackage } from './command.mjs';

/** A download that gets no further for so long will not get further: closed networks just hang. */
const STALLED_MS = 60_000;

const APT_MS = 10 * 60_000;

/** Finds or installs a browser; needs the build. */
export async function provideBrowser(say) {
  const { findBrowser } = await import('../dist/src/browser/find-browser.js');
  const configured = configuredBrowser();
  if (configured !== undefined) {
    if (!finds(() => findBrowser(configured))) {
      throw new SetupError(`RACCORD_BROWSER names ${configured}, and there is no such browser.`);
    }
    return;
  }
  if (finds(findBrowser)) return;
  say('No browser found: downloading the one that Playwright offers.');
  const downloaded = await download();
  if (downloaded.ok && starts(findBrowser())) return;
  say(`That failed: ${downloaded.reason}`);
  if (isInstalled('apt-get')) {
    say('Installing Debian’s chromium (apt-get).');
    const installed = installWithApt();
    if (installed.ok && finds(findBrowser)) return;
    say(`That failed:\n${lastLines(installed.output, 10)}`);
  }
  throw new SetupError(
    [
      'raccord needs a browser. Do one of these, then run this again:',
      '  - install Google Chrome, Microsoft Edge or Chromium;',
      '  - npx playwright install --with-deps chromium (behind a proxy: set HTTPS_PROXY);',
      '  - set RACCORD_BROWSER to the path of one that is installed in an unusual place.',
    ].join('\n'),
  );
}

function configuredBrowser() {
  const file = `${ROOT}.env`;
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')).RACCORD_BROWSER : '';
  return process.env.RACCORD_BROWSER || fromFile || undefined;
}

/** Whether a call finds something, or throws as the robot's finder does where there is nothing. */
function finds(find) {
  try {
    find();
    return true;
  } catch (error) {
    if (error?.code === 'BROWSER_NOT_FOUND') return false;
    throw error;
  }
}

/**
 * Whether the browser runs at all: on a bare Linux the downloaded one lacks system libraries, and
 * is removed so that the robot does not find it. (On Windows asking would open a window.)
 */
function starts({ executablePath }) {
  if (process.platform !== 'linux' || run(executablePath, ['--version']).ok) return true;
  runPackage('playwright/cli.js', ['uninstall']);
  return false;
}

/** Ends when the download does, or when it has made no progress for a while. */
async function download() {
  const child = spawn(
    process.execPath,
    [`${ROOT}node_modules/playwright/cli.js`, 'install', '--no-shell', 'chromium'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  let stalled = false;
  let lastError = '';
  const giveUp = () => {
    stalled = true;
    stop(child);
  };
  let timer = setTimeout(giveUp, STALLED_MS);
  const listen = (line) => {
    if (/^Error: /u.test(line)) lastError = line;
    if (!/\d% of /u.test(line)) return;
    clearTimeout(timer);
    timer = setTimeout(giveUp, STALLED_MS);
  };
  createInterface(child.stdout).on('line', listen);
  createInterface(child.stderr).on('line', listen);
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(-1));
    child.on('close', resolve);
  });
  clearTimeout(timer);
  if (stalled) return { ok: false, reason: `no progress for ${STALLED_MS / 1000} seconds.` };
  const reason = code === 0 ? 'it does not start on this system.' : `exit code ${code}.`;
  return { ok: code === 0, reason: lastError || reason };
}

/** Playwright downloads in a process of its own, which must not outlive the attempt. */
function stop(child) {
  if (process.platform === 'win32') {
    run('taskkill', ['/pid', String(child.pid), '/t', '/f']);
  } else {
    process.kill(-child.pid, 'SIGKILL');
  }
}

function installWithApt() {
  const apt = (...args) => {
    const command = ['apt-get', '-o', 'DPkg::Lock::Timeout=120', ...args];
    const [program, ...rest] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
    return run(program, rest, { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeout: APT_MS });
  };
  const updated = apt('update');
  return updated.ok ? apt('install', '-y', '--no-install-recommends', 'chromium') : updated;
}
