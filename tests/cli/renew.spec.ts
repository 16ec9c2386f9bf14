import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { startHooked, environmentFor } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { DEFAULT_STRUCTURES } from '../../fixtures/portal/structures.ts';
import { expiryAfter } from '../../src/domain/portal-date.ts';

const DAY_MS = 86_400_000;
const LATER_MS = 424 * DAY_MS;

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

/** What the portal's clock is before the real one, in milliseconds. */
const clock = { aheadMs: 0 };

/** The establishment that has an account besides that raccord did not make. */
const OTHERS = '90417254100016';
const SIRETS = DEFAULT_STRUCTURES.map(({ siret }) => siret)
  .filter((siret) => siret !== OTHERS)
  .slice(0, 5);

test.describe.configure({ timeout: 600_000 });
test.use({
  portalOptions: {
    autofillDelayMs: 80,
    now: () => new Date(Date.now() + clock.aheadMs),
  },
});

test('424 days later all passwords that raccord made are reset, and printed as renewed', async ({
  portal,
  raccord,
  folder,
  home,
}) => {
  clock.aheadMs = 0;
  const roster = join(folder, 'roster.csv');
  await writeFile(roster, ['siret', ...SIRETS].join('\n'));
  const made = await raccord(['batch', '--input', roster, '--yes', '--min-interval', '0']);
  expect(made.exitCode, made.stderr).toBe(0);
  const before = portal.truth().accounts;

  clock.aheadMs = LATER_MS;
  const environment = {
    ...environmentFor(portal, home),
    RACCORD_CLOCK_WRONG_BY: String(LATER_MS),
  };
  const later = (args: readonly string[]) =>
    startHooked('clock-hook', args, { environment, folder }).finished;
  const dry = await later(['renew', '--json', '--dry-run']);
  expect(dry.exitCode, dry.stderr).toBe(0);
  expect(DOCUMENT.parse(JSON.parse(dry.stdout)).summary).toMatchObject({ due: SIRETS.length });
  expect(portal.truth().accounts).toEqual(before);

  const renewed = await later(['renew', '--json', '--min-interval', '0']);
  expect(renewed.exitCode, renewed.stderr).toBe(0);
  const { renewals, summary } = DOCUMENT.parse(JSON.parse(renewed.stdout));
  expect(summary).toMatchObject({ accounts: SIRETS.length, renewed: SIRETS.length, failed: 0 });
  const expiresOn = expiryAfter(new Date(Date.now() + LATER_MS));
  expect(renewals.map((one) => [one.siret, one.expiresOn])).toEqual(
    expect.arrayContaining(SIRETS.map((siret) => [siret, expiresOn])),
  );

  const after = portal.truth().accounts;
  expect(after).toHaveLength(SIRETS.length);
  for (const siret of SIRETS) {
    const shown = await later(['credentials', 'show', '--siret', siret, '--json']);
    const { password, login } = CREDENTIAL.parse(JSON.parse(shown.stdout));
    expect(after.find((account) => account.login === login)?.password).toBe(password);
    expect(before.find((account) => account.login === login)?.password).not.toBe(password);
  }
  const status = await later(['status', '--json']);
  expect(status.stdout.match(new RegExp(expiresOn, 'gu'))).toHaveLength(SIRETS.length);
  expect(renewed.stderr + renewed.stdout).not.toContain(after[0]?.password);
});

test.describe('with an account that raccord did not make', () => {
  const old = new Date(Date.now() - 400 * DAY_MS).toISOString();
  test.use({
    portalOptions: {
      autofillDelayMs: 80,
      secondFactor: 'none',
      existingAccounts: [{ siret: OTHERS, createdAt: old }],
    },
  });

  test('it is renewed only with --adopt, after a warning', async ({ portal, raccord }) => {
    const seen = await raccord(['renew', '--siret', OTHERS, '--json']);
    expect(seen.exitCode, seen.stderr).toBe(0);
    expect(DOCUMENT.parse(JSON.parse(seen.stdout)).renewals).toMatchObject([
      { siret: OTHERS, outcome: 'adoptable', own: false },
    ]);
    expect(seen.stderr).toContain('--adopt');
    expect(portal.truth().writes).toBe(0);

    const adopted = await raccord(['renew', '--adopt', '--json']);
    expect(adopted.exitCode, adopted.stderr).toBe(0);
    expect(adopted.stderr).toContain('cuts off any other software');
    const { renewals } = DOCUMENT.parse(JSON.parse(adopted.stdout));
    expect(renewals).toMatchObject([{ siret: OTHERS, outcome: 'renewed', own: true }]);
    const shown = await raccord(['credentials', 'show', '--siret', OTHERS, '--json']);
    expect(CREDENTIAL.parse(JSON.parse(shown.stdout)).password).toBe(
      portal.truth().accounts[0]?.password,
    );
  });

  test('its new password reaches a hook and a folder in the same command, and a dry run none', async ({
    portal,
    raccord,
    folder,
  }) => {
    const got = join(folder, 'got.jsonl');
    const recipient = await identityToRecipient(await generateX25519Identity());
    const sinks = {
      RACCORD_DELIVER_HOOK: `cat >> '${got}'`,
      RACCORD_DELIVER_FOLDER: 'keys',
      RACCORD_DELIVER_RECIPIENTS: recipient,
    };
    const args = ['renew', '--siret', OTHERS, '--adopt', '--json'];
    const dry = await raccord([...args, '--dry-run'], sinks);
    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(await readdir(folder)).not.toContain('got.jsonl');

    const renewed = await raccord(args, sinks);
    expect(renewed.exitCode, renewed.stderr).toBe(0);
    const [{ credentialId, expiresOn } = {}] = DOCUMENT.parse(JSON.parse(renewed.stdout)).renewals;
    const [account] = portal.truth().accounts;
    expect(JSON.parse(await readFile(got, 'utf8'))).toMatchObject({
      ...{ siret: OTHERS, login: account?.login, password: account?.password },
      ...{ credentialId, expiresOn },
    });
    expect(await readdir(join(folder, 'keys'))).toEqual([`${OTHERS}.age`]);
    expect(renewed.stdout + renewed.stderr).not.toContain(account?.password);
  });
});
