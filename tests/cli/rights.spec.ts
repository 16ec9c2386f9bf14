import { expect, test } from '../../fixtures/playwright/command.ts';
import { documentOf, errorDocument } from './documents.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--only', 'connection', '--json'] as const;

test.describe.configure({ timeout: 120_000 });

for (const [rights, code, says] of [
  ['none', 'SPACE_NOT_OPEN', 'The space of connections is not open'],
  ['consultation', 'CONSULTATION_ONLY', 'may look at connections, and not declare any'],
] as const) {
  test.describe(`with the right "${rights}" on connections`, () => {
    test.use({ portalOptions: { connectionRights: rights } });

    test(`a run says so, and plan too, once it has signed in anew (${code})`, async ({
      portal,
      raccordHere: raccord,
    }) => {
      expect((await raccord(['sign-in'])).exitCode).toBe(0);
      const run = await raccord(RUN);
      expect(run.exitCode, run.stderr).toBe(1);
      expect(run.stderr + run.stdout).toContain(code);
      expect(portal.truth().signIns).toHaveLength(2);
      const plan = await raccord(['plan', '--siret', SIRET, '--json']);
      expect(plan.exitCode, plan.stderr).toBe(1);
      const { error } = documentOf(plan, errorDocument);
      expect(error).toMatchObject({ code });
      expect(error.message).toContain(says);
      expect(portal.truth().writes).toBe(0);
    });

    test(`a right that was given since the session began is found (${code})`, async ({
      portal,
      raccordHere: raccord,
    }) => {
      expect((await raccord(['sign-in'])).exitCode).toBe(0);
      portal.grant('modification');
      const run = await raccord(RUN);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(portal.truth()).toMatchObject({ writes: 1 });
      expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual([
        'signed-in',
        'signed-in',
      ]);
    });
  });
}
