import { password as askHidden, isCancel } from '@clack/prompts';
import type { Person } from '../../flows/sign-in.ts';
import { Secret } from '../domain/secret.ts';
import type { Texts } from '../messages/texts-en.ts';
import type { Terminal } from './terminal.ts';

/** The person at this terminal, or nobody where there is none. */
export function personAt(terminal: Terminal, texts: Texts, headed: boolean): Person {
  return {
    hasWindow: headed && terminal.isInteractive,
    askInWindow: () => {
      terminal.err(texts.signIn.inWindow);
    },
    askCode: async (screen) => {
      // With a window at hand the person types the code there.
      if (!terminal.isInteractive || headed) return undefined;
      const { askMailedCode, askAppCode } = texts.signIn;
      const message = screen === 'mailed-code' ? askMailedCode : askAppCode;
      const answer = await askHidden({ message, output: process.stderr });
      return isCancel(answer) ? undefined : new Secret(answer.trim());
    },
  };
}
