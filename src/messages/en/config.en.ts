import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { CronField, Expectation, SecretSource } from '../../errors/config-problem.ts';
import type { ConfigTexts } from '../config-texts.ts';

const SINGLE = "write it unchanged in .env, in single quotes ('…')";
const RETYPE = 'type it again instead of pasting it';

const ONE_LINE: Readonly<Record<SecretSource, string>> = {
  value: 'give only the line with the secret',
  file: 'leave only the line with the secret in the file',
  command: 'make the command print only the secret, for example by adding "| head -n 1"',
};

const EXPECTED: Readonly<Record<Expectation, string>> = {
  'time-span': 'must be a duration such as 90s or 2m',
  'time-span-not-nothing': 'must be longer than zero',
  'time-span-of-a-day': 'must be at least 1d',
  hosts: 'must be host names or *.host',
  'web-address': 'must be a web address',
  https: 'must be an https address',
  'no-user-name': 'must be an address without a user name',
  'no-password': 'must be an address without a password',
  text: 'must not be empty',
  email: 'must be an e-mail address',
  emails: 'must be e-mail addresses',
  'age-keys': 'must be age public keys (age1…)',
  otpauth: 'must be an otpauth://totp address with SHA1, 6 digits and 30 seconds',
  base32: 'must be a base32 secret',
  phone:
    'must be a telephone number with its leading 0 or +, in quotes if it would be read as a number',
  'time-zone': 'must be a time zone that this system knows, such as Europe/Paris',
  'vault-path': 'must be names separated by /, made of letters, digits, -, _, . and @',
  'once-n': 'must contain {n} exactly once',
  'once-siret': 'must be a path that contains {siret} exactly once',
  'plain-word': 'must be one word of ASCII characters',
  'sixteen-characters': 'must be at least 16 characters long',
  'mail-server':
    'must be an address such as smtps://user:password@host, with characters such as @ and / percent-encoded',
  database:
    'must be an address such as postgresql://user:password@host/database, with characters such as @ and / percent-encoded',
  'schema-alone':
    'must have no parameter other than schema, a name of lowercase letters, digits and _',
  'ip-address': 'must be an address of this machine, such as 127.0.0.1 or ::1',
  proxy:
    'must be an address such as http://user:password@proxy.example.fr:3128, with characters such as @, / and # percent-encoded',
};

const CRON_FIELD: Readonly<Record<CronField, string>> = {
  second: 'seconds (0-59)',
  minute: 'minutes (0-59)',
  hour: 'hours (0-23)',
  day: 'days of the month (1-31)',
  month: 'months (1-12 or JAN-DEC)',
  weekday: 'days of the week (0-7 or SUN-SAT)',
};

const JSON_TYPE: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  array: 'a list: […]',
  object: 'an object: {…}',
  number: 'a number',
  boolean: 'true or false',
};

