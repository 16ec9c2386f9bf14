import { type WriteCommand, shellWord } from '../../domain/raccord-command.ts';
import type { KeyErrorTexts } from '../error-texts.ts';
import type { IdentityFault } from '../../errors/error-details.ts';

const noSsh = (command: WriteCommand): string =>
  `SSH keys cannot be used: the encryption library (age-encryption) does not support them, and raccord has no cryptography of its own. "${command('keys', 'init')}" creates an age key.`;

const noPlugin = (command: WriteCommand): string =>
  `raccord works only with keys in files: "${command('keys', 'init')}" creates one, "${command('keys', 'rotate')}" seals to it.`;

const makeOne = (command: WriteCommand): string =>
  `"${command('keys', 'init')}" creates an age key; set RACCORD_IDENTITY to its file.`;
const SAVE = 'Save the file as UTF-8.';

/** Descriptions of files without a usable key, with advice. */
const identityFaults = (
  command: WriteCommand,
): Readonly<
  Record<IdentityFault, { readonly found: string; readonly next: (path: string) => string }>
> => ({
  ssh: { found: 'an SSH key', next: () => noSsh(command) },
  pem: { found: 'a PEM key or certificate (SSH, TLS)', next: () => makeOne(command) },
  pgp: { found: 'a PGP key', next: () => makeOne(command) },
  putty: { found: 'a PuTTY key', next: () => makeOne(command) },
  passphrase: {
    found: 'a key that is encrypted with a passphrase',
    next: (path) =>
      `Decrypt it to a file (mode 600) on a safe disk with age -d -o FILE ${shellWord(path)}, and set RACCORD_IDENTITY=FILE.`,
  },
  sealed: {
    found: 'a file that age encrypted to another key',
    next: (path) =>
      `If it is a private key: age -d -i KEY -o FILE ${shellWord(path)}, and set RACCORD_IDENTITY=FILE.`,
  },
  plugin: { found: 'the key of an age plugin (a hardware key)', next: () => noPlugin(command) },
  'public-key': {
    found: 'a public key (age1…), which can seal but not open',
    next: () => 'Set RACCORD_IDENTITY to the file with the private key that belongs to it.',
  },
  'damaged-key': {
    found: 'a line AGE-SECRET-KEY-… that is incomplete or mistyped',
    next: () => 'Copy the whole line again, from another copy of the key.',
  },
  'utf-16-unmarked': { found: 'UTF-16 without a byte order mark', next: () => SAVE },
  'not-utf-8': { found: 'bytes that are not UTF-8 text', next: () => SAVE },
  folder: { found: 'a folder', next: () => 'Set RACCORD_IDENTITY to the file in it.' },
  empty: { found: 'no lines other than comments', next: () => makeOne(command) },
  other: { found: 'something other than a key', next: () => makeOne(command) },
});

/** Messages for errors with keys. */
export const keyErrorTextsEn = (command: WriteCommand): KeyErrorTexts => ({
  RECIPIENT_INVALID: ({ recipient, reason }) =>
    reason === 'plugin'
      ? {
          what: 'This public key belongs to an age plugin (a hardware key): raccord cannot seal to it.',
          found: `"${recipient}"`,
          next: noPlugin(command),
        }
      : {
          what: 'This is not an age public key.',
          found: `"${recipient}": ${reason}`,
          next: recipient.startsWith('ssh-')
            ? noSsh(command)
            : `Use keys that start with age1 ("${command('keys', 'init')}" and age-keygen print them); in RACCORD_RECIPIENTS, separate several with commas.`,
        },
  IDENTITY_MISSING: ({ path, found }) =>
    found === undefined
      ? {
          what: 'The private key that opens credentials is not here.',
          expected: path,
          next: 'Run this where the key is, or set RACCORD_IDENTITY to its file.',
        }
      : {
          what: 'This file contains no private key that raccord can open credentials with.',
          expected: `a line AGE-SECRET-KEY-1… in ${path}`,
          found: identityFaults(command)[found].found,
          next: identityFaults(command)[found].next(path),
        },
  KEY_FILE_TAKEN: ({ path }) => ({
    what: 'A file with this name already exists; raccord never overwrites a key.',
    found: path,
    next: 'Choose another name.',
  }),
  KEY_UNWRITABLE: ({ path, reason }) => ({
    what: 'The key could not be written.',
    found: `${path}: ${reason}`,
    next: 'Check that the folder exists and that you can write to it (and, for a removable disk, that it is mounted).',
  }),
  KEY_UNCHANGED: ({ path }) => ({
    what: 'The new key is the one already in use.',
    found: path,
    next: 'Give --new-identity a file that does not exist yet; leave RACCORD_IDENTITY set to the old key until the rotation is done.',
  }),
  KEYS_KNOWN: ({ path }) => ({
    what: 'This RACCORD_HOME already has its keys.',
    found: path,
    next: `"${command('keys', 'init', '--spare', 'FILE')}" adds a spare key, "${command('keys', 'rotate', '--new-identity', 'FILE')}" replaces the old one with a new one.`,
  }),
  RECIPIENTS_MISSING: ({ path }) => ({
    what: 'There is no public key to seal to.',
    found: path,
    next: `Set RACCORD_RECIPIENTS, or run "${command('keys', 'init')}" to create a pair.`,
  }),
  RECIPIENT_NOT_IN_FORCE: ({ recipient, present }) => ({
    what: 'Nothing is sealed to the key to be replaced.',
    expected: recipient,
    found: present.join(', '),
    next: `"${command('keys', 'show')}" lists the keys in force.`,
  }),
  RESEAL_STOPPED: ({ path, reason }) => ({
    what: 'A credential could not be resealed; it is still intact, sealed to its old keys.',
    found: `${path}: ${reason}`,
    next: 'Free some space or fix the permissions of that folder, then run the same command again: it resumes.',
  }),
});

