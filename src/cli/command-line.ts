import { CommanderError, InvalidArgumentError, type Command, type Option } from 'commander';
import { editDistance } from '../domain/text-similarity.ts';
import type { Texts } from '../messages/texts.ts';

/** Options that print something instead of running the command. */
const SHOWN_INSTEAD: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-V']);

/** Digit groups of a written SIRET: 732 829 320 00074, or its SIREN and the rest. */
const GROUPS: readonly (readonly number[])[] = [
  [3, 3, 3, 5],
  [9, 5],
];

/** Joins a SIRET pasted with spaces, which a shell splits into several arguments. */
export function joinSirets(args: readonly string[]): string[] {
  const joined: string[] = [];
  let index = 0;
  while (index < args.length) {
    const groups = GROUPS.find((lengths) =>
      lengths.every((length, at) => isDigits(args[index + at], length)),
    );
    const count = groups?.length ?? 1;
    joined.push(args.slice(index, index + count).join(''));
    index += count;
  }
  return joined;
}

function isDigits(text: string | undefined, length: number): boolean {
  return text?.length === length && /^\d+$/u.test(text);
}

/** Rewrites `raccord help run`, `raccord` alone and `raccord keys` alone as `--help` calls. */
export function askedForHelp(program: Command, args: readonly string[]): string[] {
  const [first, ...others] = args;
  if (first === 'help') return [...others, '--help'];
  const { command, rest, operands } = commandOf(program, args);
  const isGroup = command.commands.length > 0 && operands.length === 0;
  return isGroup && rest.every((arg) => !arg.startsWith('-')) ? [...args, '--help'] : [...args];
}

/** Problems of a command line, with the command that has them. */
export interface CommandLineProblems {
  /** Such as `raccord credentials show`. */
  readonly command: string;
  readonly lines: readonly string[];
}

/**
 * Returns every problem with the options: Commander reports only the first, and takes a misspelt
 * option for a missing one. Leaves all other problems to Commander.
 */
export function commandLineProblems(
  program: Command,
  args: readonly string[],
  texts: Texts,
): CommandLineProblems | undefined {
  const { commandLine } = texts;
  const { command, rest, operands } = commandOf(program, args);
  if (command.commands.length > 0) {
    const [name] = operands;
    // The word after an unknown option may be its value rather than a command.
    const before = name === undefined ? args : args.slice(0, args.indexOf(name));
    const asked = before.filter((arg) => !SHOWN_INSTEAD.has(arg));
    const { lines } = readOptions(command, asked, texts);
    if (lines.length > 0) return { command: pathOf(command), lines };
    if (name === undefined) return undefined;
    const meant = nearest(
      name,
      command.commands.map((one) => one.name()),
    );
    const line = commandLine.unknownCommand(name, meant);
    return { command: pathOf(command), lines: [line] };
  }
  if (rest.some((arg) => SHOWN_INSTEAD.has(arg))) return undefined;
  const { given, lines } = readOptions(command, rest, texts);
  const missing = command.options.filter((option) => option.mandatory && !given.has(option));
  // A misspelt mandatory option is reported only as misspelt.
  const told = lines.join('\n');
  const digits = operands.filter((arg) => /^\d+$/u.test(arg));
  const siret = command.options.find(({ long }) => long === '--siret');
  if (siret !== undefined && given.has(siret) && hasPartsOfSiret(rest, digits)) {
    lines.push(commandLine.siretParts(digits.join(' ')));
  }
  for (const { flags, long } of missing) {
    if (!told.includes(commandLine.meant(long ?? flags))) {
      lines.push(commandLine.missingOption(flags));
    }
  }
  return lines.length === 0 ? undefined : { command: pathOf(command), lines };
}

/** Returns true if a SIRET was pasted with spaces and is incomplete. */
function hasPartsOfSiret(args: readonly string[], digits: readonly string[]): boolean {
  const at = args.findIndex((arg) => arg === '--siret');
  const [first = '', second = ''] = args.slice(at + 1);
  return digits.length > 1 && isDigits(first, 3) && /^\d{1,5}$/u.test(second);
}

