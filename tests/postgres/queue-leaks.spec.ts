import { checkForLeaks } from '../../src/secrets/check-for-leaks.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { migrateEngine, openDispatcher } from '../../src/queue/dispatcher.ts';
import { addRows } from '../../src/queue/queued-rows.ts';
import { ACCOUNT, expect, requestFor, SIRETS, test } from './queue-fixtures.ts';

/** With signs that JSON writes in another way. */
const SENTINEL = 'Bell"Tower\\4711-é';

/** Searches what a run of this ledger would search. */
async function search(ledger: Ledger): Promise<void> {
  const redactor = new Redactor();
  redactor.add(new Secret(SENTINEL), 'sentinel');
  await checkForLeaks(
    {
      ...{ evidence: '/nonexistent/evidence', reports: [], ledger: [] },
      database: { place: 'RACCORD_DATABASE_URL', rows: () => ledger.rowsToScan() },
    },
    redactor,
  );
}

const FOUND = { code: 'LEAK_FOUND', details: { files: ['RACCORD_DATABASE_URL'] } };

test.beforeEach(async ({ ledger, url }) => {
  await migrateEngine(url);
  const dispatcher = await openDispatcher(url, { supervises: false, failed: () => undefined });
  await dispatcher.prepare([ACCOUNT]);
  await addRows(ledger, ACCOUNT, SIRETS.map(requestFor), (transaction) =>
    dispatcher.offer(transaction, ACCOUNT),
  );
  await dispatcher.close();
});

test('a queue without a secret is searched and passes', async ({ ledger }) => {
  expect(await ledger.rowsToScan()).toContain(ACCOUNT.login);
  await search(ledger);
});

for (const [place, statement] of [
  ['the data of a job', `update "JOBS".job set data = to_jsonb($1::text)`],
  ['the output of a job', `update "JOBS".job set output = jsonb_build_object('message', $1::text)`],
  ['the request of a row', `update queue_rows set request = request || $1`],
  ['the host of a worker', `insert into queue_workers values ('w', $1, 1, '0', '', '', false)`],
] as const) {
  test(`a secret in ${place} is found`, async ({ ledger, server, schema }) => {
    await server.asSuperuser(schema, (client) =>
      client.query(statement.replace('JOBS', `${schema}_jobs`), [SENTINEL]),
    );
    await expect(search(ledger)).rejects.toMatchObject(FOUND);
  });
}
