/** Errors in a command line that cannot be parsed. */
export const commandLineTextsEn = {
  meant: (name: string) => `(did you mean ${name}?)`,
  unknownOption: (flag: string, meant: string | undefined) =>
    `unknown option '${flag}'${meant === undefined ? '' : ` ${commandLineTextsEn.meant(meant)}`}`,
  unknownCommand: (name: string, meant: string | undefined) =>
    `unknown command '${name}'${meant === undefined ? '' : ` ${commandLineTextsEn.meant(meant)}`}`,
  missingOption: (flags: string) => `option '${flags}' is missing`,
  missingValue: (flags: string) => `option '${flags}' has no value`,
  missingArgument: (name: string) => `argument '${name}' is missing`,
  conflict: (one: string, other: string) => `option '${one}' cannot be used with '${other}'`,
  excessArguments: (expected: number, found: number) =>
    `too many arguments: ${found} instead of ${expected}`,
  invalidValue: (flags: string, value: string, why: string) =>
    `option '${flags}', value '${value}': ${why}`,
  invalidArgument: (name: string, value: string, why: string) =>
    `argument '${name}', value '${value}': ${why}`,
  siretParts: (parts: string) =>
    `'${parts}' is not a complete SIRET: a SIRET has 14 digits, with or without spaces`,
  choices: (names: string) => `must be one of ${names}.`,
  positiveNumber: 'must be a number, 1 or more',
  port: 'must be a port number, from 0 to 65535',
  milliseconds: 'must be milliseconds such as 250, or a duration such as 2s',
  timeSpan: (example: string) =>
    `must be a duration with its unit, such as ${example} (ms, s, m, h or d)`,
  see: (command: string) => `See: ${command} --help`,
};
