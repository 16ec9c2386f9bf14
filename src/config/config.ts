import { basename, isAbsolute, resolve } from 'node:path';
import {
  missingSetting,
  reasonOfIssue,
  type ConfigProblem,
  type ConfigReason,
} from '../errors/config-problem.ts';
import { RaccordError } from '../errors/errors.ts';
import type { Contact } from '../domain/outcome.ts';
import { isLoopback } from '../domain/allowed-hosts.ts';
import { omitUndefined } from '../domain/omit-undefined.ts';
import type { PortalName } from '../domain/portal-name.ts';
import { Secret } from '../secrets/secret.ts';
import { readDelivery, type DeliveryConfig } from './delivery-settings.ts';
import { readDotEnv, readDotEnvOf, type DotEnv } from './dot-env.ts';
import type { Environment } from './environment-variables.ts';
import { ENVIRONMENTS, type EnvironmentName } from './environments.ts';
import { findHome, FOLDER_HOME, type FoundHome } from './home.ts';
import { looksGarbled } from '../roster/garbled.ts';
import { readNetwork, type Network } from './network.ts';
import { readNotifications, type NotifyConfig } from './notifications.ts';
import { inUserFolder, isChannel, isPath } from './path-variables.ts';
import { profileSelectors, type Profile } from './profile-files.ts';
import { secretVariables, variables, type SecretName, type Variables } from './variable-schema.ts';
import { givenSources, readSecretVariable, type GivenVariables, type Problems } from './secrets.ts';
import type { SecretWay } from './setting-problem.ts';
import { stateFolderOf } from './state-folder.ts';
import { characterFault, commandLineFault, environmentFault, pathFault } from './value-faults.ts';
import { checkNames, isKnownName, waysToGive } from './variable-names.ts';

/** The configuration as the rest of raccord sees it: checked, complete, with no variable names in it. */
export interface Config extends Omit<LocalConfig, keyof PortalConfig>, PortalConfig {}

/** Which portal is worked on. */
export interface PortalConfig {
  readonly environment: PortalName;
  readonly portalUrl: URL;
  readonly allowedHosts: readonly string[];
}

/** What a command needs that works on no portal; which one it would be may be unknown. */
export interface LocalConfig extends Partial<PortalConfig> {
  readonly login?: string;
  readonly password?: Secret;
  readonly totpSecret?: Secret;
  /** How the portal calls the authenticator of that secret, where the account has several. */
  readonly totpLabel?: string;
  /** Present where the application's id and its secret are given. */
  readonly piste?: PisteConfig;
  /** Absolute path. */
  readonly home: string;
  /** Why it is this one. */
  readonly homeFrom: FoundHome['from'];
  /** Absolute path, the same for all homes of one user of this machine. */
  readonly stateFolder: string;
  /** The name of the profile that gives it; absent where `.env` does. */
  readonly profile?: string;
  /** The database in which the ledger is, an address with its password; absent where it is in a file. */
  readonly database?: Secret;
  /** What opens the board to those who are not on this machine. */
  readonly boardToken?: Secret;
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
  /** Milliseconds after which a run removes what earlier ones left to look at; absent: never. */
  readonly keepMs?: number;
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
export interface RequiredSettings {
  /** Knowing which portal is worked on. */
  readonly portal?: boolean;
  /** Signing in without a person. */
  readonly administrator?: boolean;
  /** A complete contact; what flags give of it is here. */
  readonly contact?: Partial<Contact>;
  /** Calling the official API: always, or where any of it is configured. */
  readonly piste?: boolean | 'if-given';
  /** Telling the end of a run, where that is configured. */
  readonly notifications?: boolean;
  /** Handing credentials over, where that is configured. */
  readonly deliveries?: boolean;
  /** Showing the board, to those who have its token where there is one. */
  readonly board?: boolean;
  /** False where no other secret is to be read. */
  readonly secrets?: boolean;
}

/**
 * Reads the configuration: the environment beats `.env` in the working folder, or a profile's file.
 * @throws RaccordError CONFIG_INVALID with every mistake at once, DEBUG_LEAKS where Playwright's
 * debug log would print secrets.
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
  // Node reads it as it starts, long before `.env` is read.
  if (dotEnv.values[AUTHORITIES] !== undefined && (environment[AUTHORITIES] ?? '') === '') {
    problems.push({ place: AUTHORITIES, reason: { key: 'not-from-dot-env' } });
  }
  const parsed = variables.safeParse(given.values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push({ place: issue.path.join('.'), reason: reasonOfIssue(issue) });
    }
  }
  // Whatever the command: one that does not know where the ledger is would begin another.
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
  problems.push(...missing(given, needs));
  // Keys that each machine makes for itself would leave credentials that the others cannot open.
  if (database !== undefined && given.values['RACCORD_RECIPIENTS'] === undefined) {
    problems.push(missingSetting('RACCORD_RECIPIENTS'));
  }
  const { warnings } = given;
  // What is odd may be why something is missing.
  if (!parsed.success || problems.length > 0)
    throw new RaccordError('CONFIG_INVALID', { problems: [...problems, ...warnings] });
  const home = findHome(parsed.data.RACCORD_HOME, folder, environment, profile?.home);
  return omitUndefined<LocalConfig>({
    ...fromVariables(parsed.data, folder),
    ...{ password, totpSecret, boardToken, database, notify, delivery, network },
    ...{ home: home.path, homeFrom: home.from, warnings: [...warnings, ...homeWarnings(home)] },
    // From the environment alone: `.env` belongs to one working folder.
    stateFolder: stateFolderOf(environment),
    profile: profile?.name,
    piste: pisteOf(parsed.data, clientSecret),
  });
}

/** Which home a folder's commands work on, and what is given of keys: what a new `.env` must not lose. */
export interface HomeAndKeys {
  readonly home: FoundHome;
  readonly recipients?: string;
  readonly identity?: string;
  /** How the file that is replaced says where a shared ledger is. */
  readonly database: Readonly<Partial<Record<SecretWay, Secret>>>;
}

/** Reads these of the environment and `.env`, or a profile's file, whatever else is wrong there. */
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
  return omitUndefined<HomeAndKeys>({
    database: Object.fromEntries(ways),
    home: findHome(values['RACCORD_HOME'], folder, environment, profile?.home),
    recipients: values['RACCORD_RECIPIENTS'],
    identity: values['RACCORD_IDENTITY'],
  });
}

