import type { RowState } from '../../domain/account-queue.ts';
import type { LedgerEvent, Stream } from '../../domain/ledger-event.ts';
import { siretCount } from './siret-count.en.ts';

const sirets = (count: number): string => (count === 1 ? 'One SIRET' : `${count} SIRETs`);

const accounts = (count: number): string => (count === 1 ? 'One account' : `${count} accounts`);

/** Texts of `raccord board` and its pages. */
export const boardTextsEn = {
  help: {
    board: 'serve a read-only page on runs and SIRETs',
    port: 'port to listen on (default: 8700)',
    listen: 'address to listen on (default: 127.0.0.1); another one needs RACCORD_BOARD_TOKEN',
    hostName: 'another host name, such as the one a proxy uses',
  },
  ready: (address: string) => `The board is at ${address} (Ctrl-C stops it).`,
  /** Reasons why a page is not shown. */
  refusals: {
    400: 'This address is not valid.',
    401: 'The token is missing or wrong. Leave the user name empty and type the token as the password.',
    404: 'This page does not exist.',
    405: 'This page is read-only.',
    421: 'The board does not serve this host name: add it with --host-name.',
    500: 'The page could not be built. See what the command printed.',
  },
  home: 'Overview',
  sirets: 'SIRETs',
  readAt: 'As of',
  when: 'When',
  skip: 'Skip to content',
  pages: 'Pages',
  profile: 'Profile',
  profiles: 'Profiles',
  ofHome: 'Home',
  verdict: {
    todo: (count: number) => (count === 1 ? 'One thing to do' : `${count} things to do`),
    nothing: 'Nothing to do',
    unreadable: 'A ledger cannot be read',
    none: 'Nothing has been done here yet',
  },
  noneYet: 'The first SIRET will appear here. To start:',
  sections: {
    todo: 'To do first',
    working: 'In progress',
    queue: 'Queue',
    totals: 'SIRETs by state',
    passwords: 'Passwords',
    runs: 'Last runs',
    history: 'What happened',
    deliveries: 'Deliveries',
  },
  todo: {
    'sign-in-refused': (login: string, at: string) =>
      `The portal refused ${login} on ${at}. raccord does not try again until a person has signed in.`,
    'last-run': (command: string, means: string) => `The last ${command} stopped: ${means}`,
    'last-run-unfinished': (command: string, left: string) =>
      `The last ${command} did not finish: it was killed, or the machine stopped${left}.`,
    unsettled: (count: number) =>
      `${sirets(count)} with a click whose result was not read. The next run reads it, and clicks nothing twice.`,
    doubtful: (count: number) =>
      `${sirets(count)} in doubt: the result of a click is not known. Check the portal’s lists.`,
    unproven: (count: number) =>
      `${accounts(count)} that may not be raccord’s: the password is kept, and is delivered only once it is proven.`,
    'password-missing': (count: number) =>
      `${accounts(count)} without a password here. This sets a new one, and the old one stops working:`,
    failed: (count: number, code: string) => `${sirets(count)} failed: ${code}`,
    unlisted: (count: number) =>
      `Sealed passwords that are not in the ledger: ${count}. The ledger was lost, or is an old copy.`,
    undelivered: (count: number) =>
      count === 1 ? 'One delivery is pending.' : `${count} deliveries are pending.`,
    expired: (count: number) => `${accounts(count)} with an expired password`,
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
        : `${siretCount(count)} wait and no worker is running.`,
    'not-taken': (login: string) => `${login} has SIRETs waiting, and no idle worker takes it.`,
    'why-not-taken':
      'A worker takes only the accounts of its profiles, and one without CHORUS_TOTP_SECRET only where a person has signed in.',
  },
  readReport: 'The report says what was expected, what was found and what to do:',
  atStep: (step: string) => `at the step "${step}"`,
  others: (count: number) => `and ${count} more`,
  working: {
    none: 'Nothing is running.',
    leases: { writer: 'writes to the portal', deliverer: 'delivers credentials' },
    where: (host: string, pid: number) => `${host}, process ${pid}`,
    since: (moment: string) => `since ${moment}`,
    between: 'between two steps',
    ofAll: (done: number, all: number) => `${done} of ${siretCount(all)}`,
    failed: (count: number) => `${count} failed`,
    timeLeft: (span: string) => `about ${span} left`,
    noTimeYet: 'the time left can be estimated after the second SIRET',
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
    next: 'Next to expire',
    none: 'No account is known yet.',
    delivered: 'Every password has been delivered.',
    noSinks: 'No sink for passwords is configured.',
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
      count === all ? siretCount(all) : `${count} of ${siretCount(all)}`,
    none: 'No SIRET matches.',
    open: {
      failed: 'failed',
      unsettled: 'result not read',
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
    'seen-other': 'seen in the portal’s list, not created by raccord',
    sealed: 'password captured and sealed',
    imported: 'password imported from another machine',
    'imported-unproven': 'password imported, not proven',
    intended: 'about to be submitted',
    accepted: 'the portal accepted it',
    refused: 'the portal refused it',
    confirmed: 'confirmed',
    unproven: 'in the list, but may be somebody else’s',
    'settled-absent': 'checked again: it did not happen',
    refuted: 'it did not happen',
    doubted: 'in doubt: a person must check',
    failed: 'failed',
    'went-well': 'succeeded',
  } satisfies Record<LedgerEvent['event']['kind'], string>,
  footer: {
    readOnly: 'This page is read-only and shows no password.',
    refresh: (seconds: number) => `Refresh every ${seconds} s`,
    still: 'Stop refreshing',
    programs: 'For programs:',
  },
};
