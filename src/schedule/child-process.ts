import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A run that is going on. */
export interface RunningChild {
  readonly pid: number | undefined;
  /** Never fails: a run that could not be started has ended too. */
  readonly ended: Promise<ChildEnd>;
  /** Asks it to end after the step in hand; only the first call does anything. */
  stop(): void;
}

export interface ChildEnd {
  /** Absent where a signal ended it, or it never started. */
  readonly exitCode?: number;
  /** What ended it otherwise: a signal's name, or why it could not be started. */
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

/** How long output may still come after the process has ended, in milliseconds. */
const LAST_WORDS = 2_000;

/** Runs a command, without a terminal, and passes on what it prints, line by line. */
export function startChild(options: ChildOptions): RunningChild {
  const { file, args, environment, folder, out, err } = options;
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own it does not get the terminal's Ctrl-C beside `stop`: a second signal
    // stops raccord at once. Windows has no other signal than that Ctrl-C.
    detached: process.platform !== 'win32',
  });
  // That it could not be started is seen below; that it could not be signalled means it has ended.
  child.on('error', () => undefined);
  const printed = Promise.all([passOn(child.stdout, out), passOn(child.stderr, err)]);
  let stopped = false;
  // Whoever ends this process at once (a second Ctrl-C) means the run too.
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
  // A process that it left behind may hold its output open for ever.
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
