import { basename, isAbsolute, resolve } from 'node:path';
import {
  missingSetting,
  reasonOfIssue,
  type ConfigProblem,
  type ConfigReason,
} from '../errors/config-problem.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Contact } from '../domain/outcome.ts';
import { isLoopback } from '../domain/allowed-hosts.ts';
import { omitUndefined } from '../domain/json.ts';
import type { PortalName } from '../domain/portal-name.ts';
import { Secret } from '../secrets/secret.ts';
import { readDelivery, type DeliveryConfig } from './delivery-settings.ts';
import { readDotEnv, readDotEnvOf, type DotEnv } from './dot-env.ts';
import {
  secretVariables,
  variables,
  type Environment,
  type SecretName,
  type Variables,
} from './variable-schema.ts';
import { ENVIRONMENTS, mixedEnvironments, type EnvironmentName } from './environments.ts';
import { findHome, FOLDER_HOME, type FoundHome } from './home.ts';
import { looksGarbled } from '../roster/garbled.ts';
import { readNetwork, type Network } from './network.ts';
import { readNotifications, type NotifyConfig } from './notifications.ts';
import { inUserFolder, isChannel, isPath } from './path-variables.ts';
import { profileSelectors, type Profile } from './profile-files.ts';
import { givenSources, readSecretVariable, type GivenVariables, type Problems } from './secrets.ts';
import type { SecretWay } from './dot-env-text.ts';
import { userFolder } from './user-folders.ts';
import { characterFault, commandLineFault, environmentFault, pathFault } from './value-faults.ts';
import { checkNames, isKnownName, waysToGive } from './variable-names.ts';

/** The configuration used by the rest of raccord: checked, complete, without variable names. */
export interface Config extends Omit<LocalConfig, keyof PortalConfig>, PortalConfig {}

/** The portal in use. */
export interface PortalConfig {
  readonly environment: PortalName;
  readonly portalUrl: URL;
  readonly allowedHosts: readonly string[];
}

/** The configuration of a command that uses no portal; the portal may be unknown. */
export interface LocalConfig extends Partial<PortalConfig> {
  readonly login?: string;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
  /** The portal's name of the authenticator with that secret, if the account has several. */
  readonly totpLabel?: string;
  /** Present if the application's id and its secret are given. */
  readonly piste?: PisteConfig;
  /** Absolute path. */
  readonly home: string;
  /** The reason why this home is used. */
  readonly homeFrom: FoundHome['from'];
  /** Absolute path, shared by all homes of one user of this machine. */
  readonly stateFolder: string;
  /** The name of the profile in use; absent if `.env` is used. */
  readonly profile?: string;
  /** The address of the ledger's database, with its password; absent if the ledger is a file. */
  readonly database?: Secret;
  /** The token that opens the board from other machines. */
  readonly boardToken?: Secret;
  readonly recipients: readonly string[];
  readonly identityFile?: string;
  readonly browser?: string;
  readonly contact: Partial<Contact>;
  readonly editor: string;
  readonly usage: string;
  readonly applicationPattern: string;
  /** The time that the portal may take to answer a write, in milliseconds. */
  readonly answerMs: number;
  /** The time after that within which a request may still take effect, in milliseconds. */
  readonly settleMs: number;
  /** The time from its intent within which an earlier run's request may take effect: their sum. */
  readonly landsWithinMs: number;
  /** The time from its creation until a technical account works, in milliseconds. */
  readonly readyAfterMs: number;
  /** The age in milliseconds at which a run removes the records of earlier ones; absent: never. */
  readonly keepMs?: number;
  /** The time zone of schedules and windows. */
  readonly timezone: string;
  /** Empty unless a command needs it. */
  readonly notify: NotifyConfig;
  /** The destinations of credentials. */
  readonly delivery: DeliveryConfig;
  /** Warnings about the configuration, which do not stop a command. */
  readonly warnings: readonly ConfigProblem[];
  /** The route of requests from this machine. */
  readonly network: Network;
}

/** The application on PISTE that proves technical accounts. */
export interface PisteConfig {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly oauthUrl: string;
  readonly apiUrl: string;
  /** The minimum time between two requests, in milliseconds. */
  readonly intervalMs: number;
}

/** The real portal's domain (facts/portal.md section e). */
const REAL_DOMAIN = '.chorus-pro.gouv.fr';

