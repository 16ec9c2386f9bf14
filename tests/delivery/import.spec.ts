import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHooked, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import {
  expect,
  NO_KEY,
  ONE,
  passwordOf,
  sealedFileOf,
  test as base,
  TWO,
} from './delivery-fixtures.ts';

type Entry = Record<string, string>;
type Bundle = { portal: string; credentials: Entry[] };

interface Machines {
  /** The home of the machine that delivers. */
  there: string;
  /** Exports from the machine that captures. */
  bundle: () => Promise<Bundle>;
  /** Imports a bundle, or any text, on the machine that delivers. */
  take: (bundle: Bundle | string, environment?: Record<string, string>) => Promise<Finished>;
  /** Any command there. */
  onThere: (...args: readonly string[]) => Promise<Finished>;
}

const test = base.extend<Machines>({
  there: async ({ folder }, use) => {
    await use(join(folder, 'there'));
  },
  bundle: async ({ raccord }, use) => {
    await use(async () => {
      const args = ['credentials', 'export', '--format', 'sealed'];
      const { exitCode, stdout, stderr } = await raccord(args, NO_KEY);
      expect(exitCode, stderr).toBe(0);
      return JSON.parse(stdout) as Bundle;
    });
  },
  take: async ({ folder, there, raccord }, use) => {
    await use(async (bundle, environment = {}) => {
      const text = typeof bundle === 'string' ? bundle : JSON.stringify(bundle);
      await writeFile(join(folder, 'sealed.json'), text);
      const args = ['credentials', 'import', 'sealed.json', '--json'];
      return raccord(args, { RACCORD_HOME: there, ...environment });
    });
  },
  onThere: async ({ there, raccord }, use) => {
    await use((...args) => raccord(args, { RACCORD_HOME: there }));
  },
});

test.describe.configure({ timeout: 120_000 });

test('what was captured elsewhere is shown and delivered, and imported once', async ({
  folder,
  capture,
  bundle,
  take,
  onThere,
  there,
  raccord,
}) => {
  const id = await capture(ONE);
  const exported = await bundle();
  const first = await take(exported, { RACCORD_DELIVER_HOOK: 'true' });
  expect(first.exitCode, first.stderr).toBe(0);
  const credential = { siret: ONE, login: `TECH_1_${ONE}@cpro.fr`, credentialId: id };
  const none = { imported: [], known: 1, restored: 0, pending: 0 };
  expect(JSON.parse(first.stdout)).toEqual({
    ...none,
    ...{ imported: [credential], known: 0, pending: 1 },
  });
  const again = await take(exported);
  expect(JSON.parse(again.stdout)).toEqual(none);

  const file = sealedFileOf(there, ONE, id);
  const sealed = await readFile(file);
  await writeFile(file, 'cut');
  const restored = await take(exported);
  expect(JSON.parse(restored.stdout), restored.stderr).toEqual({ ...none, restored: 1 });
  expect((await readFile(file)).equals(sealed)).toBe(true);

  const shown = await onThere('credentials', 'show', '--siret', ONE, '--json');
  expect(JSON.parse(shown.stdout)).toEqual({
    siret: ONE,
    login: credential.login,
    password: passwordOf(ONE),
    capturedAt: exported.credentials[0]?.capturedAt,
    expiresOn: '2028-01-21',
  });
  const environment = { RACCORD_HOME: there, RACCORD_DELIVER_HOOK: `cat >> ${folder}/got` };
  const delivered = await raccord(['deliver'], environment);
  expect(delivered.exitCode, delivered.stderr).toBe(0);
  const document: unknown = JSON.parse(await readFile(join(folder, 'got'), 'utf8'));
  expect(document).toMatchObject({ credentialId: id, password: passwordOf(ONE) });
  // It holds no key of its own: none was asked for.
  expect(await readdir(there)).not.toContain('identity.age-key');
  expect((await stat(sealedFileOf(there, ONE, id))).mode & 0o777).toBe(0o600);
});

test('a later credential takes the place of the earlier one, and never the other way round', async ({
  capture,
  bundle,
  take,
  onThere,
}) => {
  await capture(ONE);
  const early = await bundle();
  const later = await capture(ONE);
  const late = await bundle();
  expect((await take(late)).exitCode).toBe(0);
  const refused = await take(early);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`${ONE}: this machine has a later credential`);
  const { stdout } = await onThere('credentials', 'list', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    credentials: [{ credentialId: later, status: 'current' }],
  });
});

