import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  reasonOfIssue,
  type ConfigProblem,
  type ConfigReason,
  type SecretSource,
} from '../errors/config-problem.ts';
import { Secret } from '../secrets/secret.ts';
import { readTextBytes } from '../files/text-bytes.ts';
import {
  secretVariables,
  variables,
  type Environment,
  type SecretName,
} from './variable-schema.ts';
import { characterFault, placeholderFault, secretOddities, wrappingFault } from './value-faults.ts';
import { waysToGive } from './variable-names.ts';
import { shellWord } from '../domain/raccord-command.ts';

/** The time limit of a command that prints a secret, in milliseconds. */
const COMMAND_TIMEOUT_MS = 60_000;

/**
 * `pass show NAME` without further commands. Such stores keep the secret in an entry's first line
 * and notes in those below.
 */
const PASS_SHOW = /^\s*(?:\S*\/)?(?:pass|gopass)\s+(?:show\s+)?[^|;&<>`\n]+$/u;

/** The variables with the faults in their spelling, and warnings about secrets. */
export interface GivenVariables {
  readonly values: Environment;
  /** By variable: the reason why its value is wrong or may not be the intended one. */
  readonly faults: ReadonlyMap<string, ConfigReason>;
  /** Collects the warnings about secrets. */
  readonly warnings: ConfigProblem[];
}

export type Problems = ConfigProblem[];

/** Returns the ways in which a secret is given: more than one is an error. */
export function givenSources(name: string, { values, faults }: GivenVariables): string[] {
  return waysToGive(name).filter((way) => (values[way] ?? '') !== '' || faults.has(way));
}

/**
 * Reads a secret from its variable, from the file named by `NAME_FILE`, or from the output of the
 * command in `NAME_COMMAND`, without surrounding line breaks. Mistakes are added to `problems`, by
 * the variable's name and never with a value.
 */
export function readSecretVariable(
  name: SecretName,
  given: GivenVariables,
  problems: Problems,
): Secret | undefined {
  const ways = givenSources(name, given);
  if (ways.length > 1) {
    problems.push({ place: ways.join(', '), reason: { key: 'given-twice' } });
    return undefined;
  }
  const [place] = ways;
  if (place === undefined) return undefined;
  const fault = given.faults.get(place);
  if (fault !== undefined) {
    problems.push({ place, reason: fault });
    return undefined;
  }
  try {
    const value = valueOf(place, given);
    if (typeof value !== 'string') {
      problems.push({ place, reason: value });
      return undefined;
    }
    const parsed = secretVariables[name].safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const reason: ConfigReason = issue === undefined ? { key: 'invalid' } : reasonOfIssue(issue);
      problems.push({ place, reason });
      return undefined;
    }
    given.warnings.push(...secretOddities(value).map((reason) => ({ place, reason })));
    return new Secret(parsed.data);
  } catch (error) {
    problems.push({ place, reason: unreadableReason(error) });
  }
  return undefined;
}

/** Returns the text that a variable gives, or the reason why it cannot be a secret. */
function valueOf(variable: string, given: GivenVariables): string | ConfigReason {
  const { values, warnings } = given;
  const setting = values[variable] ?? '';
  if (variable.endsWith('_FILE')) {
    const isOwn = isServiceCredential(setting, values);
    const open = exposureProblem(setting, isOwn ? 0o037 : 0o077);
    if (open !== undefined) return open;
    return secretIn(readFileSync(setting), 'file');
  }
  if (variable.endsWith('_COMMAND')) {
    const { file, args, ...verbatim } = shellOf(setting);
    const printed = execFileSync(file, args, {
      ...verbatim,
      timeout: COMMAND_TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...commandEnvironment(values) },
    });
    const value = secretIn(printed, 'command');
    if (typeof value === 'string' || value.key !== 'several-lines') return value;
    if (!PASS_SHOW.test(setting)) return value;
    const first = secretIn(firstLineOf(printed), 'command');
    const reason = { key: 'first-line-taken', lines: value.lines } as const;
    if (typeof first === 'string') warnings.push({ place: variable, reason });
    return first;
  }
  return placeholderFault(setting) ?? oneLine(setting, 'value');
}

function secretIn(bytes: Buffer, from: SecretSource): string | ConfigReason {
  const reading = readTextBytes(bytes);
  return 'fault' in reading ? { key: reading.fault } : oneLine(reading.text, from);
}

/** Returns a secret without empty lines around it: it is typed into a field of one line. */
function oneLine(text: string, from: SecretSource): string | ConfigReason {
  const value = text.replace(/^(?:[ \t]*[\r\n])+|(?:[\r\n][ \t]*)+$/gu, '');
  const { length: lines } = value.split(/\r\n?|\n/u);
  if (lines > 1) return { key: 'several-lines', lines, from };
  return characterFault(value) ?? (from === 'value' ? undefined : wrappingFault(value)) ?? value;
}

function firstLineOf(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\n');
  return end === -1 ? bytes : bytes.subarray(0, end);
}

/** A shell with the arguments that run a command line of the operator. */
export interface Shell {
  readonly file: string;
  readonly args: readonly string[];
  /** Present if the arguments are one line, in which nothing is to be quoted or escaped. */
  readonly windowsVerbatimArguments?: true;
}

/** Returns the system's shell for a command line, which reads the line as it is written. */
export function shellOf(line: string, platform = process.platform): Shell {
  if (platform !== 'win32') return { file: '/bin/sh', args: ['-c', line] };
  // As Node's own `exec`: `/s` takes off the outer quotes alone, `/d` leaves out AutoRun's commands.
  return {
    file: 'cmd',
    args: ['/d', '/s', '/c', `"${line}"`],
    windowsVerbatimArguments: true,
  };
}

/**
 * Returns the environment of a command line: the process's own, and raccord's variables, which it
 * may name (`pass show "chorus/$CHORUS_LOGIN"`), without the secrets.
 */
export function commandEnvironment(environment: Environment): Environment {
  const names = Object.keys(variables.shape).filter((name) => name in environment);
  return { ...process.env, ...Object.fromEntries(names.map((name) => [name, environment[name]])) };
}

/**
 * Checks for a file that systemd gave to this service alone (`LoadCredential=`). Its permissions
 * are in an access list, which the mode shows as if the group could read it.
 */
function isServiceCredential(path: string, environment: Environment): boolean {
  const { CREDENTIALS_DIRECTORY: folder = '' } = environment;
  return folder !== '' && dirname(resolve(path)) === resolve(folder);
}

/** Returns the reason why a file, or the output of a command, cannot be read. */
export function unreadableReason(error: unknown): ConfigReason {
  if (!(error instanceof Error)) return { key: 'unreadable-file', reason: String(error) };
  const code = 'code' in error ? String(error.code) : error.message;
  // The output of a failed command may be the secret, and its message quotes the command.
  if ('status' in error) {
    return code === 'ETIMEDOUT'
      ? { key: 'command-too-slow', seconds: COMMAND_TIMEOUT_MS / 1_000 }
      : { key: 'command-failed', exit: String(error.status) };
  }
  return code === 'ENOENT' ? { key: 'no-such-file' } : { key: 'unreadable-file', reason: code };
}

/**
 * Returns the reason why a file with a secret is refused if others than the owner can read it.
 * @param others the mode's bits that would let others read it.
 * @throws Error if there is no such file.
 */
export function exposureProblem(path: string, others = 0o077): ConfigReason | undefined {
  if (process.platform === 'win32') return undefined;
  const mode = statSync(path).mode & 0o777;
  if ((mode & others) === 0) return undefined;
  return {
    key: 'open-to-others',
    path,
    mode: mode.toString(8),
    mend: `chmod 600 ${shellWord(path)}`,
  };
}
