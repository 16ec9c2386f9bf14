import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { Secret } from '../domain/secret.ts';
import { makePrivateFolder } from '../files/durable-file.ts';
import type { NamedSecret } from './redactor.ts';

export interface Decoys {
  readonly secret: NamedSecret;
  readonly files: readonly string[];
  remove(): Promise<void>;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Lays a made-up secret where a scan must find it: a plain file, a zip member, a PNG's text. */
export async function layDecoys(folder: string, value: string): Promise<Decoys> {
  const contents = {
    '.decoy.txt': Buffer.from(encodeURIComponent(value)),
    '.decoy.zip': Buffer.from(zipSync({ 'decoy.json': strToU8(JSON.stringify({ value })) })),
    '.decoy.png': pngWithText(value),
  };
  await makePrivateFolder(folder);
  const files = await Promise.all(
    Object.entries(contents).map(async ([name, content]) => {
      const file = join(folder, name);
      await writeFile(file, content, { mode: 0o600 });
      return file;
    }),
  );
  return {
    secret: { name: 'decoy', secret: new Secret(value) },
    files,
    remove: async () => {
      await Promise.all(files.map((file) => rm(file, { force: true })));
    },
  };
}

/** A picture of nothing with a compressed text chunk. */
function pngWithText(text: string): Buffer {
  const data = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(text)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  return Buffer.concat([PNG_SIGNATURE, length, Buffer.from('zTXt', 'latin1'), data, checksum]);
}