/** The file of additional certificate authorities that Node trusts. */
export const AUTHORITIES = 'NODE_EXTRA_CA_CERTS';

/** The folder of Playwright's browsers, if they are elsewhere than usual. */
export const BROWSERS = 'PLAYWRIGHT_BROWSERS_PATH';

/** The settings that a command requires in addition to the common ones; none by default. */
export interface RequiredSettings {
  /** Whether the portal must be known. */
  readonly portal?: boolean;
  /** Whether to sign in without a person. */
  readonly administrator?: boolean;
  /** Requires a complete contact; contains the parts given by flags. */
  readonly contact?: Partial<Contact>;
  /** Whether to call the official API: always, or if any of it is configured. */
  readonly piste?: boolean | 'if-given';
  /** Whether to report the end of a run, if that is configured. */
  readonly notifications?: boolean;
  /** Whether to deliver credentials, if that is configured. */
  readonly deliveries?: boolean;
  /** Whether to show the board, to users with its token if there is one. */
  readonly board?: boolean;
  /** False if no other secret is to be read. */
  readonly secrets?: boolean;
}

/**
 * Reads the configuration: the environment overrides `.env` in the working folder, or a profile.
 * @throws RaccordError CONFIG_INVALID with every mistake at once, DEBUG_LEAKS if Playwright's debug
 * log would print secrets.
 */
export function loadConfig(
  environment: Environment,
  folder: string,
  needs: RequiredSettings & { readonly portal: true },
  profile?: Profile,
): Config;
export function loadConfig(
  environment: Environment,
  folder: string,
  needs?: RequiredSettings,
  profile?: Profile,
): LocalConfig;
export function loadConfig(
  environment: Environment,
  folder: string,
  needs: RequiredSettings = {},
  profile?: Profile,
): LocalConfig {
  refuseDebugLog(environment);
  const dotEnv = fileOf(folder, profile);
  const names = checkNames([...Object.keys(environment), ...Object.keys(dotEnv.values)]);
  const given = merge(dotEnv, environment, profile !== undefined);
  given.warnings.push(...names.warnings, ...garbledTexts(given));
  const problems: Problems = [...dotEnv.problems, ...names.problems, ...plainFaults(given)];
  const network = readNetwork([environment, dotEnv.values], problems);
  // Node reads it at startup, long before `.env` is read.
  if (dotEnv.values[AUTHORITIES] !== undefined && (environment[AUTHORITIES] ?? '') === '') {
    problems.push({ place: AUTHORITIES, reason: { key: 'not-from-dot-env' } });
  }
  const parsed = variables.safeParse(given.values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push({ place: issue.path.join('.'), reason: reasonOfIssue(issue) });
    }
  }
  // Read for every command: without it, a command would start another ledger.
  const database = readSecretVariable('RACCORD_DATABASE_URL', given, problems);
  const { secrets = true, notifications = false, deliveries = false } = needs;
  const read = (name: SecretName): Secret | undefined =>
    secrets ? readSecretVariable(name, given, problems) : undefined;
  const boardToken =
    needs.board === true ? readSecretVariable('RACCORD_BOARD_TOKEN', given, problems) : undefined;
  const password = read('CHORUS_PASSWORD');
  const totpSecret = read('CHORUS_TOTP_SECRET');
  const clientSecret = read('CHORUS_PISTE_CLIENT_SECRET');
  const notify =
    notifications && parsed.success
      ? readNotifications(parsed.data, { given, withSecrets: secrets }, problems)
      : {};
  const delivery = parsed.success
    ? readDelivery(parsed.data, { given, folder, withSecrets: deliveries }, problems)
    : {};
  problems.push(...missing(given, needs), ...mixedEnvironments(given.values));
  // Keys created by each machine for itself would seal credentials that the others cannot open.
  if (database !== undefined && given.values['RACCORD_RECIPIENTS'] === undefined) {
    problems.push(missingSetting('RACCORD_RECIPIENTS'));
  }
  const { warnings } = given;
  // A warning may explain a missing setting.
  if (!parsed.success || problems.length > 0)
    throw new RaccordError('CONFIG_INVALID', { problems: [...problems, ...warnings] });
  const home = findHome(parsed.data.RACCORD_HOME, folder, environment, profile?.home);
  return {
    ...fromVariables(parsed.data, folder),
    ...{ password, totpSecret, boardToken, database, notify, delivery, network },
    ...{ home: home.path, homeFrom: home.from, warnings: [...warnings, ...homeWarnings(home)] },
    // From the environment only: `.env` belongs to one working folder.
    stateFolder: userFolder('state', environment),
    profile: profile?.name,
    piste: pisteOf(parsed.data, clientSecret),
  };
}

