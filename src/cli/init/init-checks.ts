import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { settingProblem, type VariableName } from '../../config/dot-env-text.ts';
import { readSecretVariable } from '../../config/secrets.ts';
import type { Environment } from '../../config/variable-schema.ts';
import type { ConfigProblem } from '../../errors/config-problem.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import type { Answers } from './init-answers.ts';

/** @throws RaccordError CONFIG_INVALID with every invalid or missing flag. */
export function expectRight(given: Answers, isInteractive: boolean): void {
  const problems: ConfigProblem[] = Object.entries(given).flatMap(([name, value]) => {
    const problem = settingProblem(name as VariableName, String(value));
    return problem === undefined ? [] : [problem];
  });
  if (isGivenTwice(given)) {
    problems.push({
      place: '--password-file, --password-command',
      reason: { key: 'given-twice' },
    });
  }
  const needed = {
    CHORUS_ENV: '--environment',
    RACCORD_EDITOR: '--editor',
    RACCORD_APPLICATION_PATTERN: '--application-pattern',
  } as const;
  for (const [name, flag] of isInteractive ? [] : Object.entries(needed)) {
    if (!(name in given))
      problems.push({ place: flag, reason: { key: 'needed-without-terminal' } });
  }
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
}

function isGivenTwice(given: Answers): boolean {
  return 'CHORUS_PASSWORD_FILE' in given && 'CHORUS_PASSWORD_COMMAND' in given;
}

const SECRET_FILES = {
  CHORUS_PASSWORD_FILE: { name: 'CHORUS_PASSWORD', flag: '--password-file' },
  CHORUS_TOTP_SECRET_FILE: { name: 'CHORUS_TOTP_SECRET', flag: '--totp-file' },
} as const;

/** @throws RaccordError CONFIG_INVALID with every given file that later commands would refuse. */
export function expectSecretFiles(given: Answers, environment: Environment): void {
  const problems = secretFileFindings(given, environment).problems.map((problem) => ({
    ...problem,
    place: SECRET_FILES[problem.place as keyof typeof SECRET_FILES].flag,
  }));
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
}

/**
 * Reads the files of secrets as later commands will. A file that does not exist is only warned
 * about: it may be made or mounted later.
 */
export function secretFileFindings(
  answers: Answers,
  environment: Environment,
): { readonly problems: readonly ConfigProblem[]; readonly warnings: readonly ConfigProblem[] } {
  const found: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  for (const [variable, { name }] of Object.entries(SECRET_FILES)) {
    const path = answers[variable as keyof typeof SECRET_FILES];
    if (path === undefined) continue;
    const { CREDENTIALS_DIRECTORY } = environment;
    const values = { CREDENTIALS_DIRECTORY, [variable]: String(path) };
    readSecretVariable(name, { values, faults: new Map(), warnings }, found);
  }
  const isMissing = ({ reason }: ConfigProblem): boolean => reason.key === 'no-such-file';
  return {
    problems: found.filter((problem) => !isMissing(problem)),
    warnings: [...found.filter(isMissing), ...warnings],
  };
}

/** The files that are to be made, each where there is one to make. */
interface Places {
  /** `.env` or the file of a profile; missing folders are made. */
  readonly settings: string;
  readonly roster: string;
  /** The folder of the keys; it is made if it is missing. */
  readonly home: string | undefined;
  /** The private key outside the home: missing folders are not made, the disk may not be mounted. */
  readonly key: string | undefined;
}

/**
 * Checks, before the first file is written, that each can be made in its place.
 * @throws RaccordError CONFIG_INVALID, KEY_FILE_TAKEN, KEY_UNWRITABLE.
 */
export async function expectPlaces({ settings, roster, home, key }: Places): Promise<void> {
  const inSettings = await faultOf(existingFolderOf(settings));
  if (inSettings !== undefined) {
    throw new RaccordError('CONFIG_INVALID', { problems: [inSettings.message] }, inSettings);
  }
  if (key !== undefined && existsSync(key)) throw new RaccordError('KEY_FILE_TAKEN', { path: key });
  const inRoster = existsSync(roster) ? undefined : await faultOf(dirname(roster));
  if (inRoster !== undefined) throw rosterUnwritable(inRoster);
  const inHome = home === undefined ? undefined : await faultOf(existingFolderOf(`${home}/.`));
  // A key in the home itself is made along with it.
  const inKeys =
    inHome ??
    (key === undefined || dirname(key) === home ? undefined : await faultOf(dirname(key)));
  if (inKeys === undefined) return;
  const path = (inHome === undefined ? key : home) ?? inKeys.path;
  throw new RaccordError('KEY_UNWRITABLE', { path, reason: inKeys.reason }, inKeys);
}

/** Returns the error of a roster that cannot be written. */
export function rosterUnwritable({
  path,
  reason,
}: UnwritableError): RaccordError<'CONFIG_INVALID'> {
  const problem = `--roster: ${path}: ${reason}`;
  return new RaccordError('CONFIG_INVALID', { problems: [problem] });
}

/** Returns the nearest folder above a path that exists. */
function existingFolderOf(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) || folder === path ? folder : existingFolderOf(folder);
}

/** Returns the reason why no file can be made in a folder. */
async function faultOf(folder: string): Promise<UnwritableError | undefined> {
  try {
    // With the dot, a file in the folder's place is a fault too.
    await access(`${folder}/.`, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return new UnwritableError(folder, error);
  }
}
