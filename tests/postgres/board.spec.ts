import { mergeTests } from '@playwright/test';
import { seedBusyHome, seedGoingRun, siretNumbered } from '../../fixtures/playwright/busy-home.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { expect, test as onBoard, PORTAL } from '../board/board-fixtures.ts';

const test = mergeTests(onBoard, onServer);

/** What differs from one home to the next, and from one moment to the next. */
function plain(page: string): string {
  return page
    .replace(/\/tmp\/[^<" ]+/gu, 'FOLDER')
    .replace(/datetime="[^"]+"/gu, 'TIME')
    .replace(/\d+ November 2026 at \d\d:\d\d/gu, 'MOMENT')
    .replace(/\d+[.,]\d\s*s\b/gu, 'SPAN');
}

test('a page shows the same of a database as of a file, and a role that may only read is enough', async ({
  request,
  place,
  folder,
  startBoard,
  server,
  schema,
}) => {
  const machine = { home: `${folder}/machine`, portal: PORTAL };
  await seedBusyHome(place, 30);
  await seedBusyHome({ ...machine, database: server.url(schema) }, 30);
  await server.asSuperuser(schema, async (client) => {
    await client.query(`create role "${schema}_reader" login password 'reads-alone'`);
    await client.query(`grant usage on schema "${schema}" to "${schema}_reader"`);
    await client.query(`grant select on all tables in schema "${schema}" to "${schema}_reader"`);
  });
  const database = server.url(schema, `${schema}_reader`, 'reads-alone');
  const file = await startBoard();
  // On a machine that has none of the sealed files: the database has them, or has not.
  const shared = await startBoard(undefined, {
    RACCORD_DATABASE_URL: database,
    RACCORD_HOME: machine.home,
  });
  for (const path of ['/', '/sirets', '/sirets?state=failed', `/sirets/${siretNumbered(11)}`]) {
    const headers = { 'accept-language': 'en' };
    const [one, other] = await Promise.all(
      [file, shared].map(async (board) =>
        (await request.get(`${board}${path}`, { headers })).text(),
      ),
    );
    expect(plain(other ?? ''), path).toBe(plain(one ?? ''));
    expect(one).not.toContain('DATABASE_');
  }
  const going = await seedGoingRun(
    { ...machine, database: server.url(schema) },
    { all: 40, done: 30 },
  );
  expect(await (await request.get(shared)).text()).toContain('30 of 40 SIRETs');
  await going.end();
});

test('a database that does not answer is told, not thrown', async ({
  request,
  folder,
  startBoard,
  server,
  schema,
}) => {
  const shared = await startBoard(undefined, {
    ...{ RACCORD_DATABASE_URL: server.url(schema), RACCORD_HOME: `${folder}/machine` },
  });
  await server.stop();
  try {
    const page = await request.get(shared);
    expect([page.status(), await page.text()]).toEqual([
      200,
      expect.stringContaining('DATABASE_UNREACHABLE'),
    ]);
    const health = await request.get(`${shared}/healthz`);
    expect([health.status(), await health.text()]).toEqual([
      503,
      expect.stringContaining('DATABASE_UNREACHABLE'),
    ]);
  } finally {
    await server.start();
  }
});
