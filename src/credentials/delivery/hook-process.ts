import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { HookSinkConfig } from '../../config/delivery-settings.ts';

/** The outcome of a hook's process. */
export interface HookResult {
  /** Absent if a signal ended it, it timed out, or it never started. */
  readonly exitCode?: number;
  readonly signal?: string;
  readonly isOverdue?: boolean;
  /** The reason if it could not be started. */
  readonly notStarted?: string;
  /** The end of its output, in whole lines; it may contain anything. */
  readonly said: string;
}

/** Maximum length of the output that is kept, in characters. */
const MAX_OUTPUT_CHARACTERS = 65_536;

/** Time for remaining output after the process has ended, in milliseconds. */
const LAST_WORDS = 500;

/** Runs a hook with a text on its standard input, and kills it and its children at the timeout. */
export async function runHook(config: HookSinkConfig, input: string): Promise<HookResult> {
  const { file, args, windowsVerbatimArguments, environment, timeoutMs } = config;
  const child = spawn(file, args, {
    windowsVerbatimArguments,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its process group is killed as a whole, and the terminal's Ctrl-C does not reach it.
    detached: process.platform !== 'win32',
  });
  const end = (): void => {
    endGroup(child);
  };
  // Ending this process at once ends the hook, too.
  process.once('exit', end);
  const overdue = new AbortController();
  const timer = setTimeout(() => {
    overdue.abort();
    end();
  }, timeoutMs);
  const said = [child.stdout, child.stderr].map(keepLast);
  // A hook may exit without reading its input; its exit code says whether that is an error.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    const ended = await endOf(child);
    const text = said.map((read) => read()).join('\n');
    if (overdue.signal.aborted) return { isOverdue: true, said: text };
    return { ...ended, said: text };
  } finally {
    clearTimeout(timer);
    process.off('exit', end);
  }
}

async function endOf(child: ChildProcess): Promise<Omit<HookResult, 'said'>> {
  const closed = once(child, 'close').catch(() => undefined);
  try {
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, string | null];
    // A background process of the hook may hold its output open forever.
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LAST_WORDS).unref())]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    return exitCode === null ? { signal: signal ?? '' } : { exitCode };
  } catch (error) {
    return { notStarted: error instanceof Error ? error.message : String(error) };
  }
}

/** Returns the whole lines at the end of a stream: a cut line may be part of a secret. */
function keepLast(stream: Readable): () => string {
  let kept = '';
  let isCut = false;
  stream.setEncoding('utf8');
  stream.on('error', () => undefined);
  stream.on('data', (chunk: string) => {
    kept += chunk;
    if (kept.length <= MAX_OUTPUT_CHARACTERS) return;
    kept = kept.slice(-MAX_OUTPUT_CHARACTERS);
    isCut = true;
  });
  return () => (isCut ? kept.slice(kept.indexOf('\n') + 1 || kept.length) : kept);
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has already ended, with all its children.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
