import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A run in progress. */
export interface RunningChild {
  readonly pid: number | undefined;
  /** Never rejects: a run that could not be started counts as ended. */
  readonly ended: Promise<ChildEnd>;
  /** Asks the process to end after its current step; only the first call has an effect. */
  stop(): void;
}

export interface ChildEnd {
  /** Absent if a signal ended the process, or it never started. */
  readonly exitCode?: number;
  /** A signal's name, or why the process could not be started. */
  readonly reason?: string;
}

export interface ChildOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** Time in milliseconds for remaining output after the process has ended. */
const LAST_WORDS = 2_000;

/** Runs a command without a terminal and passes on its output line by line. */
export function startChild(options: ChildOptions): RunningChild {
  const { file, args, environment, folder, out, err } = options;
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // In its own process group it does not receive the terminal's Ctrl-C in addition to `stop`: a
    // second signal stops raccord at once. On Windows that Ctrl-C is the only signal.
    detached: process.platform !== 'win32',
  });
  // A failed start is handled below; a failed signal means that the process has ended.
  child.on('error', () => undefined);
  const printed = Promise.all([passOn(child.stdout, out), passOn(child.stderr, err)]);
  let stopped = false;
  // Ending this process at once (a second Ctrl-C) also ends the run.
  const abandon = (): void => void child.kill();
  process.once('exit', abandon);
  const ended = endOf(child, printed).finally(() => process.off('exit', abandon));
  return {
    pid: child.pid,
    ended,
    stop: () => {
      if (stopped || process.platform === 'win32') return;
      stopped = true;
      child.kill('SIGTERM');
    },
  };
}

async function endOf(child: ChildProcess, printed: Promise<unknown>): Promise<ChildEnd> {
  let exit: [number | null, NodeJS.Signals | null];
  try {
    exit = (await once(child, 'exit')) as typeof exit;
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  // An orphaned child process may hold its output open for ever.
  await Promise.race([printed, new Promise((resolve) => setTimeout(resolve, LAST_WORDS).unref())]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  const [exitCode, signal] = exit;
  return exitCode === null ? { reason: signal ?? '' } : { exitCode };
}

async function passOn(stream: Readable, print: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  lines.on('line', print);
  stream.on('error', () => lines.close());
  await once(lines, 'close');
}
