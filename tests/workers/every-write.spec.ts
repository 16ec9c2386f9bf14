import { expect, test } from '../../fixtures/playwright/machines.ts';
import { manyStructures } from '../../fixtures/rosters/many.ts';
import { FAULTS, workThrough } from '../postgres/workers-fixtures.ts';

const STRUCTURES = manyStructures(12);
const SIRETS = STRUCTURES.map(({ siret }) => siret);

/** Durable writes of a worker that enrols the whole roster, and somewhat more: looks differ in number. */
const WRITES = 720;

test.describe.configure({ timeout: 900_000 });
test.use({ portalOptions: { structures: STRUCTURES } });

for (let write = 1; write <= WRITES; write += 1) {
  for (const fault of FAULTS) {
    test(
      `a roster of twelve whose worker is ${fault} right after its durable write ${write} is finished by another one`,
      { tag: '@whole' },
      async ({ on, start, database, folder, portal, server, schema }, info) => {
        const place = { on, start, database, folder, portal, server, schema };
        const verdict = await workThrough(place, SIRETS, fault, { write });
        const { writes, ...all } = verdict;
        info.annotations.push({ type: 'writes', description: String(writes) });
        expect(all).toEqual({ lost: [], doubled: [], leaked: [] });
      },
    );
  }
}
