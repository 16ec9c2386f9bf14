import { resolve } from 'node:path';
import type { Setting, PlainName, VariableName } from '../../config/dot-env-text.ts';
import { secretVariables, type SecretName } from '../../config/variable-schema.ts';
import { waysToGive } from '../../config/variable-names.ts';
import { Secret } from '../../secrets/secret.ts';
import { isPath, wholePath } from '../../config/path-variables.ts';
import type { Texts } from '../../messages/texts.ts';

/** Known settings of a first configuration, by variable. */
export type Answers = Readonly<Partial<Record<VariableName, string | Secret>>>;

export interface InitFlags {
  readonly environment?: 'qualification' | 'production';
  readonly login?: string;
  readonly passwordFile?: string;
  readonly passwordCommand?: string;
  readonly totpFile?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
  readonly contactEmail?: string;
  readonly contactFax?: string;
  readonly editor?: string;
  readonly usage?: string;
  readonly applicationPattern?: string;
  readonly home?: string;
  /** Path of the private key. */
  readonly key?: string;
  /** Public keys of pairs that were made elsewhere; no pair is made here. */
  readonly recipient?: readonly string[];
  readonly roster?: string;
  readonly force?: true;
}

/** Variables of a first `.env`, in its order: the usual ones, then those of the official API. */
const FIRST: readonly (PlainName | SecretName)[] = [
  'CHORUS_ENV',
  'CHORUS_LOGIN',
  'CHORUS_PASSWORD',
  'CHORUS_TOTP_SECRET',
  'RACCORD_CONTACT_NAME',
  'RACCORD_CONTACT_PHONE',
  'RACCORD_CONTACT_EMAIL',
  'RACCORD_CONTACT_FAX',
  'RACCORD_EDITOR',
  'RACCORD_USAGE',
  'RACCORD_APPLICATION_PATTERN',
  'RACCORD_HOME',
  'RACCORD_RECIPIENTS',
  'RACCORD_IDENTITY',
  'CHORUS_PISTE_CLIENT_ID',
  'CHORUS_PISTE_CLIENT_SECRET',
];

/** Returns the settings given as flags, with absolute paths: raccord may run elsewhere later. */
export function answersOf(flags: InitFlags, folder: string): Answers {
  const path = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : resolve(folder, file);
  const { recipient = [] } = flags;
  return withoutUnanswered({
    CHORUS_ENV: flags.environment,
    CHORUS_LOGIN: flags.login,
    CHORUS_PASSWORD_FILE: path(flags.passwordFile),
    CHORUS_PASSWORD_COMMAND: flags.passwordCommand,
    CHORUS_TOTP_SECRET_FILE: path(flags.totpFile),
    RACCORD_CONTACT_NAME: flags.contactName,
    RACCORD_CONTACT_PHONE: flags.contactPhone,
    RACCORD_CONTACT_EMAIL: flags.contactEmail,
    RACCORD_CONTACT_FAX: flags.contactFax,
    RACCORD_EDITOR: flags.editor,
    RACCORD_USAGE: flags.usage,
    RACCORD_APPLICATION_PATTERN: flags.applicationPattern,
    RACCORD_HOME: path(flags.home),
    RACCORD_RECIPIENTS: recipient.length === 0 ? undefined : recipient.join(','),
    RACCORD_IDENTITY: path(flags.key),
  });
}

/**
 * Returns the answers with absolute paths. Typed paths are relative to the working folder, as a
 * shell completes them; raccord reads them from any folder later.
 */
export function withWholePaths(answers: Answers, folder: string): Answers {
  const whole = ([name, value]: readonly [string, string | Secret]) => {
    if (!isPath(name)) return [name, value] as const;
    if (value instanceof Secret)
      return [name, new Secret(wholePath(value.reveal(), folder))] as const;
    return [name, wholePath(value, folder)] as const;
  };
  return Object.fromEntries(Object.entries(answers).map(whole));
}

/** Omits variables without an answer. */
export function withoutUnanswered(
  answers: Readonly<Partial<Record<VariableName, string | Secret>>>,
): Answers {
  const all = Object.entries<string | Secret | undefined>(answers);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** Returns true if a secret is given in any of its forms. */
export function isGiven(name: SecretName, answers: Answers): boolean {
  return waysToGive(name).some((way) => way in answers);
}

/** Returns the lines of the first `.env`. */
export function settingsOf(answers: Answers, { variables }: Texts): Setting[] {
  const shared = isGiven('RACCORD_DATABASE_URL', answers)
    ? (['RACCORD_DATABASE_URL'] as const)
    : [];
  return [...FIRST, ...shared].map((variable) => {
    const ways = variable in secretVariables ? waysToGive(variable) : [variable];
    const name = (ways.find((way) => way in answers) ?? variable) as VariableName;
    const value = answers[name];
    return {
      name,
      explanation: variables[variable],
      value: value instanceof Secret ? value.reveal() : value,
    };
  });
}
