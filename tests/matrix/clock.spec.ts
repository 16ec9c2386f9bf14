import { startHooked, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import {
  argsOf,
  codeOf,
  expectAftermath,
  resourceOf,
  variablesOf,
  type Place,
} from './aftermath.ts';
import { CANARIES } from './canaries.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { BETWEEN_RUNS } from './write-cases.ts';

const HOUR = 3_600_000;

test.describe.configure({ timeout: 240_000 });
test.use({ portalOptions: { nextPasswords: CANARIES, autofillDelayMs: 80, secondFactor: 'none' } });

for (const step of ['submit-declaration', 'submit-account'] as const) {
  const resource = resourceOf(step);
  for (const [words, wrongBy] of [
    ['an hour back', -HOUR],
    ['an hour on', HOUR],
  ] as const) {
    test(
      `${step}, killed after its intent, is taken up with the clock ${words}`,
      { tag: '@whole' },
      async ({ portal, folder, home }, info) => {
        const place = { portal, folder, home };
        const killed = await startHooked('row-hook', argsOf(resource), {
          environment: {
            ...variablesOf(place),
            RACCORD_SIGNAL: 'SIGKILL',
            RACCORD_SIGNAL_AFTER: `${resource} intended`,
          },
          folder,
        }).finished;
        expect(codeOf(killed), killed.stderr).toBe('killed');
        const fault = `SIGKILL after its intent, then the clock ${words}`;
        const runPlainly = withClock(place, wrongBy);
        await expectAftermath(place, killed, { info, step, fault, runPlainly });
        expect(portal.writeRequests()).toBe(2);
      },
    );
  }

  test(
    `${step}, doubtful, is taken up with the clock an hour back`,
    { tag: '@whole' },
    async ({ portal, folder, home }, info) => {
      const place = { portal, folder, home };
      const at = resource === 'connection' ? 'declare' : 'create-account';
      portal.fail({ at, how: 'lands-late', afterMs: BETWEEN_RUNS });
      const environment = variablesOf(place);
      const doubtful = await raccordHere(argsOf(resource), { environment, folder });
      expect(codeOf(doubtful), doubtful.stderr).toBe('OUTCOME_DOUBTFUL');
      const fault = `${at} lands-late, then the clock an hour back`;
      const runPlainly = withClock(place, -HOUR);
      await expectAftermath(place, doubtful, { info, step, fault, runPlainly });
      expect(portal.writeRequests()).toBe(2);
    },
  );
}

/** Plain runs of the real command whose clock is wrong. */
function withClock(place: Place, wrongBy: number): (args: readonly string[]) => Promise<Finished> {
  const environment = { ...variablesOf(place), RACCORD_CLOCK_WRONG_BY: `${wrongBy}` };
  return (args) => startHooked('clock-hook', args, { environment, folder: place.folder }).finished;
}
