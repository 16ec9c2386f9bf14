import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import { RaccordError } from '../domain/errors.ts';
import type { Contact } from '../domain/outcome.ts';
import { present } from '../domain/present.ts';
import type { Secret } from '../domain/secret.ts';
import { ENVIRONMENTS, type EnvironmentName } from './environments.ts';
import { variables, type Variables } from './schema.ts';
import { expectPrivate, readSecretVariable } from './secrets.ts';

/** The configuration as the rest of raccord sees it: checked, complete, with no variable names in it. */
export interface Config {
  readonly environment: EnvironmentName;
  readonly portalUrl: URL;
  readonly allowedHosts: readonly string[];
  readonly login?: string;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
  /** Absolute path. */
  readonly home: string;
  readonly recipients: readonly string[];
  readonly identityFile?: string;
  readonly browser?: string;
  readonly contact: Partial<Contact>;
  readonly editor: string;
  readonly usage: string;
  readonly applicationPattern: string;
  /** Milliseconds. */
  readonly settleMs: number;
}

/** The real portal's domain (facts/portal.md section e). */
const REAL_DOMAIN = '.chorus-pro.gouv.fr';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration: the environment beats `.env` in the working folder.
 * @throws RaccordError CONFIG_INVALID with every mistake at once, DEBUG_LEAKS where Playwright's
 * debug log would print secrets.
 */
export function loadConfig(environment: Environment, folder: string): Config {
  refuseDebugLog(environment);
  const problems: string[] = [];
  const merged = { ...readDotEnv(resolve(folder, '.env'), problems), ...withoutEmpty(environment) };
  const parsed = variables.safeParse(withoutEmpty(merged));
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      problems.push(`${path.join('.')}: ${message}`);
    }
  }
  const password = readSecretVariable('CHORUS_PASSWORD', merged, problems);
  const totpSecret = readSecretVariable('CHORUS_TOTP_SECRET', merged, problems);
  if (!parsed.success || problems.length > 0)
    throw new RaccordError('CONFIG_INVALID', { problems });
  return present<Config>({ ...fromVariables(parsed.data, folder), password, totpSecret });
}

/**
 * What signing in without a person needs.
 * @throws RaccordError CONFIG_INVALID with every variable that is missing.
 */
export function expectAdministrator(config: Config): void {
  const problems = [
    ...(config.login === undefined ? ['CHORUS_LOGIN: missing'] : []),
    ...(config.password === undefined
      ? ['CHORUS_PASSWORD (or CHORUS_PASSWORD_FILE, CHORUS_PASSWORD_COMMAND): missing']
      : []),
  ];
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
}

/** Playwright's debug log prints whatever is typed and read (facts/peers.md section 4.2). */
function refuseDebugLog({ DEBUG = '' }: Environment): void {
  const names = DEBUG.split(/[\s,]+/u);
  if (names.some((name) => /^(pw|\*)/u.test(name))) {
    throw new RaccordError('DEBUG_LEAKS', { variable: 'DEBUG' });
  }
}

function readDotEnv(path: string, problems: string[]): Record<string, string> {
  if (!existsSync(path)) return {};
  const values = parse(readFileSync(path));
  const holdsSecret = Object.keys(values).some((name) => /PASSWORD$|SECRET$/u.test(name));
  try {
    if (holdsSecret) expectPrivate(path);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return values;
}

function withoutEmpty(values: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
}

function fromVariables(values: Variables, folder: string): Config {
  const { CHORUS_ENV: environment, RACCORD_IDENTITY: identity } = values;
  const portalUrl = values.CHORUS_URL ?? new URL(ENVIRONMENTS[environment].portal);
  return present<Config>({
    environment,
    portalUrl,
    allowedHosts: values.CHORUS_ALLOWED_HOSTS ?? allowedByDefault(portalUrl),
    login: values.CHORUS_LOGIN,
    home: resolve(folder, values.RACCORD_HOME),
    recipients: values.RACCORD_RECIPIENTS ?? [],
    identityFile: identity === undefined ? undefined : resolve(folder, identity),
    browser: values.RACCORD_BROWSER,
    contact: present<Partial<Contact>>({
      name: values.RACCORD_CONTACT_NAME,
      phone: values.RACCORD_CONTACT_PHONE,
      email: values.RACCORD_CONTACT_EMAIL,
      fax: values.RACCORD_CONTACT_FAX,
    }),
    editor: values.RACCORD_EDITOR,
    usage: values.RACCORD_USAGE,
    applicationPattern: values.RACCORD_APPLICATION_PATTERN,
    settleMs: values.RACCORD_SETTLE,
  });
}

/** The portal's own host; the real portal signs in on another host of the same domain. */
function allowedByDefault({ hostname }: URL): readonly string[] {
  return hostname.endsWith(REAL_DOMAIN) ? [`*${REAL_DOMAIN}`] : [hostname];
}
