import type { ExitCode } from '../../errors/exit-code.ts';

const sirets = (count: number): string => `${count} SIRET`;

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
    left: 'Not begun',
    exitCode: 'Exit code',
    stopped: 'Stopped',
    expected: 'Expected',
    found: 'Found',
    report: 'Report',
    failures: 'Failures',
  },
  /** Start of the subject. `all` is the number of SIRETs that were worked on. */
  outcome: (exitCode: ExitCode, failed: number, all: number): string => {
    const after = all === 0 ? '' : `, after ${sirets(all)}`;
    const ends: Readonly<Record<ExitCode, string>> = {
      0: all === 0 ? 'Nothing to do' : `Done: ${sirets(all)}`,
      1: failed === 0 ? 'Failed' : `${failed} of ${sirets(all)} failed`,
      2: 'Not started: wrong input or configuration',
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
    `${count} of ${sirets(all)}: nothing to do there`,
  left: (count: number): string => `${sirets(count)}: the next run goes on with them`,
  labelled: (label: string, value: string): string => `${label}: ${value}`,
  next: (host: string, folder: string): string =>
    `What to do next, in this order, on ${host} in ${folder}`,
  again: 'Run the command again: it reads first and does only what is missing.',
  more: (count: number) => `and ${count} more: see the report`,
  footer: 'Sent by raccord. It never sends a password.',
  pingFailed: 'the watching service could not be told of the run',
  /** The message that `doctor --notify` sends. */
  trial: {
    subject: (host: string): string => `TEST, nothing happened — raccord doctor on ${host}`,
    body: (host: string): string =>
      `This is a trial that "raccord doctor --notify" sent from ${host}. No run began or ended; there is nothing to do. The end of a run will come this way.`,
  },
  notAttached: 'the rows of the report do not go with the mail',
  sent: 'the end of the run was told',
  failed: 'the end of the run could not be told',
  certificate: (reason: string) =>
    `the server's certificate is not accepted (${reason}): for a private authority, set NODE_EXTRA_CA_CERTS to its file (PEM)`,
};
