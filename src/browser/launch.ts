import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions as LaunchOptionsOfPlaywright,
} from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { browserExceptions, withoutProxyVariables, type Network } from '../config/network.ts';
import { environmentWith, withTemporaryFolder } from '../config/process-environment.ts';
import { RaccordError } from '../errors/errors.ts';
import { makeOwnFolder, removeOwnFolder, sweepOwnFolders } from './browser-folder.ts';
import { Egress } from './egress.ts';
import type { BrowserChoice } from './find-browser.ts';

export interface LaunchOptions {
  readonly browser: BrowserChoice;
  readonly headed: boolean;
  /** Milliseconds between Playwright's operations, for a person who watches. */
  readonly slowMo?: number;
  readonly network: Network;
  /** raccord's own version, added to the user agent. */
  readonly version: string;
}

export interface StartedBrowser {
  readonly browser: Browser;
  /** The browser's own user agent with raccord's name and version added. */
  readonly userAgent: string;
  /** Ends it at once: one that hangs does not end when it is asked to. */
  readonly kill: () => void;
  /** Ends it and removes its temporary files. */
  readonly close: () => Promise<void>;
}

export interface ContextOptions {
  /** The session to go on with. */
  readonly storageState?: BrowserContextOptions['storageState'];
}

/**
 * Whom Chromium calls by itself whatever it is told, seen at a proxy (`tests/flows/quiet.spec.ts`): its
 * updates, its user's account, what its forms may hold. Their names resolve to nothing. No page of a
 * portal needs them.
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

/** Switches that keep the browser from calling anyone but the portal. Nothing is hidden or patched. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  // What a crash report holds of the memory may be a secret. Playwright gives `--disable-breakpad`.
  '--disable-crash-reporter',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  `--host-resolver-rules=${CALLED_BY_ITSELF.map((host) => `MAP ${host} ~NOTFOUND`).join(',')}`,
  '--no-first-run',
  '--no-pings',
];

/**
 * Starts the browser, with an honest user agent that has raccord's name in it, and Chromium's
 * sandbox on, except for root, under whom Chromium refuses to start with it.
 * @throws RaccordError BROWSER_NOT_STARTED with the first line of what the browser said.
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
    userAgent: `${userAgent} raccord/${options.version}`,
    kill: () => {
      if (browser.isConnected()) process.kill(pid, 'SIGKILL');
    },
    close: async () => {
      await browser.close();
      await gone;
      // Until it has ended it may make again what was removed when it was let go.
      await removeOwnFolder(folder);
    },
  };
}

/** A context of its own in a started browser: French, as the portal's own users see it. */
export async function newContext(
  { browser, userAgent }: Pick<StartedBrowser, 'browser' | 'userAgent'>,
  { storageState }: ContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    userAgent,
    viewport: { width: 1280, height: 900 },
    ...(storageState !== undefined && { storageState }),
  });
  context.setDefaultTimeout(15_000);
  context.setDefaultNavigationTimeout(45_000);
  return context;
}

/** @param folder where Playwright puts the browser's profile. */
async function start(options: LaunchOptions, folder: string): Promise<Browser> {
  // The browser itself keeps the usual folder: the name of a socket in it must not get too long.
  // Its proxy it is told below: in its own way it would go another way than raccord, and without a password.
  const env = withoutProxyVariables(environmentWith({}));
  const launch = (): Promise<Browser> =>
    chromium.launch({
      ...options.browser,
      headless: !options.headed,
      chromiumSandbox: process.getuid?.() !== 0,
      args: QUIET,
      env,
      ...proxyFor(options.network),
      // Ctrl-C is raccord's to answer: the step in hand is finished before the browser goes.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      ...(options.slowMo !== undefined && { slowMo: options.slowMo }),
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

/** User and password are not among the browser's arguments: Playwright gives them where it is asked. */
function proxyFor(network: Network): Pick<LaunchOptionsOfPlaywright, 'proxy'> {
  const { https } = network;
  if (https === undefined) return {};
  const { server, access } = https;
  // What is not to be called must not be asked of the proxy either.
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