/** The home of a folder's commands and the given keys, which a new `.env` must preserve. */
export interface HomeAndKeys {
  readonly home: FoundHome;
  readonly recipients?: string;
  readonly identity?: string;
  /** The address of a shared ledger, as given in the replaced file. */
  readonly database: Readonly<Partial<Record<SecretWay, Secret>>>;
}

/** Reads these from the environment and `.env` or a profile's file, despite other mistakes. */
export function homeAndKeysOf(
  environment: Environment,
  folder: string,
  profile?: Profile,
): HomeAndKeys {
  const file = fileOf(folder, profile);
  const { values } = merge(file, environment, profile !== undefined);
  const ways = waysToGive('RACCORD_DATABASE_URL').flatMap((way) => {
    const given = file.values[way] ?? '';
    return given === '' ? [] : [[way, new Secret(given)] as const];
  });
  return {
    database: Object.fromEntries(ways),
    home: findHome(values['RACCORD_HOME'], folder, environment, profile?.home),
    recipients: values['RACCORD_RECIPIENTS'],
    identity: values['RACCORD_IDENTITY'],
  };
}

/** The paths of folders that raccord writes to. */
const WRITTEN: ReadonlySet<string> = new Set(['RACCORD_HOME', 'RACCORD_DELIVER_FOLDER']);

/** A file or folder that a variable names. */
export interface NamedFile {
  readonly variable: string;
  /** Absolute path; of a browser that is named by its channel, that of no file. */
  readonly path: string;
}

/** Returns the files that variables name to be read: secrets, private key, browser, authorities. */
export function namedFiles(
  environment: Environment,
  folder: string,
  profile?: Profile,
): NamedFile[] {
  const { values } = merge(fileOf(folder, profile), environment, profile !== undefined);
  const isNamed = (variable: string): boolean =>
    [AUTHORITIES, BROWSERS].includes(variable) || (isKnownName(variable) && isPath(variable));
  return Object.entries(values).flatMap(([variable, path = '']) =>
    isNamed(variable) && !WRITTEN.has(variable)
      ? [{ variable, path: resolve(folder, path.trim()) }]
      : [],
  );
}

/**
 * Returns the readable parts of an invalid configuration, without any secret, for commands that
 * inspect the machine anyway; undefined if nothing is readable.
 */
export function readableConfig(
  environment: Environment,
  folder: string,
  profile?: Profile,
): LocalConfig | undefined {
  const dotEnv = fileOf(folder, profile);
  const { values, ...given } = merge(dotEnv, environment, profile !== undefined);
  const wrong = new Set(
    variables.safeParse(values).error?.issues.map(({ path }) => String(path[0])),
  );
  const isRight = (name: string): boolean => !wrong.has(name) && !given.faults.has(name);
  const right = Object.fromEntries(Object.entries(values).filter(([name]) => isRight(name)));
  const parsed = variables.safeParse(right);
  if (!parsed.success) return undefined;
  const found = findHome(right['RACCORD_HOME'], folder, environment, profile?.home);
  return {
    ...fromVariables(parsed.data, folder),
    ...{ home: found.path, homeFrom: found.from, notify: {}, delivery: {}, warnings: [] },
    network: readNetwork([environment, right], []),
    stateFolder: userFolder('state', environment),
    profile: profile?.name,
  };
}

/** Returns the values in the file that the environment overrides. */
export function valuesInFile(folder: string, profile?: Profile): Environment {
  return fileOf(folder, profile).values;
}

/** Reads the file that the environment overrides: a profile's file, otherwise `.env`. */
function fileOf(folder: string, profile: Profile | undefined): DotEnv {
  const dotEnv = profile === undefined ? readDotEnvOf(folder) : readDotEnv(profile.file);
  return { ...dotEnv, problems: [...dotEnv.problems, ...profileSelectors(dotEnv.values)] };
}

/**
 * Returns the source of a variable: `environment`, `.env` or the name of a profile's file;
 * undefined if it is not given.
 */
