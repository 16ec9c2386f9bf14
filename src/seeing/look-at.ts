import type { Frame, Locator, Page } from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { parseLook, type Look, type Thing } from './look.ts';

/** The part of a browser to look at: a tab's document, a frame's document, or a part of either. */
export type Scope = Page | Frame | Locator;

/** Playwright's message for a document without a body, or a part that is gone. */
const NOT_THERE = 'does not match any element';

/**
 * Reads all that a document shows, in one call; empty if it has no body yet. Playwright records the
 * result: while a trace is kept, no secret may be on the page (`src/browser/trace-recorder.ts`).
 */
export async function lookAt(scope: Scope): Promise<Look> {
  const part = 'elementHandles' in scope ? scope : scope.locator('body');
  // A hung page is detected by its heartbeat, not by a timeout here.
  const snapshot: unknown = await part
    .ariaSnapshotJSON({ mode: 'ai', boxes: true, timeout: 0 })
    .catch((error: unknown) => {
      if (safeMessage(error).includes(NOT_THERE)) return [];
      throw error;
    });
  return parseLook(snapshot);
}

/** Returns a locator for an element of a look: lost once the page has rendered it again. */
export function locatorOf(scope: Scope, thing: Thing): Locator {
  return scope.locator(selectorOf(thing));
}

/** Returns the selector of the same locator. */
export function selectorOf({ ref }: Thing): string {
  return `aria-ref=${ref ?? 'none'}`;
}
