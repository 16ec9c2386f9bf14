import type { Language } from '../messages/load-texts.ts';
import type { Environment } from './environment-variables.ts';
import type { Profile } from './profile-files.ts';

/** What the process was started in: language, colours. Read here, like all of the environment. */
export interface ProcessEnvironment {
  readonly environment: Environment;
  readonly folder: string;
  readonly language: Language;
  /** How a person calls the command again: `npx raccord` where npm started this one. */
  readonly calledAs: 'raccord' | 'npx raccord';
  /** Whether each stream is coloured. */
  readonly colours: { readonly out: boolean; readonly err: boolean };
  /** False where no window can be shown. */
  readonly hasDisplay: boolean;
  /** What is read in the place of `.env`; absent where none is chosen. */
  readonly profile?: Profile;
}

/** raccord's own variables, misspelt ones among them: any may hold a secret. */
const OWN = /^(CHORUS|RACCORD)_/iu;

/**
 * Takes raccord's own variables out of the process's environment, so that nothing that is started
 * from it inherits them: the browser, Playwright's Inspector, the command that gives a password.
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
 * True where a stream is coloured: on a terminal that can, unless `NO_COLOR` is set (no-color.org), or
 * anywhere else where `FORCE_COLOR` asks for it. An empty variable counts as none.
 */
export function isColoured(environment: Environment, isTerminal: boolean): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = environment;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR);
  return isTerminal && TERM !== 'dumb';
}

/** The environment of a process that is to be started, with more variables. */
export function environmentWith(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}

/** The variables that name the folder of temporary files, on any system. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'] as const;

/** Runs work whose temporary files go to a folder of their own. */
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

/** French where the locale is French, by the usual order of variables; else English. */
function languageOf(environment: Environment): Language {
  const named = ['LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((variable) => environment[variable] ?? '')
    .find((value) => value !== '');
  // Without any (Windows, some desktops), the system's own setting.
  const locale = named ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return /^fr/iu.test(locale) ? 'fr' : 'en';
}
