import { randomBytes } from 'node:crypto';
import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { Secret } from './secret.ts';
import { UnwritableError } from '../errors/unwritable-error.ts';
import type { NamedSecret } from './redactor.ts';

/** A made-up secret in places where a scan must find it. */
export interface Decoy {
  readonly secret: NamedSecret;
  readonly files: readonly string[];
  remove(): Promise<void>;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Places a decoy in a folder: escaped in a plain file, in a member of a zip, in a compressed text
 * of a picture. A missing folder is created.
 * @throws UnwritableError if the folder cannot be written to.
 */
export async function writeDecoy(folder: string): Promise<Decoy> {
  // Characters that each kind of escape changes, so that decoding is tested too.
  const value = `${randomBytes(15).toString('base64url')}"<é&`;
  const prefix = join(folder, `.decoy-${randomBytes(4).toString('hex')}`);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new UnwritableError(folder, error);
  });
  const contents = {
    [`${prefix}.txt`]: Buffer.from(`?value=${encodeURIComponent(value)}`),
    [`${prefix}.zip`]: zipSync({ 'decoy.json': strToU8(JSON.stringify({ value })) }),
    [`${prefix}.png`]: pictureWithText(value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
  };
  const files = Object.keys(contents);
  const remove = async (): Promise<void> => {
    await Promise.all(files.map((file) => rm(file, { force: true })));
    // A folder that is no longer empty is kept.
    if (made !== undefined) await rmdir(folder).catch(() => undefined);
  };
  try {
    for (const [file, content] of Object.entries(contents)) {
      await writeFile(file, content, { mode: 0o600, flag: 'wx' });
    }
  } catch (error) {
    await remove();
    throw new UnwritableError(folder, error);
  }
  return { secret: { name: 'decoy', secret: new Secret(value) }, files, remove };
}

/** Returns an empty picture with one compressed text. */
function pictureWithText(text: string): Buffer {
  const data = Buffer.concat([Buffer.from('zTXtComment\0\0', 'latin1'), deflateSync(text)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(data));
  return Buffer.concat([PNG_SIGNATURE, length, data, checksum]);
}
