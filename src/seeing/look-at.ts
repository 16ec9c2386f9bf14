import type { Frame, FrameLocator, Locator, Page } from 'playwright';
import { parseLook, type Look, type Thing } from './look.ts';

/** Where raccord looks: a tab's own document, that of a frame in it, or a part of either. */
export type Scope = Page | Frame | FrameLocator | Locator;

/**
 * Takes in all that a document shows, in one call. Playwright records what it gives: while a trace
 * is kept, no secret may be on the page (`src/browser/trace.ts`).
 */
export async function lookAt(scope: Scope): Promise<Look> {
  const options = { mode: 'ai', boxes: true } as const;
  if ('ariaSnapshotJSON' in scope) return parseLook(await scope.ariaSnapshotJSON(options));
  return parseLook(await scope.locator('body').ariaSnapshotJSON(options));
}

/** What a look saw, to act on it: gone once the page has drawn it anew. */
export function seenIn(scope: Scope, { ref }: Thing): Locator {
  return scope.locator(`aria-ref=${ref ?? 'none'}`);
}
