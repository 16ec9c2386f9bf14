import { expect, test } from '../../fixtures/playwright/flow.ts';
import { manyStructures } from '../../fixtures/rosters/many.ts';
import type { Siret } from '../../src/domain/siret.ts';

const STRUCTURES = manyStructures(60);
const LAST = STRUCTURES[59]?.siret as Siret;

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: { secondFactor: 'none', structures: STRUCTURES } });

test('a structure is found in a list that takes seconds to answer each question', async ({
  portal,
  run,
}) => {
  portal.fail({ at: 'structures', how: 'slow', afterMs: 3_500, times: Infinity });
  const { account } = await run.enrol({ siret: LAST, only: 'account' });
  expect(account).toMatchObject({ outcome: 'created' });
});
