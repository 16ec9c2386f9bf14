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
