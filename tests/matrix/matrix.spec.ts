import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { argsOf, codeOf, expectAftermath, resourceOf, variablesOf } from './aftermath.ts';
import { CANARIES } from './canaries.ts';
import type { Fault } from '../../fixtures/portal/fault.ts';
import type { Case } from './case.ts';
import { CASES, describeFault, isRepresentative } from './cases.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ portalOptions: { nextPasswords: CANARIES, autofillDelayMs: 80, secondFactor: 'none' } });

for (const each of CASES) {
  const { step, fault, needsPerson } = each;
  const tag = isRepresentative(each) ? '@representative' : '@whole';
  const name = describeFault(fault);
  test(`${step} survives ${name}`, { tag }, async ({ portal, folder, home }, info) => {
    const place = { portal, folder, home };
    let armed = false;
    const onLine = (line: string): void => {
      if (armed || !line.includes('"step began"') || !line.includes(`"step":"${step}"`)) return;
      armed = true;
      portal.fail(fault);
    };
    const only = resourceOf(step);
    const environment = { ...variablesOf(place), RACCORD_PATIENCE: patienceFor(fault) };
    const first = await raccordHere(argsOf(only), { environment, folder, onLine });
    expect(armed, `the step never began:\n${first.stderr}`).toBe(true);
    await expectAftermath(place, first, {
      info,
      step,
      fault: name,
      only,
      ...(needsPerson === true && { more: ['--not-on-portal'] }),
    });
    expectSaid(each, first);
  });
}

/** Longer than any answer that comes: some are held for twenty seconds. */
function patienceFor({ how }: Fault): string {
  return how === 'slow' || how === 'slow-after' ? '25s' : '10s';
}

function expectSaid({ says, stops }: Case, finished: Finished): void {
  const code = codeOf(finished);
  const may = stops === true ? says : [undefined, ...says];
  expect(may, finished.stderr).toContain(code);
  if (code !== undefined) expect(finished.stderr).toContain(code);
}
