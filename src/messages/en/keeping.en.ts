import type { WriteCommand } from '../../domain/raccord-command.ts';
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** Texts on cleanup, backup and restore. */
export const keepingTextsEn = (command: WriteCommand) => ({
  confirm: (count: number) => `Remove these ${count} folders?`,
  wouldGo: (count: number, bytes: number) =>
    count === 0
      ? 'Nothing is old enough to go.'
      : `${count} folders would go (${megabytes(bytes)} MB). Ledger, credentials, keys and session stay.`,
  gone: (count: number, bytes: number) =>
    count === 0
      ? 'Nothing is old enough to go.'
      : `${count} folders removed (${megabytes(bytes)} MB). Ledger, credentials, keys and session stay.`,
  cleaned: 'old evidence and reports were removed (RACCORD_KEEP)',
  notCleaned: 'old evidence and reports could not be removed (RACCORD_KEEP)',
  nothingThere: (home: string) =>
    `${home}: nothing has been done there, so there is nothing to back up`,
  backedUp: (file: string, credentials: number, keys: number) =>
    `${file}: ledger, ${credentials} sealed credentials and settings, sealed to ${keys} key(s).`,
  withKey:
    'The private key of this home is in it: only another key of those it is sealed to can open it, should this one be lost.',
  withoutKey: 'No private key is in it: keep yours elsewhere, without it nobody opens this file.',
  restored: (home: string, createdAt: string, sirets: number, credentials: number) =>
    `Restored into ${home}, as of ${createdAt}: ${sirets} SIRET, ${credentials} credentials.`,
  afterRestore: `What was done after that is not in it: raccord reads the portal before it does anything more. Sign in anew ("${command('sign-in')}"), then "${command('plan')}".`,
  help: {
    clean: 'remove evidence, traces and reports of runs long ago',
    olderThan: 'of runs that began longer ago, such as 90d (default: RACCORD_KEEP)',
    cleanDryRun: 'say what would go; remove nothing',
    backup: 'what cannot be made again, as one sealed file',
    backupFile: 'file to write, if there is none yet',
    withKeys: 'with the private key of the home (default: without)',
    restore: 'put a backup into an empty home',
    restoreFile: 'what backup wrote',
    identity: 'private key file (default: RACCORD_IDENTITY)',
  },
});
