import { type WriteCommand, shellWord } from '../../domain/raccord-command.ts';
import type { BrowserLoss, UnwritableReason } from '../../errors/errors.ts';
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
  'leading-zero-lost': 'a spreadsheet took its leading zero away: format the column as text',
  'not-digits': 'something other than digits and spaces',
  length: 'not 14 digits',
  'check-digit': 'the check digit is wrong: a digit was mistyped',
  'no-establishment': 'no establishment has this number',
  'other-identifier': 'another identifier (RIDET, TAHITI, VAT, RNA): only SIRETs are handled',
  'siret-or-ridet':
    'the check digit is wrong: a digit was mistyped, or it is a RIDET with 99 in front; only SIRETs are handled',
};

const losses: Readonly<Record<BrowserLoss, string>> = {
  ended: 'the browser has ended',
  'page-crashed': 'its page has crashed',
  'page-closed': 'its window was closed',
  'no-answer': 'its page answers no more',
};

/** Reasons why a path cannot be written, with advice. */
const unwritable: Readonly<
  Record<UnwritableReason, { readonly why: string; readonly next: string }>
> = {
  full: { why: 'the disk is full', next: 'Make room on that disk' },
  'read-only': {
    why: 'the disk is mounted read-only',
    next: 'Mount it so that it can be written (one with errors turns read-only by itself: the system’s log says so)',
  },
  forbidden: {
    why: 'this account has no right to write there',
    next: 'Give it that right, or run raccord as the account whose folder it is',
  },
  'not-a-folder': {
    why: 'a file stands where a folder is needed',
    next: 'Move that file away, or set RACCORD_HOME to a folder',
  },
  other: { why: 'it takes no writing', next: 'Look at that folder and its disk' },
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
const DRIFT = `The portal may have changed. ${HEADED}`;

const configAdviceTexts = (command: WriteCommand): Readonly<Record<ConfigSubject, string>> => ({
  flags: 'Correct the command line ("--help" shows its options).',
  settings: `Correct these in the environment, in .env or in the profile’s file: "${command('init')}" makes one, README lists all variables.`,
  database: 'docs/several-machines.md says where a ledger may be, and how it is backed up.',
  piste:
    'Give what PISTE shows of your application, in the environment or in .env (docs/verify.md).',
  delivery: 'Correct in .env how credentials are handed over (docs/delivery.md).',
  notifications: 'Correct in .env how the end of a run is told (docs/scheduling.md).',
});

export const errorTextsEn = (command: WriteCommand): ErrorTexts => ({
  CONFIG_INVALID: ({ problems }) => ({
    what: 'The configuration has mistakes; nothing was started.',
    found: configLines(problems, command),
    next: configAdvice(problems, configAdviceTexts(command)),
  }),
  SIRET_INVALID: ({ problems }) => ({
    what: 'Not a SIRET; nothing was started.',
    expected: '14 digits, spaces allowed, with a right check digit',
    found: problems.map(({ value, fault }) => `\n    - "${value}": ${siretFaults[fault]}`).join(''),
    next: 'Correct the SIRET and run again.',
  }),
  ROSTER_INVALID: ({ file, problems, warnings = [] }) => ({
    what: `The roster has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}; nothing was started.`,
    found: [problems, warnings]
      .map((some) => renderProblems(file, some, rosterTextsEn, (count) => `and ${count} more`))
      .join(warnings.length > 0 ? '\n  What it may come from:' : ''),
    next: `Correct these, then look again with "${command('roster', 'check')}" (--fix OUT puts lost zeros back). "${command('roster', 'template')}" writes an example.`,
  }),
  SCHEDULE_INVALID: ({ problems }) => ({
    what: 'The schedule has mistakes; nothing was started.',
    found: configLines(problems, command),
    next: `Correct these: ${command('schedule', '--cron', '0 22 * * 1-5', '--', 'batch', '--input', 'roster.csv', '--yes')}`,
  }),
  SCHEDULE_UNSUPPORTED: ({ expression, part, target }) => ({
    what: `"${expression}" cannot be written for ${target}.`,
    found: `"${part}"`,
    next: `Write it in plain numbers, names, ranges and lists, or keep "${command('schedule')}" itself running: it takes the whole of cron.`,
  }),
  WINDOW_INVALID: ({ window }) => ({
    what: '--window does not name a part of the day; nothing was started.',
    expected: 'two different times such as 20:00-06:00',
    found: `"${window}"`,
    next: 'Correct the hours and run again.',
  }),
  DEBUG_LEAKS: ({ variable }) => ({
    what: `raccord does not run while ${variable} switches on Playwright's debug log: it prints passwords.`,
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
    next: `Without that option "${command('sign-in')}" asks for the code here, at a terminal. For the window: a workstation, ssh -X, or xvfb-run.`,
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
    next: 'Check the address, and whether a proxy of your own network stands between: its authority belongs in the store that the browser reads (docs/proxy.md). Else report it, somebody may be reading along.',
  }),
  NOT_REACHED_DIRECTLY: ({ host, reason }) => ({
    what: `The browser reaches "${host}", but raccord itself does not; nothing was sent.`,
    expected:
      'an answer to raccord itself: it sends each declaration and each account on its own, so that one click is one request; a browser may send it twice',
    found: reason,
    next: 'For a private certificate authority, set NODE_EXTRA_CA_CERTS to its file (PEM). For a proxy, name it in HTTPS_PROXY, which browser and raccord both use. For a firewall, have this machine let through to this host.',
  }),
  PROXY_REFUSED: ({ host, proxy, reason }) => ({
    what: `The proxy does not let through to "${host}"; nothing was sent there.`,
    expected: 'a way to the host',
    found: [proxy, reason].filter(Boolean).join(': '),
    next: reason.endsWith('407')
      ? 'Give the proxy’s user and password: HTTPS_PROXY=http://user:password@host:port, with %-escapes for signs like @, / and #. Only Basic authentication is known.'
      : `Have the proxy let through to this host, or name the host in NO_PROXY where it is reached directly. ${command('doctor')} says which way each host goes.`,
  }),
  HOME_LOCKED: ({ holder }) => ({
    what: 'Another raccord works on this RACCORD_HOME, or on the database that it shares.',
    found: holderText(holder),
    next: 'Wait until it has ended, or end it. The lock of a dead process is taken over by itself, in a shared database half a minute later.',
  }),
  ACCOUNT_LOCKED: ({ portal, login, holder, database }) => ({
    what: `Another raccord writes on ${portal}${login === undefined ? '' : ` as ${login}`}, and two at once would make each account twice. Nothing was done.`,
    found: holder === undefined ? 'a process that has only just begun' : holderText(holder),
    next:
      database === undefined
        ? 'Wait until it has ended, or end it. Keep to one RACCORD_HOME for one administrator (docs/keys.md).'
        : `Wait until it has ended, or end it; or work with another administrator. Its lock, in ${database}, is taken over half a minute after it died or was cut off.`,
  }),
  STATE_UNWRITABLE: ({ path, why, reason }) => ({
    what: `The folder by which raccord keeps two runs from writing at once cannot be written: ${unwritable[why].why}.`,
    found: `${path}: ${reason}`,
    next: `${unwritable[why].next}. Or set XDG_STATE_HOME to another folder, the same for every raccord of this user.`,
  }),
  LEASE_LOST: ({ holder }) => ({
    what: 'The lock on this RACCORD_HOME, or in a shared database on this account, was lost, so nothing more was clicked or recorded.',
    found:
      holder === undefined ? 'held by nobody: it ran out' : `held now by ${holderText(holder)}`,
    next:
      holder === undefined
        ? 'This machine slept, or the ledger could not be written in time. Run again: it goes on where it stopped.'
        : 'Wait until that one has ended, or end it; then run again: it goes on where it stopped.',
  }),
  HOME_UNWRITABLE: ({ path, why, reason }) => ({
    what: `RACCORD_HOME cannot be written: ${unwritable[why].why}. raccord stopped there.`,
    found: `${path}: ${reason}`,
    next: `${unwritable[why].next}, then run again: it goes on where it stopped.`,
  }),
  LEDGER_DAMAGED: ({ file, reason }) => ({
    what: 'The ledger is damaged; it is never made anew by itself.',
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
    next: 'Check the address in RACCORD_DATABASE_URL, the network and the server, then run again: it goes on where it stopped.',
  }),
  DATABASE_REFUSED: ({ database, reason }) => ({
    what: 'The ledger’s database refuses the role of RACCORD_DATABASE_URL, or that role lacks rights.',
    found: `${database}: ${reason}`,
    next: 'Correct the address, or have the role given these rights (docs/several-machines.md).',
  }),
  DATABASE_TOO_OLD: ({ database, version }) => ({
    what: 'The ledger needs PostgreSQL 13 or later.',
    found: `${database}: PostgreSQL ${version}`,
    next: 'Upgrade the server, or give another one in RACCORD_DATABASE_URL.',
  }),
  DATABASE_UNSAFE: ({ database, reason }) => ({
    what: 'The database may not keep what it is given. What it has not surely kept counts as not written, and nothing is clicked.',
    found: `${database}: ${reason}`,
    next: 'Correct what is named there (docs/several-machines.md), then run again: it goes on where it stopped.',
  }),
  DATABASE_OLDER: ({ database, reason }) => ({
    what: 'The ledger’s tables are of an earlier raccord, or not made yet.',
    found: `${database}: ${reason}`,
    next: `End raccord on all machines, run "${command('ledger', 'migrate')}" once with the role that owns the tables, then start again.`,
  }),
  DATABASE_NEWER: ({ database, reason }) => ({
    what: 'The ledger’s tables are of a later raccord than this one.',
    found: `${database}: ${reason}`,
    next: 'Install on this machine the version that the others have.',
  }),
  MACHINE_DIFFERS: ({ database, differences }) => ({
    what: 'This machine is not set up as the others that share the ledger’s database. Nothing was done.',
    found: differences
      .map(({ name, here, there }) => `${name}: ${here} here, ${there} in ${database}`)
      .join('; '),
    next: differences
      .map(({ name }) =>
        name === 'portal'
          ? 'Correct CHORUS_ENV or CHORUS_URL, or give this portal a database or a schema of its own in RACCORD_DATABASE_URL.'
          : `Set RACCORD_RECIPIENTS to those of the database, as on every machine; to change them for all, run "${command('keys', 'rotate')}" with the new ones.`,
      )
      .join(' '),
  }),
  VAULT_UNWRITABLE: ({ path, why, reason }) => ({
    what: `Credentials could not be kept: ${unwritable[why].why}. No form was submitted.`,
    found: `${path}: ${reason}`,
    next: `${unwritable[why].next}, then run again.`,
  }),
  VAULT_DAMAGED: ({ file, reason }) => ({
    what: 'A sealed credential is not what was sealed.',
    found: `${file}: ${reason}`,
    next: 'Restore the file from a backup. If there is none, the password must be reset on the portal.',
  }),
  ...keyErrorTextsEn(command),
  IDENTITY_REFUSED: ({ path, file }) => ({
    what: 'This private key does not open the credential.',
    found: `key ${path}, credential ${file}`,
    next: 'Set RACCORD_IDENTITY to the key of one of the recipients it was sealed to.',
  }),
  BUNDLE_REFUSED: ({ file, problems }) => ({
    what: 'The sealed bundle is not taken in; nothing was changed here.',
    expected: `a file that "${command('credentials', 'export', '--format', 'sealed')}" wrote, whole, for this portal`,
    found: problemLines(
      file,
      bundleLines(problems, deliveryTextsEn(command)),
      (count) => `and ${count} more`,
    ),
    next: 'Export it again where the credentials were captured, bring it here whole, and import it again. CHORUS_ENV or CHORUS_URL must name the same portal.',
  }),
  FILE_TOO_OPEN: ({ path, mode }) => ({
    what: `${path} can be read by others.`,
    expected: 'mode 600',
    found: `mode ${mode}`,
    next: `chmod 600 ${shellWord(path)}`,
  }),
  ARCHIVE_REFUSED: ({ file, fault }) => ({
    what: 'The backup is not restored; nothing was written.',
    expected: `a file that "${command('backup')}" wrote, whole`,
    found: {
      'not-an-archive': `${file} is no backup of raccord`,
      damaged: `${file} is damaged: not every file in it is as it was backed up`,
      'of-a-later-version': `${file} is of a later version of raccord`,
    }[fault],
    next: 'Give another copy of it, or install the version of raccord that wrote it.',
  }),
  HOME_NOT_EMPTY: ({ path }) => ({
    what: 'The home is not empty; nothing was written.',
    found: path,
    next: 'Set RACCORD_HOME to a folder that is empty or not there yet, and restore into it; nothing that is there is ever written over.',
  }),
  CREDENTIAL_UNKNOWN: ({ siret }) => ({
    what: `There is no credential for ${siret} here.`,
    next: `"${command('credentials', 'list')}" shows those there are.`,
  }),
  CREDENTIAL_NOT_VALID: ({ siret, status }) => ({
    what: `The credential for ${siret} is not known to be valid.`,
    expected: 'current',
    found: status,
    next: `Run "${command('run', '--siret', siret)}", or "${command('renew', '--siret', siret)}" where it was a reset: it finds out what became of it.`,
  }),
  TRACE_UNKNOWN: ({ siret }) => ({
    what: `There is no trace of ${siret} here.`,
    next: `Keep one: ${command('run', '--siret', siret, '--trace')}`,
  }),
  REQUEST_STOPPED: ({ url }, siret = ANY_SIRET) => ({
    what: 'A mode that only reads stopped a request that might write, and the portal shows nothing without it.',
    found: url,
    next: `If it is the sign-in that ends here: "${command('sign-in')}", once; plan, doctor and --dry-run then go on with the session it keeps. Otherwise this portal reads in a way that raccord cannot tell from a write, and no mode that only reads (--until included) gets further. "${command('run', '--siret', siret, '--pause-before', 'submit-declaration')}" reads without this stop, shows the declaration filled in, and waits: Ctrl-C there sends nothing.`,
  }),
  PORTAL_UNAVAILABLE: ({ url, answer }) => ({
    what: 'The portal is unavailable.',
    found: `${url}: ${answer}`,
    next: 'Try again later: raccord reads what was done before it does anything more.',
  }),
  PROXY_UNREACHABLE: ({ proxy, reason }) => ({
    what: `The proxy ${proxy} is not reached.`,
    found: reason,
    next: `Check HTTPS_PROXY and the network (a VPN?), then run again. ${command('doctor')} says which way each host goes.`,
  }),
  NAME_NOT_RESOLVED: ({ host }) => ({
    what: `The name "${host}" does not resolve on this machine.`,
    next: 'Check the address (CHORUS_URL) and the network: its DNS, a VPN, or a proxy that all must go through (HTTPS_PROXY). The portal may well be up.',
  }),
  PASSWORD_REFUSED: ({ message }) => ({
    what: 'The portal refused the administrator’s user name or password.',
    found: message,
    next: `raccord will not try again by itself: after five refusals the account is blocked for an hour. Check both by hand, then run "${command('sign-in')}".`,
  }),
  PASSWORD_REFUSED_EARLIER: ({ at }) => ({
    what: `The portal refused this administrator at ${at}; raccord does not try again by itself.`,
    next: `Check user name and password by hand, then run "${command('sign-in')}" and confirm.`,
  }),
  CODE_REFUSED: ({ message, typed }) => ({
    what: 'The portal refused the one-time code.',
    found: message,
    next:
      typed === 'mailed-code'
        ? `Run "${command('sign-in')}" and type the code of the newest mail: each new one ends the one before, and none is good for long.`
        : typed === 'app-code'
          ? `Run "${command('sign-in')}" and type the code that the authenticator shows for this account at that moment; where it is refused again, check the clock of the device that shows it.`
          : `Check this machine’s clock and CHORUS_TOTP_SECRET, then run "${command('sign-in')}".`,
  }),
  CODE_NEEDED: ({ screen }) => ({
    what: 'The portal asks for a second factor that raccord cannot give.',
    found: screen,
    next: `Run "${command('sign-in')}" at a terminal (or "${command('sign-in', '--headed')}"): the session is kept for later runs.`,
  }),
  AUTHENTICATOR_UNCLEAR: ({ label, present }) => ({
    what: 'The account has several authenticator applications, and raccord does not know which its code is for: none was sent.',
    ...(label !== undefined && { expected: `a single one named "${label}"` }),
    found: quoted(present),
    next: `Name the one whose key raccord has in CHORUS_TOTP_LABEL, or run "${command('sign-in', '--headed')}".`,
  }),
  PASSWORD_EXPIRED: ({ message }) => ({
    what: 'The portal asks for a new administrator’s password.',
    found: message,
    next: `Change it on the portal, update the configuration, then run "${command('sign-in', '--headed')}".`,
  }),
  TERMS_TO_ACCEPT: ({ message }) => ({
    what: 'The portal asks to accept terms; only a person can.',
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
    what: `On the form "${where}" something was taught by pointing, and it was not sent since: a person looks at the first that is sent.`,
    found: names.join(', '),
    next: `Nothing was sent. Once, at a terminal: "${command('run', '--siret', 'SIRET', '--headed', '--teach')}"; it shows all values and asks before it sends them.`,
  }),
  SESSION_ENDED: ({ url }) => ({
    what: 'The portal ended the session in the middle of the work.',
    found: url,
    next: `Run again: raccord signs in anew and reads what was done before it does anything more. Where that takes a second factor, "${command('sign-in', '--headed')}" first.`,
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
    what: 'Two things on the page fit equally well; raccord does not guess.',
    expected: `one "${label}" on "${where}"`,
    found: quoted(matches),
    next: DRIFT,
  }),
  TAUGHT_NOT_FITTING: ({ name, label, where, matches }) => ({
    what:
      matches.length === 0
        ? 'What was taught by pointing fits nothing on the page any more.'
        : 'What was taught by pointing fits several things on the page; raccord does not guess.',
    expected: `one "${label}" on "${where}", as it was taught`,
    ...(matches.length > 0 && { found: quoted(matches) }),
    next: `Point at it again with --headed --teach, at a terminal; or forget it: "${command('taught', 'forget', name)}".`,
  }),
  OPTION_NOT_FOUND: ({ label, option, present }) => ({
    what: 'The list does not offer what is meant.',
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
    what: 'A field does not show what was meant, so the form was not submitted.',
    expected: `"${meant}" in "${label}"`,
    found: `"${shown}"`,
    next: HEADED,
  }),
  SECRET_READ_BACK_DIFFERS: ({ label }) => ({
    what: `The field "${label}" did not take what was typed; the form was not sent.`,
    next: HEADED,
  }),
  ACTION_FAILED: ({ action, reason }) => ({
    what: `Could not ${action}.`,
    found: reason,
    next: HEADED,
  }),
  CREDENTIAL_UNREADABLE: ({ reason }) => ({
    what: 'Login and password could not be read, so the form was not submitted.',
    expected: 'a login TECH_…@cpro.fr and a password in clear',
    found: reason,
    next: HEADED,
  }),
  CREDENTIAL_CHANGED: ({ login }) => ({
    what: `The page changed the login or password of ${login} after it was read, so the form was not submitted.`,
    next: 'Run again: a fresh one is captured.',
  }),
  SPACE_NOT_OPEN: ({ space, present }) => ({
    what: 'The space of connections is not open to this administrator.',
    expected: `"${space}" in the menu`,
    found: quoted(present),
    next: 'The main manager opens the space "Raccordements EDI et API" for the structure, and the user subscribes to it. raccord has signed in anew already where its session was older.',
  }),
  CONSULTATION_ONLY: ({ where, label }) => ({
    what: 'This administrator may look at connections, and not declare any.',
    expected: `"${label}" on "${where}"`,
    next: 'The main manager gives the user the mode "Modification" on the space "Raccordements EDI et API". raccord has signed in anew already where its session was older.',
  }),
  STRUCTURE_NOT_OFFERED: ({ where, present }) => ({
    what: 'The portal does not offer this structure to this administrator.',
    expected: `the SIRET in the list of structures on "${where}"`,
    found: quoted(present),
    next: 'Only the structure’s main manager (gestionnaire principal) can do this: check the SIRET, and who that manager is. Where the manager has left, only the support of Chorus Pro can name another. The space "Raccordements EDI et API" must be open for the structure, too.',
  }),
  APPLICATION_NAME_TAKEN: ({ name }) => ({
    what: `The PISTE application name "${name}" is already used.`,
    next: 'Give another name with --application, or none: the next free one is taken.',
  }),
  SIRET_LOCKED: ({ holder }) => ({
    what: 'Another administrator’s raccord is writing for this SIRET at this moment. Nothing was clicked.',
    found: holderText(holder),
    next: 'Wait until it has ended, then run again: what it did is found and not done twice.',
  }),
  DECLARATION_REFUSED: ({ message }) => ({
    what: 'The portal refused the declaration; nothing was created.',
    found: message,
    next: 'Correct what the portal names, then run again.',
  }),
  ACCOUNT_REFUSED: ({ message }) => ({
    what: 'The portal refused to create the account; nothing was created.',
    found: message,
    next: 'Correct what the portal names, then run again.',
  }),
  OUTCOME_DOUBTFUL: ({ resource, reason }, siret = ANY_SIRET) =>
    resource === 'password'
      ? {
          what: 'It is not clear whether the password was reset; raccord keeps both passwords and will not click again.',
          found: reason,
          next: `Open both with "${command('credentials', 'show', '--siret', siret, '--doubtful')}", try which of them the API takes, then run "${command('renew', '--siret', siret, '--works', 'new')}" (or old).`,
        }
      : {
          what: `It is not clear whether the ${resource} was created; raccord will not click again.`,
          found: reason,
          next: 'Look at the portal’s list. If it is there, run again: it is recovered. If it is not, run again with --not-on-portal.',
        },
  ACCOUNT_UNPROVEN: ({ login, reason }, siret = ANY_SIRET) => ({
    what: `The portal’s list shows ${login}, and nothing proves that raccord made it: another hand may have. The password that was taken down is kept, not delivered and not exported.`,
    found: reason,
    next: `With the PISTE application configured, the next run or "${command('verify')}" decides once the account is old enough. Otherwise try the password ("${command('credentials', 'show', '--siret', siret, '--doubtful')}") and run "${command('renew', '--siret', siret, '--works', 'new')}" (or old). "${command('renew', '--adopt', '--within', '430d', '--siret', siret)}" sets a new one, "${command('run', '--siret', siret, '--new-account')}" makes another account.`,
  }),
  PASSWORD_MISSING: ({ siret, login, credentialId }) => ({
    what: `The portal has the account ${login}, and its password is not kept here.`,
    found:
      credentialId === undefined
        ? 'no password of it that raccord sealed'
        : `the sealed file of ${credentialId} is gone from the vault`,
    next: `If a copy of RACCORD_HOME has it, put the vault’s files back, then "${command('doctor', '--take-in')}". Else "${command('renew', '--adopt', '--within', '430d', '--siret', siret)}" sets a new password (the one in use ends), or "${command('run', '--siret', siret, '--new-account')}" makes another account.`,
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
    next: 'Look at "Liste des comptes techniques" of this structure: was the account closed, or is it another administrator’s?',
  }),
  RESET_REFUSED: ({ message }) => ({
    what: 'The portal refused to reset the password; the earlier one stays current.',
    found: message,
    next: 'Correct what the portal names, then run renew again: it reads the list first.',
  }),
  NOT_RENEWED: ({ login, reason }) => ({
    what: `The portal did not change the password of ${login}; the earlier one stays current.`,
    found: reason,
    next: 'Run renew again.',
  }),
  BROWSER_LOST: ({ how }) => ({
    what: 'The browser was lost in the middle of the work.',
    found: losses[how],
    next: 'Run again: raccord reads what was done before it does anything more. If it happens again, look at this machine’s memory, and at RACCORD_BROWSER.',
  }),
  DELIVERY_FAILED: ({ sink, message, sirets }) => ({
    what: `Not delivered to ${sink}: ${sirets.slice(0, MAX_SUGGESTIONS).join(', ')}${sirets.length > MAX_SUGGESTIONS ? '…' : ''}.`,
    found: message,
    next: `Mend it: "${command('deliver')}" and the next run try again. The credentials are kept.`,
  }),
  LEAK_FOUND: ({ files }) => ({
    what: 'The scan at the end of the run found a secret in what raccord wrote.',
    found: quoted(files),
    next: 'Evidence that held it was deleted. Please report this, without the files.',
  }),
  SCAN_INCOMPLETE: ({ files }) => ({
    what: 'The search for secrets at the end of the run could not read everything that was written.',
    found: quoted(files),
    next: 'Look at these files before you pass them on. What was done on the portal is kept.',
  }),
  UNEXPECTED: ({ reason }) => ({
    what: 'Something went wrong that raccord did not foresee.',
    found: reason,
    next: 'Run again with --verbose and report what it prints.',
  }),
  INTERRUPTED: () => ({
    what: 'Interrupted; the step in hand was finished and everything is kept.',
    next: 'Run again: it goes on where it stopped.',
  }),
});

function configLines(problems: readonly (string | ConfigProblem)[], command: WriteCommand): string {
  const texts = configTextsEn(command);
  return problems.map((problem) => `\n    - ${configProblemText(problem, texts)}`).join('');
}