export function sourceOf(
  variable: keyof Variables,
  environment: Environment,
  folder: string,
  profile?: Profile,
): string | undefined {
  if ((environment[variable] ?? '') !== '') return 'environment';
  const { values } = fileOf(folder, profile);
  const name = profile === undefined ? '.env' : basename(profile.file);
  return (values[variable] ?? '') === '' ? undefined : name;
}

/** Merges the environment over `.env`; a secret given there in any way is ignored in the file. */
function merge(
  dotEnv: DotEnv,
  processEnvironment: Environment,
  inProfile: boolean,
): GivenVariables {
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
    const fault = faults.get(variable) ?? faultOf(variable, value);
    // A profile is used from any folder: a relative path would be a different home in each.
    const isLost =
      inProfile && isPath(variable) && !isAbsolute(value.trim()) && !isChannel(variable);
    keepFault(variable, fault ?? (isLost ? { key: 'not-absolute' } : undefined));
  }
  for (const [variable, value] of Object.entries(environment)) {
    const fault = isScript(variable)
      ? commandLineFault(value)
      : environmentFault(value, variable in secretVariables);
    keepFault(variable, fault ?? faultOf(variable, value));
  }
  return { values: { ...Object.fromEntries(kept), ...environment }, faults, warnings: [] };
}

/** The lists, whose items may be on separate lines. A command line may have several lines too. */
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

/** Returns the fault of a value. Secrets are checked when read, with a separate line count. */
function faultOf(variable: string, value: string): ConfigReason | undefined {
  if (variable in secretVariables) return undefined;
  const fault = characterFault(value.trim(), IN_LINES.has(variable) || isScript(variable));
  return fault ?? (isPath(variable) ? pathFault(value.trim()) : undefined);
}

/** Expands the user's home folder in paths, as a shell would. */
function withHome(values: Record<string, string>, { HOME, USERPROFILE }: Environment): void {
  const home = HOME ?? USERPROFILE;
  if (home === undefined || home === '') return;
  for (const [variable, value] of Object.entries(values)) {
    if (isPath(variable) && isKnownName(variable)) {
      values[variable] = inUserFolder(value, home);
    }
  }
}

/** The variables that are declared to the State unchanged. */
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

/** Returns the faults of plain variables; those of secrets are reported when they are read. */
function plainFaults({ faults }: GivenVariables): ConfigProblem[] {
  return [...faults]
    .filter(([place]) => place in variables.shape)
    .map(([place, reason]) => ({ place, reason }));
}

/** Warns if the choice of the home depends on the working folder, since no variable names it. */
function homeWarnings({ from }: FoundHome): ConfigProblem[] {
  const reason = { key: 'home-in-folder', folder: `./${FOLDER_HOME}` } as const;
  return from === 'folder' ? [{ place: 'RACCORD_HOME', reason }] : [];
}

function missing(given: GivenVariables, needs: RequiredSettings): ConfigProblem[] {
  const { administrator, piste, contact } = needs;
  const problems: ConfigProblem[] = missingPortal(given, needs);
  const isGiven = (variable: string): boolean =>
    given.values[variable] !== undefined || given.faults.has(variable);
  const expectPair = (name: string, secret: SecretName): void => {
    if (!isGiven(name)) problems.push(missingSetting(name));
    if (givenSources(secret, given).length > 0) return;
    problems.push(missingSetting(...waysToGive(secret)));
  };
  if (administrator === true) expectPair('CHORUS_LOGIN', 'CHORUS_PASSWORD');
  const isEitherGiven =
    isGiven('CHORUS_PISTE_CLIENT_ID') ||
    givenSources('CHORUS_PISTE_CLIENT_SECRET', given).length > 0;
  if (piste === true || (piste === 'if-given' && isEitherGiven))
    expectPair('CHORUS_PISTE_CLIENT_ID', 'CHORUS_PISTE_CLIENT_SECRET');
  // "Nom Prénom", "Téléphone" and "Adresse électronique" are mandatory (facts/source.md).
  for (const part of contact === undefined ? [] : (['name', 'phone', 'email'] as const)) {
    const variable = `RACCORD_CONTACT_${part.toUpperCase()}`;
    if (contact?.[part] === undefined && !isGiven(variable)) {
      problems.push(missingSetting(`${variable} (--contact-${part})`));
    }
  }
  return problems;
}

