import type { Counted, SiretCounts } from '../../domain/outcome.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import { siretCount } from './siret-count.en.ts';

const COUNT: Readonly<Record<Counted, (count: number) => string>> = {
  sirets: siretCount,
  accounts: (count) => (count === 1 ? '1 account' : `${count} accounts`),
};

/** Texts of the notification sent at the end of a run. */
export const notifyTextsEn = {
  /** Language of the message, for screen readers. */
  language: 'en',
  labels: {
    host: 'Machine',
    command: 'Command',
    portal: 'Portal',
    began: 'Began',
    ended: 'Ended',
    took: 'Took',
    counts: 'Connections and accounts',
    renewals: 'Passwords',
    deliveries: 'Deliveries',
    proofs: 'Proofs',
    inOrder: 'In order',
    left: 'Not started',
    exitCode: 'Exit code',
    stopped: 'Stopped',
    afterwards: 'After the work',
    expected: 'Expected',
    found: 'Found',
    report: 'Report',
    failures: 'Failures',
  },
  /** Start of the subject. */
  outcome: (exitCode: ExitCode, { all, failed, left }: SiretCounts, counted: Counted): string => {
    const countOf = COUNT[counted];
    const after = all === left ? '' : `, after ${countOf(all - left)}`;
    const ends: Readonly<Record<ExitCode, string>> = {
      0: all === 0 ? 'Nothing to do' : `Done: ${countOf(all)}`,
      1: failed === 0 ? 'Failed' : `${failed} of ${countOf(all)} failed`,
      2: 'Not started: invalid input or configuration',
      3: `Portal unavailable${after}`,
      4: `Sign-in refused${after}`,
      5: `A person is needed${after}`,
      6: `A page is not as expected${after}`,
      130: `Interrupted${after}`,
    };
    return ends[exitCode];
  },
  /** SIRETs or accounts that need no action. */
  inOrder: (count: number, all: number, counted: Counted): string =>
    `${count} of ${COUNT[counted](all)}: nothing to do there`,
  left: (count: number, counted: Counted): string =>
    `${COUNT[counted](count)}: the next run continues with them`,
  labelled: (label: string, value: string): string => `${label}: ${value}`,
  next: (host: string, folder: string): string =>
    `What to do next, in this order, on ${host} in ${folder}`,
  again: 'Run the command again: it reads first and does only what is missing.',
  more: (count: number) => `and ${count} more: see the report`,
  footer: 'Sent by raccord. It never sends a password.',
  pingFailed: 'the monitoring service could not be notified of the run',
  /** The message that `doctor --notify` sends. */
  trial: {
    subject: (host: string): string => `TEST, nothing happened — raccord doctor on ${host}`,
    body: (host: string): string =>
      `This is a test message that "raccord doctor --notify" sent from ${host}. No run started or ended; there is nothing to do. Messages about runs will look like this one.`,
  },
  /** Messages about the queue of several machines. */
  queue: {
    paused: (account: string): string => `Account paused: ${account}`,
    parked: (count: number): string => `${siretCount(count)} parked: three workers vanished`,
    account: 'Account',
    at: 'Since',
    until: 'Until',
    reason: 'Reason',
    resume: 'Let workers take the account again.',
    retry: 'Find out what ended the workers, then have the rows tried again.',
    sent: 'the notification about the queue was sent',
    failed: 'the notification about the queue could not be sent',
  },
  notAttached: 'the rows of the report were not attached to the mail',
  sent: 'the notification of the end of the run was sent',
  failed: 'the notification of the end of the run could not be sent',
  certificate: (reason: string) =>
    `the server's certificate is not accepted (${reason}): for a private authority, set NODE_EXTRA_CA_CERTS to its file (PEM)`,
};
