import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';

test.describe.configure({ timeout: 120_000 });
test.use({
  portalOptions: {
    secondFactor: 'none',
    skin: 'slotted',
    otherConnections: [{ siret: '73282932000017', applicationName: 'Pldiffusion1' }],
  },
});

test('names and accounts are read where lists are slotted into web components', async ({
  portal,
  run,
}) => {
  expect(await run.enrol()).toMatchObject({
    connection: { outcome: 'created', applicationName: 'Pldiffusion2' },
    account: { outcome: 'created', login: `TECH_1_${LYON}@cpro.fr` },
  });
  expect(await run.enrol()).toMatchObject({
    connection: { outcome: 'existing' },
    account: { outcome: 'existing' },
  });
  expect(portal.truth().writes).toBe(2);
});
