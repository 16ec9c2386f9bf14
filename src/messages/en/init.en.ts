import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { VariableName } from '../../config/dot-env-text.ts';

/** Texts of `raccord init`. */
export const initTextsEn = (command: WriteCommand) => ({
  help: {
    init: 'make .env, keys and a first roster; asks at a terminal',
    environment: 'qualification (fictitious) or production',
    login: 'the administrator’s login',
    passwordFile: 'a file (mode 600) that holds the password',
    passwordCommand: 'a command that prints the password',
    totpFile: 'a file with the authenticator’s secret',
    editor: 'editor or solution to declare',
    usage: 'type of use to declare',
    applicationPattern: 'PISTE application names, with {n} for a number',
    home: 'folder for RACCORD_HOME',
    key: 'file of the private key (default: there)',
    recipient: 'a public key made elsewhere: no pair is made',
    roster: 'roster to begin (default: clients.csv)',
    force: 'replace the .env that is there',
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
    password: 'How is raccord given the administrator’s password?',
    totp: 'And the second factor?',
    file: 'path of a file of mode 600 that holds it',
    command: 'a command that prints it, such as pass show chorus',
    mayBeEmpty: '(may be left empty)',
  },
  ways: {
    typed: 'I type it now, unseen; it is kept in .env (mode 600)',
    file: 'a file holds it',
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
  exists: (file: string) => `${file} exists already: --force replaces it`,
  environment: (name: string, host: string) => `Portal: ${name} (${host})`,
  written: (file: string) => `${file} written, for you alone (mode 600).`,
  home: (folder: string) => `RACCORD_HOME: ${folder}`,
  keysThere: (home: string) =>
    `Keys: ${home} has its own already; "${command('keys', 'show')}" lists them.`,
  sealedTo: (recipients: string) => `Sealed to: ${recipients}`,
  roster: (file: string) => `Roster to fill in: ${file}`,
  rosterThere: (file: string) => `Roster: ${file} was there, and is as it was.`,
  fillIn: (file: string, names: readonly string[]) =>
    `To be filled in in ${file}: ${names.join(', ')}`,
  next: (command: string) => `Next: ${command}`,
});
