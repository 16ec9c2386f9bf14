import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/machines.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { untilStopped } from '../../fixtures/playwright/stopped-process.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';

const SIRET = '73282932000074';
const OTHER_SIRET = '81263740300013' as Siret;

/** Both accounts name their applications alike. */
const PATTERN = { RACCORD_APPLICATION_PATTERN: 'Beside{n}' };

for (const [command, tag, ...args] of [
  ['batch', '', '--input', 'roster.csv', '--yes'],
  ['run', ' @whole', '--siret', SIRET],
  ['worker', ' @whole', '--once'],
] as const) {
  test(`${command} takes the next name where another account intends the one that it has just typed${tag}`, async ({
    on,
    start,
    portal,
    folder,
    database,
  }) => {
    await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n`);
    if (command === 'worker') await on('desk', ['batch', '--input', 'roster.csv', '--queue']);
    const running = start('one', [command, ...args], {
      ...{ ...PATTERN, RACCORD_SIGNAL: 'SIGSTOP' },
      // The form is filled, and no intent is recorded yet.
      RACCORD_SIGNAL_AT: 'steps submit-declaration began',
      RACCORD_WRITES_FILE: join(folder, 'writes'),
    });
    expect(await untilStopped(running), running.printed()).toBe(true);
    const { host, hostname } = new URL(portal.url);
    const place = { home: join(folder, 'two'), portal: hostname, database: database.url };
    await inLedger({ ...place, runId: 'other' }, async (ledger) => {
      const options = { ttlMs: 60_000, holder: thisProcess() };
      const lease = await acquireAccountLease(ledger, { portal: host, login: 'other' }, options);
      const own = ledger.under(lease);
      await own.record(OTHER_SIRET, 'connection', { kind: 'not-seen' });
      const intent = { kind: 'intended', applicationName: 'BESIDE1' } as const;
      await own.recordIntent(OTHER_SIRET, 'connection', intent, lease);
      await lease.release();
    });
    running.kill('SIGCONT');
    const { exitCode, stderr } = await running.finished;
    expect(exitCode, stderr).toBe(0);
    const { connections, accounts, writes } = portal.truth();
    expect(connections.filter(({ siret }) => siret === SIRET)).toMatchObject([
      { applicationName: 'Beside2' },
    ]);
    expect([accounts.filter(({ siret }) => siret === SIRET).length, writes]).toEqual([1, 2]);
  });
}
