import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import { RaccordError } from '../domain/errors.ts';
import type { Contact } from '../domain/outcome.ts';
import { present } from '../domain/present.ts';
import type { Secret } from '../domain/secret.ts';
import { readDelivery, type DeliveryConfig } from './delivery.ts';
import type { Environment } from './environment-variables.ts';
import { ENVIRONMENTS, type EnvironmentName } from './environments.ts';
import { holdsProxyPassword, readNetwork, type Network } from './network.ts';
import { readNotifications, type NotifyConfig } from './notifications.ts';
import { secretVariables, variables, type SecretName, type Variables } from './schema.ts';
import { expectPrivate, readSecretVariable, waysToGive } from './secrets.ts';
import { stateFolderOf } from './state-folder.ts';

/** The configuration as the rest of raccord sees it: checked, complete, with no variable names in it. */
export interface Config {
  readonly environment: EnvironmentName;
  readonly portalUrl: URL;
  readonly allowedHosts: readonly string[];
  readonly login?: string;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
  /** Present where the application's id and its secret are given. */
  readonly piste?: PisteConfig;
  /** Absolute path. */
  readonly home: string;
  /** Absolute path, the same for all homes of one user of this machine. */
  readonly stateFolder: string;
  readonly recipients: readonly string[];
  readonly identityFile?: string;
  readonly browser?: string;
  readonly contact: Partial<Contact>;
  readonly editor: string;
  readonly usage: string;
  readonly applicationPattern: string;
  /** Milliseconds that the portal may take to answer a write. */
  readonly answerMs: number;
  /** Milliseconds after that within which a request may still land. */
  readonly settleMs: number;
  /** Milliseconds from its intent within which an earlier run's request may land: both of these. */
  readonly landsWithinMs: number;
  /** Milliseconds from its creation until a technical account works. */
  readonly readyAfterMs: number;
  /** The one in which schedules and windows are meant. */
  readonly timezone: string;
  /** Empty unless a command needs it. */
  readonly notify: NotifyConfig;
  /** Where credentials are handed over. */
  readonly delivery: DeliveryConfig;
  /** Which way requests leave this machine. */
  readonly network: Network;
}

/** The application on PISTE through which technical accounts are proven. */
export interface PisteConfig {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly oauthUrl: string;
  readonly apiUrl: string;
  /** Milliseconds from one request to the next. */
  readonly intervalMs: number;
}

/** The real portal's domain (facts/portal.md section e). */
const REAL_DOMAIN = '.chorus-pro.gouv.fr';

/** The file of certificate authorities that Node trusts beside its own. */
export const AUTHORITIES = 'NODE_EXTRA_CA_CERTS';

/** What a command needs beyond what every one does; without it nothing is required. */
export interface Needs {
  /** Signing in without a person. */
  readonly administrator?: boolean;
  /** A complete contact; what flags give of it is here. */
  readonly contact?: Partial<Contact>;
  /** Calling the official API. */
  readonly piste?: boolean;
  /** Telling the end of a run, where that is configured. */
  readonly notifications?: boolean;
  /** Handing credentials over, where that is configured. */
  readonly deliveries?: boolean;
  /** False where no secret is to be read. */
  readonly secrets?: boolean;
}

/**
 * Reads the configuration: the environment beats `.env` in the working folder.
 * @throws RaccordError CONFIG_INVALID with every mistake at once, DEBUG_LEAKS where Playwright's
 * debug log would print secrets.
 */
export function loadConfig(environment: Environment, folder: string, needs: Needs = {}): Config {
  refuseDebugLog(environment);
  const problems: string[] = [];
  const dotEnv = withoutEmpty(readDotEnv(resolve(folder, '.env'), problems));
  const merged = merge(dotEnv, withoutEmpty(environment));
  const network = readNetwork([environment, dotEnv], problems);
  // Node reads it as it starts, long before `.env` is read.
  if (dotEnv[AUTHORITIES] !== undefined && (environment[AUTHORITIES] ?? '') === '') {
    problems.push(`${AUTHORITIES}: set it in the environment, since Node does not read it in .env`);
  }
  const parsed = variables.safeParse(merged);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      problems.push(`${path.join('.')}: ${message}`);
    }
  }
  const { secrets = true, notifications = false, deliveries = false } = needs;
  const read = (name: SecretName): Secret | undefined =>
    secrets ? readSecretVariable(name, merged, problems) : undefined;
  const password = read('CHORUS_PASSWORD');
  const totpSecret = read('CHORUS_TOTP_SECRET');
  const clientSecret = read('CHORUS_PISTE_CLIENT_SECRET');
  const notify =
    notifications && parsed.success ? readNotifications(parsed.data, merged, problems) : {};
  const delivery = parsed.success
    ? readDelivery(parsed.data, { environment: merged, folder, withSecrets: deliveries }, problems)
    : {};
  problems.push(...missing(merged, needs));
  if (!parsed.success || problems.length > 0)
    throw new RaccordError('CONFIG_INVALID', { problems });
  return present<Config>({
    ...fromVariables(parsed.data, folder),
    ...{ password, totpSecret, notify, delivery, network },
    // From the environment alone: `.env` belongs to one working folder.
    stateFolder: stateFolderOf(environment),
    piste: pisteOf(parsed.data, clientSecret),
  });
}

