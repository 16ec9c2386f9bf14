import type { Page } from 'playwright';

/** Timeout for the Inspector to attach, in milliseconds; its log may then lack the name. */
const INSPECTOR_TIMEOUT_MS = 10_000;

/**
 * Opens Playwright's Inspector, with a name in its log, and waits for the person to resume. The
 * Inspector shows calls only, but a trace's group is a call with a name; it logs only calls after
 * it attached to the page, which its own function in the page shows. Ctrl-C resumes as ▶ does.
 */
export async function pauseInInspector(
  page: Page,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const { debugger: inspector, tracing } = page.context();
  const goOn = (): void => {
    // It may not be paused yet, or the person has already resumed.
    void inspector.resume().catch(() => undefined);
  };
  signal.addEventListener('abort', goOn, { once: true });
  let naming: Promise<unknown> = Promise.resolve();
  inspector.once('pausedstatechanged', () => {
    if (signal.aborted) goOn();
    naming = inspectorHolds(page)
      .then(() => tracing.group(name))
      // The pause must happen even if the name cannot be shown.
      .catch(() => undefined);
  });
  await withOwnSignals(process, () => page.pause());
  signal.removeEventListener('abort', goOn);
  await naming;
  await tracing.groupEnd();
}

async function inspectorHolds(page: Page): Promise<void> {
  await page.waitForFunction(() => '__pw_refreshOverlay' in globalThis, undefined, {
    polling: 100,
    timeout: INSPECTOR_TIMEOUT_MS,
  });
}

/** Signals that ask the process to end. */
const ENDING: ReadonlySet<string | symbol> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

type Listener = (...args: unknown[]) => void;

/**
 * Keeps a library from handling the signals that end this process, for the duration of some work:
 * Playwright's Inspector launches a browser of its own, whose signal handler makes Ctrl-C close
 * every browser and end the process, then and for the rest of the run.
 * @param process the process whose existing listeners are kept.
 */
export async function withOwnSignals<T>(
  process: Pick<NodeJS.EventEmitter, 'on' | 'off'>,
  work: () => Promise<T>,
): Promise<T> {
  const refuse = (event: string | symbol, listener: Listener): void => {
    // The event is emitted before the listener is added.
    if (ENDING.has(event)) queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', refuse);
  try {
    return await work();
  } finally {
    process.off('newListener', refuse);
  }
}
