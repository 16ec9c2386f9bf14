import { join } from 'node:path';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { runningCount } from '../../src/cli/batch/running-count.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { siretOf } from './ledger-fixtures.ts';
import { listTo } from './notify-fixtures.ts';

test('a count that cannot be recorded is logged, and the work that it counts goes on', async ({
  folder,
}) => {
  const lines: { message: string; fields: JsonObject }[] = [];
  const texts = textsFor('en');
  const place = { home: join(folder, 'home'), portal: 'portail.example' };
  const count = await inLedger(place, (ledger) =>
    runningCount({ ledger, logger: listTo(lines), texts }, 2, 2),
  );
  expect(lines).toEqual([]);
  // The ledger is closed by now, as one is that no longer answers.
  const resource = { outcome: 'created' } as const;
  const result = { siret: siretOf(1), connection: resource, account: resource };
  await count({ result: { ...result, evidence: '', durationMs: 1 }, causes: [] });
  expect(lines.map(({ message }) => message)).toEqual([texts.batch.notCounted]);
});