/** Translates an error of Commander, whose messages have no structured parts. */
export function commanderErrorText(
  { code, message }: CommanderError,
  { commandLine }: Texts,
): string {
  const quoted = [...message.matchAll(/'([^']*)'/gu)].map(([, text = '']) => text);
  const [first = '', second = ''] = quoted;
  switch (code) {
    case 'commander.missingArgument':
      return commandLine.missingArgument(first);
    case 'commander.optionMissingArgument':
      return commandLine.missingValue(first);
    case 'commander.missingMandatoryOptionValue':
      return commandLine.missingOption(first);
    case 'commander.conflictingOption':
      return commandLine.conflict(first, second);
    case 'commander.unknownOption':
      return commandLine.unknownOption(first, undefined);
    case 'commander.unknownCommand':
      return commandLine.unknownCommand(first, undefined);
    case 'commander.excessArguments': {
      const [, expected = '', found = ''] = /Expected (\d+) .* got (\d+)/u.exec(message) ?? [];
      return commandLine.excessArguments(Number(expected), Number(found));
    }
    case 'commander.invalidArgument': {
      // Of an option, raccord itself has told it before.
      const [, choices] = / is invalid for argument .* choices are (.*)\.$/su.exec(message) ?? [];
      if (choices !== undefined) {
        return commandLine.invalidArgument(second, first, commandLine.choices(choices));
      }
      const [, why = ''] = / is invalid\. (.*)$/su.exec(message) ?? [];
      return commandLine.invalidValue(first, second, why);
    }
    default:
      return message.replace(/^error: /u, '');
  }
}

/** Returns the command that a line names, the words after its name, and its operands. */
function commandOf(
  program: Command,
  args: readonly string[],
): { readonly command: Command; readonly rest: readonly string[]; readonly operands: string[] } {
  let command = program;
  let rest = withoutGeneral(program, args);
  for (;;) {
    const index = rest.findIndex((arg) => !arg.startsWith('-'));
    const name = rest[index];
    const next = command.commands.find((one) => one.name() === name);
    if (next === undefined) break;
    command = next;
    rest = [...rest.slice(0, index), ...rest.slice(index + 1)];
  }
  return { command, rest, operands: rest.filter((arg) => !arg.startsWith('-')) };
}

/** Removes general options that take a value, which could be mistaken for a command's name. */
function withoutGeneral(program: Command, args: readonly string[]): readonly string[] {
  const general = program.options.filter(({ required }) => required);
  const isGeneral = (arg = ''): boolean => general.some(({ long }) => long === arg);
  const hasValue = (index: number): boolean =>
    isGeneral(args[index]) && args[index + 1]?.startsWith('-') === false;
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args.filter((arg, index) => {
    if (index > end) return true;
    return !hasValue(index) && !hasValue(index - 1) && !isGeneral(/^(.*?)=/su.exec(arg)?.[1]);
  });
}

function pathOf(command: Command): string {
  return ['raccord', ...namesOf(command)].join(' ');
}

/** Returns the names that lead to a command, such as `credentials` and `show`. */
export function namesOf(command: Command): string[] {
  return command.parent === null ? [] : [...namesOf(command.parent), command.name()];
}

function knownOptions(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent === null ? [] : knownOptions(command.parent))];
}

function readOptions(
  command: Command,
  args: readonly string[],
  { commandLine }: Texts,
): { readonly given: ReadonlySet<Option>; readonly lines: string[] } {
  const known = knownOptions(command);
  const given = new Set<Option>();
  const lines: string[] = [];
  let index = 0;
  const isValue = (text: string | undefined): text is string =>
    text !== undefined && !/^--?[a-z]/iu.test(text);
  while (index < args.length) {
    const arg = args[index] ?? '';
    index += 1;
    if (arg === '--') break;
    if (!/^--?[a-z]/iu.test(arg)) continue;
    const [flag = arg, ...inFlag] = arg.split('=');
    const option = known.find(({ long, short }) => long === flag || short === flag);
    if (option === undefined) {
      const longs = known.flatMap(({ long }) => long ?? []);
      lines.push(commandLine.unknownOption(flag, nearest(flag, longs)));
      continue;
    }
    given.add(option);
    if (!option.required && !option.optional) continue;
    const values = inFlag.length > 0 ? [inFlag.join('=')] : [];
    while (values.length === 0 || (option.variadic && inFlag.length === 0)) {
      const value = args[index];
      if (!isValue(value)) break;
      values.push(value);
      index += 1;
    }
    if (values.length === 0 && option.required) lines.push(commandLine.missingValue(option.flags));
    for (const value of values) {
      const why = faultOf(option, value, commandLine);
      if (why !== undefined) lines.push(commandLine.invalidValue(option.flags, value, why));
    }
  }
  return { given, lines };
}

function faultOf(
  { argChoices, parseArg }: Option,
  value: string,
  commandLine: Texts['commandLine'],
): string | undefined {
  if (argChoices !== undefined) {
    return argChoices.includes(value) ? undefined : commandLine.choices(argChoices.join(', '));
  }
  try {
    parseArg?.(value, undefined);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}

/** Maximum number of wrong letters in ten for a name to be suggested. */
const WRONG_IN_TEN = 5;

function nearest(wrong: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, wrong: editDistance(wrong, name) }))
    .filter(({ name, wrong: letters }) => letters * 10 <= name.length * WRONG_IN_TEN)
    .sort((one, other) => one.wrong - other.wrong);
  return best?.name;
}
