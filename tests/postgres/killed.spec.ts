import { mergeTests } from '@playwright/test';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { acquireLease, type Lease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { expect, start, test as inProcess } from '../faults/durability-process.ts';
import { siretOf } from '../unit/ledger-fixtures.ts';

const PORTAL = 'portail.example';

/** Longer than a start of Node takes, so that the process is not overtaken while it works. */
const TTL_MS = 5_000;

const SIRET = siretOf(1);

const test = mergeTests(inProcess, onServer).extend<{ url: string; ledger: Ledger }>({
  url: async ({ server, schema }, use) => {
    await use(server.url(schema));
  },
  ledger: async ({ url }, use) => {
    const place = { url: new Secret(url), portal: PORTAL, runId: 'run-0', clock: systemClock };
    const ledger = await openLedger(place);
    await use(ledger);
    await ledger.close();
  },
});

/** Another machine's process, which takes the lease first. */
function scriptThat(url: string, body: string): string {
  return `
    import { systemClock as clock } from './src/domain/clock.js';
    import { Secret } from './src/secrets/secret.js';
    import { acquireLease } from './src/ledger/lease/lease.js';
    import { openLedger } from './src/ledger/ledger.js';
    import { thisProcess } from './src/ledger/lease/process-identity.js';
    const place = { url: new Secret('${url}'), portal: '${PORTAL}', runId: 'run-1', clock };
    const ledger = await openLedger(place);
    const lease = await acquireLease(ledger, 'writer', { ttlMs: ${TTL_MS}, holder: thisProcess() });
    ${body}
    await ledger.close();`;
}

const INTENDS = `
  await ledger.record('${SIRET}', 'connection', { kind: 'not-seen' });
  const intent = { kind: 'intended', applicationName: 'Pldiffusion7' };
  await ledger.recordIntent('${SIRET}', 'connection', intent, lease);
  console.log('intended');`;

test('what a killed process intended is found by the next one, once its lease is over', async ({
  folder,
  url,
  ledger,
}) => {
  const script = start(folder, scriptThat(url, `${INTENDS}\nawait clock.sleep(60_000);`));
  await script.printed('intended');
  process.kill(script.pid, 'SIGKILL');
  await script.result;
  const killedAt = systemClock.elapsed();
  await expect(take(ledger)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
  const next = await takeOnceFree(ledger);
  expect(next.fence).toBe(2);
  expect(systemClock.elapsed() - killedAt).toBeLessThan(TTL_MS + 2_000);
  expect((await ledger.enrolment(SIRET)).connection.state).toBe('intended');
  await next.release();
});

test('a process that stood still for longer than its lease clicks nothing when it goes on', async ({
  folder,
  url,
  ledger,
}) => {
  const script = start(
    folder,
    scriptThat(
      url,
      `const wake = new AbortController();
      process.once('SIGUSR2', () => wake.abort());
      ${INTENDS}
      await clock.sleep(60_000, wake.signal);
      console.log(await ledger.expectHeld(lease).then(() => 'clicks', ({ code }) => code));
      const late = ledger.under(lease).record('${SIRET}', 'connection', { kind: 'settled-absent' });
      console.log(await late.then(() => 'records', ({ code }) => 'then ' + code));
      await lease.release();`,
    ),
  );
  await script.printed('intended');
  process.kill(script.pid, 'SIGSTOP');
  const next = await takeOnceFree(ledger);
  process.kill(script.pid, 'SIGUSR2');
  process.kill(script.pid, 'SIGCONT');
  const { code, output } = await script.result;
  expect(output).toBe('intended\nLEASE_LOST\nthen LEASE_LOST\n');
  expect(code).toBe(0);
  await ledger.expectHeld(next);
  await next.release();
});

function take(ledger: Ledger): Promise<Lease> {
  return acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
}

/** Tries again until the lease is free. */
async function takeOnceFree(ledger: Ledger): Promise<Lease> {
  let taken: Lease | undefined;
  await expect
    .poll(
      async () => {
        taken = await take(ledger).catch(() => undefined);
        return taken !== undefined;
      },
      { timeout: 3 * TTL_MS },
    )
    .toBe(true);
  if (taken === undefined) throw new Error('never free');
  return taken;
}
