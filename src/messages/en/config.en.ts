import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Expectation, SecretSource } from '../../errors/config-problem.ts';
import type { ConfigTexts } from '../config-texts.ts';

const SINGLE = "write it in .env in single quotes ('…'), as it is";
const RETYPE = 'type it anew instead of pasting it';

const ONE_LINE: Readonly<Record<SecretSource, string>> = {
  value: 'give the one line that is the secret',
  file: 'leave the one line that is the secret in the file',
  command: 'let the command print the secret alone, for example with "| head -n 1" behind it',
};

const EXPECTED: Readonly<Record<Expectation, string>> = {
  'time-span': 'a duration such as 90s or 2m',
  'time-span-not-nothing': 'longer than nothing',
  'time-span-of-a-day': 'at least 1d',
  hosts: 'host names or *.host',
  'web-address': 'a web address',
  https: 'https',
  'no-user-name': 'no user name in the address',
  'no-password': 'an address without a password',
  text: 'not empty',
  email: 'an e-mail address',
  emails: 'e-mail addresses',
  'age-keys': 'age public keys (age1…)',
  otpauth: 'an otpauth://totp address with SHA1, 6 digits and 30 seconds',
  base32: 'a base32 secret',
  phone: 'a telephone number with its first 0 or +: in quotes where it is given as a number',
  'time-zone': 'a time zone that this system knows, such as Europe/Paris',
  'vault-path': 'names parted by /, of letters, digits, -, _, . and @',
  'once-n': 'a text with {n} in it once',
  'once-siret': 'a path with {siret} in it once',
  'plain-word': 'one word of plain letters and signs',
  'sixteen-characters': 'at least 16 characters',
  'mail-server':
    'an address such as smtps://user:password@host, with %-escapes for signs like @ and /',
  database:
    'an address such as postgresql://user:password@host/database, with %-escapes for signs like @ and /',
  'schema-alone': 'no parameter but schema, a name of small letters, digits and _',
  'ip-address': 'an address of this machine is expected, such as 127.0.0.1 or ::1',
  proxy:
    'an address such as http://user:password@proxy.example.fr:3128, with %-escapes for signs like @, / and #',
};

