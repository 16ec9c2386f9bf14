/** Time for what a command left open to close by itself, in milliseconds. */
const CLOSING_MS = 2_000;

/** The parts of a process that are used here. */
export interface EndingProcess {
  readonly stdout: { readonly writableLength: number };
  readonly stderr: { readonly writableLength: number };
  exit(): unknown;
}

/**
 * Ends a process whose command is over, with its exit code, even if a library left something open:
 * Playwright's Inspector stays, and the process with it, if its page is closed while it starts. A
 * slow reader still gets all that was printed.
 * @param closingMs milliseconds.
 */
export function endProcess(process: EndingProcess, closingMs = CLOSING_MS): void {
  const { stdout, stderr } = process;
  const timer = setTimeout(() => {
    if (stdout.writableLength + stderr.writableLength > 0) endProcess(process, closingMs);
    else process.exit();
  }, closingMs);
  // A process with nothing left open ends at once.
  timer.unref();
}
