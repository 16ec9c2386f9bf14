import type { Page } from 'playwright';
import { withOwnSignals } from '../browser/own-signals.ts';

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
