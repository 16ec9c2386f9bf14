/** What asks the process to end. */
const ENDING: ReadonlySet<string | symbol> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

type Listener = (...args: unknown[]) => void;

/**
 * Keeps a library from answering the signals that ask this process to end, while it does some work:
 * Playwright's Inspector has a browser of its own, whose launch makes Ctrl-C close every browser and end
 * the process, then and for the rest of the run.
 * @param process whose listeners are kept as they were.
 */
export async function withOwnSignals<T>(
  process: Pick<NodeJS.EventEmitter, 'on' | 'off'>,
  work: () => Promise<T>,
): Promise<T> {
  const refuse = (event: string | symbol, listener: Listener): void => {
    // It is told before the listener is there.
    if (ENDING.has(event)) queueMicrotask(() => process.off(event, listener));
  };
  process.on('newListener', refuse);
  try {
    return await work();
  } finally {
    process.off('newListener', refuse);
  }
}
