import { createHash } from 'node:crypto';
import { parse } from 'node:path';
import type { UnitFacts } from './units.ts';
import { readFields, numberList, type CronFields, type DayRules } from './cron-fields.ts';

/** The password file on the machine; systemd passes the service its own copy. */
const PASSWORD_FILE = '/etc/raccord/chorus-password';

/** Folders that `ProtectHome=` hides. */
const HOMES = /^\/(home|root|run\/user)(\/|$)/u;

/**
 * Returns a service and its timer, one after the other as `systemctl cat` shows them: each begins
 * with a comment that names its file.
 * @throws RaccordError SCHEDULE_UNSUPPORTED
 */
export function systemdUnits(facts: UnitFacts): string {
  const folder = '/etc/systemd/system';
  const { name } = facts;
  return [
    `# ${folder}/${name}.service`,
    ...service(facts),
    '',
    `# ${folder}/${name}.timer`,
    ...timer(facts),
  ].join('\n');
}

/** Longest name of a unit with its words, in characters; a file's name may have 255 bytes. */
const LONGEST_NAME = 80;

/**
 * Returns the name of a unit. It differs for other profiles and other rosters, whose unit would
 * replace this one; it is the same for other flags and times, whose unit is to replace it.
 * @param roster the roster's path as the line names it.
 */
export function unitName(
  command: string,
  profiles: readonly string[],
  roster: string | undefined,
): string {
  const list = parse(roster ?? '').name.replace('{profile}', '');
  const words = ['raccord', command, ...profiles, list].filter((word) => word !== '').join('-');
  // What systemd does not take in a name.
  const name = words.replaceAll(/[^\w.-]+/gu, '_');
  const isPlain = profiles.length === 0 && (roster === undefined || roster === `${list}.csv`);
  if (isPlain && name === words && name.length <= LONGEST_NAME) return name;
  const digest = digestOf([command, ...profiles, roster ?? '']);
  return `${name.length <= LONGEST_NAME ? name : `raccord-${command}`}-${digest}`;
}

function digestOf(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 8);
}

