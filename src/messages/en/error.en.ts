import { type WriteCommand, shellWord } from '../../domain/raccord-command.ts';
import type { BrowserLoss, UnwritableReason } from '../../errors/error-details.ts';
import type { Holder } from '../../domain/holder.ts';
import { sortedBySimilarity } from '../../domain/text-similarity.ts';
import type { SiretFault } from '../../domain/siret.ts';
import { ANY_SIRET, MAX_SUGGESTIONS, type ErrorTexts } from '../error-texts.ts';
import { configAdvice, type ConfigSubject } from '../config-advice.ts';
import { bundleLines, problemLines } from '../bundle-lines.ts';
import { deliveryTextsEn } from './delivery.en.ts';
import { keyErrorTextsEn } from './keys.en.ts';
import { rosterTextsEn } from './roster.en.ts';
import { renderProblems } from '../roster-texts.ts';
import { configTextsEn } from './config.en.ts';
import { configProblemText } from '../config-texts.ts';
import type { ConfigProblem } from '../../errors/config-problem.ts';

const siretFaults: Readonly<Record<SiretFault, string>> = {
  empty: 'empty',
  'scientific-notation': 'a spreadsheet turned it into a rounded number: format the column as text',
  'leading-zero-lost': 'a spreadsheet removed its leading zero: format the column as text',
  'not-digits': 'something other than digits and spaces',
  length: 'not 14 digits',
  'check-digit': 'the check digit is wrong: a digit was mistyped',
  'no-establishment': 'no establishment has this number',
  'other-identifier': 'another identifier (RIDET, TAHITI, VAT, RNA): only SIRETs are handled',
  'siret-or-ridet':
    'the check digit is wrong: a digit was mistyped, or it is a RIDET prefixed with 99; only SIRETs are handled',
};

const losses: Readonly<Record<BrowserLoss, string>> = {
  ended: 'the browser has ended',
  'page-crashed': 'the page has crashed',
  'page-closed': 'the window was closed',
  'no-answer': 'the page is not responding',
};

/** Reasons why a path cannot be written, with advice. */
const unwritable: Readonly<
  Record<UnwritableReason, { readonly why: string; readonly next: string }>
> = {
  full: { why: 'the disk is full', next: 'Free some space on that disk' },
  'read-only': {
    why: 'the disk is mounted read-only',
    next: 'Mount it read-write (a disk with errors becomes read-only by itself: see the system log)',
  },
  forbidden: {
    why: 'this user is not allowed to read or write there',
    next: 'Grant that permission, or run raccord as the user who owns the folder',
  },
  'not-a-folder': {
    why: 'there is a file instead of a folder',
    next: 'Move that file away, or set RACCORD_HOME to a folder',
  },
  other: { why: 'writing fails', next: 'Check that folder and its disk' },
};

const holderText = ({ pid, host, since, command, home }: Holder): string => {
  const process = `pid ${pid} on ${host}`;
  const named = command === undefined ? process : `raccord ${command} (${process})`;
  return `${named}, since ${since}${home === undefined ? '' : `, with RACCORD_HOME ${home}`}`;
};

const quoted = (texts: readonly string[]): string =>
  texts.length === 0 ? 'nothing' : texts.map((text) => `"${text}"`).join(', ');

/** Lists the texts closest to the one that was wanted, closest first. */
const near = (wanted: string, texts: readonly string[]): string =>
  quoted(sortedBySimilarity([wanted], texts).slice(0, MAX_SUGGESTIONS));

const HEADED = 'Run this SIRET again with --headed --pause-on-error to look at the page.';
const DRIFT = `The portal may have changed. ${HEADED} Or, at a terminal, with --headed --teach: raccord asks for what it does not find, and you show it.`;

const configAdviceTexts = (command: WriteCommand): Readonly<Record<ConfigSubject, string>> => ({
  flags: 'Correct the command line ("--help" shows its options).',
  settings: `Correct these in the environment, in .env or in the profile’s file: "${command('init')}" creates one, README lists all variables.`,
  taught: `Correct taught.json in RACCORD_HOME, or forget all that was taught: "${command('taught', 'forget', '--all')}".`,
  database: 'docs/several-machines.md says where a ledger may be kept and how to back it up.',
  piste:
    'Set what PISTE shows for your application, in the environment or in .env (docs/verify.md).',
  delivery: 'Correct the delivery settings in .env (docs/delivery.md).',
  notifications: 'Correct the notification settings in .env (docs/scheduling.md).',
});

