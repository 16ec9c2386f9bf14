import { startHooked } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { expectAftermath, SIRET, variablesOf } from './aftermath.ts';
import { CANARIES } from './canaries.ts';

/** Durable writes of a run that creates both halves, and somewhat more: pictures differ in number. */
const WRITES = 84;

test.describe.configure({ timeout: 300_000 });
test.use({ portalOptions: { nextPasswords: CANARIES, autofillDelayMs: 80, secondFactor: 'none' } });

for (let number = 1; number <= WRITES; number += 1) {
  // Killed after the intent of an account, it is in clock.spec.ts of every `npm test`.
  test(
    `a run that is killed right after its durable write ${number} is taken up again`,
    { tag: '@whole' },
    async ({ portal, folder, home }, info) => {
      const place = { portal, folder, home };
      const killed = await startHooked('kill-hook', ['run', '--siret', SIRET, '--verbose'], {
        environment: { ...variablesOf(place), RACCORD_KILL_AFTER: `${number}` },
        folder,
      }).finished;
      expect([null, 0], killed.stderr).toContain(killed.exitCode);
      const step =
        /"step":"([a-z-]+)"(?!.*"step":)/su.exec(killed.stderr)?.[1] ?? 'before any step';
      await expectAftermath(place, killed, {
        info,
        step,
        fault: `SIGKILL after durable write ${number}`,
      });
    },
  );
}
