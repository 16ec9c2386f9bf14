import { expect, test } from '../../fixtures/playwright/command.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--only', 'connection', '--json'] as const;

test.describe.configure({ timeout: 120_000 });

for (const [rights, code, says] of [
  ['none', 'SPACE_NOT_OPEN', 'The space of connections is not open'],
  ['consultation', 'CONSULTATION_ONLY', 'may look at connections, and not declare any'],
] as const) {
  test.describe(`with the right "${rights}" on connections`, () => {
    test.use({ portalOptions: { connectionRights: rights } });

    test(`a run says so once it has signed in anew (${code})`, async ({
      portal,
      raccordHere: raccord,
    }) => {
      expect((await raccord(['sign-in'])).exitCode).toBe(0);
      const run = await raccord(RUN);
      expect(run.exitCode, run.stderr).toBe(1);
      expect(run.stderr + run.stdout).toContain(code);
      expect(run.stderr + run.stdout).toContain(says);
      expect(portal.truth()).toMatchObject({ writes: 0 });
      expect(portal.truth().signIns).toHaveLength(2);
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
});
