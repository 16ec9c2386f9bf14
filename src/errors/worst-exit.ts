import { EXIT, type ExitCode } from './errors.ts';

/**
 * Returns the one exit code of a command that did several things in turn: an interruption first, then
 * what a person is to do something about, then "some failed". That nothing was touched is said only
 * where it holds of all.
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
