import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, start, test, unusable } from './durability-process.ts';

/** Opens what a run opens, then does the given between two writes that the trace shows. */
function scriptThat(body: string): string {
  return `
    import { mkdirSync, writeFileSync } from 'node:fs';
    import { systemClock as clock } from './src/domain/clock.js';
    import { Secret } from './src/secrets/secret.js';
    import { acquireLease } from './src/ledger/lease/lease.js';
    import { openLedger } from './src/ledger/ledger.js';
    import { thisProcess } from './src/ledger/lease/process-identity.js';
    import { findFingerprintKey, findRecipients } from './src/credentials/keys/key-files.js';
    import { openVault } from './src/credentials/vault/vault.js';
    const portal = 'portail.example';
    const siret = '00000000000001';
    const home = process.cwd() + '/home';
    const { recipients } = await findRecipients({ configured: [], home, clock });
    const fingerprintKey = await findFingerprintKey(home);
    const vault = openVault({ folder: home + '/vault', portal, recipients, fingerprintKey, clock });
    const ledger = await openLedger({ file: home + '/ledger.db', portal, runId: 'run-1', clock });
    const lease = await acquireLease(ledger, 'home', { ttlMs: 60_000, holder: thisProcess() });
    await ledger.record(siret, 'account', { kind: 'not-seen' });
    ${body}
    await lease.release();
    await ledger.close();`;
}

test('credential and intent are on the disk before the click', async ({ folder }) => {
  const reason = unusable('strace', '-o', '/dev/null', process.execPath, '--version');
  test.skip(reason !== undefined, reason);
  // A killed run has made the SIRET's folder, and nobody has flushed it yet.
  const script = scriptThat(`
    mkdirSync(home + '/vault/' + siret, { recursive: true });
    writeFileSync('form-opened', 'x');
    const password = new Secret('S3cret!');
    const credential = await vault.seal({ siret, login: 'TECH_1@cpro.fr', password });
    await ledger.record(siret, 'account', { kind: 'sealed', credential });
    writeFileSync('sealed', 'x');
    const intent = { kind: 'intended', credentialId: credential.id };
    await ledger.recordIntent(siret, 'account', intent, lease);
    writeFileSync('clicked', 'x');`);
  const trace = join(folder, 'trace');
  const calls =
    'trace=write,pwrite64,pwritev,fsync,fdatasync,link,linkat,rename,renameat,renameat2';
  // -y names the file behind each descriptor.
  const under = ['strace', '-f', '-y', '-qq', '-e', calls, '-o', trace];
  const { code, output } = await start(folder, script, under).result;
  expect(output).toBe('');
  expect(code).toBe(0);

  const lines = joined((await readFile(trace, 'utf8')).split('\n'));
  const at = (pattern: RegExp, from: number): number => {
    const index = lines.findIndex((line, number) => number > from && pattern.test(line));
    expect(index, `${String(pattern)} after line ${from} of:\n${lines.join('\n')}`).toBeGreaterThan(
      from,
    );
    return index;
  };
  const home = `${folder}/home`;
  const flush = (path: string): RegExp => new RegExp(`f(data)?sync\\(\\d+<${path}>`, 'u');
  const siretFolder = `${home}/vault/00000000000001`;
  const wal = `${home}/ledger\\.db-wal`;

  const opened = at(/write\(\d+<.*\/form-opened>/u, -1);
  const sealedAt = at(/write\(\d+<.*\/sealed>/u, opened);
  const clicked = at(/write\(\d+<.*\/clicked>/u, sealedAt);

  // The folder that names the SIRET, the file, its name, in this order.
  const parent = at(flush(`${home}/vault`), opened);
  const file = at(flush(`${siretFolder}/[^>]+\\.tmp`), parent);
  const named = at(/^\d+ +(link|rename)(at2?)?\(.*\.age"/u, file);
  const folderFlushed = at(flush(siretFolder), named);
  const sealedRow = at(flush(wal), folderFlushed);
  expect(sealedRow).toBeLessThan(sealedAt);

  const intentWritten = at(new RegExp(`pwrite.*<${wal}>`, 'u'), sealedAt);
  const intentFlushed = at(flush(wal), intentWritten);
  expect(intentFlushed).toBeLessThan(clicked);
  // Nothing of the intent is left to a later flush.
  const between = lines.slice(intentFlushed + 1, clicked);
  expect(between.filter((line) => line.includes('ledger.db-wal'))).toEqual([]);
});

test('a disk that is full is found by the probe, and sealing fails before the click', async ({
  folder,
}) => {
  const reason = unusable('prlimit', '--fsize=1000', 'true');
  test.skip(reason !== undefined, reason);
  const body = `
    const code = (error) => error.code + ' ' + error.details.reason;
    console.log('probe', await vault.probe().catch(code));
    const password = new Secret('S3cret!');
    const sealed = vault.seal({ siret, login: 'TECH_1@cpro.fr', password });
    console.log('seal', await sealed.catch(code));`;
  // The ledger is made first: files may grow to 500 bytes from then on.
  const limited = scriptThat(`
    const { spawnSync } = await import('node:child_process');
    spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=500']);
    ${body}
    process.exit(0);`);
  const { output } = await start(folder, limited).result;
  expect(output).toBe(
    'probe VAULT_UNWRITABLE EFBIG: file too large\nseal VAULT_UNWRITABLE EFBIG: file too large\n',
  );
});

test('a full disk leaves no half-written credential', async ({ folder }) => {
  const reason = unusable('prlimit', '--fsize=1000', 'true');
  test.skip(reason !== undefined, reason);
  const script = scriptThat(`
    const { readdirSync } = await import('node:fs');
    const { spawnSync } = await import('node:child_process');
    spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=500']);
    const password = new Secret('S3cret!');
    await vault.seal({ siret, login: 'TECH_1@cpro.fr', password }).catch(() => undefined);
    await vault.probe().catch(() => undefined);
    console.log(readdirSync(home + '/vault', { recursive: true }).join());
    process.exit(0);`);
  const { output } = await start(folder, script).result;
  expect(output).toBe('00000000000001\n');
});

/** strace cuts a call in two where another thread's comes between; a call counts where it ends. */
function joined(lines: readonly string[]): string[] {
  const begun = new Map<string, string>();
  return lines.flatMap((line) => {
    const thread = /^\d+/u.exec(line)?.[0] ?? '';
    if (line.endsWith('<unfinished ...>')) {
      begun.set(thread, line.replace(' <unfinished ...>', ''));
      return [];
    }
    const rest = /<\.\.\. \w+ resumed>(.*)$/u.exec(line)?.[1];
    return [rest === undefined ? line : `${begun.get(thread) ?? ''}${rest}`];
  });
}
