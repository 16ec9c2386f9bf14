import { expect, test } from '../../fixtures/playwright/command.ts';

const SIRET = '73282932000074';

/** Neither declared nor with an account. */
const NEW = '81263740300013';

test.use({
  portalOptions: {
    reads: 'json',
    signsInAt: 'portal',
    secondFactor: 'totp',
    otherConnections: [{ siret: SIRET, applicationName: 'Pldiffusion1' }],
    existingAccounts: [{ siret: SIRET }],
  },
});

test.describe.configure({ timeout: 120_000 });

test('plan signs in on the portal’s own host and reads lists that come by POST with JSON, and so does a run', async ({
  portal,
  raccordHere,
}) => {
  const plan = await raccordHere(['plan', '--siret', SIRET, '--json']);
  expect(plan.exitCode, plan.stderr).toBe(0);
  expect(JSON.parse(plan.stdout)).toMatchObject({
    enrolments: [{ connection: { action: 'nothing to do', found: 'Pldiffusion1' } }],
  });
  const run = ['run', '--siret', NEW, '--json'];
  const until = await raccordHere([...run, '--until', 'submit-declaration']);
  expect(until.exitCode, until.stderr).toBe(0);
  expect(portal.writeRequests()).toBe(0);
  const whole = await raccordHere(run);
  expect(whole.exitCode, whole.stderr).toBe(0);
  expect(portal.writeRequests()).toBe(2);
  expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual(['signed-in']);
});

test('doctor finds all that raccord relies on there @whole', async ({ portal, raccordHere }) => {
  const doctor = await raccordHere(['doctor', '--json']);
  expect(doctor.exitCode, doctor.stderr).toBe(0);
  expect(doctor.stdout).not.toContain('"not-seen"');
  expect(JSON.parse(doctor.stdout)).toMatchObject({ stoppedRequests: 0 });
  expect(portal.writeRequests()).toBe(0);
});
