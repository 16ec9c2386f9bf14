import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RaccordError } from '../errors/raccord-error.ts';
import { UnwritableError } from '../errors/unwritable-error.ts';
import { containerKind, HEAD_LENGTH, membersOf } from './containers.ts';
import { writeDecoy } from './decoy.ts';
import type { NamedSecret } from './redactor.ts';
import { SecretIndex } from './secret-index.ts';

/** A secret that was found in a place where none is allowed. */
export interface Leak {
  readonly file: string;
  /** The place inside an archive or a picture. */
  readonly member?: string;
  readonly secretName: string;
  /** The form in which it is written there. */
  readonly form: string;
}

/** A place that could not be searched: it may hold a secret, so it is reported like one. */
export interface Unsearched {
  readonly file: string;
  readonly member?: string;
  readonly reason: string;
}

export type Finding = Leak | Unsearched;

export interface ScanOptions {
  /** Files, and folders with all their content. A missing path contains nothing. */
  readonly paths: readonly string[];
  /** Files and folders to leave out: those where a secret belongs. */
  readonly exclude?: readonly string[];
  readonly secrets: readonly NamedSecret[];
}

const CHUNK = 1024 * 1024;

/** The number of bytes above which an archive is not opened. */
const MAX_CONTAINER_BYTES = 1024 * 1024 * 1024;

/** The depth to which archives inside archives are followed. */
const DEEPEST = 5;

/** The factor by which escapes, escaped in turn, can lengthen a form. */
const ESCAPED_GROWTH = 12;

/**
 * Searches files for every written form of the secrets: their bytes (including a ledger's pages,
 * which hold text as UTF-8 or UTF-16), the members of zip and gzip archives, the texts in pictures.
 * @returns one finding for each secret and form in a place, and for each unsearched place.
 */
export async function scanForLeaks(options: ScanOptions): Promise<Finding[]> {
  const index = new SecretIndex();
  for (const { name, secret } of options.secrets) index.add(secret.reveal(), name);
  const excluded = new Set((options.exclude ?? []).map((path) => resolve(path)));
  const findings: Finding[] = [];
  for (const path of options.paths) {
    for await (const file of filesUnder(path, excluded)) {
      if (typeof file === 'string') findings.push(...(await scanFile(file, index)));
      else findings.push(file);
    }
  }
  return unique(findings);
}

/**
 * Searches a folder and some files with a positive control: a decoy is placed in the folder, or
 * among the system's temporary files if the folder cannot be written to, and the scan counts only
 * if it finds each part of it.
 * @throws RaccordError UNEXPECTED if it does not; UnwritableError if no decoy can be placed.
 */
export async function scanWithDecoy(
  options: {
    readonly folder: string;
    readonly files?: readonly string[];
    readonly exclude?: readonly string[];
    readonly secrets: readonly NamedSecret[];
  },
  scan: (options: ScanOptions) => Promise<Finding[]> = scanForLeaks,
): Promise<Finding[]> {
  const { folder, files = [], exclude = [], secrets } = options;
  const spare = join(tmpdir(), `raccord-decoy-${randomBytes(8).toString('hex')}`);
  const decoy = await writeDecoy(folder).catch((error: unknown) => {
    if (error instanceof UnwritableError) return writeDecoy(spare);
    throw error;
  });
  try {
    const findings = await scan({
      paths: [folder, ...files, spare],
      exclude,
      secrets: [...secrets, decoy.secret],
    });
    const isDecoy = (finding: Finding): boolean =>
      'secretName' in finding && finding.secretName === decoy.secret.name;
    const found = new Set(findings.filter(isDecoy).map(({ file }) => file));
    const missed = decoy.files.filter((file) => !found.has(file));
    if (missed.length > 0) {
      const reason = `the search for secrets missed its decoy in ${missed.join(', ')}`;
      throw new RaccordError('UNEXPECTED', { reason });
    }
    return findings.filter(({ file }) => !decoy.files.includes(file));
  } finally {
    await decoy.remove();
  }
}

/**
 * Searches a text that is not in a file, with a decoy at its end.
 * @param place the name of the text in findings.
 * @throws RaccordError UNEXPECTED if the decoy is not found.
 */
