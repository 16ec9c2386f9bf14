import { expect, test } from '../../fixtures/playwright/command.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--only', 'connection', '--json'] as const;

test.describe.configure({ timeout: 120_000 });

for (const [rights, code, says, tag] of [
  ['none', 'SPACE_NOT_OPEN', 'The space for connections is not open', ' @whole'],
  ['consultation', 'CONSULTATION_ONLY', 'can view connections but not declare them', ''],
  // As a row of batch/end.spec.ts.
  ['not-the-first', 'STRUCTURE_NOT_OFFERED', 'does not offer', ' @whole'],
] as const) {
  test.describe(`with the right "${rights}" on connections${tag}`, () => {
    test.use({ portalOptions: { connectionRights: rights } });

    test(`a run that signs in itself says so at once, and a later one once it has signed in anew (${code})`, async ({
      portal,
      raccordHere: raccord,
    }) => {
      for (const signIns of [1, 2]) {
        const run = await raccord(RUN);
        expect(run.exitCode, run.stderr).toBe(1);
        expect(run.stderr + run.stdout).toContain(code);
        expect(run.stderr + run.stdout).toContain(says);
        expect(portal.truth()).toMatchObject({ writes: 0 });
        expect(portal.truth().signIns).toHaveLength(signIns);
      }
    });
  });
}

test.describe('with a space that is not open', () => {
  test.use({ portalOptions: { connectionRights: 'none' } });

  test('a right that was given since the session began is found by plan and run', async ({
    portal,
    raccordHere: raccord,
  }) => {
    expect((await raccord(['sign-in'])).exitCode).toBe(0);
    portal.grant('modification');
    const plan = await raccord(['plan', '--siret', SIRET]);
    expect(plan.exitCode, plan.stderr).toBe(0);
    const run = await raccord(RUN);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(portal.truth()).toMatchObject({ writes: 1 });
    const outcomes = portal.truth().signIns.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['signed-in', 'signed-in']);
  });

  test('doctor finds one too @whole', async ({ portal, raccordHere: raccord }) => {
    expect((await raccord(['sign-in'])).exitCode).toBe(0);
    portal.grant('modification');
    const doctor = await raccord(['doctor', '--json']);
    expect(doctor.exitCode, doctor.stderr).toBe(0);
    expect(portal.truth().signIns).toHaveLength(2);
  });
});

test.describe('with a structure that is not offered', () => {
  const old = '2025-10-01T09:00:00.000Z';
  test.use({
    portalOptions: {
      connectionRights: 'not-the-first',
      existingAccounts: [{ siret: SIRET, createdAt: old }],
    },
  });

  test('a right that was given since the session began is found by renew @whole', async ({
    portal,
    raccordHere: raccord,
  }) => {
    expect((await raccord(['sign-in'])).exitCode).toBe(0);
    portal.grant('modification');
    const renew = await raccord(['renew', '--siret', SIRET, '--dry-run', '--json']);
    expect(renew.exitCode, renew.stderr).toBe(0);
    expect(JSON.parse(renew.stdout)).toMatchObject({ renewals: [{ siret: SIRET }] });
    expect(portal.truth()).toMatchObject({ writes: 0, signIns: [{}, {}] });
  });
});
