import { resolve } from 'node:path';
import type { ConfigProblem, ConfigReason } from '../domain/config-problem.ts';
import { RaccordError } from '../domain/errors.ts';
import type { Contact } from '../domain/outcome.ts';
import { present } from '../domain/present.ts';
import type { Secret } from '../domain/secret.ts';
import { readDelivery, type DeliveryConfig } from './delivery.ts';
import { readDotEnv, type DotEnv } from './dot-env.ts';
import type { Environment } from './environment-variables.ts';
import { ENVIRONMENTS, type EnvironmentName } from './environments.ts';
import { looksGarbled } from '../roster/garbled.ts';
import { readNetwork, type Network } from './network.ts';
import { readNotifications, type NotifyConfig } from './notifications.ts';
import { secretVariables, variables, type SecretName, type Variables } from './schema.ts';
import { givenWays, readSecretVariable, type GivenVariables, type Problems } from './secrets.ts';
import { stateFolderOf } from './state-folder.ts';
import { characterFault, commandLineFault, environmentFault, pathFault } from './value-faults.ts';
import { checkNames, isKnownName, waysToGive } from './variable-names.ts';

/** The configuration as the rest of raccord sees it: checked, complete, with no variable names in it. */
export interface Config {
  readonly environment: EnvironmentName;
  readonly portalUrl: URL;
  readonly allowedHosts: readonly string[];
  readonly login?: string;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
  /** How the portal calls the authenticator of that secret, where the account has several. */
  readonly totpLabel?: string;
  /** Present where the application's id and its secret are given. */
  readonly piste?: PisteConfig;
  /** Absolute path. */
  readonly home: string;
  /** Absolute path, the same for all homes of one user of this machine. */
  readonly stateFolder: string;
  /** The database in which the ledger is, an address with its password; absent where it is in a file. */
  readonly database?: Secret;
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
  /** What is odd about how it is given; nothing that keeps a command from going on. */
  readonly warnings: readonly ConfigProblem[];
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
  const dotEnv = readDotEnv(resolve(folder, '.env'));
  const names = checkNames([...Object.keys(environment), ...Object.keys(dotEnv.values)]);
  const given = merge(dotEnv, environment);
  given.warnings.push(...names.warnings, ...garbledTexts(given));
  const problems: Problems = [...dotEnv.problems, ...names.problems, ...plainFaults(given)];
  const network = readNetwork([environment, dotEnv.values], problems);
  // Node reads it as it starts, long before `.env` is read.
  if (dotEnv.values[AUTHORITIES] !== undefined && (environment[AUTHORITIES] ?? '') === '') {
    problems.push(`${AUTHORITIES}: set it in the environment, since Node does not read it in .env`);
  }
  const parsed = variables.safeParse(given.values);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      problems.push(`${path.join('.')}: ${message}`);
    }
  }
  // Whatever the command: one that does not know where the ledger is would begin another.
  const database = readSecretVariable('RACCORD_DATABASE_URL', given, problems);
  const { secrets = true, notifications = false, deliveries = false } = needs;
  const read = (name: SecretName): Secret | undefined =>
    secrets ? readSecretVariable(name, given, problems) : undefined;
  const password = read('CHORUS_PASSWORD');
  const totpSecret = read('CHORUS_TOTP_SECRET');
  const clientSecret = read('CHORUS_PISTE_CLIENT_SECRET');
  const notify =
    notifications && parsed.success ? readNotifications(parsed.data, given, problems) : {};
  const delivery = parsed.success
    ? readDelivery(parsed.data, { given, folder, withSecrets: deliveries }, problems)
    : {};
  problems.push(...missing(given, needs));
  // Keys that each machine makes for itself would leave credentials that the others cannot open.
  if (database !== undefined && given.values['RACCORD_RECIPIENTS'] === undefined) {
    problems.push('RACCORD_RECIPIENTS: missing');
  }
  const { warnings } = given;
  // What is odd may be why something is missing.
  if (!parsed.success || problems.length > 0)
    throw new RaccordError('CONFIG_INVALID', { problems: [...problems, ...warnings] });
  return present<Config>({
    ...fromVariables(parsed.data, folder),
    ...{ password, totpSecret, database, notify, delivery, network, warnings },
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
  const { values } = readDotEnv(resolve(folder, '.env'));
  return (values[variable] ?? '') === '' ? undefined : '.env';
}

/** The environment over `.env`; a secret that is given there in one of its three ways is not given here. */
function merge(dotEnv: DotEnv, processEnvironment: Environment): GivenVariables {
  const environment = withoutEmpty(processEnvironment);
  const given = Object.keys(secretVariables).filter((name) =>
    waysToGive(name).some((variable) => variable in environment),
  );
  const beaten = new Set([...given.flatMap(waysToGive), ...Object.keys(environment)]);
  const isKept = ([variable]: readonly [string, unknown]): boolean => !beaten.has(variable);
  const fromFile = withoutEmpty(dotEnv.values);
  for (const values of [environment, fromFile]) withHome(values, processEnvironment);
  const kept = Object.entries(fromFile).filter(isKept);
  const faults = new Map([...dotEnv.faults].filter(isKept));
  const keepFault = (variable: string, fault: ConfigReason | undefined): void => {
    if (isKnownName(variable) && fault !== undefined) faults.set(variable, fault);
  };
  for (const [variable, value] of kept) {
    keepFault(variable, faults.get(variable) ?? faultOf(variable, value));
  }
  for (const [variable, value] of Object.entries(environment)) {
    const fault = isScript(variable)
      ? commandLineFault(value)
      : environmentFault(value, variable in secretVariables);
    keepFault(variable, fault ?? faultOf(variable, value));
  }
  return { values: { ...Object.fromEntries(kept), ...environment }, faults, warnings: [] };
}

/** A list's items may stand on lines of their own, and a command line may be several. */
const IN_LINES: ReadonlySet<string> = new Set([
  'CHORUS_ALLOWED_HOSTS',
  'RACCORD_RECIPIENTS',
  'RACCORD_DELIVER_RECIPIENTS',
  'RACCORD_NOTIFY_TO',
  'RACCORD_VAULT_ALLOWED_HOSTS',
]);

function isScript(variable: string): boolean {
  return variable === 'RACCORD_DELIVER_HOOK' || variable.endsWith('_COMMAND');
}

/** Secrets are looked at where they are read, since how many lines they have is told apart. */
function faultOf(variable: string, value: string): ConfigReason | undefined {
  if (variable in secretVariables) return undefined;
  const fault = characterFault(value.trim(), IN_LINES.has(variable) || isScript(variable));
  return fault ?? (isPath(variable) ? pathFault(value.trim()) : undefined);
}

const PATHS: ReadonlySet<string> = new Set([
  'RACCORD_HOME',
  'RACCORD_IDENTITY',
  'RACCORD_BROWSER',
  'RACCORD_DELIVER_FOLDER',
]);

function isPath(variable: string): boolean {
  return PATHS.has(variable) || variable.endsWith('_FILE');
}

/** The user's own folder is put in, as a shell would. */
function withHome(values: Record<string, string>, { HOME, USERPROFILE }: Environment): void {
  const home = HOME ?? USERPROFILE;
  if (home === undefined || home === '') return;
  for (const [variable, value] of Object.entries(values)) {
    if (isPath(variable) && isKnownName(variable)) {
      values[variable] = value.replace(
        /^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[/\\]|$)/u,
        () => home,
      );
    }
  }
}

