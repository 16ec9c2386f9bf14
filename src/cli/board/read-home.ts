import type { App } from '../../app.ts';
import type { Reading, Working, ShownQueue } from '../../board/board-home.ts';
import type { Config } from '../../config/config.ts';
import { sinkNames } from '../../credentials/delivery/sink-names.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';
import type { Siret } from '../../domain/siret.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import type { Delivery } from '../../ledger/journals/deliveries.ts';
import {
  accountDigest,
  readHeldLeases,
  type HeldLease,
  listHolders,
} from '../../ledger/lease/account-lease.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { readRunningSteps, type RunningStep } from '../../ledger/journals/running-steps.ts';
import type { Metric } from '../../reporting/metrics/prometheus.ts';
import { readMetrics, UNDELIVERED } from '../../reporting/metrics/write-metrics.ts';
import { countCredentials, findUnlisted } from '../../credentials/vault/unlisted.ts';
import { readStatusSnapshot, type StatusSnapshot } from '../../status/status-snapshot.ts';
import { readRunsWithReports, type RunWithReport } from '../../status/runs-with-reports.ts';
import { isSealedInEither } from '../../credentials/vault/sealed-files.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';
import { readQueue } from '../../queue/queue-view.ts';

/** A home shown on the board, with access to its ledger. */
export interface ShownHome {
  readonly config: Config;
  readonly app: App;
  /** The earlier profile that shows the same ledger: only the account's own data is read. */
  readonly shownBy?: string | undefined;
}

/** Maximum number of runs to read. */
const MOST_RUNS = 20;

/** Reads the state of a home. An unreadable ledger is part of the result, not an exception. */
export async function readHome({ config, app, shownBy }: ShownHome): Promise<Reading> {
  const countLost = async (ledger?: Ledger): Promise<number> =>
    countCredentials(await findUnlisted(ledger, vaultFolderOf(config)));
  try {
    return await app.readingLedger(async (ledger): Promise<Reading> => {
      if (ledger === undefined) return { kind: 'none', unlisted: await countLost() };
      const isThere = await isSealedInEither(ledger, vaultFolderOf(config));
      const runs = await readRunsWithReports(ledger, config.home, MOST_RUNS);
      const working = await readWorking(ledger, config, runs);
      const standing = await readStatusSnapshot(ledger, { ...config, isThere });
      if (shownBy !== undefined) return ofAccount(standing, working);
      const queue = await readShownQueue(ledger);
      return {
        ...{ kind: 'known', standing, unlisted: await countLost(ledger), working, runs, queue },
      };
    });
  } catch (error) {
    return { kind: 'unreadable', error: toRaccordError(error) };
  }
}

function ofAccount({ refusal }: StatusSnapshot, working: readonly Working[]): Reading {
  const none = { known: 0, enrolments: [], undelivered: new Map(), gaps: new Map() };
  const standing = { ...none, refusal };
  return { kind: 'known', standing, unlisted: 0, working, runs: [] };
}

/** Returns the current work of this home's account; without a profile, of all accounts. */
async function readWorking(
  ledger: Ledger,
  { login, portalUrl, profile }: Config,
  runs: readonly RunWithReport[],
): Promise<Working[]> {
  const own = login === undefined ? undefined : accountDigest({ portal: portalUrl.host, login });
  const working: Working[] = [];
  for (const lease of await readHeldLeases(ledger)) {
    const isOther = lease.account !== undefined && lease.account !== own;
    if (isOther && profile !== undefined) continue;
    const run = runs.find((one) => one.isRunning && isRunOf(lease, one));
    const inHand = run === undefined ? [] : await readRunningSteps(ledger, run.id);
    const { name, holder } = lease;
    working.push({ name, holder, isOther, inHand, run });
  }
  return working;
}

/** Matches a run to a lease: a lease in a file names no run, so their commands are compared. */
function isRunOf({ run, holder }: HeldLease, one: RunWithReport): boolean {
  return run === undefined ? one.command === holder.command : run === one.id;
}

/** Events of one SIRET, oldest first. */
export interface SiretHistory {
  readonly events: readonly LedgerEvent[];
  readonly deliveries: readonly (Delivery & { readonly at: string })[];
}

/** Reads the events of one SIRET. */
export async function readHistory({ app }: ShownHome, siret: Siret): Promise<SiretHistory> {
  return app.readingLedger(async (ledger) => {
    const deliveries = (await ledger?.deliveries.all()) ?? [];
    return {
      events: (await ledger?.history(siret)) ?? [],
      deliveries: deliveries.filter((one) => one.siret === siret),
    };
  });
}

/**
 * Reads the metrics of a home; empty if nothing was done there yet. A ledger's figures come once:
 * those of one that an earlier profile shows are only about the sinks of this profile.
 */
export async function readFigures(shown: ShownHome): Promise<readonly Metric[]> {
  const { app, config, shownBy } = shown;
  return app.readingLedger(async (ledger) => {
    if (ledger === undefined) return [];
    const isThere = await isSealedInEither(ledger, vaultFolderOf(config));
    const metrics = await readMetrics({ ledger, isThere }, sinkNames(config.delivery));
    return shownBy === undefined ? metrics : metrics.filter(({ name }) => name === UNDELIVERED);
  });
}

/** Reads the queue; returns `undefined` if nothing was ever queued or the ledger is in a file. */
async function readShownQueue(ledger: Ledger): Promise<ShownQueue | undefined> {
  if (!ledger.backend.isShared) return undefined;
  const view = await readQueue(ledger, ['running', 'failed', 'parked']);
  if (view.accounts.length === 0 && view.workers.length === 0) return undefined;
  const steps = new Map<Siret, RunningStep>();
  for (const { run } of await listHolders(ledger)) {
    if (run === undefined) continue;
    for (const step of await readRunningSteps(ledger, run)) {
      if (step.siret !== undefined) steps.set(step.siret, step);
    }
  }
  return { ...view, steps };
}
