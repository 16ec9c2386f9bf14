import { readPending } from '../../credentials/delivery/outbox.ts';
import type { SealedCredential } from '../../domain/credential.ts';
import {
  currentCredential,
  RESOURCE_STATES,
  isDoubtful,
  knownAccountRow,
  hasUnproven,
  type Enrolment,
} from '../../domain/enrolment.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { RESOURCES } from '../../domain/ledger-event.ts';
import { knownPasswordGap } from '../../domain/password-gap.ts';
import type { Siret } from '../../domain/siret.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { writeDurably } from '../../files/durable-file.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { lastRuns } from '../../ledger/journals/run-rows.ts';
import { readQueueSummary } from '../../queue/queue-view.ts';
import { queueMetrics } from './queue-metrics.ts';
import { mergedMetrics, prometheusText, type Metric, type Sample } from './prometheus.ts';

/** The metric that depends on the configured sinks; the others depend on the ledger alone. */
export const UNDELIVERED = 'raccord_undelivered';

/** The collector runs as another user, and the file contains no secret. */
const MODE = 0o644;

/** Source of the metrics. */
interface MetricsPlace {
  readonly ledger: Ledger;
  /** Returns false if a credential's sealed file is missing. */
  readonly isThere: (siret: Siret, credential: SealedCredential) => boolean;
}

/**
 * Writes the state as a textfile for Prometheus' node exporter, atomically.
 * @param sinks the names of the configured sinks.
 * @param labels of every sample: a collector of several files takes each series only once.
 * @throws RaccordError CONFIG_INVALID if the file cannot be written.
 */
export async function writeMetrics(
  file: string,
  place: MetricsPlace,
  sinks: readonly string[],
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const metrics = await readMetrics(place, sinks);
  const text = prometheusText(mergedMetrics([{ labels, metrics }]));
  try {
    await writeDurably(file, Buffer.from(text), { mode: MODE });
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    throw new RaccordError('CONFIG_INVALID', { problems: [`--metrics ${error.message}`] }, error);
  }
}

/** Reads the state as metrics. */
export async function readMetrics(
  { ledger, isThere }: MetricsPlace,
  sinks: readonly string[],
): Promise<Metric[]> {
  const enrolments = await ledger.enrolments();
  const runs = await lastRuns(ledger);
  const pending = await readPending(ledger, sinks);
  const isWithoutPassword = (one: Enrolment): boolean =>
    knownPasswordGap(one, (credential) => isThere(one.siret, credential)) === 'missing';
  return [
    {
      name: 'raccord_credential_expiry_timestamp_seconds',
      help: 'Expiry of the password of a technical account: start of that day in UTC.',
      samples: enrolments.flatMap(expiryOf),
    },
    {
      name: 'raccord_last_run_end_timestamp_seconds',
      help: 'Time when the last run of a command ended.',
      samples: runs.map(({ command, endedAt }) => ({
        labels: { command },
        value: Date.parse(endedAt) / 1000,
      })),
    },
    {
      name: 'raccord_last_run_exit_code',
      help: 'Exit code of the last run of a command.',
      samples: runs.map(({ command, exitCode }) => ({ labels: { command }, value: exitCode })),
    },
    {
      name: 'raccord_enrolment_halves',
      help: 'Number of connections and accounts in each state.',
      samples: RESOURCES.flatMap((resource) =>
        RESOURCE_STATES.map((state) => ({
          labels: { half: resource, state },
          value: enrolments.filter((one) => one[resource].state === state).length,
        })),
      ),
    },
    {
      name: 'raccord_failed',
      help: 'Number of SIRETs that failed and have not succeeded since.',
      samples: [{ value: enrolments.filter(({ failures }) => failures.length > 0).length }],
    },
    {
      name: 'raccord_failure_timestamp_seconds',
      help: 'Time of the last failure of a SIRET that has not succeeded since, by error code.',
      samples: enrolments.flatMap(failuresOf),
    },
    {
      name: 'raccord_doubtful',
      help: 'Number of SIRETs in doubt, which a person must check.',
      samples: [{ value: enrolments.filter(isDoubtful).length }],
    },
    {
      name: 'raccord_unproven',
      help: 'Number of accounts whose stored password may not be theirs.',
      samples: [{ value: enrolments.filter(hasUnproven).length }],
    },
    {
      name: 'raccord_password_missing',
      help: 'Number of accounts on the portal without a password here.',
      samples: [{ value: enrolments.filter(isWithoutPassword).length }],
    },
    {
      name: UNDELIVERED,
      help: 'Number of credentials not yet delivered to a sink.',
      samples: sinks.map((sink) => ({
        labels: { sink },
        value: pending.filter((one) => one.sink === sink).length,
      })),
    },
    ...(ledger.backend.isShared ? queueMetrics(await readQueueSummary(ledger)) : []),
  ];
}

/** Returns the expiry, also for accounts not created here if the portal's list has a date. */
function expiryOf(enrolment: Enrolment): Sample[] {
  const row = currentCredential(enrolment)?.found ?? knownAccountRow(enrolment);
  if (row?.expiresOn === undefined) return [];
  const labels = { siret: enrolment.siret, login: row.name };
  return [{ labels, value: Date.parse(row.expiresOn) / 1000 }];
}

/** Returns each code once: connection and account may have failed for the same reason. */
function failuresOf({ siret, failures }: Enrolment): Sample[] {
  const latest = new Map(failures.map(({ code, at }) => [code, at]));
  return [...latest].map(([code, at]) => ({
    labels: { siret, code },
    value: Date.parse(at) / 1000,
  }));
}
