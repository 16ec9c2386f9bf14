import type { Decrypter } from 'age-encryption';
import { Secret } from '../../secrets/secret.ts';
import { readTextBytes } from '../../files/text-bytes.ts';
import type { IdentityFault } from '../../errors/error-details.ts';

/** A native key, anywhere in a line; bech32 also allows lower case. */
const KEY = /AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+/giu;

/** The first line of a file that age encrypted. */
const AGE_FILE = 'age-encryption.org/v1\n';
const ARMORED = '-----BEGIN AGE ENCRYPTED FILE-----';

/** The kinds of lines without a usable key; the first match counts. */
const MAKES: readonly (readonly [RegExp, IdentityFault])[] = [
  [/AGE-SECRET-KEY-/iu, 'damaged-key'],
  [/AGE-PLUGIN-/iu, 'plugin'],
  [/BEGIN OPENSSH PRIVATE KEY|BEGIN SSH2|^(?:ssh|ecdsa)-\S+ AAAA/u, 'ssh'],
  [/BEGIN PGP/u, 'pgp'],
  [/^PuTTY-User-Key-File/u, 'putty'],
  [/BEGIN (?:\w+ )*PRIVATE KEY|BEGIN (?:\w+ )*PUBLIC KEY|BEGIN CERTIFICATE/u, 'pem'],
  [/^age1[0-9a-z]+$/u, 'public-key'],
];

/**
 * Reads the bytes of a private key file: the native keys on its lines, in any encoding and among
 * any keys of other programs; otherwise the kind of file it is.
 */
export async function readIdentityFile(
  bytes: Buffer,
): Promise<{ readonly keys: readonly Secret[] } | { readonly fault: IdentityFault }> {
  const encrypted = encryptedFault(bytes);
  if (encrypted !== undefined) return { fault: encrypted };
  const reading = readTextBytes(bytes);
  if ('fault' in reading) return { fault: reading.fault };
  const lines = keyLines(reading.text);
  const found = lines.flatMap((line) => [...line.matchAll(KEY)].map(([key]) => key.toUpperCase()));
  const { Decrypter } = await import('age-encryption');
  const isUsable = (key: string): boolean => isTakenBy(new Decrypter(), key);
  const usable = [...new Set(found)].filter(isUsable);
  if (usable.length > 0) return { keys: usable.map((key) => new Secret(key)) };
  if (lines.length === 0) return { fault: 'empty' };
  const make = MAKES.find(([sign]) => lines.some((line) => sign.test(line)));
  return { fault: make?.[1] ?? 'other' };
}

/** Returns the lines of a key file without blanks and comments. */
export function keyLines(text: string): readonly string[] {
  return text
    .split(/\r\n?|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Returns how age encrypted a file: only one with a passphrase can be an identity. */
function encryptedFault(bytes: Buffer): IdentityFault | undefined {
  const start = bytes.subarray(0, 1_000).toString('latin1').replace(/\r/gu, '');
  const armor = start.indexOf(ARMORED);
  const header =
    armor === -1
      ? start
      : Buffer.from(start.slice(armor + ARMORED.length), 'base64').toString('latin1');
  if (!header.startsWith(AGE_FILE)) return armor === -1 ? undefined : 'sealed';
  return header.startsWith(`${AGE_FILE}-> scrypt `) ? 'passphrase' : 'sealed';
}

function isTakenBy(decrypter: Decrypter, key: string): boolean {
  try {
    decrypter.addIdentity(key);
    return true;
  } catch {
    return false;
  }
}