/** Configuration messages in English. */
export const configTextsEn = (command: WriteCommand): ConfigTexts => ({
  or: (others) => `or ${others.join(', ')}`,
  missing: () => 'missing',
  'no-environment': () => 'missing: set it to qualification (fictitious structures) or production',
  'given-twice': () => 'set only one of them',
  'two-environments': () =>
    'one of them belongs to production, another to qualification: make them name the same one',
  'not-from-dot-env': () => 'set it in the environment: Node does not read it from .env',
  'no-such-file': () => 'no such file',
  'command-failed': ({ exit }) => `the command failed (exit ${exit})`,
  'command-too-slow': ({ seconds }) =>
    `the command did not end within ${seconds} s; it may be waiting for a person`,
  'open-to-others': ({ path, mode, mend }) =>
    `${path} can be read by others (mode ${mode}): ${mend}`,
  expected: ({ what }) => EXPECTED[what],
  'https-for': ({ host, sent }) =>
    `must be https for ${host}, since ${sent === 'password' ? 'a password is typed' : 'secrets are sent'} there`,
  'one-of': ({ values }) => `must be one of ${values.join(', ')}`,
  invalid: () => 'invalid',
  'needed-without-terminal': () => 'required without a terminal',
  'needs-headed': () => 'needs --headed',
  'needs-terminal': () => 'needs an interactive terminal',
  'unreadable-file': ({ reason }) => `cannot be read (${reason})`,
  'not-utf-8': () => 'is not UTF-8 (perhaps Windows-1252): save it as UTF-8',
  'utf-16-unmarked': () => 'is UTF-16 without a byte order mark: save it as UTF-8',
  'control-character': ({ sign }) =>
    `contains a control character (${sign}): remove it; if a backslash was meant, ${SINGLE}`,
  'replacement-character': () =>
    'contains a character lost in another encoding (U+FFFD): save its source as UTF-8 and write it again',
  'invisible-character': ({ sign }) => `contains an invisible character (${sign}): ${RETYPE}`,
  'several-lines': ({ lines, from }) => `has ${lines} lines: ${ONE_LINE[from]}`,
  'cut-at-hash': () => `an unquoted # starts a comment and cuts the value off: ${SINGLE}`,
  'quote-open': () =>
    'the closing quote is not at the end of the value: write it in single quotes, or in a file (NAME_FILE)',
  'backslash-in-quotes': () => `a backslash in quotes is ambiguous: ${SINGLE}`,
  'typographic-quotes': () => "typographic quotes do not work as quotes: use ' or none",
  'in-quotes': () =>
    `is in quotes, which count as part of the value here (as with docker --env-file): remove them; if they belong to it, ${SINGLE}`,
  'comment-in-value': () =>
    'contains a # comment, which counts as part of the value here (as with docker --env-file): remove it; if it belongs to the value, write the value in .env in single quotes, or in a file',
  'not-the-secret-alone': () =>
    'contains more than the secret (NAME=value, or JSON): leave only the secret',
  'not-expanded': () => 'is not expanded: write the value in full, without variables',
  'line-not-read': ({ line }) =>
    `line ${line} is not understood: write NAME=value, or start it with #`,
  'not-for-dot-env': () =>
    'cannot be written in .env as it is: put it in a file of its own (NAME_FILE)',
  misspelt: ({ meant }) => `is not a known variable: use ${meant}`,
  'only-secrets': ({ meant }) =>
    `is not a known variable, since only secrets have this form: set ${meant}`,
  'profile-name': () =>
    'must be a name of letters, digits, ".", "-" and "_": that of a file in the profiles folder, without .env',
  'no-profile': ({ file, present }) =>
    `${file} does not exist${present.length === 0 ? '' : `; existing profiles: ${present.join(', ')}`}`,
  'one-profile-alone': () => 'this command takes only one',
  'profile-in-name': () =>
    'with several profiles, put {profile} in the name: each profile has its own file',
  'not-with-profiles': () => 'works with one profile only',
  'of-one-profile': () =>
    'would apply to every profile: set it in the file of each, and remove it from the environment',
  'one-for-all-profiles': () => 'differs between profiles: a page has only one token',
  'shared-by-profiles': ({ names }) =>
    `is the same in ${names.join(' and ')}: a home, a ledger and an administrator each belong to one profile`,
  'not-absolute': () => 'write the full path: a profile is used from any folder',
  'read-too-late': () =>
    'set it in the environment, or use --profile: this file is read too late for it',
  'not-json': ({ line }) =>
    `is not valid JSON${line === undefined ? '' : ` (line ${line})`}: check its quotes, commas and brackets`,
  'json-type': ({ expected }) => `must be ${JSON_TYPE[expected] ?? expected}`,
  'json-unknown': ({ names }) => `unknown: ${names.join(', ')}`,
  'too-long': ({ most }) => `must be at most ${most} characters long`,
  'not-to-be-taught': () => 'may not be taught: it could change something on the portal',
  'cron-fields': ({ count }) =>
    `has ${count} field${count === 1 ? '' : 's'}, must have 5 (minute, hour, day, month, weekday), or 6 with seconds first, such as "0 22 * * 1-5"`,
  'cron-field': ({ field, text }) =>
    `"${text}" is not understood, must be ${CRON_FIELD[field]}, as *, a number, a range (1-5), a list (1,3) or steps (*/2)`,
  'cron-never': () => 'a time that never comes',
  'cron-too-long': ({ most }) =>
    `a line of more than ${most} bytes, which cron refuses: write variables into ".env" or the profile’s file and unset them here, or let cron start a script that has this line`,
  'line-break': () => 'a line break or another control character',
  'not-scheduled': ({ commands }) => `not a command that can be scheduled (${commands.join(', ')})`,
  'unknown-argument': () => 'unknown',
  'no-report': () => 'no report',
  'not-installed': ({ what }) => `is not installed here: npm install ${what}`,
  'not-one-database': () => 'is different in this profile: a worker serves one queue',
  'no-ledger': ({ home }) => `no ledger in ${home}`,
  'ledger-beside': ({ file }) =>
    `this RACCORD_HOME has a ledger of its own, ${file}: "${command('ledger', 'move')}" moves it there`,
  'ledger-moved': ({ home }) => `missing, although the ledger of ${home} was moved there`,
  'database-not-in-backups': () =>
    'the ledger and every sealed credential are in that database: back it up and restore it there (docs/several-machines.md)',
  'unknown-name': ({ nearest }) =>
    nearest === undefined
      ? 'is not a known variable: README lists them all'
      : `is not a known variable: did you mean ${nearest}?`,
  'home-in-folder': ({ folder }) =>
    `not set, so ${folder} in this folder is still used; set it to use the same home from any folder`,
  'utf-16': () => 'is UTF-16: save it as UTF-8',
  'first-line-taken': ({ lines }) =>
    `only the first of ${lines} lines is used: pass keeps the secret there`,
  'space-at-end': () => 'starts or ends with a space, which counts as part of it',
  'looks-garbled': () => 'looks garbled by a wrong encoding: check it, or save its source as UTF-8',
  'letters-in-parts': () =>
    'contains accents as separate characters, which no keyboard types: if it is refused, type it again',
});