export const errorTextsEn = (command: WriteCommand): ErrorTexts => ({
  CONFIG_INVALID: ({ problems }) => ({
    what: 'The configuration has mistakes; nothing was started.',
    found: configLines(problems, command),
    next: configAdvice(problems, configAdviceTexts(command)),
  }),
  SIRET_INVALID: ({ problems }) => ({
    what: 'Not a SIRET; nothing was started.',
    expected: '14 digits, spaces allowed, with a correct check digit',
    found: problems.map(({ value, fault }) => `\n    - "${value}": ${siretFaults[fault]}`).join(''),
    next: 'Correct the SIRET and run again.',
  }),
  ROSTER_INVALID: ({ file, problems, warnings = [] }) => ({
    what: `The roster has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}; nothing was started.`,
    found: [problems, warnings]
      .map((some) => renderProblems(file, some, rosterTextsEn, (count) => `and ${count} more`))
      .join(warnings.length > 0 ? '\n  Possible cause:' : ''),
    next: `Correct these, then check again with "${command('roster', 'check')}" (--fix OUT restores lost zeros). "${command('roster', 'template')}" writes an example.`,
  }),
  SCHEDULE_INVALID: ({ problems }) => ({
    what: 'The schedule has mistakes; nothing was started.',
    found: configLines(problems, command),
    next: `Correct these: ${command('schedule', '--cron', '0 22 * * 1-5', '--', 'batch', '--input', 'roster.csv', '--yes')}`,
  }),
  SCHEDULE_UNSUPPORTED: ({ expression, part, target }) => ({
    what: `"${expression}" cannot be written for ${target}.`,
    found: `"${part}"`,
    next: `Use plain numbers, names, ranges and lists, or keep "${command('schedule')}" itself running: it supports all of cron.`,
  }),
  WINDOW_INVALID: ({ window }) => ({
    what: '--window is not a range of hours; nothing was started.',
    expected: 'two different times such as 20:00-06:00',
    found: `"${window}"`,
    next: 'Correct the hours and run again.',
  }),
  DEBUG_LEAKS: ({ variable }) => ({
    what: `raccord does not run while ${variable} enables Playwright's debug log, which prints passwords.`,
    next: `Run again without ${variable}; --verbose says what raccord does.`,
  }),
  BROWSER_NOT_FOUND: ({ tried }) => ({
    what: 'No browser was found.',
    expected: `one of ${quoted(tried)}`,
    next: 'Run "npx playwright install chromium", or set RACCORD_BROWSER to a browser on this machine.',
  }),
  BROWSER_NOT_STARTED: ({ browser, reason }) => ({
    what: `The browser ${browser} did not start.`,
    found: reason,
    next: 'Start it by hand to see why, or set RACCORD_BROWSER to another one.',
  }),
  NO_SCREEN: ({ option }) => ({
    what: `${option} opens a window, and there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY).`,
    next: `Without that option "${command('sign-in')}" asks for the code here, at a terminal. For a window, use a workstation, ssh -X or xvfb-run.`,
  }),
  HOST_NOT_ALLOWED: ({ host, allowed }) => ({
    what: 'A credential was about to be typed on a host that is not allowed; nothing was typed.',
    expected: `one of ${quoted(allowed)}`,
    found: `"${host}"`,
    next: 'If this host is the right one, add it to CHORUS_ALLOWED_HOSTS. If you do not know it, report it.',
  }),
  PLAIN_HTTP: ({ host, variable = 'CHORUS_URL' }) => ({
    what: `"${host}" is reached over plain http; no secret was sent there.`,
    expected: 'https',
    next: `Set ${variable} to the https address.`,
  }),
  CERTIFICATE_REFUSED: ({ host, reason }) => ({
    what: `The certificate of "${host}" is not accepted; nothing was typed.`,
    expected: 'a certificate that the browser trusts for this host',
    found: reason,
    next: 'Check the address, and whether a proxy on your network intercepts the traffic: its certificate authority must be in the store that the browser reads (docs/proxy.md). If there is no such proxy, report it: somebody else may be intercepting it.',
  }),
  NOT_REACHED_DIRECTLY: ({ host, reason }) => ({
    what: `The browser reaches "${host}", but raccord itself does not; nothing was sent.`,
    expected:
      'an answer to raccord itself: it sends each declaration and each account request itself, so that one click is one request; a browser may send it twice',
    found: reason,
    next: 'For a private certificate authority, set NODE_EXTRA_CA_CERTS to its file (PEM). For a proxy, set HTTPS_PROXY, which both the browser and raccord use. For a firewall, allow this machine to reach this host.',
  }),
  PROXY_REFUSED: ({ host, proxy, reason }) => ({
    what: `The proxy refuses connections to "${host}"; nothing was sent there.`,
    expected: 'a connection to the host',
    found: [proxy, reason].filter(Boolean).join(': '),
    next: reason.endsWith('407')
      ? 'Set the proxy’s user and password: HTTPS_PROXY=http://user:password@host:port, with characters such as @, / and # percent-encoded. Only Basic authentication is supported.'
      : `Allow this host on the proxy, or add it to NO_PROXY if it is reached directly. "${command('doctor')}" shows how each host is reached.`,
  }),
  HOME_LOCKED: ({ holder }) => ({
    what: 'Another raccord process is using this RACCORD_HOME, or the database that it shares.',
    found: holderText(holder),
    next: 'Wait for it to end, or stop it. The lock of a dead process is taken over automatically, in a shared database half a minute later.',
  }),
  ACCOUNT_LOCKED: ({ portal, login, holder, database }) => ({
    what: `Another raccord process is writing to ${portal}${login === undefined ? '' : ` as ${login}`}: two at once would create each account twice. Nothing was done.`,
    found: holder === undefined ? 'a process that has just started' : holderText(holder),
    next:
      database === undefined
        ? 'Wait for it to end, or stop it. Use only one RACCORD_HOME per administrator (docs/keys.md).'
        : `Wait for it to end, stop it, or use another administrator. Its lock, in ${database}, is taken over half a minute after it dies or loses its connection.`,
  }),
  STATE_UNWRITABLE: ({ path, why, reason }) => ({
    what: `The folder that keeps two runs from writing at once is not writable: ${unwritable[why].why}.`,
    found: `${path}: ${reason}`,
    next: `${unwritable[why].next}. Or set XDG_STATE_HOME to another folder, the same for every raccord process of this user.`,
  }),
  LEASE_LOST: ({ holder }) => ({
    what: 'The lock on this RACCORD_HOME (or, in a shared database, on this account) was lost, so nothing more was clicked or recorded.',
    found:
      holder === undefined ? 'held by nobody: it expired' : `held now by ${holderText(holder)}`,
    next:
      holder === undefined
        ? 'This machine was asleep, or the ledger could not be written in time. Run again: it resumes where it stopped.'
        : 'Wait for that process to end, or stop it, then run again: it resumes where it stopped.',
  }),
  HOME_UNWRITABLE: ({ path, why, reason }) => ({
    what: `RACCORD_HOME cannot be read or written: ${unwritable[why].why}. raccord stopped.`,
    found: `${path}: ${reason}`,
    next: `${unwritable[why].next}, then run again: it resumes where it stopped.`,
  }),
  LEDGER_DAMAGED: ({ file, reason }) => ({
    what: 'The ledger is damaged; raccord never recreates it by itself.',
    found: `${file}: ${reason}`,
    next: 'Restore it from a backup. Without one, keep the file and the vault, and ask for help.',
  }),
  LEDGER_UNSAFE: ({ file, reason }) => ({
    what: 'The ledger cannot be kept safely there.',
    found: `${file}: ${reason}`,
    next: 'Set RACCORD_HOME to a folder on a local disk.',
  }),
  DATABASE_UNREACHABLE: ({ database, reason }) => ({
    what: 'The ledger’s database does not answer. Nothing is clicked without it.',
    found: `${database}: ${reason}`,
    next: 'Check the address in RACCORD_DATABASE_URL, the network and the server, then run again: it resumes where it stopped.',
  }),
  DATABASE_REFUSED: ({ database, reason }) => ({
    what: 'The ledger’s database refuses the role of RACCORD_DATABASE_URL, or that role lacks permissions.',
    found: `${database}: ${reason}`,
    next: 'Correct the address, or have these permissions granted to the role (docs/several-machines.md).',
  }),
  DATABASE_TOO_OLD: ({ database, version }) => ({
    what: 'The ledger needs PostgreSQL 13 or later.',
    found: `${database}: PostgreSQL ${version}`,
    next: 'Upgrade the server, or set RACCORD_DATABASE_URL to another one.',
  }),
  DATABASE_UNSAFE: ({ database, reason }) => ({
    what: 'The database may lose what it confirmed. What it may lose counts as not written, and nothing is clicked.',
    found: `${database}: ${reason}`,
    next: 'Correct the settings named there (docs/several-machines.md), then run again: it resumes where it stopped.',
  }),
  DATABASE_OLDER: ({ database, reason }) => ({
    what: 'The ledger’s tables belong to an earlier version of raccord, or do not exist yet.',
    found: `${database}: ${reason}`,
    next: `Stop raccord on all machines, run "${command('ledger', 'migrate')}" once with the role that owns the tables, then start it again.`,
  }),
  DATABASE_NEWER: ({ database, reason }) => ({
    what: 'The ledger’s tables belong to a later version of raccord than this one.',
    found: `${database}: ${reason}`,
    next: 'Install the version that the other machines have.',
  }),
  MACHINE_DIFFERS: ({ database, differences }) => ({
    what: 'This machine is not set up like the others that share the ledger’s database. Nothing was done.',
    found: differences
      .map(({ name, here, there }) => `${name}: ${here} here, ${there} in ${database}`)
      .join('; '),
    next: differences
      .map(({ name }) =>
        name === 'portal'
          ? 'Correct CHORUS_ENV or CHORUS_URL, or give this portal a database or a schema of its own in RACCORD_DATABASE_URL.'
          : `Set RACCORD_RECIPIENTS to the recipients in the database, as on every machine; to change them for all, run "${command('keys', 'rotate')}" with the new ones.`,
      )
      .join(' '),
  }),
  VAULT_UNWRITABLE: ({ path, why, reason }) => ({
    what: `Credentials could not be saved: ${unwritable[why].why}. No form was submitted.`,
    found: `${path}: ${reason}`,
    next: `${unwritable[why].next}, then run again.`,
  }),
  VAULT_DAMAGED: ({ file, reason }) => ({
    what: 'A sealed credential has changed since it was sealed.',
    found: `${file}: ${reason}`,
    next: `Restore the file from a backup; if it was imported, "${command('credentials', 'import', 'FILE')}" brings it back. Without either, reset the password on the portal.`,
  }),
  ...keyErrorTextsEn(command),
  IDENTITY_REFUSED: ({ path, file }) => ({
    what: 'This private key does not open the credential.',
    found: `key ${path}, credential ${file}`,
    next: 'Set RACCORD_IDENTITY to the private key of one of the recipients that it was sealed to.',
  }),
  BUNDLE_REFUSED: ({ file, problems }) => ({
    what: 'The sealed bundle was not imported; nothing was changed here.',
    expected: `a complete file from "${command('credentials', 'export', '--format', 'sealed')}", for this portal`,
    found: problemLines(
      file,
      bundleLines(problems, deliveryTextsEn(command).bundle),
      (count) => `and ${count} more`,
    ),
    next: 'Export it again where the credentials were captured, copy the complete file here, and import it again. CHORUS_ENV or CHORUS_URL must name the same portal.',
  }),
  FILE_TOO_OPEN: ({ path, mode }) => ({
    what: `${path} can be read by others.`,
    expected: 'mode 600',
    found: `mode ${mode}`,
    next: `chmod 600 ${shellWord(path)}`,
  }),
  ARCHIVE_REFUSED: ({ file, fault }) => ({
    what: 'The backup was not restored; nothing was written.',
    expected: `a complete file from "${command('backup')}"`,
    found: {
      'not-an-archive': `${file} is not a raccord backup`,
      damaged: `${file} is damaged: files in it have changed since the backup`,
      'of-a-later-version': `${file} was written by a later version of raccord`,
    }[fault],
    next: 'Use another copy of it, or install the version of raccord that wrote it.',
  }),
  HOME_NOT_EMPTY: ({ path }) => ({
    what: 'The home is not empty; nothing was written.',
    found: path,
    next: 'Set RACCORD_HOME to a folder that is empty or does not exist yet, and restore into it; existing files are never overwritten.',
  }),
  CREDENTIAL_UNKNOWN: ({ siret }) => ({
    what: `There is no credential for ${siret} here.`,
    next: `"${command('credentials', 'list')}" lists the existing ones.`,
  }),
  CREDENTIAL_NOT_VALID: ({ siret, status }) => ({
    what: `The credential for ${siret} is not known to be valid.`,
    expected: 'current',
    found: status,
    next: `Run "${command('run', '--siret', siret)}", or "${command('renew', '--siret', siret)}" after a reset, to find out its state.`,
  }),
  TRACE_UNKNOWN: ({ siret }) => ({
    what: `There is no trace of ${siret} here.`,
    next: `Keep one: ${command('run', '--siret', siret, '--trace')}`,
  }),
  REQUEST_STOPPED: ({ url }, siret = ANY_SIRET) => ({
    what: 'A read-only mode blocked a request that might write, and the portal shows nothing without it.',
    found: url,
    next: `If this happens during sign-in, run "${command('sign-in')}" once; plan, doctor and --dry-run then use the session it keeps. Otherwise raccord cannot tell this portal’s reads from writes. At a terminal with a screen, "${command('plan', '--siret', siret, '--headed', '--teach')}" shows each such request and remembers those that you say only read; every read-only mode then lets them through, unattended. Without that, no read-only mode (--until included) gets further: "${command('run', '--siret', siret, '--pause-before', 'submit-declaration')}" reads without this block, shows the completed declaration and waits: Ctrl-C there sends nothing.`,
  }),
  PORTAL_UNAVAILABLE: ({ url, answer }) => ({
    what: 'The portal is unavailable.',
    found: `${url}: ${answer}`,
    next: 'Try again later: raccord reads what was done before it does anything else.',
  }),
  PROXY_UNREACHABLE: ({ proxy, reason }) => ({
    what: `The proxy ${proxy} cannot be reached.`,
    found: reason,
    next: `Check HTTPS_PROXY and the network (a VPN?), then run again. "${command('doctor')}" shows how each host is reached.`,
  }),
  NAME_NOT_RESOLVED: ({ host }) => ({
    what: `The name "${host}" does not resolve on this machine.`,
    next: 'Check the address (CHORUS_URL) and the network: its DNS, a VPN, or a mandatory proxy (HTTPS_PROXY). The portal itself may be up.',
  }),
  PASSWORD_REFUSED: ({ message }) => ({
    what: 'The portal refused the administrator’s user name or password.',
    found: message,
    next: `raccord does not try again by itself: after five refusals the account is blocked for an hour. Check both by hand, then run "${command('sign-in')}".`,
  }),
  PASSWORD_REFUSED_EARLIER: ({ at, isOfCode }) => ({
    what: `The portal refused this administrator${isOfCode === undefined ? '' : '’s one-time code'} at ${at}; raccord does not try again by itself.`,
    next: `${isOfCode === undefined ? 'Check user name and password by hand' : 'Check that the portal asks for the code of the authenticator in CHORUS_TOTP_SECRET, and this machine’s clock'}, then run "${command('sign-in')}" and confirm.`,
  }),
  CODE_REFUSED: ({ message, typed }) => ({
    what: 'The portal refused the one-time code.',
    found: message,
    next:
      typed === 'mailed-code'
        ? `Run "${command('sign-in')}" and type the code from the latest e-mail: each new code cancels the previous one, and none is valid for long.`
        : typed === 'app-code'
          ? `Run "${command('sign-in')}" and type the code that the authenticator currently shows for this account; if it is refused again, check the clock of that device.`
          : `Check this machine’s clock and CHORUS_TOTP_SECRET, then run "${command('sign-in')}".`,
  }),
  CODE_NEEDED: ({ screen }) => ({
    what: 'The portal asks for a second factor that raccord cannot provide.',
    found: screen,
    next: `Run "${command('sign-in')}" at a terminal (or "${command('sign-in', '--headed')}"): the session is kept for later runs.`,
  }),
  AUTHENTICATOR_UNCLEAR: ({ label, present }) => ({
    what: 'The account has several authenticator applications, and raccord does not know which one its code is for: no code was sent.',
    ...(label !== undefined && { expected: `a single one named "${label}"` }),
    found: quoted(present),
    next: `Set CHORUS_TOTP_LABEL to the name of the one whose key raccord has, or run "${command('sign-in', '--headed')}".`,
  }),
  PASSWORD_EXPIRED: ({ message }) => ({
    what: 'The portal asks the administrator for a new password.',
    found: message,
    next: `Change it on the portal, update the configuration, then run "${command('sign-in', '--headed')}".`,
  }),
  TERMS_TO_ACCEPT: ({ message }) => ({
    what: 'The portal asks for terms to be accepted; only a person can do that.',
    found: message,
    next: `Run "${command('sign-in', '--headed')}" and read them.`,
  }),
  SECURITY_KEY_NEEDED: ({ message }) => ({
    what: 'The portal asks for a security key.',
    found: message,
    next: `Run "${command('sign-in', '--headed')}" with the key at hand.`,
  }),
  PERSON_NEEDED: ({ screen }) => ({
    what: 'Signing in needs a person.',
    found: screen,
    next: `Run "${command('sign-in', '--headed')}".`,
  }),
  TAUGHT_NOT_LOOKED_AT: ({ where, names }) => ({
    what: `Something on the form "${where}" was taught by pointing, and the form has not been sent since: a person must check it the first time.`,
    found: names.join(', '),
    next: `Nothing was sent. Run this once, at a terminal: "${command('run', '--siret', 'SIRET', '--headed', '--teach')}"; it shows all values and asks before it sends them.`,
  }),
  SESSION_ENDED: ({ url }) => ({
    what: 'The portal ended the session during the work.',
    found: url,
    next: `Run again: raccord signs in again and reads what was done before it does anything else. If that takes a second factor, run "${command('sign-in', '--headed')}" first; if the session then counts as still valid, "${command('sign-out')}" before it.`,
  }),
  PAGE_UNEXPECTED: ({ expected, url, headings }) => ({
    what: 'The page is not the one expected.',
    expected,
    found: `${near(expected, headings)} at ${url}`,
    next: DRIFT,
  }),
  CONTROL_NOT_FOUND: ({ label, where, present }) => ({
    what: 'Something that should be on the page is not there.',
    expected: `"${label}" on "${where}"`,
    found: near(label, present),
    next: DRIFT,
  }),
  CONTROL_AMBIGUOUS: ({ label, where, matches }) => ({
    what: 'Two elements on the page match equally well; raccord does not guess.',
    expected: `one "${label}" on "${where}"`,
    found: quoted(matches),
    next: DRIFT,
  }),
  TAUGHT_NOT_FITTING: ({ name, label, where, matches }) => ({
    what:
      matches.length === 0
        ? 'The description taught by pointing no longer matches anything on the page.'
        : 'The description taught by pointing matches several elements on the page; raccord does not guess.',
    expected: `one "${label}" on "${where}", as it was taught`,
    ...(matches.length > 0 && { found: quoted(matches) }),
    next: `Point at it again with --headed --teach, at a terminal, or remove it with "${command('taught', 'forget', name)}".`,
  }),
  OPTION_NOT_FOUND: ({ label, option, present }) => ({
    what: 'The list does not offer the expected option.',
    expected: `"${option}" in "${label}"`,
    found: near(option, present),
    next: DRIFT,
  }),
  COLUMN_NOT_FOUND: ({ column, where, present }) => ({
    what: 'A table lacks a column, or its rows cannot be read.',
    expected: `"${column}" on "${where}"`,
    found: near(column, present),
    next: DRIFT,
  }),
  READ_BACK_DIFFERS: ({ label, meant, shown }) => ({
    what: 'A field does not show the intended value, so the form was not submitted.',
    expected: `"${meant}" in "${label}"`,
    found: `"${shown}"`,
    next: HEADED,
  }),
  SECRET_READ_BACK_DIFFERS: ({ label }) => ({
    what: `The field "${label}" does not contain what was typed; the form was not sent.`,
    next: HEADED,
  }),
  ACTION_FAILED: ({ action, reason }) => ({
    what: `Could not ${action}.`,
    found: reason,
    next: HEADED,
  }),
  CREDENTIAL_UNREADABLE: ({ reason }) => ({
    what: 'The login and password could not be read, so the form was not submitted.',
    expected: 'a login TECH_…@cpro.fr and a password in clear text',
    found: reason,
    next: HEADED,
  }),
  CREDENTIAL_CHANGED: ({ login }) => ({
    what: `The page changed the login or password of ${login} after it was read, so the form was not submitted.`,
    next: 'Run again: a new one is captured.',
  }),
  SPACE_NOT_OPEN: ({ space, present }) => ({
    what: 'The space for connections is not open to this administrator.',
    expected: `"${space}" in the menu`,
    found: quoted(present),
    next: 'The main manager must open the space "Raccordements EDI et API" for the structure, and the user must subscribe to it. If its session was older, raccord has already signed in again.',
  }),
  CONSULTATION_ONLY: ({ where, label }) => ({
    what: 'This administrator can view connections but not declare them.',
    expected: `"${label}" on "${where}"`,
    next: 'The main manager must give the user the mode "Modification" on the space "Raccordements EDI et API". If its session was older, raccord has already signed in again.',
  }),
  STRUCTURE_NOT_OFFERED: ({ where, present }) => ({
    what: 'The portal does not offer this structure to this administrator.',
    expected: `the SIRET in the list of structures on "${where}"`,
    found: quoted(present),
    next: 'Only the structure’s main manager (gestionnaire principal) can do this: check the SIRET, and who that manager is. If the manager has left, only Chorus Pro support can appoint another. The space "Raccordements EDI et API" must also be open for the structure.',
  }),
  APPLICATION_NAME_TAKEN: ({ name }) => ({
    what: `The PISTE application name "${name}" is already used.`,
    next: 'Choose another name with --application, or leave it out: the next free one is used.',
  }),
  SIRET_LOCKED: ({ holder }) => ({
    what: 'The raccord of another administrator is currently writing for this SIRET. Nothing was clicked.',
    found: holderText(holder),
    next: 'Wait for it to end, then run again: raccord finds what was done and does not do it twice.',
  }),
  READING_OUTDATED: () => ({
    what: 'Another run recorded something for this SIRET after this one had read the portal’s list, so that older reading was not used.',
    next: 'Run again: raccord reads the list first and finds what was done.',
  }),
  DECLARATION_REFUSED: ({ message }) => ({
    what: 'The portal refused the declaration; nothing was created.',
    found: message,
    next: 'Correct what the portal reports, then run again.',
  }),
  ACCOUNT_REFUSED: ({ message }) => ({
    what: 'The portal refused to create the account; nothing was created.',
    found: message,
    next: 'Correct what the portal reports, then run again.',
  }),
  OUTCOME_DOUBTFUL: ({ resource, reason }, siret = ANY_SIRET) =>
    resource === 'password'
      ? {
          what: 'It is not clear whether the password was reset; raccord keeps both passwords and will not click again.',
          found: reason,
          next: `Open both with "${command('credentials', 'show', '--siret', siret, '--doubtful')}", find out which one the API accepts, then run "${command('renew', '--siret', siret, '--works', 'new')}" (or old).`,
        }
      : {
          what: `It is not clear whether the ${resource} was created; raccord will not click again.`,
          found: reason,
          next: 'Check the portal’s list. If it is there, run again: raccord recovers it. If it is not, run again with --not-on-portal.',
        },
  ACCOUNT_UNPROVEN: ({ login, reason }, siret = ANY_SIRET) => ({
    what: `The portal’s list shows ${login}, but nothing proves that raccord created it: somebody else may have. The captured password is kept, but neither delivered nor exported.`,
    found: reason,
    next: `With the PISTE application configured, the next run or "${command('verify')}" decides once the account is old enough. Otherwise try the password ("${command('credentials', 'show', '--siret', siret, '--doubtful')}") and run "${command('renew', '--siret', siret, '--works', 'new')}" (or old). "${command('renew', '--adopt', '--within', '430d', '--siret', siret)}" sets a new one, "${command('run', '--siret', siret, '--new-account')}" creates another account.`,
  }),
  PASSWORD_MISSING: ({ siret, login, credentialId }) => ({
    what: `The portal has the account ${login}, but its password is not stored here.`,
    found:
      credentialId === undefined
        ? 'no sealed password for this account'
        : `the sealed file of ${credentialId} is missing from the vault`,
    next: `If a copy of RACCORD_HOME has it, restore the vault’s files, then run "${command('doctor', '--take-in')}". Otherwise "${command('renew', '--adopt', '--within', '430d', '--siret', siret)}" sets a new password (the current one stops working), or "${command('run', '--siret', siret, '--new-account')}" creates another account.`,
  }),
  NOT_CREATED: ({ resource, reason }) => ({
    what: `The portal confirmed nothing, and its list shows no ${resource === 'connection' ? 'connection' : 'account'}: nothing was created.`,
    found: reason,
    next: 'Run again.',
  }),
  ACCOUNT_NOT_LISTED: ({ login, present }) => ({
    what: `The portal does not show the account ${login} whose password is to be renewed.`,
    expected: login,
    found: quoted(present),
    next: 'Check "Liste des comptes techniques" of this structure: was the account closed, or does it belong to another administrator?',
  }),
  RESET_REFUSED: ({ message }) => ({
    what: 'The portal refused to reset the password; the previous one stays valid.',
    found: message,
    next: 'Correct what the portal reports, then run renew again: it reads the list first.',
  }),
  NOT_RENEWED: ({ login, reason }) => ({
    what: `The portal did not change the password of ${login}; the previous one stays valid.`,
    found: reason,
    next: 'Run renew again.',
  }),
  BROWSER_LOST: ({ how }) => ({
    what: 'The browser was lost during the work.',
    found: losses[how],
    next: 'Run again: raccord reads what was done before it does anything else. If it happens again, check this machine’s memory and RACCORD_BROWSER.',
  }),
  DELIVERY_FAILED: ({ sink, message, sirets }) => ({
    what: `Not delivered to ${sink}: ${sirets.slice(0, MAX_SUGGESTIONS).join(', ')}${sirets.length > MAX_SUGGESTIONS ? '…' : ''}.`,
    found: message,
    next: `Fix it: "${command('deliver')}" and the next run try again. The credentials are kept.`,
  }),
  LEAK_FOUND: ({ files }) => ({
    what: 'The scan at the end of the run found a secret in what raccord wrote.',
    found: quoted(files),
    next: 'Evidence that held it was deleted. Please report this, without the files.',
  }),
  SCAN_INCOMPLETE: ({ files }) => ({
    what: 'The search for secrets at the end of the run could not read everything that was written.',
    found: quoted(files),
    next: 'Check these files before you share them. The work done on the portal is kept.',
  }),
  UNEXPECTED: ({ reason }) => ({
    what: 'An unexpected error occurred.',
    found: reason,
    next: 'Run again with --verbose and report what it prints.',
  }),
  INTERRUPTED: () => ({
    what: 'Interrupted; the current step was finished and everything is kept.',
    next: 'Run again: it resumes where it stopped.',
  }),
});

function configLines(problems: readonly (string | ConfigProblem)[], command: WriteCommand): string {
  const texts = configTextsEn(command);
  return problems.map((problem) => `\n    - ${configProblemText(problem, texts)}`).join('');
}
