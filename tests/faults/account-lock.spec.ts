import { join } from 'node:path';
import { systemClock } from '../../src/domain/clock.ts';
import { acquireAccountLock, type AccountLock } from '../../src/ledger/lease/account-lock.ts';
import { expect, start, test } from './durability-process.ts';

const ACCOUNT = { portal: 'portail.example', login: 'admin@exemple.fr', clock: systemClock };

/** Takes the lock in a process of its own, says so, and ends in the way of `end`. */
function scriptThat(end: string): string {
  return `
    import { systemClock as clock } from './src/domain/clock.js';
    import { acquireAccountLock } from './src/ledger/lease/account-lock.js';
    const account = { portal: 'portail.example', login: 'admin@exemple.fr', clock };
    // Kept, as what nobody refers to is closed.
    globalThis.lock = await acquireAccountLock({ ...account, folder: 'state', home: '/srv/a', command: 'batch' });
    console.log('held');
    ${end}`;
}

const FOR_EVER = 'setInterval(() => undefined, 1_000);';

test('the lock of an account ends with its process, even one that is killed', async ({
  folder,
}) => {
  const holder = start(folder, scriptThat(FOR_EVER));
  await holder.printed('held');
  await expect(take(folder)).rejects.toMatchObject({
    code: 'ACCOUNT_LOCKED',
    details: { holder: { pid: holder.pid, command: 'batch', home: '/srv/a' } },
  });
  process.kill(holder.pid, 'SIGKILL');
  await holder.result;
  await (await take(folder)).release();
});

test('a process that stands still keeps the lock of its account', async ({ folder }) => {
  test.skip(process.platform === 'win32', 'Windows stops no process');
  const holder = start(folder, scriptThat(FOR_EVER));
  await holder.printed('held');
  process.kill(holder.pid, 'SIGSTOP');
  await expect(take(folder)).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
  process.kill(holder.pid, 'SIGKILL');
  await holder.result;
});

test('a process that ends without giving the lock back is not missed', async ({ folder }) => {
  const holder = start(folder, scriptThat('process.exit(3);'));
  expect(await holder.result).toMatchObject({ code: 3 });
  await (await take(folder)).release();
});

test('of several processes that want one account one has it', async ({ folder }) => {
  const holders = [1, 2, 3, 4].map(() => start(folder, scriptThat(FOR_EVER)));
  const ends = holders.map(({ result }, index) => result.then(({ code }) => ({ index, code })));
  const refused = new Set<number>();
  while (refused.size < 3) {
    const { index, code } = await Promise.race(ends.filter((_, one) => !refused.has(one)));
    expect(code).toBe(1);
    refused.add(index);
  }
  const [left] = holders.filter((_, index) => !refused.has(index));
  await left?.printed('held');
  process.kill(left?.pid ?? 0, 'SIGKILL');
  const { output } = (await left?.result) ?? { output: '' };
  expect(output).toBe('held\n');
});

function take(folder: string): Promise<AccountLock> {
  const state = join(folder, 'state');
  return acquireAccountLock({ ...ACCOUNT, folder: state, home: '/srv/b', command: 'run' });
}
