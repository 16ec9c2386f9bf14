import { EXIT, type ExitCode, type RaccordError } from '../domain/errors.ts';

/** The most telling of the causes: one that says what to do about all beats "some SIRET failed". */
export function exitCodeOf(causes: readonly RaccordError[]): ExitCode {
  const codes = causes.map(({ exitCode }) => exitCode);
  return codes.find((code) => code !== EXIT.someFailed) ?? codes[0] ?? EXIT.done;
}
