import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { BundleTexts } from '../bundle-lines.ts';
import { siretCount } from './siret-count.en.ts';

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
  beside: `Another raccord process is delivering: that process, "${command('deliver')}" or the next run delivers what is pending.`,
  delivered: (count: number) => `${count} credentials delivered`,
  noSinks: 'RACCORD_DELIVER_FOLDER, RACCORD_VAULT_URL or RACCORD_DELIVER_HOOK: missing',
  unknownSink: (name: string, known: string) => `--sink ${name}: must be one of ${known}`,
  again: `Fix it; "${command('deliver')}" and the next run try again.`,
  undelivered: (count: number) =>
    `${count} deliveries are pending: "${command('deliver')}" tries them now.`,
  doubtful: (count: number) =>
    `In doubt: ${siretCount(count)}. "${command('status', '--state', 'doubtful')}" shows them.`,
  unproven: (count: number) =>
    `Accounts that may not be raccord’s: ${count}. "${command('status', '--state', 'unproven')}" shows them, "${command('verify')}" tests their passwords.`,
  metricsWritten: (file: string) => `Metrics written to ${file}`,
  hook: {
    exit: (code: number, attempts: number) =>
      `the program exited with code ${code}, tried ${times(attempts)}`,
    signal: (signal: string, attempts: number) =>
      `the program was killed by ${signal}, tried ${times(attempts)}`,
    timeout: (seconds: number, attempts: number) =>
      `the program was stopped after ${seconds} s, tried ${times(attempts)}`,
    notStarted: (reason: string) => `the program could not be started: ${reason}`,
    said: (words: string) => `. It said: ${words}`,
  },
  vault: {
    unreachable: (host: string, reason: string) => `${host} cannot be reached: ${reason}`,
    certificate: (host: string, reason: string) =>
      `the certificate of ${host} is not accepted (${reason}): for a private authority, set NODE_EXTRA_CA_CERTS to its file (PEM)`,
    proxyRefuses: (host: string, proxy: string, status: number) =>
      `the proxy ${proxy} refuses connections to ${host} (HTTP ${status}): check HTTPS_PROXY, or add the host to NO_PROXY if it is reached directly`,
    sealed: (host: string) => `${host} is sealed or not ready (503): somebody must unseal it`,
    faulty: (host: string, status: number) => `${host} failed (HTTP ${status})`,
    signInRefused: (status: number) =>
      `the server refused role and secret (HTTP ${status}): check RACCORD_VAULT_ROLE_ID and _SECRET_ID`,
    forbidden: (path: string) =>
      `the server forbids writing ${path} (403): the token has expired, or its policy lacks create and update`,
    noMount: (path: string) =>
      `there is nothing at ${path} (404): check RACCORD_VAULT_MOUNT, a KV version 2 mount, and RACCORD_VAULT_NAMESPACE`,
    notVersion2: (mount: string) => `${mount} did not answer like a KV version 2 mount`,
    changedMeanwhile: (path: string) => `somebody else wrote ${path} at the same time`,
    mustRead: (path: string) =>
      `the mount requires check-and-set (cas_required), and the token may not read ${path}: allow read in its policy`,
    refused: (status: number) => `the server refused it (HTTP ${status})`,
    readsBackDifferent: (path: string) => `${path} does not read back as it was written`,
    sentElsewhere: (host: string) =>
      `the server redirects to ${host}, which RACCORD_VAULT_ALLOWED_HOSTS does not allow`,
    said: (words: string) => `. It said: ${words}`,
  },
  exported: (count: number, file: string) => `${count} credentials written to ${file} (mode 600)`,
  onlyRevealed:
    '--output: missing; passwords go to standard output only with --reveal (a sealed bundle needs neither)',
  formulas: (count: number) =>
    `${count} passwords start like a formula. They are written unchanged: read this file with a program, not a spreadsheet.`,
  unlisted: (count: number) =>
    `${count} sealed passwords are in the vault but not in the ledger: "${command('doctor', '--take-in')}" adds them to it.`,
  passwordMissing: (count: number) =>
    `${count} accounts have no password here: "${command('renew', '--adopt')}" sets a new one, "${command('run', '--new-account')}" creates another account.`,
  takenIn: (count: number) =>
    `${count} sealed passwords added to the ledger, not proven: the next "${command('batch')}" or "${command('run')}" checks their accounts.`,
  /** Reasons why a sealed file is not imported. */
  left: {
    otherPortal: (portal: string) => `it belongs to the portal ${portal}`,
    state: (state: string) => `its account is ${state} here; "${command('run')}" settles it first`,
  },
  imported: (imported: number, known: number) =>
    `${imported} credentials imported, ${known} were already here`,
  restored: (count: number) =>
    `${count} sealed files that were gone or altered here are back, as they were exported`,
  /** Reasons why a sealed bundle is not imported, by kind of problem. */
  bundle: {
    unreadable: ({ reason }) => reason,
    'other-portal': ({ portal, own }) =>
      `it belongs to the portal ${portal}, but this RACCORD_HOME is for ${own}`,
    twice: ({ siret }) => `${siret}: it appears twice`,
    digest: ({ siret }) => `${siret}: the sealed file is not the one that was exported`,
    content: ({ siret, reason }) =>
      `${siret}: the sealed file is damaged or belongs to another credential (${reason})`,
    state: ({ siret, state }) =>
      `${siret}: its account is ${state} here; "${command('run')}" settles it first`,
    later: ({ siret }) => `${siret}: this machine has a later credential`,
    renewed: ({ siret }) => `${siret}: its account is renewed on this machine`,
    'file-there': ({ siret, file }) => `${siret}: ${file} already exists and is a different file`,
  } satisfies BundleTexts as BundleTexts,
  help: {
    deliver: 'deliver pending credentials, and retry failed ones',
    siret: 'only those of this establishment',
    sink: 'only to this sink: folder, vault, hook, or its full name',
    dryRun: 'show what is pending; deliver nothing',
    unproven: 'include accounts that others may have created',
    metrics: 'write a Prometheus textfile, instead of the table',
    export: 'write all current credentials to a file, opened or sealed',
    output: 'file to write, mode 600 (default: standard output)',
    format: 'json (default), env, csv, or sealed, which needs no key',
    reveal: 'write passwords in clear to standard output',
    import: 'import a sealed bundle from another machine',
    file: 'the file that export --format sealed wrote',
  },
});