/** Returns missing portal settings: the real portal and its PISTE are never assumed by default. */
function missingPortal(
  { values, faults }: GivenVariables,
  needs: RequiredSettings,
): ConfigProblem[] {
  if (values['CHORUS_ENV'] !== undefined || faults.has('CHORUS_ENV')) return [];
  const { CHORUS_URL: url = '' } = values;
  // An invalid address is reported as such elsewhere.
  const isElsewhere = url === '' || (URL.canParse(url) && !isLoopback(new URL(url).hostname));
  const noEnvironment: ConfigProblem = { place: 'CHORUS_ENV', reason: { key: 'no-environment' } };
  if (isElsewhere) return needs.portal === true ? [noEnvironment] : [];
  const calls = needs.piste === true || values['CHORUS_PISTE_CLIENT_ID'] !== undefined;
  const addresses = ['CHORUS_PISTE_OAUTH_URL', 'CHORUS_PISTE_API_URL'];
  if (needs.portal !== true && needs.piste !== true) return [];
  if (!calls || addresses.every((name) => values[name] !== undefined)) return [];
  return [missingSetting('CHORUS_ENV', addresses.join(' + '))];
}

/** Refuses Playwright's debug log: it prints typed and read text (facts/peers.md section 4.2). */
function refuseDebugLog({ DEBUG = '' }: Environment): void {
  const names = DEBUG.split(/[\s,]+/u);
  // `p*` matches it as well.
  if (names.some((name) => /^(pw|p?\*)/u.test(name))) {
    throw new RaccordError('DEBUG_LEAKS', { variable: 'DEBUG' });
  }
}

/** Drops empty values, and line breaks at the end, which CRLF files and many tools leave. */
function withoutEmpty(values: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value = '']) => [name, value.replace(/[\r\n]+$/u, '')] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** The settings that are not read from plain variables. */
type ReadApart =
  'home' | 'homeFrom' | 'notify' | 'delivery' | 'network' | 'stateFolder' | 'profile' | 'warnings';

function fromVariables(values: Variables, folder: string): Omit<LocalConfig, ReadApart> {
  const { RACCORD_IDENTITY: identity } = values;
  return {
    ...portalOf(values),
    login: values.CHORUS_LOGIN,
    totpLabel: values.CHORUS_TOTP_LABEL,
    recipients: values.RACCORD_RECIPIENTS ?? [],
    identityFile: identity === undefined ? undefined : resolve(folder, identity),
    browser: values.RACCORD_BROWSER,
    contact: omitUndefined<Partial<Contact>>({
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
    keepMs: values.RACCORD_KEEP,
    timezone: values.RACCORD_TIMEZONE,
  };
}

/** Returns the portal; empty if the address depends on an environment that is not named. */
function portalOf(values: Variables): Partial<PortalConfig> {
  const { CHORUS_ENV: named, CHORUS_URL: given } = values;
  const portalUrl =
    given ?? (named === undefined ? undefined : new URL(ENVIRONMENTS[named].portal));
  const environment = portalUrl && nameOf(portalUrl, named);
  if (portalUrl === undefined || environment === undefined) return {};
  const allowedHosts = values.CHORUS_ALLOWED_HOSTS ?? allowedByDefault(portalUrl);
  return { environment, portalUrl, allowedHosts };
}

/** Returns the portal's name: on this machine it is a stand-in, whatever the environment. */
function nameOf({ hostname }: URL, named: EnvironmentName | undefined): PortalName | undefined {
  return isLoopback(hostname) ? 'stand-in' : named;
}

function pisteOf(values: Variables, clientSecret: Secret | undefined): PisteConfig | undefined {
  const { CHORUS_PISTE_CLIENT_ID: clientId, CHORUS_ENV: environment } = values;
  const known = environment && ENVIRONMENTS[environment];
  const oauthUrl = values.CHORUS_PISTE_OAUTH_URL?.href ?? known?.oauth;
  const apiUrl = values.CHORUS_PISTE_API_URL?.href ?? known?.api;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  if (oauthUrl === undefined || apiUrl === undefined) return undefined;
  return { clientId, clientSecret, oauthUrl, apiUrl, intervalMs: values.CHORUS_PISTE_INTERVAL };
}

/** Returns the portal's own host; the real portal signs in on another host of its domain. */
function allowedByDefault({ hostname }: URL): readonly string[] {
  return hostname.endsWith(REAL_DOMAIN) ? [`*${REAL_DOMAIN}`] : [hostname];
}
