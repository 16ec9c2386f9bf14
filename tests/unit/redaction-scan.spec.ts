import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { scanForLeaks, scanWithDecoy, type Finding } from '../../src/secrets/leak-scan.ts';
import { anySecret, anyText, ENCODERS, WRITERS } from './redaction-contexts.ts';

const VALUE = 'Tr0ub4dor"<é&3';
const secrets = [{ name: 'password', secret: new Secret(VALUE) }];

interface Place {
  /** Writes a file in the test's folder. */
  put: (name: string, content: string | Uint8Array) => Promise<string>;
}

const test = base.extend<Place>({
  put: async ({ folder }, use) => {
    await use(async (name, content) => {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    });
  },
});

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function picture(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  return Buffer.concat([Buffer.from(PNG_SIGNATURE), length, Buffer.from(type), data, checksum]);
}

const json = JSON.stringify({ deep: [{ value: VALUE }] });

/** Files that hold the secret, and in which member and form it is to be found. */
const HOLDERS: Readonly<
  Record<string, { content: Uint8Array | string; member?: string; form: string }>
> = {
  'plain.txt': { content: `x ${VALUE} y`, form: 'plain' },
  'latin1.csv': { content: Buffer.from(`a;${VALUE};b`, 'latin1'), form: 'latin1' },
  'utf16le.txt': { content: Buffer.from(`a${VALUE}b`, 'utf16le'), form: 'utf-16' },
  'utf16be.txt': { content: Buffer.from(`a${VALUE}b`, 'utf16le').swap16(), form: 'utf-16' },
  'steps.jsonl': { content: `${json}\n`, form: 'json > plain' },
  'hex.log': { content: Buffer.from(VALUE).toString('hex'), form: 'hex' },
  'basic.log': { content: Buffer.from(`ab:${VALUE}`).toString('base64'), form: 'base64' },
  'trace.zip': {
    content: zipSync({ 'a.txt': Buffer.from('nothing'), 'resources/b.json': Buffer.from(json) }),
    member: 'resources/b.json',
    form: 'json > plain',
  },
  'stored.zip': {
    content: zipSync({ 'a.txt': Buffer.from(VALUE) }, { level: 0 }),
    member: 'a.txt',
    form: 'plain',
  },
  'deep.gz': {
    content: gzipSync(zipSync({ 'in.zip': zipSync({ 'b.gz': gzipSync(VALUE) }) })),
    member: 'gzip > in.zip > b.gz > gzip',
    form: 'plain',
  },
  'text.png': {
    content: picture('tEXt', Buffer.from(`Comment\0${VALUE}`, 'latin1')),
    member: 'tEXt',
    form: 'latin1',
  },
  'packed.png': {
    content: picture('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(VALUE)])),
    member: 'zTXt',
    form: 'plain',
  },
  'international.png': {
    content: picture(
      'iTXt',
      Buffer.concat([Buffer.from('Comment\0\u0001\0fr\0Titre\0'), deflateSync(VALUE)]),
    ),
    member: 'iTXt',
    form: 'plain',
  },
  'in-a-zip.zip': {
    content: zipSync({
      'p.png': picture('zTXt', Buffer.concat([Buffer.from('C\0\0'), deflateSync(VALUE)])),
    }),
    member: 'p.png > zTXt',
    form: 'plain',
  },
};

for (const [name, { content, member, form }] of Object.entries(HOLDERS)) {
  test(`a secret is found in ${name}`, async ({ folder, put }) => {
    const file = await put(name, content);
    await put('clean.txt', 'nothing here');
    const expected = {
      file,
      secretName: 'password',
      form,
      ...(member !== undefined && { member }),
    };
    expect(await scanForLeaks({ paths: [folder], secrets })).toContainEqual(expected);
  });
}

for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
  test(`a secret is found in a ledger in ${encoding}`, async ({ folder }) => {
    const file = join(folder, 'ledger.db');
    const database = new Database(file);
    database.pragma(`encoding = '${encoding}'`);
    database.exec('create table event (details text)');
    database.prepare('insert into event values (?)').run(`before ${VALUE} after`);
    database.close();
    const form = encoding === 'UTF-8' ? 'plain' : 'utf-16';
    const findings = await scanForLeaks({ paths: [file], secrets });
    expect(findings).toEqual([{ file, secretName: 'password', form }]);
  });
}

test('any secret is found in any file that the redactor would have cleaned', async ({
  folder,
  put,
}) => {
  const samples = fc.sample(fc.tuple(anySecret, anyText, anyText), 25);
  const known = samples.map(([value], n) => ({ name: `secret ${n}`, secret: new Secret(value) }));
  const ways = Object.entries({ ...WRITERS, ...ENCODERS });
  const expected = new Set<string>();
  for (const [n, [value, before, after]] of samples.entries()) {
    for (const [way, write] of ways) {
      expected.add(await put(`${n}-${way}.txt`, write(before + value + after)));
    }
  }
  const findings = await scanForLeaks({ paths: [folder], secrets: known });
  expect(
    [...expected].filter((file) => !findings.some((finding) => finding.file === file)),
  ).toEqual([]);
});

test('a secret is found wherever it lies in a large file', async ({ folder, put }) => {
  const chunk = 1024 * 1024;
  const escaped = JSON.stringify(VALUE);
  const files: string[] = [];
  for (const shift of [-30, -12, -3, 0]) {
    const content = Buffer.alloc(3 * chunk, 'x');
    content.write(escaped, 2 * chunk + shift);
    files.push(await put(`large${shift}.log`, content));
  }
  const findings = await scanForLeaks({ paths: [folder], secrets });
  expect(findings.map(({ file }) => file).sort()).toEqual(files.sort());
});

