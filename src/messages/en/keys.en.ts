import { type WriteCommand, shellWord } from '../../domain/raccord-command.ts';
import type { IdentityFault } from '../../errors/identity-fault.ts';
import type { ErrorTexts } from '../error-texts.ts';

const noSsh = (command: WriteCommand): string =>
  `SSH keys cannot be used: the library that encrypts (age-encryption) knows none, and raccord has no cryptography of its own. "${command('keys', 'init')}" makes an age key.`;

const noPlugin = (command: WriteCommand): string =>
  `raccord works with keys in files alone: "${command('keys', 'init')}" makes one, "${command('keys', 'rotate')}" seals to it.`;

const makeOne = (command: WriteCommand): string =>
  `"${command('keys', 'init')}" makes an age key; RACCORD_IDENTITY names its file.`;
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
      `Decrypt it into a file of mode 600 on a safe disk, age -d -o FILE ${shellWord(path)}, and set RACCORD_IDENTITY=FILE.`,
  },
  sealed: {
    found: 'a file that age encrypted to another key',
    next: (path) =>
      `If it is a private key: age -d -i KEY -o FILE ${shellWord(path)}, and set RACCORD_IDENTITY=FILE.`,
  },
  plugin: { found: 'the key of an age plugin (a hardware key)', next: () => noPlugin(command) },
  'public-key': {
    found: 'a public key (age1…): it seals and does not open',
    next: () => 'Set RACCORD_IDENTITY to the file with the private key that belongs to it.',
  },
  'damaged-key': {
    found: 'a line AGE-SECRET-KEY-… that is cut or mistyped',
    next: () => 'Copy the whole line again, from another copy of the key.',
  },
  'utf-16-unmarked': { found: 'UTF-16 without a byte order mark', next: () => SAVE },
  'not-utf-8': { found: 'bytes that are no text in UTF-8', next: () => SAVE },
  folder: { found: 'a folder', next: () => 'Set RACCORD_IDENTITY to the file in it.' },
  empty: { found: 'no line at all, comments aside', next: () => makeOne(command) },
  other: { found: 'nothing that is a key', next: () => makeOne(command) },
});

type KeyErrorCode =
  | 'RECIPIENT_INVALID'
  | 'IDENTITY_MISSING'
  | 'KEY_FILE_TAKEN'
  | 'KEY_UNWRITABLE'
  | 'KEY_UNCHANGED'
  | 'KEYS_KNOWN'
  | 'RECIPIENTS_MISSING'
  | 'RECIPIENT_NOT_IN_FORCE'
  | 'RESEAL_STOPPED';

export type KeyErrorTexts = Pick<ErrorTexts, KeyErrorCode>;

/** Messages for errors with keys. */
export const keyErrorTextsEn = (command: WriteCommand): KeyErrorTexts => ({
  RECIPIENT_INVALID: ({ recipient, reason }) =>
    reason === 'plugin'
      ? {
          what: 'This public key is of an age plugin (a hardware key): raccord cannot seal to it.',
          found: `"${recipient}"`,
          next: noPlugin(command),
        }
      : {
          what: 'This is no age public key.',
          found: `"${recipient}": ${reason}`,
          next: recipient.startsWith('ssh-')
            ? noSsh(command)
            : `Give keys that begin with age1 ("${command('keys', 'init')}" and age-keygen print one): in RACCORD_RECIPIENTS, with commas between several.`,
        },
  IDENTITY_MISSING: ({ path, found }) =>
    found === undefined
      ? {
          what: 'The private key that opens credentials is not here.',
          expected: path,
          next: 'Run this where the key is, or set RACCORD_IDENTITY to its file.',
        }
      : {
          what: 'This file holds no private key that raccord can open credentials with.',
          expected: `a line AGE-SECRET-KEY-1… in ${path}`,
          found: identityFaults(command)[found].found,
          next: identityFaults(command)[found].next(path),
        },
  KEY_FILE_TAKEN: ({ path }) => ({
    what: 'There is a file of that name already; a key never takes the place of another.',
    found: path,
    next: 'Give another name.',
  }),
  KEY_UNWRITABLE: ({ path, reason }) => ({
    what: 'The key could not be written.',
    found: `${path}: ${reason}`,
    next: 'See that the folder is there and yours to write in (a removable disk: that it is mounted).',
  }),
  KEY_UNCHANGED: ({ path }) => ({
    what: 'The new key is the one in use.',
    found: path,
    next: 'Give --new-identity a file that is not there yet; RACCORD_IDENTITY stays the old key until the rotation is done.',
  }),
  KEYS_KNOWN: ({ path }) => ({
    what: 'This RACCORD_HOME has its keys already.',
    found: path,
    next: `"${command('keys', 'init', '--spare', 'FILE')}" adds a spare key, "${command('keys', 'rotate', '--new-identity', 'FILE')}" makes a new one take the place of the old.`,
  }),
  RECIPIENTS_MISSING: ({ path }) => ({
    what: 'There is no public key to seal to.',
    found: path,
    next: `Set RACCORD_RECIPIENTS, or let "${command('keys', 'init')}" make a pair.`,
  }),
  RECIPIENT_NOT_IN_FORCE: ({ recipient, present }) => ({
    what: 'Nothing is sealed to the key that is to be replaced.',
    expected: recipient,
    found: present.join(', '),
    next: `"${command('keys', 'show')}" lists the keys in force.`,
  }),
  RESEAL_STOPPED: ({ path, reason }) => ({
    what: 'A credential could not be sealed anew; it is still whole, for its old keys.',
    found: `${path}: ${reason}`,
    next: 'Make room or mend the rights on that folder, then run the same command again: it goes on.',
  }),
});

