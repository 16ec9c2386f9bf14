import { readFile, rm } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { join } from 'node:path';
import { expect, test as base } from '../../fixtures/playwright/command.ts';
import { seedBusyHome } from '../../fixtures/playwright/busy-home.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { readHeldLeases } from '../../src/ledger/lease/account-lease.ts';

const TOKEN = 'open-sesame-open-sesame';

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface BoardProcess {
  readonly running: Running;
  readonly url: string;
  readonly ask: (
    path: string,
    options?: { method?: string; headers?: Record<string, string> },
  ) => Promise<Answered>;
}

interface Fixtures {
  /** Starts the command on the test's home, as a process. */
  readonly startBoard: (
    environment?: Record<string, string>,
    flags?: readonly string[],
  ) => Promise<BoardProcess>;
}

const test = base.extend<Fixtures>({
  startBoard: async ({ startRaccord }, use) => {
    await use(async (environment = {}, flags = []) => {
      const running = startRaccord(['board', '--port', '0', ...flags], environment);
      await running.says(/http:\/\/\S+\//u);
      const [url = ''] = /http:\/\/\S+(?=\/)/u.exec(running.printed()) ?? [];
      return { running, url, ask: (path, options) => answered(`${url}${path}`, options) };
    });
  },
});

/** Asks with headers that a browser would not let a page set. */
async function answered(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = ask(url, { method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('it shows the home on loopback, reads alone, and ends well at SIGTERM', async ({
  startBoard,
  portal,
  home,
}) => {
  const place = { home, portal: new URL(portal.url).hostname };
  await seedBusyHome(place, 12);
  const before = await readFile(join(home, 'ledger.db'));
  const board = await startBoard();
  expect(board.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
  const overview = await board.ask('/', { headers: { 'accept-language': 'fr' } });
  expect(overview.status).toBe(200);
  expect(overview.headers['content-security-policy']).toContain("default-src 'none'");
  expect(overview.headers['content-security-policy']).not.toContain('unsafe');
  expect(overview.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(overview.body).toContain('À faire d’abord');
  expect((await board.ask('/')).body).toContain('To do first');
  for (const secret of [portal.administrator.password, portal.administrator.totpSecret]) {
    expect(overview.body).not.toContain(secret);
  }
  await inLedger(place, async (ledger) => {
    expect(await readHeldLeases(ledger)).toEqual([]);
  });
  await board.ask('/sirets');
  await board.ask('/metrics');
  expect(before.equals(await readFile(join(home, 'ledger.db')))).toBe(true);
  board.running.kill('SIGTERM');
  expect((await board.running.finished).exitCode).toBe(0);
});

test('nothing but looking is answered, and no name but its own', async ({ startBoard }) => {
  const board = await startBoard();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const { status, headers } = await board.ask('/', { method });
    expect([status, headers['allow']], method).toEqual([405, 'GET, HEAD']);
  }
  const head = await board.ask('/', { method: 'HEAD' });
  expect([head.status, head.body]).toEqual([200, '']);
  expect((await board.ask('/', { headers: { host: 'evil.example' } })).status).toBe(421);
  expect((await board.ask('/nothing-here')).status).toBe(404);
});

test('with a token nobody looks without it, and it is in no line that is printed', async ({
  startBoard,
}) => {
  const board = await startBoard({ RACCORD_BOARD_TOKEN: TOKEN }, [
    ...['--host-name', 'board.exemple.fr'],
  ]);
  const refused = await board.ask('/');
  expect(refused.status).toBe(401);
  expect(refused.headers['www-authenticate']).toContain('Basic');
  expect(refused.body).not.toContain(TOKEN);
  const authorization = `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`;
  const host = 'board.exemple.fr';
  expect((await board.ask('/', { headers: { authorization, host } })).status).toBe(200);
  const bearer = { authorization: `Bearer ${TOKEN}` };
  expect((await board.ask('/metrics', { headers: bearer })).status).toBe(200);
  expect((await board.ask('/metrics')).status).toBe(401);
  const health = await board.ask('/healthz');
  expect([health.status, health.body]).toEqual([200, '{"status":"ok"}\n']);
  board.running.kill('SIGTERM');
  await board.running.finished;
  expect(board.running.printed()).not.toContain(TOKEN);
});

test('others than this machine’s look only with a token', async ({ raccordHere: raccord }) => {
  const open = await raccord(['board', '--port', '0', '--listen', '0.0.0.0']);
  expect(open.exitCode).toBe(2);
  expect(open.stderr).toContain('RACCORD_BOARD_TOKEN');
  const short = await raccord(['board', '--port', '0'], { RACCORD_BOARD_TOKEN: 'short' });
  expect(short.exitCode).toBe(2);
  expect(short.stderr).not.toContain('short"');
  const named = await raccord(['board', '--port', '0', '--listen', 'here']);
  expect(named.stderr).toContain('--listen');
});

test('health is bad once the ledger is gone, and says so without a word of its content', async ({
  startBoard,
  portal,
  home,
}) => {
  const board = await startBoard();
  const fresh = await board.ask('/healthz');
  expect(fresh.status).toBe(200);
  expect(JSON.parse(fresh.body)).toEqual({ status: 'ok', ledgers: [{ status: 'none' }] });
  await seedBusyHome({ home, portal: new URL(portal.url).hostname }, 12);
  expect(JSON.parse((await board.ask('/healthz')).body)).toMatchObject({
    ledgers: [{ status: 'ok' }],
  });
  for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm']) {
    await rm(join(home, name), { force: true });
  }
  const gone = await board.ask('/healthz');
  expect(gone.status).toBe(503);
  expect(gone.headers['content-type']).toContain('application/json');
  expect(JSON.parse(gone.body)).toEqual({ status: 'failing', ledgers: [{ status: 'lost' }] });
  const { status, body } = await board.ask('/');
  expect(status).toBe(200);
  expect(body).toContain('raccord doctor --take-in');
});

test('the figures are those of the file for Prometheus', async ({
  startBoard,
  raccordHere: raccord,
  portal,
  home,
}) => {
  await seedBusyHome({ home, portal: new URL(portal.url).hostname }, 12);
  const board = await startBoard();
  const { headers, body } = await board.ask('/metrics');
  expect(headers['content-type']).toContain('version=0.0.4');
  const file = join(home, 'raccord.prom');
  await raccord(['status', '--metrics', file]);
  expect(body).toBe(await readFile(file, 'utf8'));
});
