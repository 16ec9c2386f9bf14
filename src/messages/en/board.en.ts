import type { RowState } from '../../domain/account-queue.ts';
import type { LedgerEvent, Stream } from '../../domain/ledger-event.ts';

const sirets = (count: number): string => (count === 1 ? 'One SIRET' : `${count} SIRET`);

const accounts = (count: number): string => (count === 1 ? 'One account' : `${count} accounts`);

/** Texts of `raccord board` and its pages. */
export const boardTextsEn = {
  help: {
    board: 'a page to look at, that changes nothing',
    port: 'port to listen on (default: 8700)',
    listen: 'address to listen on (default: 127.0.0.1); another one needs RACCORD_BOARD_TOKEN',
    hostName: 'a name by which a proxy calls it, beside its own',
  },
  ready: (address: string) => `The board is at ${address} (Ctrl-C ends it).`,
  /** Reasons why a page is not shown. */
  refusals: {
    400: 'The address cannot be read.',
    401: 'The token is missing, or is not the right one. Leave the user name empty, and give the token as password.',
    404: 'There is no such page here.',
    405: 'This page can be looked at, and no more.',
    421: 'This name is not one of the board’s: --host-name makes it one.',
    500: 'The page could not be made. Look at what the command has printed.',
  },
  home: 'Overview',
  sirets: 'SIRET',
  readAt: 'As of',
  when: 'When',
  skip: 'To the content',
  pages: 'Pages',
  profile: 'Profile',
  profiles: 'Profiles',
  ofHome: 'Home',
  verdict: {
    todo: (count: number) => (count === 1 ? 'One thing to do' : `${count} things to do`),
    nothing: 'Nothing needs you',
    unreadable: 'A ledger cannot be read',
    none: 'Nothing has been done here yet',
  },
  noneYet: 'The first SIRET will show here. To begin:',
  sections: {
    todo: 'To do first',
    working: 'At work',
    queue: 'Queue',
    totals: 'Where they stand',
    passwords: 'Passwords',
    runs: 'Last runs',
    history: 'What happened',
    deliveries: 'Deliveries',
  },
  todo: {
    'sign-in-refused': (login: string, at: string) =>
      `The portal refused ${login} on ${at}. Nothing is tried again until a person has signed in.`,
    'last-run': (command: string, means: string) => `The last ${command} stopped: ${means}`,
    doubtful: (count: number) =>
      `${sirets(count)} in doubt: nobody knows what became of a click. Look at the portal’s lists.`,
    unproven: (count: number) =>
      `${accounts(count)} not proven to be raccord’s: the password is kept, and is not handed over before it is proven.`,
    'password-missing': (count: number) =>
      `${accounts(count)} without a password here. This sets a new one, and the old one stops working:`,
    failed: (count: number, code: string) => `${sirets(count)} failed: ${code}`,
    unlisted: (count: number) =>
      `Sealed passwords that the ledger does not know: ${count}. It was lost, or is an old copy.`,
    undelivered: (count: number) =>
      count === 1 ? 'One delivery is pending.' : `${count} deliveries are pending.`,
    expired: (count: number) => `${accounts(count)} with a password that has expired`,
    expiring: (count: number, days: number) =>
      `${accounts(count)} with a password that expires within ${days} days`,
    paused: (login: string, since: string, reason: string) =>
      `No worker takes ${login}: it has been paused since ${since} (${reason}).`,
    'paused-on-request': (login: string, since: string) =>
      `No worker takes ${login}: a person paused it on ${since}.`,
    'mend-first': 'Resume it once the reason is gone; it would otherwise be paused again.',
    parked: (count: number) =>
      `${sirets(count)} parked: three workers vanished while they worked on ${count === 1 ? 'it' : 'them'}.`,
    'parked-by': (workers: readonly string[]) =>
      `Look first at what ended the workers${workers.length === 0 ? '' : `, the last of them ${workers.join(', ')}`}.`,
    'failed-in-queue': (count: number) =>
      `${sirets(count)} failed in the queue and ${count === 1 ? 'is' : 'are'} not tried again before this puts ${count === 1 ? 'it' : 'them'} back:`,
    'no-worker': (count: number) =>
      count === 1
        ? 'One SIRET waits and no worker is running.'
        : `${count} SIRET wait and no worker is running.`,
    'not-taken': (login: string) => `${login} has SIRET that wait, and no idle worker takes it.`,
    'why-not-taken':
      'A worker takes only the accounts of its profiles, and one without CHORUS_TOTP_SECRET only where a person has signed in.',
  },
  readReport: 'What was expected, what was found, and what to do is in the report:',
  atStep: (step: string) => `at the step "${step}"`,
  others: (count: number) => `and ${count} more`,
  working: {
    none: 'Nothing runs at the moment.',
    leases: { writer: 'writes on the portal', deliverer: 'hands credentials over' },
    where: (host: string, pid: number) => `${host}, process ${pid}`,
    since: (moment: string) => `since ${moment}`,
    between: 'between two steps',
    ofAll: (done: number, all: number) => `${done} of ${all} SIRET`,
    failed: (count: number) => `${count} failed`,
    timeLeft: (span: string) => `about ${span} left`,
    noTimeYet: 'the time left is known after the second SIRET',
    progress: 'Progress',
  },
  queue: {
    columns: { rows: 'SIRET', waitingSince: 'Waiting since', inHand: 'Works on' },
    counts: {
      waiting: (count: number) => `${count} waiting`,
      running: (count: number) => `${count} running`,
      done: (count: number) => `${count} done`,
      failed: (count: number) => `${count} failed`,
      parked: (count: number) => `${count} parked`,
    } satisfies Record<RowState, (count: number) => string>,
    paused: 'paused',
    until: (moment: string) => `until ${moment}`,
    workers: 'Workers',
    setAside: 'Failed and parked',
    ago: (span: string) => `${span} ago`,
    alive: 'running',
    silent: 'not seen any more',
  },
  otherLogin: 'another administrator',
  anyLogin: 'an administrator who signs in',
  passwords: {
    expired: 'expired',
    soon: (days: number) => `within ${days} days`,
    later: 'later',
    unknown: 'no date known',
    next: 'The next to expire',
    none: 'No account is known yet.',
    delivered: 'Every password is where it is to be delivered.',
    noSinks: 'No place to deliver passwords to is configured.',
    pending: (sink: string, count: number) => `${sink}: ${count} pending`,
  },
  days: (days: number) =>
    days < 0 ? 'expired' : days === 0 ? 'today' : days === 1 ? 'in 1 day' : `in ${days} days`,
  noRuns: 'No run yet.',
  filter: {
    legend: 'Show',
    siret: 'SIRET, or its first digits',
    state: 'State',
    any: 'any',
    submit: 'Show',
    clear: 'Show all',
    found: (count: number, all: number) =>
      count === all ? `${all} SIRET` : `${count} of ${all} SIRET`,
    none: 'No SIRET is like this.',
    open: {
      failed: 'failed',
      doubtful: 'in doubt',
      unproven: 'not proven',
      'password-missing': 'password missing',
      undelivered: 'not delivered',
      expired: 'password expired',
      expiring: 'password expires soon',
    },
  },
  paging: {
    label: 'More pages',
    previous: 'Previous',
    next: 'Next',
    page: (page: number, last: number) => `Page ${page} of ${last}`,
  },
  siret: {
    said: 'Note',
    failures: 'Failed',
    updated: 'Last event',
    credentials: 'Passwords',
    noEvents: 'Nothing yet.',
  },
  streams: {
    connection: 'Connection',
    account: 'Account',
    renewal: 'Password',
  } satisfies Record<Stream, string>,
  events: {
    'not-seen': 'not in the portal’s list',
    'seen-other': 'seen in the portal’s list, not made by raccord',
    sealed: 'password captured and sealed',
    imported: 'password taken in from another machine',
    'imported-unproven': 'password taken in, not proven',
    intended: 'recorded that it is about to be submitted',
    accepted: 'the portal accepted it',
    refused: 'the portal refused it',
    confirmed: 'confirmed',
    unproven: 'in the list, and perhaps another’s',
    'settled-absent': 'looked for again: it did not come about',
    refuted: 'it did not come about',
    doubted: 'in doubt: a person is to look',
    failed: 'failed',
    'went-well': 'went well',
  } satisfies Record<LedgerEvent['event']['kind'], string>,
  footer: {
    readOnly: 'This page only reads. No password is on it.',
    refresh: (seconds: number) => `Refresh every ${seconds} s`,
    still: 'Refresh no more',
    programs: 'For programs:',
  },
};
