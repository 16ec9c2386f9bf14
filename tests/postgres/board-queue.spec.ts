import { AxeBuilder } from '@axe-core/playwright';
import { mergeTests, type Page } from '@playwright/test';
import { seedBusyHome, siretNumbered } from '../../fixtures/playwright/busy-home.ts';
import type { PostgresServer } from '../../fixtures/playwright/postgres.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { accountOf } from '../../src/domain/account-queue.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { pauseAccount, pinAccount } from '../../src/queue/accounts.ts';
import { settleRow, takeRow } from '../../src/queue/queued-rows.ts';
import { registerWorker } from '../../src/queue/workers.ts';
import { expect, test as onBoard, PORTAL } from '../board/board-fixtures.ts';
import { put } from './queue-fixtures.ts';

const HELD = accountOf(PORTAL, 'ops@exemple.fr');
const PAUSED = accountOf(PORTAL, 'camille.martin@exemple.fr');
const LATER = accountOf(PORTAL, 'accueil@exemple.fr');

const WORKER = 'worker-1-4711-ab12';

/** SIRETs of the held account: in hand, failed, parked, waiting. */
const RUNNING = siretNumbered(1);
const FAILED = siretNumbered(2);
const PARKED = siretNumbered(3);

interface Fixtures {
  /** The board of a database whose queue has everything at once: a busy account, a paused one… */
  readonly board: string;
}

const test = mergeTests(onBoard, onServer).extend<Fixtures>({
  board: async ({ server, schema, folder, startBoard }, use) => {
    const place = { home: `${folder}/machine`, portal: PORTAL, database: server.url(schema) };
    await seedBusyHome(place, 30);
    await inLedger({ ...place, runId: 'worker-run' }, async (ledger) => {
      await put(ledger, HELD, [1, 2, 3, 4, 5, 900].map(siretNumbered));
      await put(ledger, PAUSED, [6, 7].map(siretNumbered));
      await put(ledger, LATER, [8].map(siretNumbered));
      await pauseAccount(ledger, PAUSED, 'PASSWORD_REFUSED');
      await pauseAccount(ledger, LATER, 'PORTAL_UNAVAILABLE', 900_000);
      await pinAccount(ledger, PAUSED, 'accueil-lyon');
      await registerWorker(ledger, WORKER, thisProcess(), '0.1.0');
      const lease = await acquireAccountLease(ledger, HELD, {
        ...{ ttlMs: 600_000, holder: thisProcess(), command: 'worker' },
      });
      const held = ledger.under(lease);
      await held.beginRun({ command: 'worker', version: '0.1.0' });
      for (const number of [1, 2]) await takeRow(held, HELD, siretNumbered(number), WORKER);
      const failed = { state: 'failed', reason: 'STRUCTURE_NOT_OFFERED' } as const;
      await settleRow(held, HELD, siretNumbered(2), failed);
      await held.recordStep('began', siretNumbered(1), 'fill-declaration');
      await parkRow(server, schema);
      await use(await startBoard(undefined, { RACCORD_DATABASE_URL: place.database }));
      await lease.release();
    });
  },
});

/** Leaves a row as three killed workers do, and a worker that was killed yesterday. */
async function parkRow(server: PostgresServer, schema: string): Promise<void> {
  await server.asSuperuser(schema, async (client) => {
    await client.query(
      `update queue_rows set state = 'parked', reason = 'WORKERS_LOST', lost_workers = 3,
       worker = 'worker-2-99-cd34' where siret = $1`,
      [PARKED],
    );
    await client.query(
      `insert into queue_workers select 'worker-2-99-cd34', 'worker-2', 99, version,
       started_at, '2026-11-26T21:00:00.000Z', drains from queue_workers`,
    );
  });
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

for (const [colorScheme, width, height, tag] of [
  ['light', 1280, 800, ''],
  ['dark', 360, 740, ''],
  ['dark', 1280, 800, ' @whole'],
  ['light', 360, 740, ' @whole'],
] as const) {
  test(`nothing keeps anyone from reading the queue: ${colorScheme}, ${width} px wide${tag}`, async ({
    page,
    board,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    for (const path of ['/', `/sirets/${PARKED}`]) {
      await page.goto(`${board}${path}`);
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([]);
      expect(await overflow(page), path).toBe(0);
    }
  });
}

test('what the queue needs of a person comes first, then who holds what, and which worker does what', async ({
  page,
  board,
}) => {
  await page.goto(board);
  const todo = page.getByRole('region', { name: 'À faire d’abord' });
  const items = todo.getByRole('listitem');
  await expect(items.nth(0)).toContainText(PAUSED.login);
  await expect(items.nth(0)).toContainText(`raccord queue resume --account ${PAUSED.login}`);
  await expect(items.nth(1)).toContainText('mis de côté');
  await expect(items.nth(1)).toContainText(`raccord queue retry --siret ${PARKED}`);
  await expect(items.nth(1)).toContainText('worker-2-99-cd34');
  await expect(todo).toContainText(`raccord queue retry --siret ${FAILED}`);

  const queue = page.getByRole('region', { name: 'File d’attente' });
  const held = queue.getByRole('row', { name: HELD.login }).first();
  await expect(held).toContainText('3 en attente · 1 en cours · 1 échec · 1 de côté');
  await expect(held).toContainText(`processus ${process.pid}`);
  const paused = queue.getByRole('row', { name: PAUSED.login });
  await expect(paused).toContainText('en pause');
  await expect(paused).toContainText('PASSWORD_REFUSED');
  await expect(paused).toContainText('accueil-lyon');
  await expect(queue.getByRole('row', { name: LATER.login })).toContainText('jusqu’au');

  const working = queue.getByRole('row', { name: WORKER });
  await expect(working.getByRole('link', { name: RUNNING })).toBeVisible();
  await expect(working).toContainText('remplir la déclaration');
  await expect(queue.getByRole('row', { name: 'worker-2-99' })).toContainText('n’est plus vu');
  await expect(queue.getByRole('row', { name: PARKED })).toContainText('WORKERS_LOST');
});

test('the same is told to programs, and the page of a parked SIRET says how it is put back', async ({
  page,
  request,
  board,
}) => {
  const metrics = await (await request.get(`${board}/metrics`)).text();
  expect(metrics).toContain(`raccord_queue_rows{account="${HELD.login}",state="parked"} 1`);
  expect(metrics).toContain(
    `raccord_queue_paused_since_timestamp_seconds{account="${PAUSED.login}",reason="PASSWORD_REFUSED"}`,
  );
  expect(metrics).toContain('raccord_queue_workers 1\n');
  await page.goto(`${board}/sirets/${PARKED}`);
  const todo = page.getByRole('region', { name: 'À faire d’abord' });
  await expect(todo).toContainText(`raccord queue retry --siret ${PARKED}`);
  await expect(todo).not.toContainText(PAUSED.login);
});

test('a database whose queue was never used has no section for it', async ({
  page,
  server,
  schema,
  folder,
  startBoard,
}) => {
  const place = { home: `${folder}/machine`, portal: PORTAL, database: server.url(schema) };
  await seedBusyHome(place, 3);
  await page.goto(await startBoard(undefined, { RACCORD_DATABASE_URL: place.database }));
  await expect(page.getByRole('heading', { name: 'SIRET par état' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'File d’attente' })).toHaveCount(0);
});
