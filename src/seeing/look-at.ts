import type { Frame, FrameLocator, Locator, Page } from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { parseLook, type Look, type Thing } from './look.ts';

/** Where raccord looks: a tab's own document, that of a frame in it, or a part of either. */
export type Scope = Page | Frame | FrameLocator | Locator;

/** What Playwright says of a document that has no body yet, and of a part that is gone. */
const NOT_THERE = 'does not match any element';

/**
 * Takes in all that a document shows, in one call; nothing, where it has no body yet. Playwright
 * records what it gives: while a trace is kept, no secret may be on the page
 * (`src/browser/trace-recorder.ts`).
 */
export async function lookAt(scope: Scope): Promise<Look> {
  const part = 'elementHandles' in scope ? scope : scope.locator('body');
  // A page that hangs is found out by its heartbeat, not by a limit here.
  const snapshot: unknown = await part
    .ariaSnapshotJSON({ mode: 'ai', boxes: true, timeout: 0 })
    .catch((error: unknown) => {
      if (safeMessage(error).includes(NOT_THERE)) return [];
      throw error;
    });
  return parseLook(snapshot);
}

/** What a look saw, to act on it: gone once the page has drawn it anew. */
export function locatorOf(scope: Scope, { ref }: Thing): Locator {
  return scope.locator(`aria-ref=${ref ?? 'none'}`);
}
