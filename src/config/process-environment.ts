import type { Language } from '../messages/load-texts.ts';
import type { Environment } from './variable-schema.ts';
import type { Profile } from './profile-files.ts';

/** The environment of the process with its language and colours, read only here. */
export interface ProcessEnvironment {
  readonly environment: Environment;
  readonly folder: string;
  readonly language: Language;
  /** The command that a person types: `npx raccord` if npm started this process. */
  readonly calledAs: 'raccord' | 'npx raccord';
  /** Whether each stream is coloured. */
  readonly colours: { readonly out: boolean; readonly err: boolean };
  /** False if no window can be shown. */
  readonly hasDisplay: boolean;
  /** The profile that replaces `.env`; absent if none is selected. */
  readonly profile?: Profile;
}

/** raccord's own variables, misspelt ones included: any may hold a secret. */
const OWN = /^(CHORUS|RACCORD)_/iu;

/**
 * Removes raccord's own variables from the process's environment, so that no child process inherits
 * them: the browser, Playwright's Inspector, the command that gives a password.
 * @throws Error if the working folder was deleted.
 */
export function readProcessEnvironment(process: NodeJS.Process): ProcessEnvironment {
  const environment: Environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (OWN.test(name)) Reflect.deleteProperty(process.env, name);
  }
  return {
    environment,
    folder: process.cwd(),
    language: languageOf(environment),
    calledAs: environment['npm_command'] === undefined ? 'raccord' : 'npx raccord',
    colours: {
      out: isColoured(environment, process.stdout.isTTY),
      err: isColoured(environment, process.stderr.isTTY),
    },
    hasDisplay:
      process.platform !== 'linux' ||
      ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (environment[name] ?? '') !== ''),
  };
}

/**
 * Checks whether a stream is coloured: on a capable terminal unless `NO_COLOR` is set
 * (no-color.org), elsewhere only if `FORCE_COLOR` requests it. An empty variable counts as unset.
 */
export function isColoured(environment: Environment, isTerminal: boolean): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = environment;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR);
  return isTerminal && TERM !== 'dumb';
}

/** Returns the environment of a child process, with additional variables. */
export function environmentWith(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}

/** The variables that name the folder of temporary files, on any system. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'] as const;

/** Runs work with its own folder for temporary files. */
export async function withTemporaryFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = TEMPORARY.map((name) => [name, process.env[name]] as const);
  for (const name of TEMPORARY) process.env[name] = folder;
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

/** Returns the language of a process, even in a folder that was deleted. */
export function readLanguage({ env }: NodeJS.Process): Language {
  return languageOf(env);
}

/** Returns French for a French locale, by the usual order of variables; otherwise English. */
function languageOf(environment: Environment): Language {
  const named = ['LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((variable) => environment[variable] ?? '')
    .find((value) => value !== '');
  // Without any (Windows, some desktops), the system's setting.
  const locale = named ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return /^fr/iu.test(locale) ? 'fr' : 'en';
}
