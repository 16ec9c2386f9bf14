import type { DeliveryConfig } from '../../config/delivery-settings.ts';
import { describeSink } from '../../credentials/delivery/sink-names.ts';
import {
  readPending,
  type DeliveryResult,
  type DeliveryFilter,
} from '../../credentials/delivery/outbox.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { exitCodeOfError } from '../../errors/to-raccord-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Paint } from '../terminal/colour.ts';
import { appOf, configOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import {
  deliverHere,
  failuresOf,
  namedSinks,
  type DeliveryPlace,
} from '../deliveries/deliver-after.ts';
import { siretOf } from '../options/option-values.ts';
import { table } from '../terminal/text-tables.ts';
import { notifyCommandEnded, type EndedCommand } from '../results/notify-command-ended.ts';
import { troubleOf } from '../results/trouble.ts';
import { recordedRun } from '../results/recorded-run.ts';

export interface DeliverFlags {
  readonly siret?: readonly string[];
  readonly sink?: string;
  /** Includes credentials of accounts that someone else may have created. */
  readonly unproven?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `raccord deliver`: delivers what no sink has received yet, and retries what failed. */
export const deliver: Command<DeliverFlags> = async (context, flags) => {
  const startedAt = systemClock.now();
  const isDry = flags.dryRun === true;
  const config = configOf(context, { deliveries: !isDry, notifications: !isDry });
  const sinks = namedSinks(context, config.delivery, flags.sink);
  const sirets = flags.siret?.map((text) => siretOf(text, config.environment));
  const wanted = { sirets, unproven: flags.unproven };
  const logger = loggerOf(context, false);
  const app = appOf(context, config, logger);
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    if (isDry) {
      print(context, flags, config.delivery, await pendingResults(ledger, sinks, wanted));
      return EXIT.done;
    }
    let results: readonly DeliveryResult[] = [];
    const came = (to: readonly DeliveryResult[]): void => void (results = to);
    const notify = (exitCode: ExitCode, error?: unknown): Promise<void> =>
      tellDeliveries(context, { config, logger, startedAt, exitCode, results, error });
    const place = { app, config, ledger, logger };
    try {
      const exitCode = await recordedRun(context, ledger, 'deliver', () =>
        handOver(context, flags, place, sinks, wanted, came),
      );
      await notify(exitCode);
      return exitCode;
    } catch (error) {
      await notify(exitCodeOfError(error), error);
      throw error;
    }
  });
};

interface Notification extends Pick<
  EndedCommand,
  'config' | 'logger' | 'startedAt' | 'exitCode' | 'error'
> {
  readonly results: readonly DeliveryResult[];
}

/** Notifies how unattended deliveries ended; a schedule with nothing to deliver is silent. */
async function tellDeliveries(
  context: CommandContext,
  { results, ...run }: Notification,
): Promise<void> {
  if (context.terminal.isInteractive) return;
  if (results.length === 0 && run.exitCode === EXIT.done) return;
  const lacking = results.filter(({ outcome }) => outcome !== 'delivered');
  const sirets = (some: readonly DeliveryResult[]): number =>
    new Set(some.map(({ siret }) => siret)).size;
  await notifyCommandEnded(context, {
    ...run,
    command: 'deliver',
    sirets: { all: sirets(results), failed: sirets(lacking), left: 0 },
    counts: countsOf(results),
    failures: failuresOf(results, run.config.delivery).flatMap((error) =>
      error.details.sirets.map((siret) => ({
        siret,
        ...troubleOf(error, context.texts),
      })),
    ),
  });
}

/** Counts deliveries by their outcome. */
function countsOf(results: readonly DeliveryResult[]) {
  const count = (wanted: DeliveryResult['outcome']): number =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return { delivered: count('delivered'), failed: count('failed'), pending: count('pending') };
}

async function handOver(
  context: CommandContext,
  flags: DeliverFlags,
  place: DeliveryPlace,
  sinks: readonly string[],
  wanted: DeliveryFilter,
  came: (to: readonly DeliveryResult[]) => void,
): Promise<ExitCode> {
  const { delivery } = place.config;
  const outcome = await deliverHere(context, place, sinks, wanted);
  if ('keyMissing' in outcome) {
    print(context, flags, delivery, await pendingResults(place.ledger, sinks, wanted));
    throw outcome.keyMissing;
  }
  came(outcome.results);
  print(context, flags, delivery, outcome.results);
  if (context.signal.aborted) return EXIT.interrupted;
  const isDone = outcome.results.every((result) => result.outcome === 'delivered');
  return isDone ? EXIT.done : EXIT.someFailed;
}

async function pendingResults(
  ledger: Ledger,
  sinks: readonly string[],
  wanted: DeliveryFilter,
): Promise<DeliveryResult[]> {
  const pending = await readPending(ledger, sinks, wanted);
  return pending.map(({ entry, sink }) => ({ siret: entry.siret, sink, outcome: 'pending' }));
}

const PAINTS: Readonly<Record<DeliveryResult['outcome'], keyof Paint>> = {
  delivered: 'good',
  failed: 'bad',
  pending: 'odd',
};

function print(
  { terminal, texts }: CommandContext,
  { json }: DeliverFlags,
  config: DeliveryConfig,
  deliveries: readonly DeliveryResult[],
): void {
  const summary = countsOf(deliveries);
  if (json === true) {
    terminal.json({ deliveries, summary });
    return;
  }
  const { columns, outcomes } = texts.delivery;
  if (deliveries.length === 0) {
    terminal.err(texts.delivery.none);
    return;
  }
  terminal.out(
    table(
      [texts.columns.siret, columns.sink, columns.outcome, columns.message],
      deliveries.map(({ siret, sink, outcome, message = '' }) => [
        siret,
        describeSink(sink, config),
        terminal.paint[PAINTS[outcome]](outcomes[outcome]),
        message,
      ]),
      terminal.columns,
    ),
  );
  terminal.err(texts.delivery.summary(summary.delivered, summary.failed, summary.pending));
}
