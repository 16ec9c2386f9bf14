import { InvalidArgumentError } from 'commander';
import { parseTimeSpan } from '../../domain/clock.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { checkDigitIn, type PortalName } from '../../domain/portal-name.ts';
import { parseSiret, type Siret } from '../../domain/siret.ts';
import type { Texts } from '../../messages/texts.ts';

/** Collects the values of an option that may be repeated. */
export function collect(value: string, others: readonly string[] | undefined): readonly string[] {
  return [...(others ?? []), value];
}

/** Parses a whole number of at least 1. */
export function positiveNumber({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number > 0) return number;
    throw new InvalidArgumentError(commandLine.positiveNumber);
  };
}

/** Parses a port number; 0 for any free one. */
export function portNumber({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const port = Number(text);
    if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
    throw new InvalidArgumentError(commandLine.port);
  };
}

/**
 * Parses a duration, in milliseconds: `250ms`, `2s`, `60d`. A bare number is refused: 500 may be
 * meant as days.
 * @param example a value that the flag would accept.
 */
export function timeSpan({ commandLine }: Texts, example: string): (text: string) => number {
  return (text) => {
    // Zero is the same in every unit.
    const span = text === '0' ? 0 : parseTimeSpan(text);
    if (span === undefined) throw new InvalidArgumentError(commandLine.timeSpan(example));
    return span;
  };
}

/**
 * Parses a SIRET. In qualification, a wrong check digit only causes a warning.
 * @throws RaccordError SIRET_INVALID.
 */
export function siretOf(
  text: string,
  environment: PortalName | undefined,
  warn: (siret: Siret) => void = () => undefined,
): Siret {
  const reading = parseSiret(text, checkDigitIn(environment));
  if ('fault' in reading) {
    throw new RaccordError('SIRET_INVALID', { problems: [{ value: text, fault: reading.fault }] });
  }
  if (reading.warning !== undefined) warn(reading.siret);
  return reading.siret;
}
