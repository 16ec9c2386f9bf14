import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { BundleTexts } from '../bundle-lines.ts';

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** Messages about deliveries and errors of a sink. */
export const deliveryTextsEn = (command: WriteCommand) => ({
  columns: { sink: 'Sink', outcome: 'Delivery', message: 'Why' },
  outcomes: { delivered: 'delivered', failed: 'failed', pending: 'pending' },
  summary: (delivered: number, failed: number, pending: number) =>
    `${delivered} delivered, ${failed} failed, ${pending} pending`,
  none: 'Nothing is left to deliver.',
  /** Reasons why a delivery stays pending. */
  why: {
    down: 'not tried: the sink failed several times in a row',
    interrupted: 'not tried: interrupted',
  },
  noKey: (count: number, path: string) =>
    `${count} deliveries are pending: the private key is not on this machine (${path}). Run "${command('deliver')}" where it is.`,
  beside: `Another raccord process delivers: it, "${command('deliver')}" or the next run hands over what is pending.`,
  delivered: (count: number) => `${count} credentials delivered`,
  noSinks: 'RACCORD_DELIVER_FOLDER, RACCORD_VAULT_URL or RACCORD_DELIVER_HOOK: missing',
  unknownSink: (name: string, known: string) => `--sink ${name}: none of ${known}`,
  again: `Mend it; "${command('deliver')}" and the next run try again.`,
  undelivered: (count: number) =>
    `${count} deliveries are pending: "${command('deliver')}" tries them now.`,
  doubtful: (count: number) =>
    `${count} SIRET are doubtful: "${command('status', '--state', 'doubtful')}" shows them.`,
  unproven: (count: number) =>
    `Accounts not proven to be raccord’s: ${count}. "${command('status', '--state', 'unproven')}" shows them, "${command('verify')}" proves their passwords.`,
  metricsWritten: (file: string) => `Metrics written to ${file}`,
  hook: {
    exit: (code: number, attempts: number) =>
      `the program ended with exit code ${code}, tried ${times(attempts)}`,
    signal: (signal: string, attempts: number) =>
      `the program was ended by ${signal}, tried ${times(attempts)}`,
    timeout: (seconds: number, attempts: number) =>
      `the program was ended after ${seconds} s, tried ${times(attempts)}`,
    notStarted: (reason: string) => `the program could not be started: ${reason}`,
    said: (words: string) => `. It said: ${words}`,
  },
  vault: {
    unreachable: (host: string, reason: string) => `${host} is not reached: ${reason}`,
    certificate: (host: string, reason: string) =>
      `the certificate of ${host} is not accepted (${reason}): for a private authority, set NODE_EXTRA_CA_CERTS to its file (PEM)`,
    proxyRefuses: (host: string, proxy: string, status: number) =>
      `the proxy ${proxy} does not let through to ${host} (HTTP ${status}): HTTPS_PROXY, or NO_PROXY where it is reached directly`,
    sealed: (host: string) => `${host} is sealed or not ready (503): somebody must unseal it`,
    faulty: (host: string, status: number) => `${host} failed (HTTP ${status})`,
    signInRefused: (status: number) =>
      `the server refused role and secret (HTTP ${status}): check RACCORD_VAULT_ROLE_ID and _SECRET_ID`,
    forbidden: (path: string) =>
      `the server forbids writing ${path} (403): the token has expired, or its policy lacks create and update`,
    noMount: (path: string) =>
      `there is nothing at ${path} (404): check RACCORD_VAULT_MOUNT, a KV version 2 mount, and RACCORD_VAULT_NAMESPACE`,
    notVersion2: (mount: string) => `${mount} did not answer as a KV version 2 mount does`,
    changedMeanwhile: (path: string) => `somebody else wrote ${path} at the same time`,
    mustRead: (path: string) =>
      `the mount wants check-and-set (cas_required), and the token may not read ${path}: let its policy read`,
    refused: (status: number) => `the server refused it (HTTP ${status})`,
    readsBackDifferent: (path: string) => `${path} does not read back as it was written`,
    sentElsewhere: (host: string) =>
      `the server sends on to ${host}, which RACCORD_VAULT_ALLOWED_HOSTS does not allow`,
    said: (words: string) => `. It said: ${words}`,
  },
  exported: (count: number, file: string) => `${count} credentials written to ${file} (mode 600)`,
  onlyRevealed:
    '--output: missing; passwords go to standard output only with --reveal (a sealed bundle always)',
  formulas: (count: number) =>
    `${count} passwords begin as a formula does. They are written as they are: let programs read this file, not a spreadsheet.`,
  unlisted: (count: number) =>
    `${count} sealed passwords are in the vault and not in the ledger: "${command('doctor', '--take-in')}" takes them in.`,
  passwordMissing: (count: number) =>
    `${count} accounts have no password here: "${command('renew', '--adopt')}" sets a new one, "${command('run', '--new-account')}" makes another account.`,
  takenIn: (count: number) =>
    `${count} sealed passwords taken in, not proven: the next "${command('batch')}" or "${command('run')}" looks at their accounts.`,
  /** Reasons why a sealed file is not imported. */
  left: {
    otherPortal: (portal: string) => `it is of the portal ${portal}`,
    state: (state: string) => `its account is ${state} here; "${command('run')}" settles it first`,
  },
  imported: (imported: number, known: number) =>
    `${imported} credentials imported, ${known} were here already`,
  /** Reasons why a sealed bundle is not imported, by kind of problem. */
  bundle: {
    unreadable: ({ reason }) => reason,
    'other-portal': ({ portal, own }) =>
      `it is of the portal ${portal}, and this RACCORD_HOME works on ${own}`,
    twice: ({ siret }) => `${siret}: it is there twice`,
    digest: ({ siret }) => `${siret}: the sealed file is not the one that was exported`,
    content: ({ siret, reason }) => `${siret}: the sealed file is damaged or another's (${reason})`,
    state: ({ siret, state }) =>
      `${siret}: its account is ${state} here; "${command('run')}" settles it first`,
    later: ({ siret }) => `${siret}: a later credential is here`,
    renewed: ({ siret }) => `${siret}: its account is renewed on this machine`,
    'file-there': ({ siret, file }) => `${siret}: ${file} is there, and another file`,
  } satisfies BundleTexts as BundleTexts,
  help: {
    deliver: 'hand over what no sink has yet; failed ones are tried again',
    siret: 'those of this establishment only',
    sink: 'to this sink only: folder, vault, hook, or its whole name',
    dryRun: 'say what is pending; hand nothing over',
    unproven: 'also those of accounts that others may have made',
    metrics: 'write a Prometheus textfile, instead of the table',
    export: 'all current credentials into a file, opened or sealed',
    output: 'file to write, mode 600 (default: standard output)',
    format: 'json (default), env, csv, or sealed, which needs no key',
    reveal: 'write passwords in clear to standard output',
    import: 'take in a sealed bundle of another machine',
    file: 'what export --format sealed wrote there',
  },
});
