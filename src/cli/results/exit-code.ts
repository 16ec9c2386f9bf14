import { EXIT, exitCodeAfter, type ExitCode, type RaccordError } from '../../domain/errors.ts';

/**
 * The most telling of the causes: one that says what to do about all beats "some SIRET failed".
 * @param hasWritten whether the command changed the portal before.
 */
export function exitCodeOf(causes: readonly RaccordError[], hasWritten: boolean): ExitCode {
  const codes = causes.map(({ code }) => exitCodeAfter(code, hasWritten));
  return codes.find((code) => code !== EXIT.someFailed) ?? codes[0] ?? EXIT.done;
}
