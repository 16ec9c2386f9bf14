import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  reasonOfIssue,
  type ConfigProblem,
  type ConfigReason,
  type SecretSource,
} from '../errors/config-problem.ts';
import { Secret } from '../secrets/secret.ts';
import { readTextBytes } from '../files/text-bytes.ts';
import type { Environment } from './environment-variables.ts';
import { exposureProblem } from './private-secret.ts';
import { secretVariables, variables, type SecretName } from './variable-schema.ts';
import { characterFault, placeholderFault, secretOddities, wrappingFault } from './value-faults.ts';
import { waysToGive } from './variable-names.ts';

/** How long a command that prints a secret may take, in milliseconds. */
const COMMAND_TIMEOUT_MS = 60_000;

/**
 * `pass show NAME` and nothing behind it. Such stores keep the secret in an entry's first line and
 * notes in those below.
 */
const PASS_SHOW = /^\s*(?:\S*\/)?(?:pass|gopass)\s+(?:show\s+)?[^|;&<>`\n]+$/u;

/** The variables with what is known of how they are written, and what is found out about secrets. */
export interface GivenVariables {
  readonly values: Environment;
  /** By variable: why its value cannot be right or may not be the one that was meant. */
  readonly faults: ReadonlyMap<string, ConfigReason>;
  /** Gathers what is odd about a secret. */
  readonly warnings: ConfigProblem[];
}

export type Problems = ConfigProblem[];

/** Returns the one way in which a secret is given, if any. */
export function givenSources(name: string, { values, faults }: GivenVariables): string[] {
  return waysToGive(name).filter((way) => (values[way] ?? '') !== '' || faults.has(way));
}

/**
 * A secret from its variable, from the file that `NAME_FILE` names, or from what the command in
 * `NAME_COMMAND` prints; line breaks around it are no part of it. What is wrong goes to `problems`,
 * by the variable's name and never with a value.
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
    problems.push({ place, reason: reasonOf(error) });
  }
  return undefined;
}

/** The text that a variable gives, or why it cannot be a secret. */
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
    const { file, args } = shellOf(setting);
    const printed = execFileSync(file, args, {
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

/** A secret is typed into a field of one line: empty lines around it are none of it. */
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

/** The system's shell, that runs a command line of the operator's. */
export function shellOf(line: string): { readonly file: string; readonly args: string[] } {
  const [file, flag] = process.platform === 'win32' ? ['cmd', '/c'] : ['/bin/sh', '-c'];
  return { file, args: [flag, line] };
}

/**
 * What a command line finds in its environment: the process's own, and raccord's variables, which it
 * may name (`pass show "chorus/$CHORUS_LOGIN"`), the secrets aside.
 */
export function commandEnvironment(environment: Environment): Environment {
  const names = Object.keys(variables.shape).filter((name) => name in environment);
  return { ...process.env, ...Object.fromEntries(names.map((name) => [name, environment[name]])) };
}

/**
 * True for a file that systemd handed to this service alone (`LoadCredential=`). Its rights are in an
 * access list, which the mode shows as if the group could read it.
 */
function isServiceCredential(path: string, environment: Environment): boolean {
  const { CREDENTIALS_DIRECTORY: folder = '' } = environment;
  return folder !== '' && dirname(resolve(path)) === resolve(folder);
}

function reasonOf(error: unknown): ConfigReason {
  if (!(error instanceof Error)) return { key: 'unreadable-file', reason: String(error) };
  // What a failed command printed may be the secret, and its message quotes the command.
  if ('status' in error) return { key: 'command-failed', exit: String(error.status) };
  const code = 'code' in error ? String(error.code) : error.message;
  return code === 'ENOENT' ? { key: 'no-such-file' } : { key: 'unreadable-file', reason: code };
}
