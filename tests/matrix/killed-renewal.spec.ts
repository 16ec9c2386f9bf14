import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startHooked } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { SIRET, variablesOf } from './aftermath.ts';
import { raccordHere } from './raccord-here.ts';

const LOGIN = `TECH_1_${SIRET}@cpro.fr`;
const DAY_MS = 86_400_000;

/** Durable writes of a renewal, and somewhat more: pictures differ in number. */
const WRITES = 60;

/** Every so many of them in every `npm test`. */
const SOME = 30;

const EXPORTED = z.array(z.object({ login: z.string(), password: z.string() }));
const RENEWALS = z.object({ renewals: z.array(z.object({ outcome: z.string() })) });

test.describe.configure({ timeout: 300_000 });
test.use({
  portalOptions: {
    autofillDelayMs: 80,
    secondFactor: 'none',
    existingAccounts: [
      { siret: SIRET, createdAt: new Date(Date.now() - 400 * DAY_MS).toISOString() },
    ],
  },
});

for (let number = 1; number <= WRITES; number += 1) {
  const tag = number % SOME === 0 ? '@representative' : '@whole';
  test(
    `a renewal that is killed right after its durable write ${number} loses no password`,
    { tag },
    async ({ portal, folder, home }) => {
      const environment = variablesOf({ portal, folder, home });
      const args = ['renew', '--siret', SIRET, '--adopt', '--json', '--min-interval', '0'];
      const killed = await startHooked('kill-hook', args, {
        environment: { ...environment, RACCORD_KILL_AFTER: `${number}` },
        folder,
      }).finished;
      expect([null, 0], killed.stderr).toContain(killed.exitCode);

      const next = await raccordHere(args, { environment, folder });
      expect(next.exitCode, next.stderr).toBe(0);
      const { renewals } = RENEWALS.parse(JSON.parse(next.stdout));
      expect(renewals).toHaveLength(1);
      expect(['renewed', 'recovered', 'not-due']).toContain(renewals[0]?.outcome);

      // Never twice, and what the portal holds now is what is kept as current.
      const { accounts, writes } = portal.truth();
      expect(writes).toBe(1);
      const file = join(folder, 'opened.json');
      await raccordHere(['credentials', 'export', '--output', file], { environment, folder });
      const current = EXPORTED.parse(JSON.parse(await readFile(file, 'utf8')));
      expect(current).toMatchObject([{ login: LOGIN, password: accounts[0]?.password }]);
    },
  );
}