/**
 * Returns what can be read of a configuration that has mistakes, without any secret, for those who
 * look at the machine all the same; undefined where nothing can.
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
  return omitUndefined<LocalConfig>({
    ...fromVariables(parsed.data, folder),
    ...{ home: found.path, homeFrom: found.from, notify: {}, delivery: {}, warnings: [] },
    network: readNetwork([environment, right], []),
    stateFolder: stateFolderOf(environment),
    profile: profile?.name,
  });
}

/** What the environment beats: a profile's file, else `.env`. */
function fileOf(folder: string, profile: Profile | undefined): DotEnv {
  const dotEnv = profile === undefined ? readDotEnvOf(folder) : readDotEnv(profile.file);
  return { ...dotEnv, problems: [...dotEnv.problems, ...profileSelectors(dotEnv.values)] };
}

/**
 * Where a variable is given: `environment`, `.env` or the name of a profile's file; undefined where it
 * is nowhere.
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

/** The environment over `.env`; a secret that is given there in one of its three ways is not given here. */
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
    // A profile is used from any folder: what is relative to one would be another home in each.
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

/** The user's own folder is put in, as a shell would. */
function withHome(values: Record<string, string>, { HOME, USERPROFILE }: Environment): void {
  const home = HOME ?? USERPROFILE;
  if (home === undefined || home === '') return;
  for (const [variable, value] of Object.entries(values)) {
    if (isPath(variable) && isKnownName(variable)) {
      values[variable] = inUserFolder(value, home);
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

/** Where no variable names the home, which one it is depends on the working folder. */
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
  const isResourceGiven =
    isGiven('CHORUS_PISTE_CLIENT_ID') ||
    givenSources('CHORUS_PISTE_CLIENT_SECRET', given).length > 0;
  if (piste === true || (piste === 'if-given' && isResourceGiven))
    expectPair('CHORUS_PISTE_CLIENT_ID', 'CHORUS_PISTE_CLIENT_SECRET');
  // The form's "Nom Prénom", "Téléphone" and "Adresse électronique" are mandatory (facts/source.md).
  for (const part of contact === undefined ? [] : (['name', 'phone', 'email'] as const)) {
    const variable = `RACCORD_CONTACT_${part.toUpperCase()}`;
    if (contact?.[part] === undefined && !isGiven(variable)) {
      problems.push(missingSetting(`${variable} (--contact-${part})`));
    }
  }
  return problems;
}

/** The real portal is never taken for granted: neither which one, nor which PISTE goes with another. */
function missingPortal(
  { values, faults }: GivenVariables,
  needs: RequiredSettings,
): ConfigProblem[] {
  if (values['CHORUS_ENV'] !== undefined || faults.has('CHORUS_ENV')) return [];
  const { CHORUS_URL: url = '' } = values;
  // Of an address that is none it is told that it is none.
  const isElsewhere = url === '' || (URL.canParse(url) && !isLoopback(new URL(url).hostname));
  const noEnvironment: ConfigProblem = { place: 'CHORUS_ENV', reason: { key: 'no-environment' } };
  if (isElsewhere) return needs.portal === true ? [noEnvironment] : [];
  const calls = needs.piste === true || values['CHORUS_PISTE_CLIENT_ID'] !== undefined;
  const addresses = ['CHORUS_PISTE_OAUTH_URL', 'CHORUS_PISTE_API_URL'];
  if (needs.portal !== true && needs.piste !== true) return [];
  if (!calls || addresses.every((name) => values[name] !== undefined)) return [];
  return [missingSetting('CHORUS_ENV', addresses.join(' + '))];
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

/** What is read from elsewhere than plain variables. */
type ReadApart =
  'home' | 'homeFrom' | 'notify' | 'delivery' | 'network' | 'stateFolder' | 'profile' | 'warnings';

function fromVariables(values: Variables, folder: string): Omit<LocalConfig, ReadApart> {
  const { RACCORD_IDENTITY: identity } = values;
  return omitUndefined<Omit<LocalConfig, ReadApart>>({
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
  });
}

/** Nothing where the address is left to an environment that is not named. */
function portalOf(values: Variables): Partial<PortalConfig> {
  const { CHORUS_ENV: named, CHORUS_URL: given } = values;
  const portalUrl =
    given ?? (named === undefined ? undefined : new URL(ENVIRONMENTS[named].portal));
  const environment = portalUrl && nameOf(portalUrl, named);
  if (portalUrl === undefined || environment === undefined) return {};
  const allowedHosts = values.CHORUS_ALLOWED_HOSTS ?? allowedByDefault(portalUrl);
  return { environment, portalUrl, allowedHosts };
}

/** A portal on this machine is none of AIFE's, whatever environment goes with it. */
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

/** The portal's own host; the real portal signs in on another host of the same domain. */
function allowedByDefault({ hostname }: URL): readonly string[] {
  return hostname.endsWith(REAL_DOMAIN) ? [`*${REAL_DOMAIN}`] : [hostname];
}
