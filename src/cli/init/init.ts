import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { homeAndKeysOf } from '../../config/config.ts';
import { dotEnvText } from '../../config/dot-env-text.ts';
import { ENVIRONMENTS } from '../../config/environments.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { shellWord } from '../../domain/raccord-command.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { makePrivateFolder, writeDurably, writeNewFile } from '../../files/durable-file.ts';
import { configProblemText } from '../../messages/config-texts.ts';
import { rosterHeadersFr } from '../../messages/fr/roster.fr.ts';
import { rosterTemplate } from '../../roster/template.ts';
import { initKeys, type InitialKeys } from '../../credentials/keys/key-pairs.ts';
import { knownRecipients, validRecipients } from '../../credentials/keys/key-files.ts';
import type { Command, CommandContext } from '../context.ts';
import {
  answersOf,
  isGiven,
  withoutUnanswered,
  settingsOf,
  withWholePaths,
  type Answers,
  type InitFlags,
} from './init-answers.ts';
import {
  expectPlaces,
  expectRight,
  expectSecretFiles,
  rosterUnwritable,
  secretFileFindings,
} from './init-checks.ts';
import { askSettings, QuestionsCancelled } from './init-questions.ts';
import { askYesOrNo } from '../terminal/person.ts';

const ROSTER = 'clients.csv';

/**
 * `raccord init`: creates what a first run needs: `.env` or a profile's file, keys and a roster.
 * Replaces no file without asking.
 */
export const init: Command<InitFlags> = async (context, flags) => {
  const { terminal, texts, processEnvironment } = context;
  const { folder, profile } = processEnvironment;
  const file = profile?.file ?? join(folder, '.env');
  const given = answersOf(flags, folder);
  expectRight(given, terminal.isInteractive);
  await validRecipients(flags.recipient ?? []);
  try {
    const mayReplace = await expectFree(context, flags, file);
    const { environment } = processEnvironment;
    const before = homeAndKeysOf(environment, folder, profile);
    const home = flags.home === undefined ? before.home.path : resolve(folder, flags.home);
    // A list may span several lines, which this `.env` does not support.
    const sealsTo = given.RACCORD_RECIPIENTS ?? before.recipients?.replace(/[\s,;]+/gu, ',');
    expectRight({ RACCORD_HOME: home }, true);
    const makesKeys = sealsTo === undefined && !(await hasKeys(home));
    const key = given.RACCORD_IDENTITY === undefined ? undefined : String(given.RACCORD_IDENTITY);
    const list = resolve(folder, flags.roster ?? ROSTER);
    await expectPlaces({
      ...{ settings: file, roster: list },
      ...{ home: makesKeys ? home : undefined, key: makesKeys ? key : undefined },
    });
    expectSecretFiles(given, environment);
    const secretFiles = (some: Answers) =>
      secretFileFindings(withWholePaths(some, folder), environment);
    const answers = terminal.isInteractive
      ? await askSettings(given, texts, (some) => secretFiles(some).problems[0])
      : given;
    const rosterIsNew = await makeRoster(list, answers);
    const keys = makesKeys
      ? await initKeys({ home, output: key, others: [], clock: systemClock })
      : undefined;
    // Records the home, so that it is the same for every user and working folder.
    const all = withoutUnanswered({
      ...answers,
      ...before.database,
      RACCORD_HOME: home,
      RACCORD_RECIPIENTS: sealsTo,
      RACCORD_IDENTITY:
        given.RACCORD_IDENTITY ?? (keys === undefined ? before.identity : undefined),
    });
    const whole = withWholePaths(all, folder);
    const settings = settingsOf(whole, texts);
    const { title, titleOfProfile } = texts.init;
    const first = profile === undefined ? title : titleOfProfile(profile.name);
    // Last, so that an attempt that fails can be repeated as it was typed.
    await writePrivate(file, dotEnvText(first, settings), mayReplace);
    printResult(context, { file, home, answers: whole, keys, roster: list, rosterIsNew });
    for (const warning of secretFiles(answers).warnings) {
      terminal.warn(`! ${configProblemText(warning, texts.config)}`);
    }
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof QuestionsCancelled)) throw error;
    terminal.err(texts.init.left);
    return EXIT.interrupted;
  }
};