/** Texts of `raccord keys`. */
export const keysTextsEn = (command: WriteCommand) => ({
  help: {
    keys: 'the keys that seal and open credentials',
    init: 'make a key pair, and a spare one',
    initOutput: 'private key file (default: in RACCORD_HOME)',
    spare: 'make a second pair, its private key in this file',
    recipient: 'seal to this public key too (age1…)',
    show: 'to whom is sealed, and what your key opens',
    rotate: 'seal every credential anew, to the keys in force now',
    newIdentity: 'make a new pair first; it replaces your key',
    replace: 'replace this public key instead of your own',
    dryRun: 'say what would be done; change nothing',
  },
  privateKey: (file: string, recipient: string) =>
    `Private key: ${file}\n  its public key: ${recipient}`,
  spareKey: (file: string, recipient: string) =>
    `Spare private key: ${file}\n  its public key: ${recipient}`,
  sealedTo: (count: number, place: string) => `Sealed to ${count} key(s), kept in ${place}:`,
  next: 'Next:',
  moveAway: (file: string) =>
    `- Move ${file} to a safe place that is not this machine: whoever has it opens every credential. Where it is then: RACCORD_IDENTITY=FILE`,
  moveSpare: (file: string) =>
    `- Move ${file} to another safe place (a safe, a drawer under lock): it is for the day the first one is lost.`,
  elsewhere: (recipients: string) =>
    `- A machine that captures needs the public keys alone: RACCORD_RECIPIENTS=${recipients}`,
  beaten: (source: string, recipients: string) =>
    `! RACCORD_RECIPIENTS (${source}) beats the keys of this home: until it is changed, nothing is sealed to these. Set it to: ${recipients}`,
  rotateNow: (count: number) =>
    `- ${count} credential(s) were sealed before: "${command('keys', 'rotate')}" seals them to these keys too.`,
  sources: {
    none: `There is no key yet: "${command('keys', 'init')}" makes a pair, else the first run does.`,
    inForce: (place: string) => `Sealed to, by ${place}:`,
  },
  faults: identityFaults(command),
  identity: {
    missing: (file: string) => `Private key: none at ${file} (sealing needs none; opening does)`,
    unusable: (file: string, code: string) => `Private key: ${file} cannot be used (${code})`,
    yours: (file: string) => `Private key: ${file}`,
    isRecipient: 'one of the keys sealed to',
    notRecipient: 'NOT one of the keys sealed to: what is captured now, it does not open',
  },
  counts: {
    none: 'No credential has been captured here yet.',
    all: (count: number) => `Credentials: ${count}`,
    opened: (count: number) => `  ${count} opened by this private key`,
    refused: (count: number) => `  ${count} sealed to other keys`,
    unopened: (count: number) => `  ${count} whole, not opened for want of a private key`,
    damaged: (count: number) => `  ${count} damaged ("${command('status')}" says which)`,
    resealed: (count: number) => `  ${count} sealed anew to exactly these keys by "keys rotate"`,
    silent: '  (Of the others, age files do not tell to whom they are sealed.)',
  },
  rotated: (count: number, already: number, keys: number) =>
    `${count} credential(s) sealed anew to ${keys} key(s); ${already} were so already.`,
  wouldRotate: (count: number, already: number, keys: number) =>
    `${count} credential(s) would be sealed anew to ${keys} key(s); ${already} are so already. Nothing was changed.`,
  refused: (count: number, file: string) =>
    `! ${count} credential(s) are not opened by ${file} and stay as they are. A key file may hold several keys, one a line: add the one they are sealed to, then run this again.`,
  keepOld: (file: string) =>
    `- Keep ${file} until "${command('keys', 'show')}" says that the new key opens all; then delete it and its copies. raccord never deletes a key. Backups of the vault still open with it.`,
  useNew: (file: string) => `- From now on: RACCORD_IDENTITY=${shellWord(file)}`,
  changeRecipients: (source: string, recipients: string) =>
    `! RACCORD_RECIPIENTS (${source}) still names the old key: what is captured is sealed to it until you set RACCORD_RECIPIENTS=${recipients}`,
  everywhere: (recipients: string) =>
    `- On every machine that captures for this key: RACCORD_RECIPIENTS=${recipients}`,
});
