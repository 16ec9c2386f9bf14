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
  conflict: (one: string, other: string) => `option '${one}' does not go with '${other}'`,
  excessArguments: (expected: number, found: number) =>
    `too many arguments: ${found} instead of ${expected}`,
  invalidValue: (flags: string, value: string, why: string) =>
    `option '${flags}' with '${value}': ${why}`,
  siretParts: (parts: string) =>
    `'${parts}' is no whole SIRET: it has 14 digits, with or without spaces`,
  choices: (names: string) => `one of ${names}.`,
  positiveNumber: 'a number from 1 on',
  port: 'a port number, from 0 to 65535',
  milliseconds: 'milliseconds such as 250, or a time such as 2s',
  timeSpan: (example: string) => `a time with its unit, such as ${example} (ms, s, m, h or d)`,
  see: (command: string) => `See: ${command} --help`,
};
