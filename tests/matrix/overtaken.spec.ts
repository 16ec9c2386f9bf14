import { join } from 'node:path';
import { startStopping } from '../../fixtures/playwright/stopped-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { argsOf, codeOf, expectAftermath, resourceOf, variablesOf } from './aftermath.ts';
import { CANARIES } from './canaries.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';

/** Moments before a click, each by words of the ledger's row after which the run is stopped. */
const MOMENTS: readonly (readonly [step: Step, moment: string, after: string])[] = [
  ['submit-declaration', 'before its intent', 'submit-declaration began'],
  ['submit-declaration', 'between its intent and its click', 'connection intended'],
  ['submit-account', 'before its intent', 'submit-account began'],
  ['submit-account', 'between its intent and its click', 'account intended'],
];

test.describe.configure({ timeout: 300_000 });
test.use({ portalOptions: { nextPasswords: CANARIES, autofillDelayMs: 80, secondFactor: 'none' } });
test.skip(process.platform !== 'linux', 'reads in /proc that a process is stopped');

for (const [step, moment, after] of MOMENTS) {
  test(
    `${step} is not clicked by a run that slept past its lease ${moment}`,
    { tag: '@whole' },
    async ({ portal, folder, home }, info) => {
      const place = { portal, folder, home };
      const environment = variablesOf(place);
      const args = argsOf(resourceOf(step));
      // Who stands still keeps the lock of its account too; here it is the home's that is tried.
      const elsewhere = { ...environment, XDG_STATE_HOME: join(folder, 'other-state') };
      const sleeper = await startStopping(after, args, { environment, folder });
      try {
        expect(portal.writeRequests()).toBe(0);
        const overtake = async (): Promise<string | undefined> =>
          codeOf(await raccordHere(args, { environment: elsewhere, folder }));
        expect(await overtake()).toBe('HOME_LOCKED');
        await expect
          .poll(overtake, { intervals: [5_000], timeout: 120_000 })
          .not.toBe('HOME_LOCKED');
        expect(portal.writeRequests()).toBe(1);
        sleeper.kill('SIGCONT');
        const first = await sleeper.finished;
        expect(portal.writeRequests(), first.stderr).toBe(1);
        expect(codeOf(first), first.stderr).toBe('LEASE_LOST');
        const fault = `asleep past its lease ${moment}, overtaken by another run`;
        await expectAftermath(place, first, { info, step, fault });
      } finally {
        sleeper.kill('SIGKILL');
      }
    },
  );
}