/** Where a variable is given: the environment beats `.env`; undefined where it is in neither. */
export function sourceOf(
  variable: keyof Variables,
  environment: Environment,
  folder: string,
): 'environment' | '.env' | undefined {
  if ((environment[variable] ?? '') !== '') return 'environment';
  const values = withoutEmpty(readDotEnv(resolve(folder, '.env'), []));
  return values[variable] === undefined ? undefined : '.env';
}

/** The environment over `.env`; a secret that is given there in one of its three ways is not given here. */
function merge(
  dotEnv: Record<string, string>,
  environment: Record<string, string>,
): Record<string, string> {
  const given = Object.keys(secretVariables).filter((name) =>
    waysToGive(name).some((variable) => variable in environment),
  );
  const beaten = new Set(given.flatMap(waysToGive));
  const kept = Object.entries(dotEnv).filter(([variable]) => !beaten.has(variable));
  return { ...Object.fromEntries(kept), ...environment };
}

function missing(values: Environment, { administrator, piste, contact }: Needs): string[] {
  const problems: string[] = [];
  const isGiven = (variable: string): boolean => values[variable] !== undefined;
  const expectPair = (name: string, secret: SecretName): void => {
    if (!isGiven(name)) problems.push(`${name}: missing`);
    const [variable = '', ...others] = waysToGive(secret);
    if (![variable, ...others].some(isGiven)) {
      problems.push(`${variable} (or ${others.join(', ')}): missing`);
    }
  };
  if (administrator === true) expectPair('CHORUS_LOGIN', 'CHORUS_PASSWORD');
  if (piste === true) expectPair('CHORUS_PISTE_CLIENT_ID', 'CHORUS_PISTE_CLIENT_SECRET');
  // The form's "Nom Prénom", "Téléphone" and "Adresse électronique" are mandatory (facts/source.md).
  for (const part of contact === undefined ? [] : (['name', 'phone', 'email'] as const)) {
    const variable = `RACCORD_CONTACT_${part.toUpperCase()}`;
    if (contact?.[part] === undefined && !isGiven(variable)) {
      problems.push(`${variable} (--contact-${part}): missing`);
    }
  }
  return problems;
}

/** Playwright's debug log prints whatever is typed and read (facts/peers.md section 4.2). */
function refuseDebugLog({ DEBUG = '' }: Environment): void {
  const names = DEBUG.split(/[\s,]+/u);
  // `p*` names it as well.
  if (names.some((name) => /^(pw|p?\*)/u.test(name))) {
    throw new RaccordError('DEBUG_LEAKS', { variable: 'DEBUG' });
  }
}

function readDotEnv(path: string, problems: string[]): Record<string, string> {
  if (!existsSync(path)) return {};
  const values = parse(readFileSync(path));
  const holdsSecret = Object.keys(values).some(
    (name) => /PASSWORD$|SECRET$/u.test(name) || name in secretVariables,
  );
  try {
    if (holdsSecret || holdsProxyPassword(values)) expectPrivate(path);
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

function fromVariables(
  values: Variables,
  folder: string,
): Omit<Config, 'notify' | 'delivery' | 'network' | 'stateFolder'> {
  const { CHORUS_ENV: environment, RACCORD_IDENTITY: identity } = values;
  const portalUrl = values.CHORUS_URL ?? new URL(ENVIRONMENTS[environment].portal);
  return present<Omit<Config, 'notify' | 'delivery' | 'network' | 'stateFolder'>>({
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
    answerMs: values.RACCORD_PATIENCE,
    settleMs: values.RACCORD_SETTLE,
    landsWithinMs: values.RACCORD_PATIENCE + values.RACCORD_SETTLE,
    readyAfterMs: values.RACCORD_READY_AFTER,
    timezone: values.RACCORD_TIMEZONE,
  });
}

function pisteOf(values: Variables, clientSecret: Secret | undefined): PisteConfig | undefined {
  const { CHORUS_PISTE_CLIENT_ID: clientId, CHORUS_ENV: environment } = values;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const { oauth, api } = ENVIRONMENTS[environment];
  return {
    clientId,
    clientSecret,
    oauthUrl: values.CHORUS_PISTE_OAUTH_URL?.href ?? oauth,
    apiUrl: values.CHORUS_PISTE_API_URL?.href ?? api,
    intervalMs: values.CHORUS_PISTE_INTERVAL,
  };
}

/** The portal's own host; the real portal signs in on another host of the same domain. */
function allowedByDefault({ hostname }: URL): readonly string[] {
  return hostname.endsWith(REAL_DOMAIN) ? [`*${REAL_DOMAIN}`] : [hostname];
}
