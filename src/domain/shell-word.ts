/** Quotes a text as one word of a POSIX shell, so that a displayed command can be run as it is. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
