import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { acquireAccountLock } from '../../src/ledger/lease/account-lock.ts';
import { documentOf, enrolmentDocument, errorDocument } from '../cli/documents.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--only', 'account', '--json'] as const;

/** Each command that may write on the portal. */
const WRITING = [
  RUN,
  ['batch', '--input', 'roster.csv', '--yes', '--json'],
  ['renew', '--siret', SIRET, '--adopt', '--json'],
] as const;

/** Longer than any test: an answer comes when the test releases it. */
const HELD_MS = 3_600_000;

test.describe.configure({ timeout: 240_000 });

test('of two homes with one account at once the second is refused, and one account is made', async ({
  portal,
  folder,
  home,
  raccordHere,
  startRaccord,
}) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n`);
  const second = { RACCORD_HOME: join(folder, 'second-home') };
  // Until it is answered the account is in no list: a second home would make one of its own.
  portal.fail({ at: 'create-account', how: 'slow', afterMs: HELD_MS });
  const first = startRaccord(RUN, { RACCORD_PATIENCE: '1h' });
  await expect.poll(() => portal.writeRequests(), { timeout: 120_000 }).toBe(1);

  for (const args of WRITING) {
    const refused = await raccordHere(args, second);
    expect(refused.exitCode, refused.stderr).toBe(2);
    const { error } = documentOf(refused, errorDocument);
    expect(error.code).toBe('ACCOUNT_LOCKED');
    expect(error.message).toContain(`raccord run (pid ${first.pid} on `);
    expect(error.message).toContain(`with RACCORD_HOME ${home}`);
  }
  expect(portal.truth().accounts).toEqual([]);

  portal.release();
  const done = await first.finished;
  expect(done.exitCode, done.stderr).toBe(0);
  const next = await raccordHere(RUN, second);
  // Its password is in the other home.
  expect(next.exitCode, next.stderr).toBe(1);
  const { account } = documentOf(next, enrolmentDocument);
  expect(account).toMatchObject({ outcome: 'existing', error: { code: 'PASSWORD_MISSING' } });
  expect(portal.truth().accounts.map(({ siret }) => siret)).toEqual([SIRET]);
  expect(portal.writeRequests()).toBe(1);
});

test('what only reads, and signing in, go beside a run of another home @whole', async ({
  portal,
  folder,
  raccordHere,
}) => {
  const lock = await acquireAccountLock({
    folder: join(folder, 'state', 'raccord'),
    portal: new URL(portal.url).host,
    login: portal.administrator.login,
    home: join(folder, 'first-home'),
    command: 'batch',
    clock: systemClock,
  });
  try {
    expect((await raccordHere(RUN)).stderr).toContain('✗ ACCOUNT_LOCKED');
    for (const args of [
      ['sign-in'],
      ['plan', '--siret', SIRET],
      ['run', '--siret', SIRET, '--only', 'account', '--until', 'open-account-form'],
    ]) {
      const done = await raccordHere(args);
      expect(done.exitCode, `${args.join(' ')}: ${done.stderr}`).toBe(0);
    }
  } finally {
    await lock.release();
  }
  expect(portal.writeRequests()).toBe(0);
});
