import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { expect, test } from '../../fixtures/playwright/command.ts';

const DAY_MS = 86_400_000;

const DOCUMENT = z.object({
  renewals: z.array(
    z.object({
      siret: z.string(),
      login: z.string(),
      outcome: z.string(),
      expiresOn: z.string().optional(),
      own: z.boolean(),
      credentialId: z.string().optional(),
    }),
  ),
  summary: z.looseObject({ accounts: z.number() }),
});

const CREDENTIAL = z.object({ login: z.string(), password: z.string() });

/** The establishment that has an account besides that raccord did not make. */
const OTHERS = '90417254100016';
test.describe.configure({ timeout: 600_000 });

test.describe('with an account that raccord did not make', () => {
  const old = new Date(Date.now() - 400 * DAY_MS).toISOString();
  test.use({ portalOptions: { existingAccounts: [{ siret: OTHERS, createdAt: old }] } });

  test('it is renewed only with --adopt, after a warning, and reaches hook and folder in the same command', async ({
    portal,
    raccordHere: raccord,
    folder,
  }) => {
    const seen = await raccord(['renew', '--siret', OTHERS, '--json']);
    expect(seen.exitCode, seen.stderr).toBe(0);
    expect(DOCUMENT.parse(JSON.parse(seen.stdout)).renewals).toMatchObject([
      { siret: OTHERS, outcome: 'adoptable', own: false },
    ]);
    expect(seen.stderr).toContain('--adopt');
    expect(portal.truth().writes).toBe(0);

    const got = join(folder, 'got.jsonl');
    const recipient = await identityToRecipient(await generateX25519Identity());
    const sinks = {
      RACCORD_DELIVER_HOOK: `cat >> '${got}'`,
      RACCORD_DELIVER_FOLDER: 'keys',
      RACCORD_DELIVER_RECIPIENTS: recipient,
    };
    const dry = await raccord(['renew', '--siret', OTHERS, '--adopt', '--dry-run'], sinks);
    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(await readdir(folder)).not.toContain('got.jsonl');
    expect(portal.truth().writes).toBe(0);

    const adopted = await raccord(['renew', '--adopt', '--json'], sinks);
    expect(adopted.exitCode, adopted.stderr).toBe(0);
    expect(adopted.stderr).toContain('cuts off any other software');
    const { renewals } = DOCUMENT.parse(JSON.parse(adopted.stdout));
    expect(renewals).toMatchObject([{ siret: OTHERS, outcome: 'renewed', own: true }]);
    const [{ credentialId, expiresOn } = {}] = renewals;
    const [account] = portal.truth().accounts;
    const shown = await raccord(['credentials', 'show', '--siret', OTHERS, '--json']);
    expect(CREDENTIAL.parse(JSON.parse(shown.stdout)).password).toBe(account?.password);
    expect(JSON.parse(await readFile(got, 'utf8'))).toMatchObject({
      ...{ siret: OTHERS, login: account?.login, password: account?.password },
      ...{ credentialId, expiresOn },
    });
    expect(await readdir(join(folder, 'keys'))).toEqual([`${OTHERS}.age`]);
    expect(adopted.stdout + adopted.stderr).not.toContain(account?.password);
  });
});

test.describe('with two accounts of a structure', () => {
  const old = { siret: OTHERS, createdAt: new Date(Date.now() - 400 * DAY_MS).toISOString() };
  test.use({ portalOptions: { existingAccounts: [old, old] } });

  test('none is adopted, since one is kept of a SIRET, and that is said', async ({
    portal,
    raccordHere,
  }) => {
    const seen = await raccordHere(['renew', '--siret', OTHERS, '--adopt', '--json']);
    expect(seen.exitCode, seen.stderr).toBe(0);
    expect(DOCUMENT.parse(JSON.parse(seen.stdout)).renewals).toMatchObject([
      { outcome: 'adoptable' },
      { outcome: 'adoptable' },
    ]);
    expect(seen.stderr).toContain('Not adopted: TECH_1_');
    expect(portal.truth().writes).toBe(0);
  });
});
