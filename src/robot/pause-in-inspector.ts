import type { Page } from 'playwright';
import { withOwnSignals } from '../browser/own-signals.ts';

/** How long the Inspector has to take hold of the page, in milliseconds; its log may miss the name then. */
const INSPECTOR_TIMEOUT_MS = 10_000;

/**
 * Opens Playwright's Inspector, with a name in its log, and waits there for the person. The Inspector
 * shows calls and no names, but a trace's group is a call that bears one; it writes down only what
 * comes after it took hold of the page, which its own function in the page tells. Ctrl-C ends it as ▶ does.
 */
export async function pauseInInspector(
  page: Page,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const { debugger: inspector, tracing } = page.context();
  const goOn = (): void => {
    // It may not be paused yet, or the person was quicker.
    void inspector.resume().catch(() => undefined);
  };
  signal.addEventListener('abort', goOn, { once: true });
  let naming: Promise<unknown> = Promise.resolve();
  inspector.once('pausedstatechanged', () => {
    if (signal.aborted) goOn();
    naming = inspectorHolds(page)
      .then(() => tracing.group(name))
      // A name that cannot be shown is no reason to go on without the person.
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