export function scanTextWithDecoy(
  place: string,
  text: string,
  secrets: readonly NamedSecret[],
): Leak[] {
  const decoy = randomBytes(16).toString('hex');
  const index = new SecretIndex();
  for (const { name, secret } of secrets) index.add(secret.reveal(), name);
  index.add(decoy, 'decoy');
  const leaks = leaksIn({ file: place }, Buffer.from(`${text}\n${decoy}`), index, true);
  if (!leaks.some(({ secretName }) => secretName === 'decoy')) {
    const reason = `the search for secrets missed its decoy in ${place}`;
    throw new RaccordError('UNEXPECTED', { reason });
  }
  return leaks.filter(({ secretName }) => secretName !== 'decoy');
}

/** Yields a file itself, or all files under a folder. */
async function* filesUnder(
  path: string,
  excluded: ReadonlySet<string>,
): AsyncGenerator<string | Unsearched> {
  if (excluded.has(resolve(path))) return;
  try {
    const found = await stat(path);
    if (found.isFile()) yield path;
    // Reading a pipe or a socket would wait for its other end.
    else if (!found.isDirectory()) yield { file: path, reason: 'not a regular file' };
    else {
      const entries = await readdir(path, { withFileTypes: true });
      for (const entry of entries) {
        const inside = join(path, entry.name);
        if (!entry.isSymbolicLink()) yield* filesUnder(inside, excluded);
        else if ((await stat(inside)).isFile()) yield inside;
      }
    }
  } catch (error) {
    if (!isMissing(error)) yield { file: path, reason: reasonOf(error) };
  }
}

async function scanFile(file: string, index: SecretIndex): Promise<Finding[]> {
  try {
    const head = await readHead(file);
    const kind = containerKind(head);
    const findings: Finding[] = await scanBytes(file, index, kind === undefined);
    if (kind === undefined) return findings;
    if ((await stat(file)).size > MAX_CONTAINER_BYTES) {
      return [...findings, { file, reason: 'too large to be opened' }];
    }
    return [...findings, ...scanInside({ file }, await readFile(file), index, 0)];
  } catch (error) {
    return isMissing(error) ? [] : [{ file, reason: reasonOf(error) }];
  }
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_LENGTH), 0, HEAD_LENGTH, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Scans a file. Packed bytes have no escapes to decode, but many that look like some. */
async function scanBytes(file: string, index: SecretIndex, isText: boolean): Promise<Leak[]> {
  const leaks: Leak[] = [];
  const overlap = Math.max(4096, index.longest * ESCAPED_GROWTH);
  let kept = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) {
    const bytes = Buffer.concat([kept, chunk as Buffer]);
    leaks.push(...leaksIn({ file }, bytes, index, isText));
    // A secret may lie across two chunks.
    kept = bytes.subarray(Math.max(0, bytes.length - overlap));
  }
  return leaks;
}

interface Place {
  readonly file: string;
  readonly member?: string;
}

function leaksIn(place: Place, bytes: Buffer, index: SecretIndex, isText: boolean): Leak[] {
  const occurrences = isText ? index.find(bytes) : index.findPlain(bytes);
  return occurrences.map(({ name, form }) => ({ ...place, secretName: name, form }));
}

/** Scans packed content, at any depth. */
function scanInside(place: Place, bytes: Buffer, index: SecretIndex, depth: number): Finding[] {
  const kind = containerKind(bytes.subarray(0, HEAD_LENGTH));
  if (kind === undefined) return [];
  if (depth === DEEPEST) return [{ ...place, reason: 'packed too deep' }];
  const findings: Finding[] = [];
  try {
    for (const member of membersOf(kind, bytes)) {
      const inside = { ...place, member: [place.member, member.name].filter(Boolean).join(' > ') };
      const isText = containerKind(member.bytes) === undefined;
      findings.push(
        ...leaksIn(inside, member.bytes, index, isText),
        ...scanInside(inside, member.bytes, index, depth + 1),
      );
    }
  } catch (error) {
    findings.push({ ...place, reason: reasonOf(error) });
  }
  return findings;
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Checks whether a path is missing, also because a file is in the place of a folder. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
