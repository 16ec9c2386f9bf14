import { expect } from '../../fixtures/playwright/flow.ts';
import { LYON, type Workplace } from '../../fixtures/playwright/workplace.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import type { EnrolmentOutcome } from '../../flows/enrol.ts';

/** Goes through a portal that nothing was made on, from sign-in to a kept credential. */
export async function expectWholeEnrolment(
  portal: StandInPortal,
  workplace: Workplace,
): Promise<void> {
  const run = await workplace.start();
  await run.signIn();
  const outcome = await run.enrol();
  expect(outcome, whyOf(outcome)).toMatchObject({
    connection: { outcome: 'created', applicationName: 'Pldiffusion1' },
    account: { outcome: 'created', login: `TECH_1_${LYON}@cpro.fr` },
  });
  const { connections, accounts, writes } = portal.truth();
  expect(connections).toMatchObject([{ siret: LYON, applicationName: 'Pldiffusion1' }]);
  expect(writes).toBe(2);
  expect(await workplace.credentials(run)).toEqual([
    { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
  ]);
}

/** What each half failed for, to stand beside an expectation that it does not meet. */
export function whyOf({ connection, account }: EnrolmentOutcome): string {
  return [connection, account]
    .flatMap((resource) => ('cause' in resource ? [resource.cause] : []))
    .map(({ code, step, details }) => `${code} at ${step ?? ''}: ${JSON.stringify(details)}`)
    .join('\n');
}
