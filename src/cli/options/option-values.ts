import { InvalidArgumentError } from 'commander';
import { parseTimeSpan } from '../../domain/time-span.ts';
import type { Texts } from '../../messages/en/texts.en.ts';

/** Gathers the values of an option that may be given several times. */
export function collect(value: string, others: readonly string[] | undefined): readonly string[] {
  return [...(others ?? []), value];
}

/** Reads a whole number from 1 on. */
export function positiveNumber({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number > 0) return number;
    throw new InvalidArgumentError(commandLine.positiveNumber);
  };
}

/** Reads the number of a port; 0 for any free one. */
export function portNumber({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const port = Number(text);
    if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
    throw new InvalidArgumentError(commandLine.port);
  };
}

/**
 * Reads a time span of a flag, in milliseconds: `250ms`, `2s`, `60d`. A number alone is refused: 500
 * may be meant as days.
 * @param example one that the flag would take.
 */
export function timeSpan({ commandLine }: Texts, example: string): (text: string) => number {
  return (text) => {
    // Nothing is nothing in every unit.
    const span = text === '0' ? 0 : parseTimeSpan(text);
    if (span === undefined) throw new InvalidArgumentError(commandLine.timeSpan(example));
    return span;
  };
}
