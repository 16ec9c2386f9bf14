import { isRaccordError } from '../../errors/raccord-error.ts';
import type { KeepOpen } from '../../robot/robot-parts.ts';
import type { CommandContext } from '../context.ts';
import type { ShownProgress } from './progress-display.ts';

/**
 * Leaves the browser open after the work, however it ended, until the person presses Enter or
 * Ctrl-C or closes its windows. Without a terminal, only a signal or closing the windows ends it.
 */
export function keepOpenAt(
  { terminal, texts, signal }: CommandContext,
  progress: Pick<ShownProgress, 'pause'>,
): KeepOpen {
  return async (windowsClosed, error) => {
    if (signal.aborted) return;
    const { isInteractive } = terminal;
    const { endedBy, openUntilEnter, openUntilClosed } = texts.debug;
    progress.pause();
    if (isRaccordError(error)) terminal.err(endedBy(error.code));
    terminal.err(isInteractive ? openUntilEnter : openUntilClosed);
    await new Promise<void>((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        process.stdin.off('data', end).pause();
        resolve();
      };
      signal.addEventListener('abort', end);
      if (isInteractive) process.stdin.on('data', end);
      void windowsClosed.then(end);
    });
  };
}
