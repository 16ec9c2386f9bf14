import type { ExitCode } from '../../errors/exit-code.ts';
import { siretCount } from './siret-count.en.ts';

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
    expected: 'Expected',
    found: 'Found',
    report: 'Report',
    failures: 'Failures',
  },
  /** Start of the subject. `all` is the number of SIRETs that were worked on. */
  outcome: (exitCode: ExitCode, failed: number, all: number): string => {
    const after = all === 0 ? '' : `, after ${siretCount(all)}`;
    const ends: Readonly<Record<ExitCode, string>> = {
      0: all === 0 ? 'Nothing to do' : `Done: ${siretCount(all)}`,
      1: failed === 0 ? 'Failed' : `${failed} of ${siretCount(all)} failed`,
      2: 'Not started: invalid input or configuration',
      3: `Portal unavailable${after}`,
      4: `Sign-in refused${after}`,
      5: `A person is needed${after}`,
      6: `A page is not as expected${after}`,
      130: `Interrupted${after}`,
    };
    return ends[exitCode];
  },
  /** SIRETs that need no action. */
  inOrder: (count: number, all: number): string =>
    `${count} of ${siretCount(all)}: nothing to do there`,
  left: (count: number): string => `${siretCount(count)}: the next run continues with them`,
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
  notAttached: 'the rows of the report were not attached to the mail',
  sent: 'the notification of the end of the run was sent',
  failed: 'the notification of the end of the run could not be sent',
  certificate: (reason: string) =>
    `the server's certificate is not accepted (${reason}): for a private authority, set NODE_EXTRA_CA_CERTS to its file (PEM)`,
};
