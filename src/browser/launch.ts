import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions as LaunchOptionsOfPlaywright,
  type Page,
} from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { browserExceptions, withoutProxyVariables, type Network } from '../config/network.ts';
import { environmentWith, withTemporaryFolder } from '../config/process-environment.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import { makeOwnFolder, removeOwnFolder, sweepOwnFolders } from './browser-folder.ts';
import { recordChanges } from './document-changes.ts';
import { Egress } from './egress.ts';
import type { BrowserChoice } from './find-browser.ts';

export interface LaunchOptions {
  readonly browser: BrowserChoice;
  readonly headed: boolean;
  /** Delay between Playwright's operations in milliseconds, for a person who watches. */
  readonly slowMo?: number;
  readonly network: Network;
  /** raccord's own version, added to the user agent. */
  readonly version: string;
}

export interface StartedBrowser {
  readonly browser: Browser;
  readonly hasWindow: boolean;
  /** The browser's own user agent with raccord's name and version appended. */
  readonly userAgent: string;
  /** Ends the browser at once: one that hangs does not close on request. */
  readonly kill: () => void;
  /** Closes the browser and removes its temporary files. */
  readonly close: () => Promise<void>;
}

export interface ContextOptions {
  /** The session to restore. */
  readonly storageState?: BrowserContextOptions['storageState'];
}

/**
 * Hosts that Chromium contacts on its own despite all switches, seen at a proxy
 * (`tests/flows/quiet.spec.ts`): updates, user account, form contents. Their names are made
 * unresolvable; no portal page needs them.
 */
const CALLED_BY_ITSELF = [
  'accounts.google.com',
  'android.clients.google.com',
  'clients2.google.com',
  'clientservices.googleapis.com',
  'content-autofill.googleapis.com',
  'edgedl.me.gvt1.com',
  'mtalk.google.com',
  'optimizationguide-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.googleapis.com',
  'update.googleapis.com',
];

/** Switches that keep the browser from contacting other hosts. Nothing is hidden or patched. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  // A crash report may contain secrets from memory. Playwright sets `--disable-breakpad`.
  '--disable-crash-reporter',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  `--host-resolver-rules=${CALLED_BY_ITSELF.map((host) => `MAP ${host} ~NOTFOUND`).join(',')}`,
  '--no-first-run',
  '--no-pings',
];

/**
 * Starts the browser, with an honest user agent that includes raccord's name, and with Chromium's
 * sandbox, except as root, for whom Chromium refuses to start with it.
 * @throws RaccordError BROWSER_NOT_STARTED with the first line of the browser's output.
 */
export async function startBrowser(options: LaunchOptions): Promise<StartedBrowser> {
  await sweepOwnFolders();
  const folder = await makeOwnFolder('browser');
  const browser = await start(options, folder).catch(async (error: unknown) => {
    await removeOwnFolder(folder);
    throw error;
  });
  const gone = new Promise<void>((resolve) => {
    browser.once('disconnected', () => resolve(removeOwnFolder(folder)));
  });
  const { userAgent, pid } = await askBrowser(browser);
  return {
    browser,
    hasWindow: options.headed,
    userAgent: `${userAgent} raccord/${options.version}`,
    kill: () => {
      if (browser.isConnected()) process.kill(pid, 'SIGKILL');
    },
    close: async () => {
      await browser.close();
      await gone;
      // Until it has ended, the browser may recreate files removed when it was closed.
      await removeOwnFolder(folder);
    },
  };
}

/** Opens a context in a started browser, in French, as the portal's users see it. */
export async function newContext(
  { browser, hasWindow, userAgent }: Pick<StartedBrowser, 'browser' | 'hasWindow' | 'userAgent'>,
  { storageState }: ContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    userAgent,
    viewport: { width: 1280, height: 900 },
    storageState,
  });
  context.setDefaultTimeout(15_000);
  context.setDefaultNavigationTimeout(45_000);
  await recordChanges(context);
  if (hasWindow) await context.addInitScript(refuseTranslation);
  return context;
}

/**
 * Runs inside the page. A browser in another language than French would lay an offer to translate the
 * page over the portal's menu, and translated words are no longer those that raccord knows.
 */
