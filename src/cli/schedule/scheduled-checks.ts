import { readableConfig, type LocalConfig, type RequiredSettings } from '../../config/config.ts';
import {
  notForSeveralProfiles,
  inProfile,
  sharedPlaces,
  type Profile,
} from '../../config/profile-files.ts';
import { sinkNames } from '../../credentials/delivery/sink-names.ts';
import type { ConfigProblem } from '../../errors/config-problem.ts';
import { RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { summariseError } from '../../messages/render.ts';
import {
  IDENTITY_FILE,
  knownRecipients,
  readIdentity,
  validRecipients,
} from '../../credentials/keys/key-files.ts';
import { configOf, identityFileOf, localConfigOf, type CommandContext } from '../context.ts';
import { namedSinks } from '../deliveries/deliver-after.ts';
import { siretOf } from '../options/option-values.ts';
import { contextIn, withProfileInPaths } from '../in-profiles/in-profiles.ts';
import { OptionProblems } from '../options/option-problems.ts';
import { readEntries } from '../options/roster-flags.ts';
import { signsIn, type ScheduledLine } from './scheduled-line.ts';

interface CheckOptions {
  /** False if units are printed: they hold no secrets, so none are read. */
  readonly secrets: boolean;
  /** The roster is created later: a failure to read it only causes a warning. */
  readonly rosterLater: boolean;
}

/**
 * Checks everything that a command will read at night in each of its profiles, or without any.
 * @param profiles their names.
 * @param command undefined if the line cannot be scheduled.
 * @param optionProblems receives the mistakes.
 * @returns the configurations, in the order of the profiles.
 */
export async function checkInProfiles(
  context: CommandContext,
  profiles: readonly string[],
  command: ScheduledLine | undefined,
  options: CheckOptions,
  optionProblems: OptionProblems,
): Promise<readonly LocalConfig[]> {
  const { environment } = context.processEnvironment;
  const areSeveral = profiles.length > 1;
  const all = new OptionProblems();
  const configs: LocalConfig[] = [];
  const found: Profile[] = [];
  for (const name of profiles.length === 0 ? [undefined] : profiles) {
    const own = name === undefined ? context : all.collect(() => contextIn(context, name));
    if (own === undefined) continue;
    const { profile } = own.processEnvironment;
    if (profile !== undefined) found.push(profile);
    const ofOwn = new OptionProblems();
    const config = await checkLine(own, command, options, ofOwn);
    all.add(ofOwn, (one) => (areSeveral && profile !== undefined ? inProfile(profile, one) : one));
    if (config !== undefined) configs.push(config);
  }
  if (areSeveral) all.collect(() => expectNone(notForSeveralProfiles(environment, found)));
  if (all.isEmpty) {
    const places = configs.map((config) => ({ ...config, name: config.profile ?? '' }));
    all.collect(() => expectNone(sharedPlaces(places)));
  }
  optionProblems.add(all, (one) => one);
  return configs;
}

/** @throws RaccordError CONFIG_INVALID with the problems, if any. */
function expectNone(problems: readonly ConfigProblem[]): void {
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems: [...problems] });
}

async function checkLine(
  context: CommandContext,
  command: ScheduledLine | undefined,
  options: CheckOptions,
  optionProblems: OptionProblems,
): Promise<LocalConfig | undefined> {
  if (command === undefined) {
    return optionProblems.collect(() => localConfigOf(context, { secrets: false }));
  }
  const { profile } = context.processEnvironment;
  const flags =
    profile === undefined ? command.options : withProfileInPaths(command.options, profile.name);
  return checkScheduled(context, { ...command, options: flags }, options, optionProblems);
}

/**
 * Checks everything that a command will read at night, as far as it already exists.
 * @param optionProblems receives the mistakes.
 */
async function checkScheduled(
  context: CommandContext,
  { name, options }: ScheduledLine,
  { secrets, rosterLater }: CheckOptions,
  optionProblems: OptionProblems,
): Promise<LocalConfig | undefined> {
  const needs = needsOf(name, options, secrets);
  // Units may be printed on one machine and run on another, which knows its portal.
  const config = optionProblems.collect(() =>
    secrets ? configOf(context, needs) : localConfigOf(context, needs),
  );
  const { siret: sirets, input, sheet, sink } = options;
  const environment = config?.environment;
  for (const text of Array.isArray(sirets) ? sirets.map(String) : []) {
    optionProblems.collect(() => siretOf(text, environment));
  }
  if (name === 'batch' && typeof input === 'string') {
    const flags = { input, sheet: typeof sheet === 'string' ? sheet : undefined };
    const place = config ?? {};
    if (rosterLater) await warnOfRoster(context, () => readEntries(context, flags, place));
    else await optionProblems.collectAsync(() => readEntries(context, flags, place));
  }
  // Other mistakes are found even if a variable is wrong.
  const { environment: variables, folder, profile } = context.processEnvironment;
  const readable = config ?? readableConfig(variables, folder, profile);
  if (readable !== undefined) {
    const { home, recipients } = readable;
    await optionProblems.collectAsync(() => knownRecipients({ home, configured: recipients }));
  }
  if (config === undefined) return undefined;
  if (name === 'deliver') {
    const wanted = typeof sink === 'string' ? sink : undefined;
    optionProblems.collect(() => namedSinks(context, config.delivery, wanted));
  }
  const { delivery } = config;
  await optionProblems.collectAsync(() => validRecipients(delivery.folder?.recipients ?? []));
  // The user who runs the units, and has the key, may be another than the one who prints them.
  if (secrets) await optionProblems.collectAsync(() => checkKey(context, config, name, options));
  return config;
}

/** Returns the settings that the command will need at night. */
function needsOf(
  name: string,
  options: ScheduledLine['options'],
  secrets: boolean,
): RequiredSettings {
  const proves = name === 'verify' || options['verify'] === true;
  const needs = { notifications: true, deliveries: secrets && name !== 'verify', secrets };
  // Units name the password file, which is on the machine that runs them.
  return { ...needs, administrator: secrets && signsIn([name]), piste: secrets && proves };
}

async function warnOfRoster(
  { terminal, texts }: CommandContext,
  read: () => Promise<unknown>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    terminal.warn(`! ${texts.schedule.rosterLater(summariseError(error, texts))}`);
  }
}

/**
 * Checks the private key, if deliveries or verifications need it. A home that creates its keys on
 * first use will have it then; a batch without it delivers nothing, and says so.
 * @throws RaccordError IDENTITY_MISSING, FILE_TOO_OPEN
 */
async function checkKey(
  { terminal, texts }: CommandContext,
  config: LocalConfig,
  name: string,
  options: ScheduledLine['options'],
): Promise<void> {
  const isVerify = name === 'verify';
  const delivers = !isVerify && sinkNames(config.delivery).length > 0;
  const proves = isVerify ? options['pisteOnly'] !== true : options['verify'] === true;
  const needs = name === 'deliver' || proves;
  if (!delivers && !needs) return;
  const file = identityFileOf(config, IDENTITY_FILE);
  try {
    await readIdentity(file);
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'IDENTITY_MISSING') throw error;
    const isMadeLater = config.identityFile === undefined && config.recipients.length === 0;
    if (isMadeLater && error.details.found === undefined) return;
    if (needs || error.details.found !== undefined) throw error;
    terminal.warn(`! ${texts.schedule.noKey(file)}`);
  }
}
