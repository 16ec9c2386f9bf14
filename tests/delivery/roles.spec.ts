import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test as base } from '../../fixtures/playwright/command.ts';
import { documentOf, enrolmentDocument } from '../cli/documents.ts';

const SIRET = '73282932000074';

/** The machine with the private key: a home of its own, and nothing of the administrator's. */
const test = base.extend<{ deliverer: (...args: readonly string[]) => Promise<Finished> }>({
  deliverer: async ({ portal, folder }, use) => {
    const environment = {
      CHORUS_URL: portal.url,
      RACCORD_HOME: join(folder, 'deliverer'),
      RACCORD_IDENTITY: join(folder, 'operator.key'),
      RACCORD_DELIVER_HOOK: `cat >> ${folder}/got`,
    };
    await use((...args) => raccordHere(args, { folder, environment }));
  },
});

test.describe.configure({ timeout: 240_000 });

test('one machine captures without a private key, and the one that has it shows and delivers', async ({
  portal,
  folder,
  home,
  raccordHere: raccord,
  deliverer,
}) => {
  const made = await deliverer('keys', 'init', '--output', 'operator.key', '--json');
  const { recipients } = JSON.parse(made.stdout) as { recipients: string[] };
  const capturing = (...args: readonly string[]): Promise<Finished> =>
    raccord(args, { RACCORD_RECIPIENTS: recipients.join(','), RACCORD_DELIVER_HOOK: 'false' });

  const run = await capturing('run', '--siret', SIRET, '--only', 'account', '--json');
  expect(run.exitCode, run.stderr).toBe(0);
  const { credentialId } = documentOf(run, enrolmentDocument).account;
  const [account] = portal.truth().accounts;

  await test.step('the capturing machine delivers nothing, says so, and opens nothing', async () => {
    expect(run.stderr).toMatch(/1 deliveries are pending: the private key is not on this machine/u);
    for (const command of [
      ['credentials', 'show', '--siret', SIRET, '--reveal'],
      ['credentials', 'export', '--output', 'clear.json'],
    ]) {
      const refused = await capturing(...command);
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toMatch(/IDENTITY_MISSING[^]*Run this where the key is/u);
      expect(refused.stdout).toBe('');
    }
    expect(await readdir(home)).not.toContain('identity.age-key');
  });

  const exported = await capturing(
    ...['credentials', 'export', '--format', 'sealed', '--output', 'sealed.json'],
  );
  expect(exported.exitCode, exported.stderr).toBe(0);
  const imported = await deliverer('credentials', 'import', 'sealed.json');
  expect(imported.exitCode, imported.stderr).toBe(0);
  expect(imported.stderr).toContain('1 credentials imported, 0 were already here');
  expect(imported.stderr).toContain('1 deliveries are pending');

  await test.step('the delivering machine shows and delivers what the portal holds', async () => {
    const { login, password } = account ?? {};
    const shown = await deliverer('credentials', 'show', '--siret', SIRET, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ siret: SIRET, login, password });
    const delivered = await deliverer('deliver');
    expect(delivered.exitCode, delivered.stderr).toBe(0);
    const document: unknown = JSON.parse(await readFile(join(folder, 'got'), 'utf8'));
    expect(document).toMatchObject({ siret: SIRET, login, password, credentialId });
    const status = await deliverer('status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({
      enrolments: [{ siret: SIRET, account: { state: 'done' }, undelivered: [] }],
    });
  });

  await test.step('the same bundle once more changes nothing, and delivers nothing', async () => {
    const again = await deliverer('credentials', 'import', 'sealed.json');
    expect(again.stderr).toContain('0 credentials imported, 1 were already here');
    const nothing = await deliverer('deliver', '--json');
    expect(JSON.parse(nothing.stdout)).toMatchObject({ deliveries: [] });
  });
});