test('each kind of damage is told by name, all of it at once, and nothing of the bundle is kept', async ({
  capture,
  bundle,
  take,
  there,
}) => {
  await capture(ONE);
  await capture(TWO);
  const whole = await bundle();
  const [one = {}, two = {}] = whole.credentials;
  const damages: readonly (readonly [Partial<Bundle>, RegExp])[] = [
    [{ portal: 'other.example' }, /belongs to the portal other\.example.*is for portail\.example/u],
    [
      { credentials: [one, { ...two, sealed: `${two.sealed ?? ''}\n` }] },
      new RegExp(`${TWO}: the sealed file is not the one that was exported`, 'u'),
    ],
    // The other's file under this one's name.
    [
      { credentials: [one, { ...two, sealed: one.sealed ?? '', digest: one.digest ?? '' }] },
      new RegExp(`${TWO}: the sealed file is .*another credential`, 'u'),
    ],
    [
      {
        credentials: [
          { ...one, login: 'TECH_2@cpro.fr' },
          { ...two, capturedAt: '2020-01-01T00:00:00.000Z' },
        ],
      },
      new RegExp(`${ONE}: .*another credential[^]*${TWO}: .*at another time`, 'u'),
    ],
    [{ credentials: [one, two, two] }, new RegExp(`${TWO}: it appears twice`, 'u')],
    [
      { credentials: [one, { ...two, credentialId: '../../../etc/cron.d/x' }] },
      /credentials\.1\.credentialId: it is not the name of a credential/u,
    ],
    [{ credentials: [{ ...one, siret: '../../x' }, two] }, /credentials\.0\.siret: 14 digits/u],
  ];
  for (const [damage, words] of damages) {
    const { exitCode, stdout, stderr } = await take({ ...whole, ...damage });
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain('BUNDLE_REFUSED');
    expect(stderr).toMatch(words);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'BUNDLE_REFUSED' } });
  }
  expect(await readdir(there)).not.toContain('vault');
  expect((await take(whole)).exitCode).toBe(0);
});

test('another file is refused without a word of what it holds', async ({
  folder,
  take,
  raccord,
}) => {
  for (const text of ['AGE-SECRET-KEY-1QQQQ', '[{"password":"Gehe1m"}]', '{"Gehe1m":1}']) {
    const { exitCode, stdout, stderr } = await take(text);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('BUNDLE_REFUSED');
    expect(stdout + stderr).not.toMatch(/1QQQQ|Gehe1m/u);
  }
  const missing = await raccord(['credentials', 'import', 'nowhere.json'], {
    RACCORD_HOME: join(folder, 'there'),
  });
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toMatch(/BUNDLE_REFUSED[^]*ENOENT/u);
});

test('without the private key, or with another, nothing is taken in', async ({
  folder,
  there,
  capture,
  bundle,
  take,
  raccord,
}) => {
  await capture(ONE);
  const exported = await bundle();
  const missing = await take(exported, NO_KEY);
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain('IDENTITY_MISSING');
  await expect(stat(there)).rejects.toThrow('ENOENT');
  const other = { RACCORD_HOME: join(folder, 'other') };
  await raccord(['keys', 'init', '--output', 'other.key'], other);
  const refused = await take(exported, { RACCORD_IDENTITY: join(folder, 'other.key') });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(new RegExp(`IDENTITY_REFUSED[^]*sealed\\.json, ${ONE}`, 'u'));
  expect(await readdir(there)).not.toContain('vault');
});

test('an account that is not settled on this machine is settled first', async ({
  capture,
  bundle,
  take,
  onLedger,
  there,
}) => {
  await capture(ONE);
  const exported = await bundle();
  expect((await take({ ...exported, credentials: [] })).exitCode).toBe(0);
  const digest = '0'.repeat(64);
  await onLedger(async (ledger) => {
    await ledger.record(ONE, 'account', { kind: 'not-seen' });
    const credential = { id: 'c', login: 'l', digest, fingerprint: digest, capturedAt: 'now' };
    await ledger.record(ONE, 'account', { kind: 'sealed', credential });
  }, there);
  const refused = await take(exported);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`${ONE}: its account is sealed here`);
});

test('killed after any of its durable writes, the same command goes on to the same end', async ({
  folder,
  there,
  variables,
  capture,
  bundle,
  take,
  onThere,
}) => {
  test.setTimeout(400_000);
  await capture(ONE);
  await capture(TWO);
  const exported = await bundle();
  await writeFile(join(folder, 'sealed.json'), JSON.stringify(exported));
  let killed = 0;
  for (let after = 8; ; after += 3) {
    const home = `${there}-${after}`;
    const environment = { ...variables, RACCORD_HOME: home, RACCORD_KILL_AFTER: String(after) };
    const args = ['credentials', 'import', 'sealed.json'];
    const { exitCode, stderr } = await startHooked('kill-hook', args, { folder, environment })
      .finished;
    if (exitCode === 0) break;
    expect(exitCode, stderr).toBe(null);
    killed += 1;
    const again = await take(exported, { RACCORD_HOME: home });
    expect(again.exitCode, again.stderr).toBe(0);
    const { imported, known } = JSON.parse(again.stdout) as { imported: unknown[]; known: number };
    expect(imported.length + known).toBe(2);
    const third = await take(exported, { RACCORD_HOME: home });
    expect(JSON.parse(third.stdout)).toMatchObject({ imported: [], known: 2 });
  }
  expect(killed).toBeGreaterThan(3);
  expect((await take(exported)).exitCode).toBe(0);
  const { stdout } = await onThere('credentials', 'show', '--siret', TWO, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ password: passwordOf(TWO) });
});
