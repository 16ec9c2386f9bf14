import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWebSink } from '../../fixtures/playwright/web-sink.ts';
import { expect, ONE, passwordOf, test, TWO } from './delivery-fixtures.ts';

test('the end of deliveries that nobody watched is told as that of a batch, and silence where there were none', async ({
  capture,
  raccord,
  folder,
  key,
}) => {
  for (const siret of [ONE, TWO]) await capture(siret);
  const sink = await startWebSink();
  const place = join(folder, 'handed-over');
  await writeFile(place, 'a file in its place');
  const variables = {
    RACCORD_DELIVER_FOLDER: place,
    RACCORD_DELIVER_RECIPIENTS: key.recipient,
    RACCORD_WEBHOOK_URL: sink.url,
  };
  const failed = await raccord(['deliver'], variables);
  expect(failed.exitCode, failed.stderr).toBe(1);
  const elsewhere = { ...variables, RACCORD_DELIVER_FOLDER: join(folder, 'elsewhere') };
  const done = await raccord(['deliver'], elsewhere);
  expect(done.exitCode, done.stderr).toBe(0);
  // Nothing is left to hand over.
  expect((await raccord(['deliver'], elsewhere)).exitCode).toBe(0);
  const keyless = { ...variables, RACCORD_IDENTITY: join(folder, 'no-key-here') };
  expect((await raccord(['deliver'], keyless)).exitCode).toBe(2);
  await sink.close();

  expect(sink.posts.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    expect.objectContaining({
      ...{ event: 'run-ended', command: 'deliver', exitCode: 1 },
      sirets: { all: 2, failed: 2, left: 0 },
      counts: { delivered: 0, failed: 2, pending: 0 },
      failures: [ONE, TWO].map((siret) =>
        expect.objectContaining({ siret, code: 'DELIVERY_FAILED' }),
      ),
      next: [
        expect.objectContaining({ sirets: [ONE, TWO], commands: ['raccord deliver'] }),
        expect.objectContaining({ sirets: [], commands: ['raccord deliver'] }),
      ],
    }),
    expect.objectContaining({
      ...{ exitCode: 0, next: [], failures: [] },
      counts: { delivered: 2, failed: 0, pending: 0 },
    }),
    expect.objectContaining({
      exitCode: 2,
      stoppedBecause: expect.stringContaining('IDENTITY_MISSING'),
    }),
  ]);
  const sent = sink.posts.map(({ body }) => body).join('\n');
  expect(sent).not.toContain(passwordOf(ONE));
});
