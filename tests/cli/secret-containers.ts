import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { unzipSync } from 'fflate';

type Members = readonly (readonly [name: string, bytes: Buffer])[];

const OPENERS: readonly (readonly [begins: Buffer, open: (bytes: Buffer) => Members])[] = [
  [Buffer.from('PK\u0003\u0004', 'latin1'), zipMembers],
  [Buffer.from([0x1f, 0x8b, 0x08]), (bytes) => [['gunzipped', gunzipSync(bytes)]]],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), pictureTexts],
  [Buffer.from('SQLite format 3\0', 'latin1'), (bytes) => databaseValues(bytes)],
];

/** What is packed in some bytes, by what they begin with; nothing in most. */
export function unpacked(bytes: Buffer): Members {
  const opener = OPENERS.find(([begins]) => bytes.subarray(0, begins.length).equals(begins));
  return opener?.[1](bytes) ?? [];
}

/**
 * Each table's values, read through SQL: in the file a long one lies in pieces, page by page.
 * @param log what stands in the write-ahead log beside it.
 */
export function databaseValues(bytes: Buffer, log?: Buffer): Members {
  const folder = mkdtempSync(join(tmpdir(), 'raccord-search-'));
  try {
    const file = join(folder, 'copy.db');
    writeFileSync(file, bytes);
    if (log !== undefined) writeFileSync(`${file}-wal`, log);
    const database = new Database(file);
    const named = database.prepare("select name from sqlite_master where type = 'table'");
    const members = (named.pluck().all() as string[]).map((table) => {
      const rows = database.prepare(`select * from "${table}"`).raw().all() as unknown[][];
      return [table, Buffer.concat(rows.flat().map(valueBytes))] as const;
    });
    database.close();
    return members;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function valueBytes(value: unknown): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return Buffer.concat([bytes, Buffer.from('\n')]);
}

function zipMembers(bytes: Buffer): Members {
  return Object.entries(unzipSync(bytes)).map(([name, data]) => [name, Buffer.from(data)]);
}

/** The texts of a picture: `tEXt` as it is, `zTXt` deflated, `iTXt` one or the other. */
function pictureTexts(bytes: Buffer): Members {
  const members: [string, Buffer][] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    const keyword = data.indexOf(0);
    if (kind === 'tEXt') members.push([kind, data]);
    if (kind === 'zTXt') members.push([kind, inflateSync(data.subarray(keyword + 2))]);
    if (kind === 'iTXt') {
      const language = data.indexOf(0, keyword + 3);
      const text = data.subarray(data.indexOf(0, language + 1) + 1);
      members.push([kind, data[keyword + 1] === 1 ? inflateSync(text) : text]);
    }
    at += length + 12;
  }
  return members;
}