test('clean files give no finding, and neither does what does not exist', async ({
  folder,
  put,
}) => {
  await put('a.txt', 'nothing');
  await put('b.zip', zipSync({ 'c.txt': Buffer.from('nothing') }));
  await put('empty', '');
  const paths = [folder, join(folder, 'missing'), join(folder, 'missing.db-wal')];
  expect(await scanForLeaks({ paths, secrets })).toEqual([]);
});

test('what is excluded is left out', async ({ folder, put }) => {
  const session = await put('session/state.json', json);
  const vault = await put('vault/a/b.age', VALUE);
  const options = { paths: [folder], secrets };
  expect(await scanForLeaks({ ...options, exclude: [session, join(folder, 'vault')] })).toEqual([]);
  const files = (await scanForLeaks(options)).map(({ file }) => file);
  expect(files.sort()).toEqual([session, vault]);
});

test('a link to a file is followed, and a folder that links to itself ends', async ({
  folder,
  put,
}) => {
  const outside = await mkdtemp(join(tmpdir(), 'raccord-test-'));
  await writeFile(join(outside, 'target.txt'), VALUE);
  await put('a.txt', 'nothing');
  await symlink(join(outside, 'target.txt'), join(folder, 'link.txt'));
  await symlink(folder, join(folder, 'loop'));
  const findings = await scanForLeaks({ paths: [folder], secrets });
  expect(findings.map(({ file }) => file)).toEqual([join(folder, 'link.txt')]);
  await rm(outside, { recursive: true });
});

test.describe('what cannot be searched is told', () => {
  const BROKEN: Readonly<Record<string, Uint8Array>> = {
    'cut.zip': zipSync({ 'a.txt': Buffer.alloc(500, 'abc') }).subarray(0, 60),
    'no.gz': Buffer.from([0x1f, 0x8b, 0x08, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    'cut.png': picture('zTXt', Buffer.alloc(200)).subarray(0, 100),
    'spoilt.png': picture('zTXt', Buffer.from('Comment\0\0no deflated bytes')),
  };
  for (const [name, content] of Object.entries(BROKEN)) {
    test(name, async ({ put }) => {
      const file = await put(name, content);
      const findings = await scanForLeaks({ paths: [file], secrets });
      expect(findings).toEqual([{ file, reason: expect.any(String) }]);
    });
  }

  test('an archive in an archive in an archive…', async ({ put }) => {
    let content: Uint8Array = Buffer.from(VALUE);
    for (let depth = 0; depth < 8; depth += 1) content = zipSync({ a: content });
    const file = await put('deep.zip', content);
    const findings = await scanForLeaks({ paths: [file], secrets });
    expect(findings).toEqual([{ file, member: 'a > a > a > a > a', reason: 'packed too deep' }]);
  });

  test('a pipe', async ({ folder }) => {
    const file = join(folder, 'pipe');
    test.skip(spawnSync('mkfifo', [file]).status !== 0, 'no mkfifo here');
    const findings = await scanForLeaks({ paths: [folder], secrets });
    expect(findings).toEqual([{ file, reason: 'not a regular file' }]);
  });
});

test.describe('with a decoy', () => {
  test('what is found is told, and the decoy is gone', async ({ folder, put }) => {
    const file = await put('steps.jsonl', json);
    const ledger = await put('elsewhere/ledger.db', VALUE);
    const findings = await scanWithDecoy({
      folder: dirname(file),
      files: [ledger, join(folder, 'missing')],
      secrets,
    });
    expect(findings.map((finding) => finding.file).sort()).toEqual([ledger, file].sort());
    expect((await readdir(folder)).sort()).toEqual(['elsewhere', 'steps.jsonl']);
  });

  test('a folder that did not exist does not exist afterwards', async ({ folder }) => {
    expect(await scanWithDecoy({ folder: join(folder, 'run'), secrets: [] })).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('where its folder takes no writing it lies elsewhere, and all is searched', async ({
    folder,
    put,
  }) => {
    const ledger = await put('ledger.db', VALUE);
    const blocked = join(await put('a-file', ''), 'evidence');
    const searched: string[][] = [];
    const scan = (options: Parameters<typeof scanForLeaks>[0]): Promise<Finding[]> => {
      searched.push([...options.paths]);
      return scanForLeaks(options);
    };
    const findings = await scanWithDecoy({ folder: blocked, files: [ledger], secrets }, scan);
    expect(findings.map(({ file }) => file)).toEqual([ledger]);
    expect(searched).toEqual([[blocked, ledger, expect.stringContaining('raccord-decoy-')]]);
    expect(existsSync(searched[0]?.at(-1) ?? folder)).toBe(false);
  });

  test('a scan that misses a part of it counts for nothing', async ({ folder, put }) => {
    await put('steps.jsonl', '{}');
    const blindTo = (extension: string) => async (options: Parameters<typeof scanForLeaks>[0]) => {
      const findings = await scanForLeaks(options);
      return findings.filter(({ file }: Finding) => !file.endsWith(extension));
    };
    for (const extension of ['.txt', '.zip', '.png', '']) {
      const scan = scanWithDecoy({ folder, secrets }, blindTo(extension));
      await expect(scan).rejects.toMatchObject({
        code: 'UNEXPECTED',
        details: { reason: expect.stringContaining(extension) },
      });
    }
    expect(await readdir(folder)).toEqual(['steps.jsonl']);
  });
});
