import { expect, test } from '../../fixtures/playwright/machines.ts';
import { manyStructures } from '../../fixtures/rosters/many.ts';
import { FAULTS, workThrough, workUndisturbed } from '../postgres/struck-workers.ts';
import { DURABLE_WRITES, UNDISTURBED } from './durable-writes.ts';

const STRUCTURES = manyStructures(12);
const SIRETS = STRUCTURES.map(({ siret }) => siret);

/** So many runs a fault: in each, a SIRET of the roster is struck at most once, as a third one parks it. */
const RUNS = 3;

test.describe.configure({ timeout: 3_600_000 });
test.use({ portalOptions: { structures: STRUCTURES } });

test('a worker that nothing disturbs makes the durable writes that others are struck at', async ({
  place,
}) => {
  expect([...new Set(await workUndisturbed(place, SIRETS))]).toEqual(UNDISTURBED);
});

for (const fault of FAULTS) {
  for (let run = 0; run < RUNS; run += 1) {
    const writes = DURABLE_WRITES.filter((_, index) => index % RUNS === run);
    test(`a roster of twelve is finished by the next worker each time one is ${fault}, part ${run + 1} of ${RUNS}`, async ({
      place,
    }) => {
      const told = (write: string): void => console.log(`${fault} right after: ${write}`);
      expect(await workThrough(place, SIRETS, fault, writes, told)).toEqual({
        ...{ lost: [], doubled: [], leaked: [] },
        sent: 2 * SIRETS.length,
      });
    });
  }
}
