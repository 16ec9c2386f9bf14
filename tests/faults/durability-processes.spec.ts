import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../src/domain/clock.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { siretOf } from '../unit/ledger-fixtures.ts';
import { expect, start, test as base } from './durability-process.ts';

const WORKERS = [1, 2, 3, 4] as const;
const EACH = 25;
const PORTAL = 'portail.example';

const test = base.extend<{ ledger: Ledger }>({
  ledger: async ({ folder }, use) => {
    const file = join(folder, 'ledger.db');
    const ledger = await openLedger({ file, portal: PORTAL, runId: 'run-0', clock: systemClock });
    await use(ledger);
    await ledger.close();
  },
});

function scriptThat(body: string, worker = 1): string {
  return `
    import { systemClock as clock } from './src/domain/clock.js';
    import { acquireLease } from './src/ledger/lease/lease.js';
    import { openLedger } from './src/ledger/ledger.js';
    import { thisProcess } from './src/ledger/lease/process-identity.js';
    const worker = ${worker};
    const siretOf = (number) => String(number).padStart(14, '0');
    const options = { file: 'ledger.db', portal: '${PORTAL}', runId: 'run-' + worker, clock };
    const ledger = await openLedger(options);
    ${body}
    await ledger.close();`;
}

test('several processes that record at once all have their rows', async ({ folder }) => {
  // The ledger does not exist yet: they also race to make it.
  const body = `
    for (let number = 1; number <= ${EACH}; number += 1) {
      await ledger.record(siretOf(worker * 100 + number), 'connection', { kind: 'not-seen' });
      await ledger.record(siretOf(7), 'account', { kind: 'not-seen' });
    }`;
  const scripts = WORKERS.map((worker) => start(folder, scriptThat(body, worker)));
  for (const { result } of scripts) expect(await result).toEqual({ code: 0, output: '' });

  const file = join(folder, 'ledger.db');
  const ledger = await openLedger({ file, portal: PORTAL, runId: 'run-0', clock: systemClock });
  const rows = await ledger.database.selectFrom('events').select('run').execute();
  for (const worker of WORKERS) {
    expect(rows.filter(({ run }) => run === `run-${worker}`)).toHaveLength(2 * EACH);
  }
  expect(await ledger.enrolments()).toHaveLength(WORKERS.length * EACH + 1);
  await ledger.close();
});

test('of several processes that intend the same half one does', async ({ folder, ledger }) => {
  const holder = thisProcess();
  const {
    name,
    holder: token,
    fence,
  } = await acquireLease(ledger, 'home', { ttlMs: 60_000, holder });
  const sirets = Array.from({ length: EACH }, (_, index) => siretOf(index + 1));
  for (const siret of sirets) await ledger.record(siret, 'connection', { kind: 'not-seen' });
  const body = `
    const lease = ${JSON.stringify({ name, holder: token, fence })};
    const intent = { kind: 'intended', applicationName: 'Pldiffusion' + worker };
    for (let number = 1; number <= ${EACH}; number += 1) {
      const tried = ledger.recordIntent(siretOf(number), 'connection', intent, lease);
      await tried.then(() => console.log(siretOf(number)), (error) => {
        if (!error.message.startsWith('no transition from intended')) throw error;
      });
    }`;
  const scripts = WORKERS.map((worker) => start(folder, scriptThat(body, worker)));
  const results = await Promise.all(scripts.map(({ result }) => result));
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const won = results.flatMap(({ output }) => output.split('\n').filter((line) => line !== ''));
  expect(won.sort()).toEqual(sirets);
});

test('of several processes that want one lease one has it', async ({ folder }) => {
  const body = `
    const { existsSync } = await import('node:fs');
    const holder = thisProcess();
    const lease = await acquireLease(ledger, 'home', { ttlMs: 60_000, holder }).catch((error) => error);
    console.log(lease.code ?? 'held');
    while (!existsSync('all-have-tried')) await clock.sleep(20);`;
  const scripts = WORKERS.map((worker) => start(folder, scriptThat(body, worker)));
  for (const script of scripts) await script.printed('\n');
  await writeFile(join(folder, 'all-have-tried'), '');
  const results = await Promise.all(scripts.map(({ result }) => result));
  const outputs = results.map(({ output }) => output).sort();
  expect(outputs).toEqual([...Array<string>(3).fill('HOME_LOCKED\n'), 'held\n']);
});

test('a lease is taken over from a process that was killed, and what it wrote is there', async ({
  folder,
  ledger,
}) => {
  const body = `
    const lease = await acquireLease(ledger, 'home', { ttlMs: 60_000, holder: thisProcess() });
    await ledger.record(siretOf(1), 'connection', { kind: 'not-seen' });
    await ledger.recordIntent(siretOf(1), 'connection', { kind: 'intended', applicationName: 'A' }, lease);
    console.log('intended');
    setInterval(() => undefined, 1_000);`;
  const script = start(folder, scriptThat(body));
  await script.printed('intended');
  const options = { ttlMs: 60_000, holder: thisProcess() };
  await expect(acquireLease(ledger, 'home', options)).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: { holder: { pid: script.pid } },
  });
  process.kill(script.pid, 'SIGKILL');
  await script.result;
  const lease = await acquireLease(ledger, 'home', options);
  expect(lease.fence).toBe(2);
  expect((await ledger.enrolment(siretOf(1))).connection.state).toBe('intended');
  await lease.release();
});

test('a process that slept past its lease records no intent when it wakes', async ({
  folder,
  ledger,
}) => {
  const body = `
    await ledger.record(siretOf(1), 'connection', { kind: 'not-seen' });
    const { existsSync } = await import('node:fs');
    const lease = await acquireLease(ledger, 'home', { ttlMs: 300, holder: thisProcess() });
    console.log('held');
    // Asleep in one piece: no timer renews the lease meanwhile.
    const asleep = new Int32Array(new SharedArrayBuffer(4));
    while (!existsSync('taken-over')) Atomics.wait(asleep, 0, 0, 20);
    const tried = ledger.recordIntent(siretOf(1), 'connection', { kind: 'intended' }, lease);
    console.log(await tried.then(() => 'intended', (error) => error.code));`;
  const script = start(folder, scriptThat(body));
  await script.printed('held');
  const taken: Lease[] = [];
  await expect(async () => {
    taken.push(await acquireLease(ledger, 'home', { ttlMs: 60_000, holder: thisProcess() }));
  }).toPass({ intervals: [50], timeout: 30_000 });
  await writeFile(join(folder, 'taken-over'), '');
  expect(await script.result).toEqual({ code: 0, output: 'held\nLEASE_LOST\n' });
  expect((await ledger.enrolment(siretOf(1))).connection.state).toBe('absent');
  for (const lease of taken) await lease.release();
});
