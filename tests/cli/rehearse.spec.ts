import { expect, test } from '../../fixtures/playwright/command.ts';

test('a rehearsal goes up to both submits, sends nothing, and names the first real write', async ({
  portal,
  raccordHere: raccord,
}) => {
  const { exitCode, stdout, stderr } = await raccord(['rehearse', '--siret', '73282932000074']);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('Sent: 0');
  expect(stdout).toContain('TECH_1_73282932000074@cpro.fr');
  expect(stdout).toContain('raccord run --siret 73282932000074');
  expect([portal.writeRequests(), portal.truth().writes]).toEqual([0, 0]);
});
