import { password as askHidden, isCancel, confirm } from '@clack/prompts';
import type { Person } from '../../../flows/sign-in.ts';
import { Secret } from '../../secrets/secret.ts';
import type { ShownProgress } from './progress-display.ts';
import type { Terminal } from './terminal.ts';
import type { Texts } from '../../messages/texts.ts';
import type { KeepOpen } from '../../robot/robot-parts.ts';
import type { CommandContext } from '../context.ts';
import { isRaccordError } from '../../errors/raccord-error.ts';

/** Character that makes a terminal ring, or its window ask for attention. */
const BELL = '\u0007';

/**
 * Returns the person at this terminal; without one, no question is answered.
 * @param progress paused while the person is asked: live lines would overwrite the question.
 */
export function personAt(
  terminal: Terminal,
  texts: Texts,
  headed: boolean,
  progress: Pick<ShownProgress, 'pause'>,
): Person {
  return {
    isThere: terminal.isInteractive,
    hasWindow: headed && terminal.isInteractive,
    askInWindow: (screen, minutes) => {
      progress.pause();
      const { inWindow, screens } = texts.signIn;
      terminal.err(`${BELL}${inWindow(screens[screen], minutes)}`);
    },
    askCode: async (screen, refused) => {
      // With an open window, the person types the code there.
      if (!terminal.isInteractive || headed) return undefined;
      progress.pause();
      const { askMailedCode, askAppCode, codeRefused } = texts.signIn;
      if (refused !== undefined) terminal.err(codeRefused(refused));
      const message = screen === 'mailed-code' ? askMailedCode : askAppCode;
      const answer = await askHidden({ message, output: process.stderr });
      return isCancel(answer) ? undefined : new Secret(answer.trim());
    },
  };
}

/** Asks a person at the terminal; cancelling the question counts as no. */
export async function askYesOrNo(
  message: string,
  { answers }: Texts,
  initialValue: boolean,
): Promise<boolean> {
  const answer = await confirm({
    message,
    active: answers.yes,
    inactive: answers.no,
    initialValue,
    output: process.stderr,
  });
  return !isCancel(answer) && answer;
}

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
