/** A text as one word of a POSIX shell's line, so that a command that is shown can be run as it is. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
