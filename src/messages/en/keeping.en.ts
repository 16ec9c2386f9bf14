import type { WriteCommand } from '../../domain/raccord-command.ts';
import { siretCount } from './siret-count.en.ts';
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** Texts on cleanup, backup and restore. */
export const keepingTextsEn = (command: WriteCommand) => ({
  confirm: (count: number) => `Remove these ${count} folders?`,
  wouldGo: (count: number, bytes: number) =>
    count === 0
      ? 'Nothing is old enough to be removed.'
      : `${count} folders would be removed (${megabytes(bytes)} MB). Ledger, credentials, keys and session are kept.`,
  gone: (count: number, bytes: number) =>
    count === 0
      ? 'Nothing is old enough to be removed.'
      : `${count} folders removed (${megabytes(bytes)} MB). Ledger, credentials, keys and session are kept.`,
  cleaned: 'old evidence and reports were removed (RACCORD_KEEP)',
  notCleaned: 'old evidence and reports could not be removed (RACCORD_KEEP)',
  nothingThere: (home: string) =>
    `${home}: nothing has been done there, so there is nothing to back up`,
  backedUp: (file: string, credentials: number, keys: number) =>
    `${file}: ledger, ${credentials} sealed credentials and settings, sealed to ${keys} key(s).`,
  withKey:
    'It contains the private key of this home: if that key is lost, only another of the keys it is sealed to can open it.',
  withoutKey:
    'It contains no private key: keep yours elsewhere, since nobody can open this file without it.',
  restored: (home: string, createdAt: string, sirets: number, credentials: number) =>
    `Restored into ${home}, as of ${createdAt}: ${siretCount(sirets)}, ${credentials} credentials.`,
  afterRestore: `It does not contain what was done after that: raccord reads the portal before it does anything else. Sign in again ("${command('sign-in')}"), then "${command('plan')}".`,
  help: {
    clean: 'remove evidence, traces and reports of old runs',
    olderThan: 'of runs older than this, such as 90d (default: RACCORD_KEEP)',
    cleanDryRun: 'show what would be removed; remove nothing',
    backup: 'save what cannot be recreated, as one sealed file',
    backupFile: 'file to write, which must not exist yet',
    withKeys: 'with the private key of the home (default: without)',
    restore: 'put a backup into an empty home',
    restoreFile: 'the file that backup wrote',
    identity: 'private key file (default: RACCORD_IDENTITY)',
  },
});
