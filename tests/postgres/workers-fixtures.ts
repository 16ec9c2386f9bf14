import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { expect, type Machines } from '../../fixtures/playwright/machines.ts';
import type { PostgresServer } from '../../fixtures/playwright/postgres.ts';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { untilStopped } from '../../fixtures/playwright/stopped-process.ts';
import { findIn } from '../cli/secret-search.ts';

/** What happens to a worker while it works. */
export type Fault = 'killed' | 'stopped' | 'cut off';

export const FAULTS: readonly Fault[] = ['killed', 'stopped', 'cut off'];

/** How the lease of the worker that met it ends: after its whole term, or as if that had passed. */
type LeaseEnd = 'in its own time' | 'at once';

/** When it happens: at the Nth durable write, or at the first that has all these words. */
export type Moment = { readonly write: number } | { readonly words: string };

interface Place extends Pick<Machines, 'on' | 'start' | 'database'> {
  readonly folder: string;
  readonly portal: StandInPortal;
  readonly server: PostgresServer;
  readonly schema: string;
}

/** What came of a roster that two workers worked on. */
export interface RosterVerdict {
  /** SIRETs without an account, or whose account's password nobody has. */
  readonly lost: readonly string[];
  /** SIRETs with two connections or accounts. */
  readonly doubled: readonly string[];
  /** Secrets in anything that was printed or stored in the database, in any form. */
  readonly leaked: readonly string[];
  /** How often something was sent that changes the portal. */
  readonly writes: number;
}

/**
 * Has a worker meet a fault while it works on a roster, and another one finish it by itself.
 * @returns what is on the portal and in the vault then.
 */
export async function workThrough(
  place: Place,
  sirets: readonly string[],
  fault: Fault,
  moment: Moment,
  leaseEnds: LeaseEnd = 'in its own time',
): Promise<RosterVerdict> {
  const { on, start, database, folder, server, schema } = place;
  await writeFile(join(folder, 'roster.csv'), `siret\n${sirets.join('\n')}\n`);
  const queued = await on('desk', ['batch', '--input', 'roster.csv', '--queue']);
  expect(queued.exitCode, queued.stderr).toBe(0);
  const faulty = start('one', ['worker', '--verbose'], {
    RACCORD_SIGNAL: fault === 'killed' ? 'SIGKILL' : 'SIGSTOP',
    ...('words' in moment
      ? { RACCORD_SIGNAL_WORDS: moment.words }
      : { RACCORD_SIGNAL_AT: String(moment.write) }),
    ...(fault === 'cut off' && { RACCORD_DATABASE_URL: database.cutUrl }),
  });
  await meet(fault, faulty, place);
  if (leaseEnds === 'at once') await expireLeases(place);
  const other = start('two', ['worker', '--verbose']);
  await untilAllDone(place, sirets.length, other);
  if (fault !== 'killed') {
    database.proxy.mend();
    faulty.kill('SIGCONT');
  }
  for (const worker of [faulty, other]) worker.kill('SIGTERM');
  const ends = await Promise.all([faulty.finished, other.finished]);
  expect(ends[1].exitCode, ends[1].stderr).toBe(0);
  if (fault !== 'killed') expect([0, 1], ends[0].stderr).toContain(ends[0].exitCode);
  const told = [queued, ...ends].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  return verdictOn(place, sirets, told + (await server.textsIn([schema, `${schema}_jobs`])));
}

/** Waits until the fault has come about. */
async function meet(fault: Fault, worker: Running, { database }: Place): Promise<void> {
  if (fault === 'killed') {
    expect((await worker.finished).exitCode).toBe(null);
    return;
  }
  expect(await untilStopped(worker), worker.printed()).toBe(true);
  if (fault !== 'cut off') return;
  database.proxy.cut();
  worker.kill('SIGCONT');
}

/** Moves the end of what is held into the past, as the database counts it: nobody renews it any more. */
async function expireLeases({ server, schema }: Place): Promise<void> {
  const { rowCount } = await server.asSuperuser(schema, (client) =>
    client.query(`update leases set expires_at = renewed_at where holder <> ''`),
  );
  expect(rowCount).toBe(1);
}

/** Waits for the other worker, which has to wait until the lease of the first is over. */
async function untilAllDone({ on }: Place, count: number, worker: Running): Promise<void> {
  const states = async (): Promise<string> => {
    const { stdout } = await on('desk', ['queue', 'list', '--json']);
    const { accounts } = JSON.parse(stdout) as { accounts: { counts: Record<string, number> }[] };
    return JSON.stringify(accounts[0]?.counts);
  };
  const all = { waiting: 0, running: 0, done: count, failed: 0, parked: 0 };
  await expect
    .poll(states, { timeout: 240_000, intervals: [2_000], message: worker.printed().slice(-4_000) })
    .toBe(JSON.stringify(all));
}

/** What `credentials export` writes of each. */
interface Exported {
  readonly login: string;
  readonly password: string;
}

async function verdictOn(
  { on, folder, portal, database }: Place,
  sirets: readonly string[],
  told: string,
): Promise<RosterVerdict> {
  const file = join(folder, 'opened.json');
  const exported = await on('desk', ['credentials', 'export', '--output', file]);
  expect(exported.exitCode, exported.stderr).toBe(0);
  const opened = JSON.parse(await readFile(file, 'utf8')) as Exported[];
  const { accounts, connections, writes } = portal.truth();
  const countOf = (all: readonly { siret: string }[], siret: string): number =>
    all.filter((one) => one.siret === siret).length;
  const isOpened = ({ login, password }: Exported): boolean =>
    opened.some((one) => one.login === login && one.password === password);
  const { password, totpSecret } = portal.administrator;
  const secrets = {
    ...{ password, totpSecret, database: new URL(database.url).password },
    ...Object.fromEntries(accounts.map((account) => [account.login, account.password])),
  };
  return {
    lost: sirets.filter((siret) => {
      const own = accounts.filter((account) => account.siret === siret);
      return countOf(connections, siret) === 0 || own.length === 0 || !own.every(isOpened);
    }),
    doubled: sirets.filter(
      (siret) => countOf(accounts, siret) > 1 || countOf(connections, siret) > 1,
    ),
    leaked: findIn('told or stored', told, secrets),
    writes,
  };
}
