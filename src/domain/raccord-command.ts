import { shellWord } from './shell-word.ts';

/**
 * Writes a raccord command as it is typed in a POSIX shell.
 * @param words what follows `raccord`, each as the command gets it.
 */
export type WriteCommand = (...words: readonly string[]) => string;

/** Returns what writes commands for the profile in use, so that they can be pasted as they stand. */
export function commandWriter(profile?: string): WriteCommand {
  const own = profile === undefined ? [] : ['--profile', profile];
  return (...words) => ['raccord', ...words, ...own].map(shellWord).join(' ');
}