function service(facts: UnitFacts): string[] {
  const { node, entry, line, folder, home, user, environment, drainMs, handedOver, texts } = facts;
  const { RACCORD_PROFILES: profiles } = environment;
  // A profile's configuration names its own password file.
  const password = facts.signsIn && profiles === undefined ? PASSWORD_FILE : undefined;
  return [
    ...comment(
      texts.service({ user, folders: [home, ...stateOf(facts)], handedOver, password, profiles }),
    ),
    '[Unit]',
    `Description=raccord ${line[0] ?? ''}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    `User=${user}`,
    `WorkingDirectory=${specifiersEscaped(folder)}`,
    `ExecStart=${[node, entry, ...line].map(commandWord).join(' ')}`,
    ...Object.entries(environment).map(
      ([name, value]) => `Environment=${quoted(`${name}=${value}`)}`,
    ),
    ...(password === undefined
      ? []
      : [
          `LoadCredential=chorus-password:${password}`,
          'Environment=CHORUS_PASSWORD_FILE=%d/chorus-password',
        ]),
    '',
    ...comment(texts.stopping),
    'KillMode=mixed',
    `TimeoutStopSec=${Math.ceil(drainMs / 1000)}s`,
    '',
    ...comment(texts.hardening),
    ...HARDENING,
    ...homeRules(facts),
    ...writableOf(facts).map((path) => `ReadWritePaths=${quoted(path)}`),
    ...(facts.signsIn && facts.stateFolder === undefined ? OWN_STATE : []),
    '',
    ...comment(texts.browser),
    ...FOR_THE_BROWSER,
  ];
}

/** systemd creates the folder for the unit's user; `%S` is its parent. */
const OWN_STATE = [
  'StateDirectory=raccord',
  'StateDirectoryMode=0700',
  'Environment=XDG_STATE_HOME=%S',
];

const HARDENING = [
  'NoNewPrivileges=yes',
  'CapabilityBoundingSet=',
  'UMask=0077',
  'LimitCORE=0',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'ProtectSystem=strict',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
];

/**
 * Observed with strace on Debian's Chromium, sandboxed, driven by Node: its sandbox creates these
 * three kinds of namespace, locks itself into an empty folder and filters its own calls; the
 * resolver asks the kernel for routes by netlink.
 */
const FOR_THE_BROWSER = [
  'RestrictNamespaces=user pid net',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallFilter=@system-service @pkey chroot seccomp',
  'SystemCallFilter=landlock_create_ruleset landlock_add_rule landlock_restrict_self',
  'SystemCallErrorNumber=EPERM',
];

/** Hides people's home folders, except for the parts of the installation in them. */
function homeRules(facts: UnitFacts): string[] {
  const { folder, node, readable } = facts;
  const wanted = [folder, node].filter((path) => HOMES.test(path));
  const own = writableOf(facts).filter((path) => HOMES.test(path));
  const isShown = (path: string): boolean =>
    [...wanted, ...own].some((shown) => path === shown || path.startsWith(`${shown}/`));
  // A path that is not there yet, or no more, is for raccord to report.
  const others = readable.filter((path) => HOMES.test(path) && !isShown(path));
  if ([...wanted, ...others, ...own].length === 0) return ['ProtectHome=yes'];
  return [
    'ProtectHome=tmpfs',
    ...[...new Set(wanted)].map((path) => `BindReadOnlyPaths=${quoted(path)}`),
    ...[...new Set(others)].map((path) => `BindReadOnlyPaths=${quoted(`-${path}`)}`),
    ...own.map((path) => `BindPaths=${quoted(path)}`),
  ];
}

function writableOf(facts: UnitFacts): string[] {
  return [facts.home, ...facts.writable, ...stateOf(facts)];
}

/** Returns the state folder if the run locks an account and the folder exists. */
function stateOf({ signsIn, stateFolder }: UnitFacts): string[] {
  return signsIn && stateFolder !== undefined ? [stateFolder] : [];
}

function timer(facts: UnitFacts): string[] {
  const { expressions, timezone, line, texts } = facts;
  const calendars = expressions.flatMap((expression) => systemdCalendars(expression, timezone));
  return [
    '[Unit]',
    `Description=raccord ${line[0] ?? ''}: ${expressions.join(' | ')}`.replaceAll('%', '%%'),
    '',
    '[Timer]',
    ...calendars.map((calendar) => `OnCalendar=${calendar}`),
    ...comment(texts.timer),
    'Persistent=yes',
    'RandomizedDelaySec=5min',
    'AccuracySec=1s',
    '',
    '[Install]',
    'WantedBy=timers.target',
  ];
}

function comment(lines: readonly string[]): string[] {
  return lines.map((line) => `# ${line}`);
}

/** Quotes a word of `ExecStart=`, where `$` would start a variable. */
function commandWord(word: string): string {
  return quoted(word.replaceAll('$', '$$$$'));
}

/** Quotes a value so that systemd reads it as one literal word. */
function quoted(text: string): string {
  const escaped = specifiersEscaped(text);
  if (/^[\w@%+=:,./-]+$/u.test(escaped)) return escaped;
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function specifiersEscaped(text: string): string {
  return text.replaceAll('%', '%%');
}

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Returns a cron expression as values of `OnCalendar=`: two of them if both days of the month and
 * of the week are limited, since systemd requires both limits and cron either.
 * @throws RaccordError SCHEDULE_UNSUPPORTED
 */
export function systemdCalendars(expression: string, timezone: string): string[] {
  const fields = readFields(expression, 'systemd');
  const { ofMonth, ofWeek } = fields.days;
  const rules: readonly DayRules[] =
    ofMonth !== undefined && ofWeek !== undefined ? [{ ofMonth }, { ofWeek }] : [fields.days];
  return rules.map((days) => calendar({ ...fields, days }, timezone));
}

function calendar({ seconds, minutes, hours, months, days }: CronFields, timezone: string): string {
  const { ofMonth, ofWeek } = days;
  const time = [
    numberList(hours, { first: 0, last: 23 }, '..', twoDigits),
    numberList(minutes, { first: 0, last: 59 }, '..', twoDigits),
    numberList(seconds, { first: 0, last: 59 }, '..', twoDigits),
  ];
  const date = [
    '*',
    numberList(months, { first: 1, last: 12 }, '..', twoDigits),
    ofMonth === undefined ? '*' : numberList(ofMonth, { first: 1, last: 31 }, '..', twoDigits),
  ];
  return [
    ...(ofWeek === undefined ? [] : [weekdays(ofWeek)]),
    date.join('-'),
    time.join(':'),
    timezone,
  ]
    .filter((part) => part !== '*')
    .join(' ');
}

/** systemd's week begins on Monday. */
function weekdays(ofWeek: readonly number[]): string {
  const fromMonday = ofWeek.map((day) => (day === 0 ? 7 : day)).sort((one, other) => one - other);
  return numberList(fromMonday, { first: 1, last: 7 }, '..', (day) => WEEKDAYS[day] ?? '');
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