/** What is declared to the State as it stands here. */
const DECLARED = [
  'RACCORD_CONTACT_NAME',
  'RACCORD_EDITOR',
  'RACCORD_USAGE',
  'RACCORD_APPLICATION_PATTERN',
] as const;

function garbledTexts({ values }: GivenVariables): ConfigProblem[] {
  return DECLARED.filter((place) => looksGarbled(values[place] ?? '')).map((place) => ({
    place,
    reason: { key: 'looks-garbled' },
  }));
}

/** What is wrong with variables that are no secret; of secrets it is told where they are read. */
function plainFaults({ faults }: GivenVariables): ConfigProblem[] {
  return [...faults]
    .filter(([place]) => place in variables.shape)
    .map(([place, reason]) => ({ place, reason }));
}

function missing(given: GivenVariables, { administrator, piste, contact }: Needs): string[] {
  const problems: string[] = [];
  const isGiven = (variable: string): boolean =>
    given.values[variable] !== undefined || given.faults.has(variable);
  const expectPair = (name: string, secret: SecretName): void => {
    if (!isGiven(name)) problems.push(`${name}: missing`);
    if (givenWays(secret, given).length > 0) return;
    const [variable = '', ...others] = waysToGive(secret);
    problems.push(`${variable} (or ${others.join(', ')}): missing`);
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

/** Line breaks at a value's end are no part of it: files with CRLF and many a tool leave one. */
function withoutEmpty(values: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value = '']) => [name, value.replace(/[\r\n]+$/u, '')] as const)
      .filter(([, value]) => value !== ''),
  );
}

function fromVariables(
  values: Variables,
  folder: string,
): Omit<Config, 'notify' | 'delivery' | 'network' | 'stateFolder' | 'warnings'> {
  const { CHORUS_ENV: environment, RACCORD_IDENTITY: identity } = values;
  const portalUrl = values.CHORUS_URL ?? new URL(ENVIRONMENTS[environment].portal);
  return present<Omit<Config, 'notify' | 'delivery' | 'network' | 'stateFolder' | 'warnings'>>({
    environment,
    portalUrl,
    allowedHosts: values.CHORUS_ALLOWED_HOSTS ?? allowedByDefault(portalUrl),
    login: values.CHORUS_LOGIN,
    totpLabel: values.CHORUS_TOTP_LABEL,
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
