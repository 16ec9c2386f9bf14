import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { startPisteApi } from '../../fixtures/piste/server.ts';
import { faultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import {
  environmentFor,
  startHooked,
  pisteEnvironmentFor,
} from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { expiryAfter } from '../../src/domain/portal-date.ts';
import { batchDocument, documentOf } from './documents.ts';

const LATER_MS = 424 * 86_400_000;

/** So soon an account of the stand-ins works, so that the wait can be met in a test. */
const READY_AFTER_MS = 12_000;

const PROOFS = z.looseObject({
  verifications: z.array(z.looseObject({ siret: z.string(), outcome: z.string() })),
});

const BATCH = batchDocument.extend({ verifications: PROOFS.shape.verifications });

const RENEWALS = z.looseObject({
  renewals: z.array(z.looseObject({ outcome: z.string(), expiresOn: z.string().optional() })),
  summary: z.looseObject({ accounts: z.int() }),
});

const HANDED = z.object({ siret: z.string(), login: z.string(), password: z.string() });

/** What the stand-ins' clock is before the real one, in milliseconds. */
const clock = { aheadMs: 0 };
const now = (): Date => new Date(Date.now() + clock.aheadMs);

const roster = faultyRoster(20, []);
const sirets = roster.good.map(({ siret }) => siret);

test.describe.configure({ timeout: 40 * 60_000 });
test.use({ portalOptions: { ...roster.portalOptions, now } });

test(
  'a roster of 20 goes from nothing to verified and delivered in one command, and 424 days later anew',
  { tag: '@whole' },
  async ({ portal, folder, home }) => {
    clock.aheadMs = 0;
    const piste = await startPisteApi({
      truth: () => portal.truth(),
      structures: roster.good,
      readyAfterMs: READY_AFTER_MS,
      now,
    });
    const handed = join(folder, 'handed');
    const hook = join(folder, 'hook.sh');
    await writeFile(hook, `#!/bin/sh\numask 077; cat >>"${handed}"; echo >>"${handed}"\n`);
    await chmod(hook, 0o755);
    await writeFile(join(folder, 'roster.csv'), roster.csv);
    const other = await generateX25519Identity();
    const usual = {
      ...environmentFor(portal, home),
      ...pisteEnvironmentFor(piste),
      RACCORD_READY_AFTER: `${READY_AFTER_MS / 1000}s`,
      RACCORD_DELIVER_HOOK: hook,
      RACCORD_DELIVER_FOLDER: 'for-the-others',
      RACCORD_DELIVER_RECIPIENTS: await identityToRecipient(other),
    };
    const raccord = async (args: readonly string[], more: Record<string, string> = {}) => {
      const environment = {
        ...usual,
        RACCORD_CLOCK_WRONG_BY: String(clock.aheadMs),
        ...more,
      };
      return startHooked('clock-hook', args, { environment, folder }).finished;
    };
    const passwords = (): Map<string, string> =>
      new Map(portal.truth().accounts.map((account) => [account.siret, account.password]));
    const lastHanded = async (): Promise<Map<string, string>> => {
      const lines = (await readFile(handed, 'utf8')).split('\n').filter((line) => line !== '');
      const all = lines.map((line) => HANDED.parse(JSON.parse(line)));
      return new Map(all.map(({ siret, password }) => [siret, password]));
    };

    await test.step('one command', async () => {
      const batch = ['batch', '--input', 'roster.csv', '--yes', '--min-interval', '0'];
      const done = await raccord([...batch, '--verify', '--json']);
      expect(done.exitCode, done.stderr).toBe(0);
      expect(done.stderr).toContain('the account is new');
      const { enrolments, verifications } = documentOf(done, BATCH);
      expect(enrolments.map(({ account }) => account.outcome)).toEqual(sirets.map(() => 'created'));
      expect(verifications.map(({ outcome }) => outcome)).toEqual(sirets.map(() => 'works'));
      expect(await lastHanded()).toEqual(passwords());
      expect(await readdir(join(folder, 'for-the-others'))).toHaveLength(sirets.length);
    });

    const [old, former] = [passwords(), join(folder, 'former-home')];
    await cp(home, former, { recursive: true, preserveTimestamps: true });
    clock.aheadMs = LATER_MS;

    await test.step('424 days later all are due, and a look changes nothing', async () => {
      const look = await raccord(['renew', '--dry-run', '--json']);
      expect(look.exitCode, look.stderr).toBe(0);
      expect(documentOf(look, RENEWALS).summary).toMatchObject({ due: sirets.length });
      expect(passwords()).toEqual(old);
    });

    await test.step('all are reset, and handed over', async () => {
      const done = await raccord(['renew', '--json', '--min-interval', '0']);
      expect(done.exitCode, done.stderr).toBe(0);
      const { renewals } = documentOf(done, RENEWALS);
      const expiresOn = expiryAfter(now());
      expect(renewals).toMatchObject(sirets.map(() => ({ outcome: 'renewed', expiresOn })));
      for (const siret of sirets) expect(passwords().get(siret)).not.toBe(old.get(siret));
      expect(await lastHanded()).toEqual(passwords());
    });

    await test.step('the new passwords work, and the old ones do not', async () => {
      const proven = await raccord(['verify', '--all', '--json']);
      expect(proven.exitCode, proven.stderr).toBe(0);
      const outcomes = ({ verifications }: z.infer<typeof PROOFS>) =>
        verifications.map(({ outcome }) => outcome);
      expect(outcomes(documentOf(proven, PROOFS))).toEqual(sirets.map(() => 'works'));
      const refused = await raccord(['verify', '--all', '--json'], { RACCORD_HOME: former });
      expect(refused.exitCode).toBe(1);
      expect(outcomes(documentOf(refused, PROOFS))).toEqual(sirets.map(() => 'account-refused'));
    });
    await piste.close();
  },
);
