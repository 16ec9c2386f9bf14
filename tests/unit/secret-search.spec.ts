import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { zipSync } from 'fflate';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { findIn, findPlainly } from '../cli/secret-search.ts';

/** Its base64 has signs that the URL-safe alphabet writes otherwise, at every offset. */
const SECRET = `ÿ?<G7>ÿ~"é'%_(m)ÿ?~>`;
const planted = { planted: SECRET };

/** What holds the secret, as programs write it, and the form in which it is to be found there. */
const TEXTS: readonly (readonly [form: string, content: string | Buffer])[] = [
  ['plain', `before ${SECRET} after`],
  ...[0, 1, 2].flatMap((offset) => {
    const whole = Buffer.from(`${'x'.repeat(offset)}${SECRET} and more`);
    const at = offset === 0 ? '' : ` at offset ${String(offset)}`;
    return [
      [`in base64${at}`, `token ${whole.toString('base64')}`],
      [`in base64url${at}`, `token ${whole.toString('base64url')}`],
    ] as const;
  }),
  ['in a URL', `?q=${encodeURIComponent(SECRET)}&r`],
  ['in a URL in lower case', `?q=${lower(encodeURIComponent(SECRET))}&r`],
  ['in a URL, every byte', `?q=${hexOf(SECRET).toUpperCase().replace(/../gu, '%$&')}&r`],
  ['in a URL, every byte in lower case', `?q=${hexOf(SECRET).replace(/../gu, '%$&')}&r`],
  ['in hex', `0x${hexOf(SECRET)}00`],
  ['in upper-case hex', `0x${hexOf(SECRET).toUpperCase()}00`],
  ['in UTF-16', Buffer.from(`before ${SECRET} after`, 'utf16le')],
  ['in UTF-16, high byte first', Buffer.from(`before ${SECRET} after`, 'utf16le').swap16()],
  ['in numeric entities', asEntities(/[!-/:-@~]/gu, (code) => `&#${String(code)};`)],
  [
    'in padded numeric entities',
    asEntities(/[!-/:-@~]/gu, (code) => `&#${String(code).padStart(3, '0')};`),
  ],
  [
    'in hex entities, beyond ASCII too',
    asEntities(/[!-/:-@~ÿé]/gu, (code) => `&#x${code.toString(16)};`),
  ],
  [
    'in upper-case hex entities, every letter',
    asEntities(/./gu, (code) => `&#X${code.toString(16).toUpperCase()};`),
  ],
];

for (const [form, content] of TEXTS) {
  test(`the tests' own search finds a secret: ${form}`, () => {
    expect(findIn('text', content, planted)).toContain(`text: planted (${form})`);
  });
}

const zipped = zipSync({ 'trace.json': Buffer.from(JSON.stringify({ v: SECRET })) });
const text = Buffer.from(SECRET);

/** Files that hold the secret, packed, and the member in which it is to be found. */
const PACKED: readonly (readonly [what: string, member: string, content: Uint8Array])[] = [
  ['a zip', 'trace.json', zipped],
  ['a zip in a zip', 'inner.zip/trace.json', zipSync({ 'inner.zip': zipped })],
  ['a gzip', 'gunzipped', gzipSync(text)],
  ['a picture’s tEXt', 'tEXt', picture('tEXt', Buffer.from(`Comment\0${SECRET}`))],
  [
    'a picture’s zTXt',
    'zTXt',
    picture('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(text)])),
  ],
  ['a picture’s iTXt', 'iTXt', picture('iTXt', Buffer.from(`C\0\0\0fr\0Commentaire\0${SECRET}`))],
  [
    'a picture’s deflated iTXt',
    'iTXt',
    picture('iTXt', Buffer.concat([Buffer.from('C\0\x01\0fr\0Commentaire\0'), deflateSync(text)])),
  ],
];

for (const [what, member, content] of PACKED) {
  test(`the tests' own search looks into ${what}`, async ({ folder }) => {
    await writeFile(join(folder, 'packed.bin'), content);
    const finds = await findPlainly(folder, planted);
    expect(finds.filter((find) => find.startsWith(`packed.bin/${member}: planted`))).not.toEqual(
      [],
    );
  });
}

/** Longer than a page, so that no page has it whole. */
const LONG = `${SECRET}${'abcdefgh'.repeat(1_000)}`;

for (const [what, journal] of [
  ['a database’s values', 'delete'],
  ['a database’s log', 'wal'],
] as const) {
  test(`the tests' own search reads ${what} through SQL`, async ({ folder }) => {
    const database = new Database(join(folder, 'ledger.db'));
    database.pragma(`journal_mode = ${journal}`);
    database.exec('create table notes (id integer, note blob)');
    const insert = database.prepare('insert into notes values (?, ?)');
    insert.run(1, LONG);
    insert.run(2, Buffer.from(LONG).toString('base64'));
    const finds = await findPlainly(folder, { planted: LONG });
    database.close();
    const file = journal === 'wal' ? 'ledger.db-wal' : 'ledger.db';
    // Only there: in the bytes of the file the value lies in pieces.
    expect(finds).toEqual([`${file}/notes: planted (plain)`, `${file}/notes: planted (in base64)`]);
    expect(await findPlainly(folder, { other: `${LONG}!` })).toEqual([]);
  });
}

function lower(url: string): string {
  return url.replace(/%../gu, (escape) => escape.toLowerCase());
}

function hexOf(value: string): string {
  return Buffer.from(value).toString('hex');
}

function asEntities(which: RegExp, spell: (code: number) => string): string {
  return `<b>${SECRET.replace(which, (sign) => spell(sign.codePointAt(0)!))}</b>`;
}

function picture(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, length, Buffer.from(kind), data, Buffer.alloc(4)]);
}
