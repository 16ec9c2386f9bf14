import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import type { RaccordProcessOptions, Finished } from '../../fixtures/playwright/raccord-process.ts';
import { testBrowser } from '../../fixtures/playwright/test-browser.ts';

interface HereOptions extends RaccordProcessOptions {
  /** Told of each line of standard error as it is written, before raccord goes on. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the real command line inside the test's own process, so that a test can act between two
 * steps: what it does when a line is written is done before raccord's next move.
 */
export async function raccordHere(
  args: readonly string[],
  { environment, folder, onLine = () => undefined }: HereOptions,
): Promise<Finished> {
  const stdout = gathering(() => undefined);
  const stderr = gathering(onLine);
  let before: number | undefined;
  const surroundings = Object.assign(new EventEmitter(), {
    argv: ['node', 'raccord', ...args],
    env: { ...systemEnvironment(), LC_ALL: 'C.UTF-8', ...environment },
    cwd: () => folder,
    umask: (mask: number) => {
      before = process.umask(mask);
      return before;
    },
    stdin: { isTTY: false },
    stdout: stdout.stream,
    stderr: stderr.stream,
    exitCode: null,
  });
  await main(surroundings as unknown as NodeJS.Process, '0.0.0-test');
  // The next test of this process has its own.
  if (before !== undefined) process.umask(before);
  return { exitCode: surroundings.exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function gathering(onLine: (line: string) => void): { stream: Writable; text: () => string } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      onLine(chunk.toString());
      done();
    },
  });
  return { stream, text: () => text };
}

function systemEnvironment(): Record<string, string> {
  const browser = testBrowser();
  const { HOME } = process.env;
  return {
    ...(browser !== undefined && { RACCORD_BROWSER: browser }),
    ...(HOME !== undefined && { HOME }),
  };
}