/** Configuration messages in English. */
export const configTextsEn = (command: WriteCommand): ConfigTexts => ({
  or: (others) => `or ${others.join(', ')}`,
  missing: () => 'missing',
  'no-environment': () => 'missing: qualification (fictitious structures) or production',
  'given-twice': () => 'set one of them only',
  'not-from-dot-env': () => 'set it in the environment, since Node does not read it in .env',
  'no-such-file': () => 'no such file',
  'command-failed': ({ exit }) => `the command failed (exit ${exit})`,
  'open-to-others': ({ path, mode, mend }) =>
    `${path} can be read by others (mode ${mode}): ${mend}`,
  expected: ({ what }) => EXPECTED[what],
  'https-for': ({ host, sent }) =>
    `https for ${host}, since ${sent === 'password' ? 'a password is typed' : 'secrets are sent'} there`,
  'one-of': ({ values }) => `one of ${values.join(', ')}`,
  invalid: () => 'invalid',
  'needed-without-terminal': () => 'needed without a terminal',
  'needs-headed': () => 'needs --headed',
  'needs-terminal': () => 'needs a terminal at which somebody answers',
  'unreadable-file': ({ reason }) => `cannot be read (${reason})`,
  'not-utf-8': () => 'is not UTF-8 (Windows-1252 perhaps): save it as UTF-8',
  'utf-16-unmarked': () => 'is UTF-16 without a byte order mark: save it as UTF-8',
  'control-character': ({ sign }) =>
    `holds a control character (${sign}): take it away; if a backslash was meant, ${SINGLE}`,
  'replacement-character': () =>
    'holds a character that was lost in another encoding (U+FFFD): save its source as UTF-8 and write it again',
  'invisible-character': ({ sign }) => `holds an invisible character (${sign}): ${RETYPE}`,
  'several-lines': ({ lines, from }) => `has ${lines} lines: ${ONE_LINE[from]}`,
  'cut-at-hash': () => `a # without quotes begins a comment and cuts the value off: ${SINGLE}`,
  'quote-open': () =>
    'its quotes do not end where the value ends: write it in single quotes, or in a file (NAME_FILE)',
  'backslash-in-quotes': () => `a backslash within quotes has more than one meaning: ${SINGLE}`,
  'typographic-quotes': () => "typographic quotes are no quotes: write ' or nothing",
  'in-quotes': () =>
    `is in quotes, which are taken for a part of it here (as docker --env-file does): take them off; if they are one, ${SINGLE}`,
  'comment-in-value': () =>
    'has a # comment in it, which the environment (docker --env-file) takes for a part of it: take it away; a value that has it goes into .env in single quotes, or into a file',
  'not-the-secret-alone': () =>
    'gives more than the secret (NAME=value, or JSON): let it be the secret alone',
  'not-expanded': () => 'is not expanded: write it out, without variables',
  'line-not-read': ({ line }) =>
    `line ${line} is not understood: write NAME=value, or # in front of it`,
  'not-for-dot-env': () =>
    'cannot be written into .env as it is: put it into a file of its own (NAME_FILE)',
  misspelt: ({ meant }) => `is read by nobody: ${meant} is meant`,
  'only-secrets': ({ meant }) => `is read by nobody, only secrets have it: set ${meant}`,
  'profile-name': () =>
    'takes a name of letters, digits, ".", "-" and "_": that of a file in the profiles folder, without .env',
  'no-profile': ({ file, present }) =>
    `there is no ${file}${present.length === 0 ? '' : `; there are: ${present.join(', ')}`}`,
  'one-profile-alone': () => 'this command takes one',
  'profile-in-name': () =>
    'with several profiles, write {profile} in the name: each has its own file',
  'not-with-profiles': () => 'for one profile alone',
  'of-one-profile': () =>
    'would count in every profile: write it into the file of each, and take it out of the environment',
  'one-for-all-profiles': () => 'is not the same in all profiles: one page has one token',
  'shared-by-profiles': ({ names }) =>
    `is the same in ${names.join(' and ')}: one home, one ledger, and one administrator, belong to one profile`,
  'not-absolute': () => 'write the whole path: a profile is used from any folder',
  'read-too-late': () => 'set it in the environment, or use --profile: this file is read after it',
  'not-installed': ({ what }) => `is not installed here: npm install ${what}`,
  'not-one-database': () => 'is another one in this profile: a worker works on one queue',
  'no-ledger': ({ home }) => `no ledger in ${home}`,
  'ledger-beside': ({ file }) =>
    `this RACCORD_HOME has a ledger of its own, ${file}: "${command('ledger', 'move')}" brings it there`,
  'ledger-moved': ({ home }) => `missing, and the ledger of ${home} was moved there`,
  'database-not-in-backups': () =>
    'the ledger and every sealed credential are in that database: back it up and restore it there (docs/several-machines.md)',
  'unknown-name': ({ nearest }) =>
    nearest === undefined
      ? 'is read by nobody: README has all names'
      : `is read by nobody: did you mean ${nearest}?`,
  'home-in-folder': ({ folder }) =>
    `not set, so ${folder} in this folder goes on being used; set it to have the same home from everywhere`,
  'utf-16': () => 'is UTF-16: save it as UTF-8',
  'first-line-taken': ({ lines }) => `the first of ${lines} lines is taken, as pass keeps secrets`,
  'space-at-end': () => 'begins or ends with a space, which is taken as a part of it',
  'looks-garbled': () =>
    'looks garbled by an encoding: see that it is what is meant, or save its source as UTF-8',
  'letters-in-parts': () =>
    'has letters with accents as signs of their own, which keyboards do not type: where it is refused, type it anew',
});
