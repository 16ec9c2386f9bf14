import { confirm, isCancel } from '@clack/prompts';
import type { Texts } from '../../messages/texts.ts';

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
