import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test as base } from '../../fixtures/playwright/machines.ts';
import {
  environmentFor,
  runRaccord,
  type Finished,
} from '../../fixtures/playwright/raccord-process.ts';
import { startTestPortal } from '../../fixtures/playwright/test-portal.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { manyStructures } from '../../fixtures/rosters/many.ts';

/** One account has as much to do as the other two together: two workers can halve it. */
const SHARES = { a: 4, b: 2, c: 2 } as const;

const NAMES = ['a', 'b', 'c'] as const;

const STRUCTURES = manyStructures(8);

/**
 * So long does each page take. Real portals take 300 ms or more; a whole second makes each worker wait
 * for most of its time, so that two browsers on two cores do not slow each other down.
 */
const PAGE_MS = 1_000;

/** Each of two workers starts a browser of its own, and one of them signs in twice. */
const MOST_OF_ONE = 0.7;

interface Fixtures {
  /** A portal for each account: each has one administrator. */
  readonly portals: readonly StandInPortal[];
  /** Runs raccord on a machine with all three profiles. */
  readonly onAll: (machine: string, args: readonly string[]) => Promise<Finished>;
}

const test = base.extend<Fixtures>({
  portals: async ({}, use) => {
    const portals = await Promise.all(
      NAMES.map((name) =>
        startTestPortal({
          ...{ structures: STRUCTURES, pageDelayMs: PAGE_MS },
          administrator: { login: `${name}@exemple.fr`, password: `Admin-of-${name}-7741!` },
        }),
      ),
    );
    await use(portals);
    await Promise.all(portals.map((portal) => portal.close()));
  },
  onAll: async ({ portals, folder, database, keys: [identity, recipient] }, use) => {
    const profiles = join(folder, 'profiles');
    await mkdir(profiles);
    const left = STRUCTURES.map(({ siret }) => siret);
    for (const [index, name] of NAMES.entries()) {
      const portal = portals[index];
      if (portal === undefined) throw new Error('no portal');
      // Without a home of its own: it has that of its name.
      const lines = Object.entries(environmentFor(portal, ''))
        .map(([key, value]) => `${key}='${value}'`)
        .join('\n');
      await writeFile(join(profiles, `${name}.env`), `${lines}\n`, { mode: 0o600 });
      const roster = left.splice(0, SHARES[name]).join('\n');
      await writeFile(join(folder, `${name}.csv`), `siret\n${roster}\n`);
    }
    await use((machine, [command = '', ...flags]) =>
      runRaccord([command, ...NAMES.flatMap((name) => ['--profile', name]), ...flags], {
        folder,
        environment: {
          RACCORD_PROFILES: profiles,
          RACCORD_DATABASE_URL: database.url,
          RACCORD_RECIPIENTS: recipient,
          RACCORD_IDENTITY: identity,
          XDG_DATA_HOME: join(folder, machine, 'data'),
          XDG_STATE_HOME: join(folder, machine, 'state'),
        },
      }),
    );
  },
});

test.describe.configure({ mode: 'serial', timeout: 900_000 });

const seconds: number[] = [];

for (const machines of [['one'], ['one', 'two']] as const) {
  test(`three accounts are worked on by ${machines.length} of two workers`, async ({
    portals,
    onAll,
  }) => {
    const queued = await onAll('desk', ['batch', '--input', '{profile}.csv', '--queue']);
    expect(queued.exitCode, queued.stderr).toBe(0);
    const began = performance.now();
    const ends = await Promise.all(
      // One SIRET at a time: what is measured is workers, not the pages of one.
      machines.map((machine) => onAll(machine, ['worker', '--once', '--concurrency', '1'])),
    );
    seconds.push((performance.now() - began) / 1_000);
    for (const { exitCode, stderr } of ends) expect(exitCode, stderr).toBe(0);
    expect(portals.map((portal) => portal.truth().accounts.length)).toEqual(Object.values(SHARES));
  });
}

test('two workers take about half the time of one', () => {
  const [alone, together] = seconds;
  if (alone === undefined || together === undefined) throw new Error('not measured');
  console.log(
    `one worker ${alone.toFixed(1)} s, two workers ${together.toFixed(1)} s: ${(together / alone).toFixed(2)}`,
  );
  expect(together / alone).toBeLessThan(MOST_OF_ONE);
});