/**
 * @returns whether the file may be replaced.
 * @throws RaccordError CONFIG_INVALID if it exists and nobody can be asked; QuestionsCancelled.
 */
async function expectFree(
  { terminal, texts }: CommandContext,
  { force }: InitFlags,
  file: string,
): Promise<boolean> {
  if (!existsSync(file) || force === true) return force === true;
  if (!terminal.isInteractive) {
    throw new RaccordError('CONFIG_INVALID', { problems: [texts.init.exists(file)] });
  }
  if (await askYesOrNo(texts.roster.replace(file), texts, false)) return true;
  throw new QuestionsCancelled();
}

/** Returns true if a home already has keys to seal to. */
async function hasKeys(home: string): Promise<boolean> {
  if (!existsSync(home)) return false;
  const { source } = await knownRecipients({ configured: [], home });
  return source !== 'none';
}

/** @throws RaccordError CONFIG_INVALID if the file cannot be written. */
async function writePrivate(path: string, text: string, mayReplace: boolean): Promise<void> {
  try {
    await makePrivateFolder(dirname(path));
    const content = Buffer.from(text);
    await (mayReplace ? writeDurably(path, content) : writeNewFile(path, content));
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    throw new RaccordError('CONFIG_INVALID', { problems: [error.message] }, error);
  }
}

/**
 * Writes the example of a roster.
 * @returns false if there is one, which may be somebody's work.
 * @throws RaccordError CONFIG_INVALID if it cannot be written.
 */
async function makeRoster(
  path: string,
  { RACCORD_APPLICATION_PATTERN: pattern }: Answers,
): Promise<boolean> {
  const example = String(pattern).replace('{n}', '1');
  try {
    await writeFile(path, rosterTemplate(rosterHeadersFr, example), { flag: 'wx' });
    return true;
  } catch (error) {
    const unwritable = new UnwritableError(path, error);
    if (unwritable.exists) return false;
    throw rosterUnwritable(unwritable);
  }
}

interface Made {
  readonly file: string;
  readonly home: string;
  readonly answers: Answers;
  readonly keys: InitialKeys | undefined;
  readonly roster: string;
  readonly rosterIsNew: boolean;
}

function printResult(
  { terminal, texts, processEnvironment }: CommandContext,
  { file, home, answers, keys, roster, rosterIsNew }: Made,
): void {
  const { init: words, environments } = texts;
  const environment = answers.CHORUS_ENV === 'production' ? 'production' : 'qualification';
  const { calledAs, profile } = processEnvironment;
  // The file of a profile is not in the working folder.
  const name = profile === undefined ? basename(file) : file;
  const { host } = new URL(ENVIRONMENTS[environment].portal);
  terminal.out(words.environment(environments[environment], host));
  terminal.out(words.written(name));
  terminal.out(words.home(home));
  const recipients = String(answers.RACCORD_RECIPIENTS ?? '');
  if (keys?.operator !== undefined) {
    const { path, recipient } = keys.operator;
    terminal.out(texts.keys.privateKey(path, recipient));
    terminal.out(texts.keys.moveAway(path));
  } else terminal.out(recipients === '' ? words.keysThere(home) : words.sealedTo(recipients));
  const list = relative(processEnvironment.folder, roster);
  terminal.out(rosterIsNew ? words.roster(list) : words.rosterThere(list));
  const open = toFillIn(answers);
  const inProfile = profile === undefined ? [] : ['--profile', shellWord(profile.name)];
  if (open.length > 0) terminal.out(words.fillIn(basename(file), open));
  terminal.out(words.next([calledAs, 'sign-in', ...inProfile].join(' ')));
}

/** Returns the settings that an unattended run needs and that were not given. */
function toFillIn(answers: Answers): string[] {
  return [
    ...(answers.CHORUS_LOGIN === undefined ? ['CHORUS_LOGIN'] : []),
    ...(isGiven('CHORUS_PASSWORD', answers) ? [] : ['CHORUS_PASSWORD']),
  ];
}
