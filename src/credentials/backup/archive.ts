import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { ArchiveFault } from '../../errors/error-details.ts';
import { encrypterTo } from '../keys/encrypter.ts';
import type { Identity } from '../keys/key-files.ts';
import { jsonText, parseJson } from '../../domain/json.ts';
import { digestOf } from '../vault/vault.ts';

/** The files of a home, keyed by their path within it, with `/` as the separator. */
export type HomeFiles = ReadonlyMap<string, Uint8Array>;

/** The metadata of an archive. */
export interface ArchiveHeader {
  /** raccord's version. */
  readonly version: string;
  /** ISO time. */
  readonly createdAt: string;
}

const MANIFEST_FILE = 'manifest.json';

const MANIFEST = z.object({
  format: z.number(),
  version: z.string(),
  createdAt: z.string(),
  /** SHA-256 of each file, in hex. */
  files: z.record(z.string(), z.string()),
});

const FORMAT = 1;

/** Limit in bytes: many times the size of 50,000 SIRETs. */
const MAX_BYTES = 1_000_000_000;

/**
 * Seals files as one age file to all recipients. The content is a ZIP with a manifest, so that it
 * can be opened without raccord: `age -d -i key backup.age > backup.zip`.
 */
export async function sealArchive(
  files: HomeFiles,
  { version, createdAt }: ArchiveHeader,
  recipients: readonly string[],
): Promise<Uint8Array> {
  const digests = [...files].map(([name, bytes]) => [name, digestOf(bytes)] as const);
  const manifest = { format: FORMAT, version, createdAt, files: Object.fromEntries(digests) };
  const zip = zipSync({
    [MANIFEST_FILE]: strToU8(`${jsonText(manifest, 2)}\n`),
    ...Object.fromEntries(files),
  });
  const encrypter = await encrypterTo(recipients);
  return encrypter.encrypt(zip);
}

/**
 * Opens an archive; the clear content stays in memory.
 * @param file the file's name, for messages.
 * @throws RaccordError IDENTITY_REFUSED if it is sealed to other keys; ARCHIVE_REFUSED.
 */
export async function openArchive(
  file: string,
  bytes: Uint8Array,
  identity: Identity,
): Promise<ArchiveHeader & { readonly files: HomeFiles }> {
  const entries = unzipped(file, await decrypted(file, bytes, identity));
  const manifest = manifestOf(file, entries[MANIFEST_FILE]);
  const files = new Map(Object.entries(entries).filter(([name]) => name !== MANIFEST_FILE));
  const listed = Object.entries(manifest.files);
  const isWhole =
    listed.length === files.size &&
    listed.every(([name, digest]) => {
      const content = files.get(name);
      return content !== undefined && digestOf(content) === digest;
    });
  if (!isWhole) throw refused(file, 'damaged');
  const { version, createdAt } = manifest;
  return { version, createdAt, files };
}

async function decrypted(file: string, bytes: Uint8Array, identity: Identity): Promise<Uint8Array> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const key of identity.keys) decrypter.addIdentity(key.reveal());
  try {
    return await decrypter.decrypt(bytes);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) {
      throw new RaccordError('IDENTITY_REFUSED', { path: identity.path, file });
    }
    // Not passed on as a cause: its message may quote the content.
    throw refused(file, 'not-an-archive');
  }
}

function unzipped(file: string, zip: Uint8Array): Record<string, Uint8Array> {
  let left = MAX_BYTES;
  try {
    return unzipSync(zip, {
      filter: ({ originalSize }) => {
        left -= originalSize;
        if (left < 0) throw new Error('too large');
        return true;
      },
    });
  } catch {
    throw refused(file, 'not-an-archive');
  }
}

function manifestOf(file: string, bytes: Uint8Array | undefined): z.infer<typeof MANIFEST> {
  const manifest = MANIFEST.safeParse(
    bytes === undefined ? undefined : parseJson(strFromU8(bytes)),
  );
  if (!manifest.success) throw refused(file, 'not-an-archive');
  if (manifest.data.format > FORMAT) throw refused(file, 'of-a-later-version');
  return manifest.data;
}

function refused(file: string, fault: ArchiveFault): RaccordError<'ARCHIVE_REFUSED'> {
  return new RaccordError('ARCHIVE_REFUSED', { file, fault });
}
