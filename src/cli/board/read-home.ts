import type { App } from '../../app.ts';
import type { Reading, Working } from '../../board/home.ts';
import type { Config } from '../../config/config.ts';
import { sinkNames } from '../../delivery/sink-names.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';
import type { Siret } from '../../domain/siret.ts';
import { knownError } from '../../files/known-error.ts';
import type { Delivery } from '../../ledger/deliveries.ts';
import { readHeldLeases } from '../../ledger/held-leases.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { hasEnded } from '../../ledger/runs.ts';
import { readStepsInHand } from '../../ledger/steps-in-hand.ts';
import type { Metric } from '../../metrics/prometheus.ts';
import { readMetrics } from '../../metrics/write-metrics.ts';
import { countCredentials, findUnlisted } from '../../run/unlisted.ts';
import { readStanding } from '../../standing/standing.ts';
import { readToldRuns, type ToldRun } from '../../standing/told-runs.ts';

/** A home that the board shows, with the way to its ledger. */
export interface ShownHome {
  readonly config: Config;
  readonly app: App;
}

/** So many runs are read. */
const MOST_RUNS = 20;

/** Reads how a home stands; a ledger that cannot be read is told, not thrown. */
export async function readHome({ config, app }: ShownHome): Promise<Reading> {
  const countLost = async (ledger?: Ledger): Promise<number> =>
    countCredentials(await findUnlisted(ledger, app.vaultFolder));
  try {
    return await app.readingLedger(async (ledger): Promise<Reading> => {
      if (ledger === undefined) return { kind: 'none', unlisted: await countLost() };
      const isThere = await app.sealedIn(ledger);
      const runs = await readToldRuns(ledger, config.home, MOST_RUNS);
      return {
        kind: 'known',
        standing: await readStanding(ledger, { ...config, isThere }),
        unlisted: await countLost(ledger),
        working: await readWorking(ledger, runs),
        runs,
      };
    });
  } catch (error) {
    return { kind: 'unreadable', error: knownError(error) };
  }
}

async function readWorking(ledger: Ledger, runs: readonly ToldRun[]): Promise<Working[]> {
  const working: Working[] = [];
  for (const lease of await readHeldLeases(ledger)) {
    const { command, since } = lease.holder;
    // A run is recorded under the lease, by the command that holds it.
    const run = runs.find(
      (one) => !hasEnded(one) && one.command === command && one.startedAt >= since,
    );
    const inHand = run === undefined ? [] : await readStepsInHand(ledger, run.id);
    working.push({ ...lease, inHand, ...(run !== undefined && { run }) });
  }
  return working;
}

/** What happened to one SIRET, oldest first. */
export interface SiretHistory {
  readonly events: readonly LedgerEvent[];
  readonly deliveries: readonly (Delivery & { readonly at: string })[];
}

/** Reads what happened to one SIRET. */
export async function readHistory({ app }: ShownHome, siret: Siret): Promise<SiretHistory> {
  return app.readingLedger(async (ledger) => {
    const deliveries = (await ledger?.deliveries.all()) ?? [];
    return {
      events: (await ledger?.history(siret)) ?? [],
      deliveries: deliveries.filter((one) => one.siret === siret),
    };
  });
}

/** Reads the figures of a home; none where nothing was done there yet. */
export async function readFigures({ app, config }: ShownHome): Promise<readonly Metric[]> {
  return app.readingLedger(async (ledger) => {
    if (ledger === undefined) return [];
    const isThere = await app.sealedIn(ledger);
    return readMetrics({ ledger, isThere }, sinkNames(config.delivery));
  });
}
