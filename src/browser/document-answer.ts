import { setTimeout as pause } from 'node:timers/promises';
import type { Frame, Page } from 'playwright';

/** Timeout for a document's answer or report, in milliseconds. */
const ANSWER_MS = 3_000;
const LOOK_MS = 20;

/** Returns a document's answer, or a default if it is gone or takes too long. */
export async function within<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  const given = answer.catch(() => otherwise);
  return Promise.race([given, pause(ANSWER_MS, otherwise, { ref: false })]);
}

/** Returns a global property of a document; `undefined` if the document does not answer. */
export function propertyOf(frame: Frame, key: string): Promise<unknown> {
  return within<unknown>(
    frame.evaluate((name) => (globalThis as unknown as Record<string, unknown>)[name], key),
    undefined,
  );
}

/** Waits for a document's report, which may arrive after the request that it preceded. */
export async function waitForReport(isThere: () => boolean): Promise<void> {
  const end = performance.now() + ANSWER_MS;
  while (!isThere() && performance.now() < end) await pause(LOOK_MS);
}

/** Returns the status of a tab that was answered before raccord could listen; its page knows it. */
export async function ownStatus(page: Page): Promise<number | undefined> {
  const read = (): number | undefined =>
    performance
      .getEntriesByType('navigation')
      .map((entry) => ('responseStatus' in entry ? Number(entry.responseStatus) : undefined))[0];
  // A page that cannot be asked any more explains nothing; the original error stays.
  return page.evaluate(read).catch(() => undefined);
}
