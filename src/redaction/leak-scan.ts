import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { layDecoys } from './decoy.ts';
import type { NamedSecret } from './redactor.ts';
import { SecretIndex } from './secret-index.ts';

/** A secret that was found where none may be. */
export interface Leak {
  readonly file: string;
  readonly secretName: string;
}

const CHUNK = 8 * 1024 * 1024;
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const GZIP = Buffer.from([0x1f, 0x8b]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Archives inside archives are followed this far. */
const DEEPEST = 4;

/**
 * Searches files, and all files under folders, for every form of the secrets: plain bytes (SQLite
 * pages among them), members of zip and gzip archives, texts inside PNG pictures.
 * @throws Error where a file cannot be read: what was not searched is not clean.
 */
export async function scanForLeaks(
  paths: readonly string[],
  secrets: readonly NamedSecret[],
): Promise<Leak[]> {
  const index = new SecretIndex();
  for (const { name, secret } of secrets) index.add(secret.reveal(), name);
  const files = (await Promise.all(paths.map(filesUnder))).flat();
  const leaks: Leak[] = [];
  for (const file of files) {
    const names = new Set([...(await scanBytes(file, index)), ...(await scanInside(file, index))]);
    leaks.push(...[...names].map((secretName) => ({ file, secretName })));
  }
  return leaks;
}

/**
 * The same with a positive control: decoys are laid in the folder in a plain file, a zip member and
 * a compressed PNG text, and the scan counts only if it finds each of them.
 * @throws Error where a decoy was not found.
 */
export async function scanWithDecoy(options: {
  readonly folder: string;
  readonly files: readonly string[];
  readonly secrets: readonly NamedSecret[];
}): Promise<Leak[]> {
  const decoys = await layDecoys(options.folder, randomBytes(18).toString('base64'));
  try {
    const existing = (await Promise.all(options.files.map(filesUnder))).flat();
    const leaks = await scanForLeaks(
      [options.folder, ...existing],
      [...options.secrets, decoys.secret],
    );
    const seen = new Set(leaks.map(({ file }) => file));
    const missed = decoys.files.filter((file) => !seen.has(file));
    if (missed.length > 0)
      throw new Error(`the leak scan missed its decoy in ${missed.join(', ')}`);
    return leaks.filter(({ file }) => !decoys.files.includes(file));
  } finally {
    await decoys.remove();
  }
}

/** A file itself, or all files under a folder; nothing where there is neither. */
async function filesUnder(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const nested = await Promise.all(entries.map((entry) => filesUnder(join(path, entry.name))));
  return nested.flat();
}

async function scanBytes(file: string, index: SecretIndex): Promise<string[]> {
  const names: string[] = [];
  let kept = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) {
    const bytes = Buffer.concat([kept, chunk as Buffer]);
    names.push(...namesIn(bytes, index));
    // A secret may lie across two chunks.
    kept = bytes.subarray(Math.max(0, bytes.length - index.longest));
  }
  return names;
}

async function scanInside(file: string, index: SecretIndex): Promise<string[]> {
  const handle = await open(file);
  const { buffer: head } = await handle
    .read(Buffer.alloc(PNG.length), 0, PNG.length, 0)
    .finally(() => handle.close());
  if (![ZIP, GZIP, PNG].some((magic) => startsWith(head, magic))) return [];
  return membersOf(await readFile(file), 0).flatMap((member) => namesIn(member, index));
}

/** What is packed inside: members of archives, deep, and the texts of a picture. */
function membersOf(bytes: Buffer, depth: number): Buffer[] {
  if (depth > DEEPEST) throw new Error('an archive is packed too deep to be searched');
  const members = unpack(bytes);
  return [...members, ...members.flatMap((member) => membersOf(member, depth + 1))];
}

function unpack(bytes: Buffer): Buffer[] {
  if (startsWith(bytes, ZIP)) {
    const entries = Object.entries(unzipSync(bytes));
    return entries.flatMap(([name, data]) => [Buffer.from(name), Buffer.from(data)]);
  }
  if (startsWith(bytes, GZIP)) return [gunzipSync(bytes)];
  return startsWith(bytes, PNG) ? pngTexts(bytes) : [];
}

/** The compressed texts of a picture (zTXt, iTXt); plain ones are found among its bytes. */
function pngTexts(bytes: Buffer): Buffer[] {
  const texts: Buffer[] = [];
  for (let at = PNG.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'zTXt' || type === 'iTXt') {
      const packed = data.indexOf(Buffer.from([0x78]), data.indexOf(0));
      if (packed !== -1) texts.push(inflated(data.subarray(packed)));
    }
    at += length + 12;
  }
  return texts;
}

/** What is not compressed after all was searched as plain bytes. */
function inflated(data: Buffer): Buffer {
  try {
    return inflateSync(data);
  } catch {
    return Buffer.alloc(0);
  }
}

function namesIn(bytes: Buffer, index: SecretIndex): string[] {
  return index.find(bytes).map(({ name }) => name);
}

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}
