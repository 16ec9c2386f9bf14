import { password as askHidden, isCancel } from '@clack/prompts';
import type { Person } from '../../flows/sign-in.ts';
import { Secret } from '../domain/secret.ts';
import type { Texts } from '../messages/texts-en.ts';
import type { ShownProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/**
 * The person at this terminal, or nobody where there is none.
 * @param progress is taken away while the person is asked: live lines would write over the question.
 */
export function personAt(
  terminal: Terminal,
  texts: Texts,
  headed: boolean,
  progress: Pick<ShownProgress, 'pause'>,
): Person {
  return {
    hasWindow: headed && terminal.isInteractive,
    askInWindow: () => {
      progress.pause();
      terminal.err(texts.signIn.inWindow);
    },
    askCode: async (screen) => {
      // With a window at hand the person types the code there.
      if (!terminal.isInteractive || headed) return undefined;
      progress.pause();
      const { askMailedCode, askAppCode } = texts.signIn;
      const message = screen === 'mailed-code' ? askMailedCode : askAppCode;
      const answer = await askHidden({ message, output: process.stderr });
      return isCancel(answer) ? undefined : new Secret(answer.trim());
    },
  };
}