/** Texts of `raccord keys`. */
export const keysTextsEn = (command: WriteCommand) => ({
  help: {
    keys: 'manage the keys that seal and open credentials',
    init: 'create a key pair, and a spare one',
    initOutput: 'private key file (default: in RACCORD_HOME)',
    spare: 'create a second pair, its private key in this file',
    recipient: 'also seal to this public key (age1…)',
    show: 'show the keys sealed to, and what your key opens',
    rotate: 'reseal every credential to the keys now in force',
    newIdentity: 'create a new pair first; it replaces your key',
    replace: 'replace this public key instead of your own',
    dryRun: 'show what would be done; change nothing',
  },
  privateKey: (file: string, recipient: string) =>
    `Private key: ${file}\n  its public key: ${recipient}`,
  spareKey: (file: string, recipient: string) =>
    `Spare private key: ${file}\n  its public key: ${recipient}`,
  sealedTo: (count: number, place: string) => `Sealed to ${count} key(s), kept in ${place}:`,
  next: 'Next:',
  moveAway: (file: string) =>
    `- Move ${file} to a safe place off this machine: anyone who has it can open every credential. Where you keep it, set RACCORD_IDENTITY=FILE`,
  moveSpare: (file: string) =>
    `- Move ${file} to another safe place (a safe, a locked drawer), for the day the first one is lost.`,
  elsewhere: (recipients: string) =>
    `- A machine that captures credentials needs only the public keys: RACCORD_RECIPIENTS=${recipients}`,
  beaten: (source: string, recipients: string) =>
    `! RACCORD_RECIPIENTS (${source}) overrides the keys of this home: until you change it, nothing is sealed to these keys. Set it to: ${recipients}`,
  rotateNow: (count: number) =>
    `- ${count} credential(s) were sealed earlier: "${command('keys', 'rotate')}" seals them to these keys too.`,
  sources: {
    none: `There is no key yet: "${command('keys', 'init')}" creates a pair; otherwise the first run does.`,
    inForce: (place: string) => `Keys sealed to, from ${place}:`,
  },
  faults: identityFaults(command),
  identity: {
    missing: (file: string) => `Private key: none at ${file} (only opening needs one, not sealing)`,
    unusable: (file: string, code: string) => `Private key: ${file} cannot be used (${code})`,
    yours: (file: string) => `Private key: ${file}`,
    isRecipient: 'one of the keys sealed to',
    notRecipient: 'NOT one of the keys sealed to: it cannot open what is captured now',
  },
  counts: {
    none: 'No credential has been captured here yet.',
    all: (count: number) => `Credentials: ${count}`,
    opened: (count: number) => `  ${count} opened by this private key`,
    refused: (count: number) => `  ${count} sealed to other keys`,
    unopened: (count: number) => `  ${count} intact, not opened: no private key here`,
    damaged: (count: number) => `  ${count} damaged ("${command('status')}" shows which)`,
    resealed: (count: number) => `  ${count} resealed to exactly these keys by "keys rotate"`,
    silent: '  (For the others, an age file does not say which keys it is sealed to.)',
  },
  rotated: (count: number, already: number, keys: number) =>
    `${count} credential(s) resealed to ${keys} key(s); ${already} already were.`,
  wouldRotate: (count: number, already: number, keys: number) =>
    `${count} credential(s) would be resealed to ${keys} key(s); ${already} already are. Nothing was changed.`,
  refused: (count: number, file: string) =>
    `! ${count} credential(s) cannot be opened with ${file} and were left unchanged. A key file may contain several keys, one per line: add the one they are sealed to, then run this again.`,
  keepOld: (file: string) =>
    `- Keep ${file} until "${command('keys', 'show')}" says that the new key opens everything; then delete it and its copies. raccord never deletes a key. Backups of the vault still open with it.`,
  useNew: (file: string) => `- From now on: RACCORD_IDENTITY=${shellWord(file)}`,
  changeRecipients: (source: string, recipients: string) =>
    `! RACCORD_RECIPIENTS (${source}) still contains the old key: what is captured is sealed to it until you set RACCORD_RECIPIENTS=${recipients}`,
  everywhere: (recipients: string) =>
    `- On every machine that captures for this key: RACCORD_RECIPIENTS=${recipients}`,
});
