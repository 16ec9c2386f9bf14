import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Secret } from '../domain/secret.ts';
import { shellWord } from '../domain/shell-word.ts';
import type { Environment } from './environment-variables.ts';
import { secretVariables, variables, type SecretName } from './schema.ts';

/** How long a command that prints a secret may take, in milliseconds. */
const COMMAND_PATIENCE = 60_000;

/** The variables by which a secret can be given. */
export function waysToGive(name: string): string[] {
  return [name, `${name}_FILE`, `${name}_COMMAND`];
}

/**
 * A secret from its variable, from the file that `NAME_FILE` names, or from what the command in
 * `NAME_COMMAND` prints (its last line break left out). What is wrong goes to `problems`, by the
 * variable's name and never with a value.
 */
export function readSecretVariable(
  name: SecretName,
  environment: Environment,
  problems: string[],
): Secret | undefined {
  const given = waysToGive(name).filter((variable) => (environment[variable] ?? '') !== '');
  if (given.length > 1) {
    problems.push(`${given.join(', ')}: set one of them only`);
    return undefined;
  }
  const [variable] = given;
  if (variable === undefined) return undefined;
  try {
    const value = valueOf(variable, environment);
    const parsed = secretVariables[name].safeParse(value);
    if (parsed.success) return new Secret(parsed.data);
    problems.push(`${variable}: ${parsed.error.issues[0]?.message ?? 'invalid'}`);
  } catch (error) {
    problems.push(`${variable}: ${reasonOf(error)}`);
  }
  return undefined;
}

function valueOf(variable: string, environment: Environment): string {
  const setting = environment[variable] ?? '';
  if (variable.endsWith('_FILE')) {
    expectPrivate(setting, isServiceCredential(setting, environment) ? 0o037 : 0o077);
    return readFileSync(setting, 'utf8').replace(/\r?\n$/u, '');
  }
  if (variable.endsWith('_COMMAND')) {
    const { file, args } = shellOf(setting);
    return execFileSync(file, args, {
      encoding: 'utf8',
      timeout: COMMAND_PATIENCE,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...commandEnvironment(environment) },
    }).replace(/\r?\n$/u, '');
  }
  return setting;
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

/**
 * @param others the mode's bits that would let others read it.
 * @throws Error where others than the owner can read the file, with the command that mends it.
 */
export function expectPrivate(path: string, others = 0o077): void {
  if (process.platform === 'win32') return;
  const mode = statSync(path).mode & 0o777;
  if ((mode & others) === 0) return;
  const mend = `chmod 600 ${shellWord(path)}`;
  throw new Error(`${path} can be read by others (mode ${mode.toString(8)}): ${mend}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be read';
  // What a failed command printed may be the secret, and its message quotes the command.
  if ('status' in error) return `the command failed (exit ${String(error.status)})`;
  if ('code' in error && error.code === 'ENOENT') return 'no such file';
  return error.message;
}
