import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { VariableName } from '../../config/dot-env-text.ts';

/** Texts of `raccord init`. */
export const initTextsEn = (command: WriteCommand) => ({
  help: {
    init: 'create .env, keys and a first roster; asks at a terminal',
    environment: 'qualification (fictitious) or production',
    login: 'the administrator’s login',
    passwordFile: 'a file (mode 600) that contains the password',
    passwordCommand: 'a command that prints the password',
    totpFile: 'a file with the authenticator’s secret',
    editor: 'editor or solution to declare',
    usage: 'type of use to declare',
    applicationPattern: 'PISTE application names, with {n} for a number',
    home: 'folder for RACCORD_HOME',
    key: 'private key file (default: in RACCORD_HOME)',
    recipient: 'a public key from elsewhere; no pair is created',
    roster: 'roster to create (default: clients.csv)',
    force: 'replace the existing .env',
  },
  /** The first line of `.env`. */
  title:
    'raccord reads this file in the folder where it is started. README explains all variables.',
  titleOfProfile: (name: string) =>
    `raccord reads this file with --profile ${name}, in any folder. README explains all variables.`,
  asks: {
    environment: 'CHORUS_ENV: which portal?',
    qualification: 'qualification: fictitious structures, to begin with',
    production: 'production: what is declared there is real',
    password: 'How should raccord get the administrator’s password?',
    totp: 'And the second factor?',
    file: 'path of a file (mode 600) that contains it',
    command: 'a command that prints it, such as pass show chorus',
    mayBeEmpty: '(may be left empty)',
  },
  ways: {
    typed: 'I type it now, hidden; it is kept in .env (mode 600)',
    file: 'a file contains it',
    command: 'a command prints it',
    later: 'later: I fill it in myself',
    none: 'a code by e-mail: a person types it at the terminal',
  },
  /** Placeholders of empty fields; never used as values. */
  examples: {
    CHORUS_LOGIN: 'admin@example.fr',
    RACCORD_CONTACT_NAME: 'Camille Martin',
    RACCORD_CONTACT_PHONE: '04 78 00 00 00',
    RACCORD_CONTACT_EMAIL: 'camille.martin@example.fr',
    RACCORD_EDITOR: 'the wording of the portal’s list',
    RACCORD_APPLICATION_PATTERN: 'MyCompany{n}',
  } satisfies Partial<Record<VariableName, string>>,
  left: 'Nothing was written.',
  exists: (file: string) => `${file} already exists: --force replaces it`,
  environment: (name: string, host: string) => `Portal: ${name} (${host})`,
  written: (file: string) => `${file} written, readable by you only (mode 600).`,
  home: (folder: string) => `RACCORD_HOME: ${folder}`,
  keysThere: (home: string) =>
    `Keys: ${home} already has its own; "${command('keys', 'show')}" lists them.`,
  sealedTo: (recipients: string) => `Sealed to: ${recipients}`,
  roster: (file: string) => `Roster to fill in: ${file}`,
  rosterThere: (file: string) => `Roster: ${file} already exists and was not changed.`,
  fillIn: (file: string, names: readonly string[]) =>
    `Still to fill in, in ${file}: ${names.join(', ')}`,
  next: (command: string) => `Next: ${command}`,
});