function refuseTranslation(): void {
  addEventListener('DOMContentLoaded', () => {
    const meta = document.createElement('meta');
    meta.name = 'google';
    meta.content = 'notranslate';
    document.head.append(meta);
  });
}

/** @param folder the place of the browser's profile. */
async function start(options: LaunchOptions, folder: string): Promise<Browser> {
  // The browser itself keeps the usual folder: socket paths must stay short. Its proxy is set
  // below: from the environment it would differ from raccord's and lack the password.
  const env = withoutProxyVariables(environmentWith({}));
  const launch = (): Promise<Browser> =>
    chromium.launch({
      ...options.browser,
      headless: !options.headed,
      chromiumSandbox: process.getuid?.() !== 0,
      args: QUIET,
      env,
      ...proxyFor(options.network),
      // raccord handles Ctrl-C: the current step is finished before the browser closes.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      slowMo: options.slowMo,
    });
  try {
    const browser = await withTemporaryFolder(folder, launch);
    await Egress.open(browser, options.network).catch(async (error: unknown) => {
      await browser.close();
      throw error;
    });
    return browser;
  } catch (error) {
    const browser =
      'channel' in options.browser ? options.browser.channel : options.browser.executablePath;
    throw new RaccordError('BROWSER_NOT_STARTED', { browser, reason: safeMessage(error) }, error);
  }
}

/** User and password are no browser arguments: Playwright answers the proxy's challenge. */
function proxyFor(network: Network): Pick<LaunchOptionsOfPlaywright, 'proxy'> {
  const { https } = network;
  if (https === undefined) return {};
  const { server, access } = https;
  // Blocked hosts must not be requested through the proxy either.
  const bypass = [...browserExceptions(network), ...CALLED_BY_ITSELF].join(',');
  const login = access && { username: access.user, password: access.password.reveal() };
  return { proxy: { server, bypass, ...login } };
}

async function askBrowser(browser: Browser): Promise<{ userAgent: string; pid: number }> {
  const session = await browser.newBrowserCDPSession();
  const { userAgent } = await session.send('Browser.getVersion');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const own = processInfo.find(({ type }) => type === 'browser');
  if (own === undefined) throw new Error('the browser does not name its own process');
  return { userAgent, pid: own.id };
}

/** A browser that is started again after it was lost. */
export class RestartingBrowser {
  readonly #options: LaunchOptions;
  readonly #start: typeof startBrowser;
  #started: Promise<StartedBrowser> | undefined;
  #hasStarted = false;

  /** @param start given by tests only. */
  constructor(options: LaunchOptions, start = startBrowser) {
    this.#options = options;
    this.#start = start;
  }

  /**
   * Returns the running browser, or starts one.
   * @throws RaccordError BROWSER_NOT_STARTED, or BROWSER_LOST where an earlier one did start.
   */
  async current(): Promise<StartedBrowser> {
    const before = this.#started;
    const running = await before;
    if (running?.browser.isConnected() === true) return running;
    // Concurrent callers share one browser.
    if (this.#started === before) {
      const starting = this.#start(this.#options).catch((error: unknown) => {
        // The next caller tries again.
        this.#started = undefined;
        throw this.#hasStarted ? new RaccordError('BROWSER_LOST', { how: 'ended' }, error) : error;
      });
      this.#started = starting;
      await starting;
      this.#hasStarted = true;
    }
    return this.current();
  }

  /** Kills a browser that hangs. */
  async kill(): Promise<void> {
    (await this.#running())?.kill();
  }

  async close(): Promise<void> {
    await (await this.#running())?.close();
  }

  /** @returns undefined if no browser was started, or if it fails: its caller was told why. */
  async #running(): Promise<StartedBrowser | undefined> {
    return this.#started?.catch(() => undefined);
  }
}

/** Resolves once a person has closed every window of a browser, or the browser has ended. */
export async function windowsClosed(browser: Browser): Promise<void> {
  if (!browser.isConnected()) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (browser.contexts().every((context) => context.pages().length === 0)) resolve();
    };
    const watchPage = (page: Page): void => {
      page.on('close', look);
    };
    const watch = (context: BrowserContext): void => {
      context.on('page', watchPage);
      context.on('close', look);
      context.pages().forEach(watchPage);
    };
    browser.on('disconnected', () => resolve());
    browser.contexts().forEach(watch);
    look();
  });
}
