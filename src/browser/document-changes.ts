import type { BrowserContext, Frame } from 'playwright';

/** Records from the start when the documents of a context change, and when they are acted on. */
export async function recordChanges(context: BrowserContext): Promise<void> {
  await context.addInitScript(awaitUnchanged, { durationMs: 0, fromNow: false });
}

/** How long nothing may change, in milliseconds, and whether the time begins only now. */
export interface Rest {
  readonly durationMs: number;
  readonly fromNow: boolean;
}

/**
 * Returns true once nothing in a document has changed, and nobody has acted on it, for a while;
 * false as soon as it changes meanwhile.
 */
export async function isUnchangedFor(view: Frame, rest: Rest): Promise<boolean> {
  return view.evaluate(awaitUnchanged, rest);
}

/** Runs inside the page, so it can use nothing from outside. */
function awaitUnchanged({ durationMs, fromNow }: Rest): boolean | Promise<boolean> {
  /** When the document last changed, and what is told of the next change. */
  interface Changes {
    at: number;
    readonly waiting: Set<() => void>;
  }
  const ACTIONS = ['mousedown', 'click', 'keydown', 'input', 'change', 'focusin'];
  const key = Symbol.for('raccord.changes');
  const page = globalThis as unknown as Record<symbol, Changes | undefined>;

  function record(): Changes {
    const changes: Changes = { at: performance.now(), waiting: new Set() };
    const note = (): void => {
      changes.at = performance.now();
      for (const tell of changes.waiting) tell();
    };
    const observed = { attributes: true, characterData: true, childList: true, subtree: true };
    new MutationObserver(note).observe(document, observed);
    for (const action of ACTIONS) addEventListener(action, note, { capture: true, passive: true });
    return changes;
  }

  const changes = (page[key] ??= record());
  if (durationMs === 0) return true;
  // Even after the whole rest: timers of the page that are due on a busy machine run before this one.
  const restMs = (fromNow ? 0 : changes.at - performance.now()) + durationMs;
  return new Promise((resolve) => {
    const end = (isUnchanged: boolean) => (): void => {
      changes.waiting.delete(onChange);
      clearTimeout(timer);
      resolve(isUnchanged);
    };
    const onChange = end(false);
    const timer = setTimeout(end(true), restMs);
    changes.waiting.add(onChange);
  });
}
