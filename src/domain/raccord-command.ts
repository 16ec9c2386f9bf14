/**
 * Writes a raccord command for a POSIX shell.
 * @param words the arguments of `raccord`, not yet quoted.
 */
export type WriteCommand = (...words: readonly string[]) => string;

/** Returns a writer of commands for the profile in use, which can be pasted unchanged. */
export function commandWriter(profile?: string): WriteCommand {
  const own = profile === undefined ? [] : ['--profile', profile];
  return (...words) => ['raccord', ...words, ...own].map(shellWord).join(' ');
}

/** Quotes a text as one word of a POSIX shell, so that a displayed command can be run as it is. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
