/**
 * Removes `--profile` from a line: no command has it among its own flags. If the line names no
 * profile, those of `schedule` itself apply.
 */
export function withoutProfiles(
  words: readonly string[],
  own: readonly string[],
): { readonly line: readonly string[]; readonly profiles: readonly string[] } {
  const { line, named } = words.reduce<{ line: string[]; named: string[]; isName: boolean }>(
    ({ line, named, isName }, word) => {
      if (isName) return { line, named: [...named, word], isName: false };
      if (word === '--profile') return { line, named, isName: true };
      const [, name] = /^--profile=(.*)$/su.exec(word) ?? [];
      return name === undefined
        ? { line: [...line, word], named, isName }
        : { line, named: [...named, name], isName };
    },
    { line: [], named: [], isName: false },
  );
  return { line, profiles: [...new Set(named.length === 0 ? own : named)] };
}
