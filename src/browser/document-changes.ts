import type { Frame } from 'playwright';

/** Returns whether nothing in a document changes for a while (milliseconds), once it has passed. */
export async function isUnchangedFor(view: Frame, durationMs: number): Promise<boolean> {
  return view.evaluate(watchForChange, durationMs);
}

/** Runs inside the page. Resolves with the first change, otherwise at the end. */
function watchForChange(durationMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      end(false);
    });
    const timer = setTimeout(() => {
      end(true);
    }, durationMs);
    function end(isUnchanged: boolean): void {
      observer.disconnect();
      clearTimeout(timer);
      resolve(isUnchanged);
    }
    observer.observe(document, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
}
