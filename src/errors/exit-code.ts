/** The exit codes of all commands. */
export const EXIT = {
  done: 0,
  someFailed: 1,
  badInput: 2,
  portalUnavailable: 3,
  signInRefused: 4,
  personNeeded: 5,
  drift: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Returns the exit code of a command with several parts: an interruption first, then a code that
 * needs a person's action, then "some failed". "Bad input", which means that nothing was touched,
 * is returned only if it applies to all parts.
 */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(EXIT.interrupted)) return EXIT.interrupted;
  const isAllInput = codes.every((code) => code === EXIT.badInput);
  const told = codes.map((code) =>
    code === EXIT.badInput && !isAllInput ? EXIT.someFailed : code,
  );
  const failed = told.filter((code) => code !== EXIT.done);
  return failed.find((code) => code !== EXIT.someFailed) ?? failed[0] ?? EXIT.done;
}
