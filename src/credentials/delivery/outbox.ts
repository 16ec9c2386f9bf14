import { safeMessage } from '../../errors/safe-message.ts';
import { type AnyRaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Delivery } from '../../ledger/journals/deliveries.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Logger } from '../../log/logger.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import type { OpenedCredential } from '../vault/vault.ts';
import { SinkError, type Sink } from './sink.ts';
import type { Texts } from '../../messages/texts.ts';
import type { DeliveryConfig } from '../../config/delivery-settings.ts';
import { FolderSink } from './folder-sink.ts';
import { HookSink, type HookParts } from './hook-sink.ts';
import { VaultSink, type VaultParts } from './vault-sink.ts';

/** A credential that a sink does not hold. */
export interface PendingDelivery {
  readonly entry: CredentialEntry;
  readonly sink: string;
  /** Number of failed attempts. */
  readonly failures: number;
}

export interface DeliveryResult {
  readonly siret: Siret;
  readonly sink: string;
  readonly outcome: 'delivered' | 'failed' | 'pending';
  /** The reason if it was not delivered, without secrets. */
  readonly message?: string;
}

/** A selection of the credentials that a command delivers. */
export interface DeliveryFilter {
  /** Only these SIRETs; all if absent. */
  readonly sirets?: readonly Siret[] | undefined;
  /** Whether to include unproven accounts, which may be someone else's. */
  readonly unproven?: boolean | undefined;
}

export interface OutboxParts {
  readonly ledger: Ledger;
  readonly sinks: readonly Sink[];
  /** Opens a credential with the private key. */
  readonly open: (entry: CredentialEntry) => Promise<OpenedCredential>;
  readonly wanted?: DeliveryFilter;
  /** Stops the deliveries between two credentials. */
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly texts: Texts['delivery'];
  /** Explains an error of raccord itself that prevented a delivery. */
  readonly explain: (error: AnyRaccordError) => string;
}

/** Consecutive failures by a sink's own fault after which this command stops using it. */
const MAX_FAILURES_IN_A_ROW = 3;

/**
 * Delivers every pending credential to its sinks, in parallel per sink, and records the outcome of
 * each attempt. A failure stops neither other credentials nor other sinks. A delivery is recorded
 * after it is made: if raccord is killed in between, it is made again.
 */
export async function deliverPending(parts: OutboxParts): Promise<DeliveryResult[]> {
  const pending = await readPending(
    parts.ledger,
    parts.sinks.map(({ name }) => name),
    parts.wanted,
  );
  const broken = new AbortController();
  const signal = AbortSignal.any([parts.signal, broken.signal]);
  // All sinks finish before an error is thrown: the caller then releases the lock they work under.
  const ended = await Promise.allSettled(
    parts.sinks.map((sink) =>
      deliverTo(
        sink,
        pending.filter((one) => one.sink === sink.name),
        { ...parts, signal },
      ).catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    ),
  );
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

/** Reads the pending deliveries: for each sink, credentials with the fewest failures come first. */
export async function readPending(
  ledger: Ledger,
  sinks: readonly string[],
  { sirets, unproven }: DeliveryFilter = {},
): Promise<PendingDelivery[]> {
  const wanted = (await ledger.credentials()).filter(
    ({ siret, status }) =>
      (status === 'current' || (status === 'unproven' && unproven === true)) &&
      (sirets?.includes(siret) ?? true),
  );
  return pendingOf(wanted, await ledger.deliveries.all(), sinks);
}

/**
 * Returns the credentials that these sinks do not hold, according to the attempts. A sink holds one
 * for each SIRET: the last that it was handed, as far as that succeeded.
 */
function pendingOf(
  wanted: readonly CredentialEntry[],
  attempts: readonly Delivery[],
  sinks: readonly string[],
): PendingDelivery[] {
  const last = new Map<string, Delivery>();
  const failures = new Map<string, number>();
  for (const attempt of attempts) {
    const { siret, credentialId, sink, outcome } = attempt;
    last.set(`${siret} ${sink}`, attempt);
    const own = `${credentialId} ${sink}`;
    if (outcome === 'failed') failures.set(own, (failures.get(own) ?? 0) + 1);
  }
  // Of an unproven account beside a good one, the one that was sealed later.
  const latest = [...new Map(wanted.map((entry) => [entry.siret, entry])).values()];
  const isHeld = ({ siret, credential }: CredentialEntry, sink: string): boolean => {
    const attempt = last.get(`${siret} ${sink}`);
    return attempt?.outcome === 'delivered' && attempt.credentialId === credential.id;
  };
  return sinks
    .flatMap((sink) =>
      latest
        .filter((entry) => !isHeld(entry, sink))
        .map((entry) => {
          const count = failures.get(`${entry.credential.id} ${sink}`) ?? 0;
          return { entry, sink, failures: count };
        }),
    )
    .sort((one, other) => one.failures - other.failures);
}

async function deliverTo(
  sink: Sink,
  pending: readonly PendingDelivery[],
  parts: OutboxParts,
): Promise<DeliveryResult[]> {
  const { signal, texts } = parts;
  const results: DeliveryResult[] = [];
  let downInARow = 0;
  for (const { entry: before } of pending) {
    const entry = await parts.ledger.credential(before.siret, before.credential.id);
    // Renewed meanwhile: the new credential is pending.
    if (entry?.status !== 'current' && entry?.status !== before.status) continue;
    const place = { siret: entry.siret, sink: sink.name };
    const why = signal.aborted ? texts.why.interrupted : texts.why.down;
    if (signal.aborted || downInARow === MAX_FAILURES_IN_A_ROW) {
      results.push({ ...place, outcome: 'pending', message: why });
      continue;
    }
    const failure = await attempt(sink, entry, parts);
    downInARow = failure?.isDown === true ? downInARow + 1 : 0;
    const result: DeliveryResult =
      failure === undefined
        ? { ...place, outcome: 'delivered' }
        : { ...place, outcome: 'failed', message: failure.message };
    await record(result, entry, parts);
    results.push(result);
  }
  return results;
}

/** Delivers one credential; returns the error without secrets, or `undefined` on success. */
async function attempt(
  sink: Sink,
  entry: CredentialEntry,
  { open, redactor, signal, explain }: OutboxParts,
): Promise<{ readonly message: string; readonly isDown: boolean } | undefined> {
  try {
    const credential = await open(entry);
    redactor.add(credential.password, 'password');
    const { found } = entry;
    await sink.deliver(
      {
        credential,
        credentialId: entry.credential.id,
        expiresOn: found?.expiresOn,
      },
      signal,
    );
    return undefined;
  } catch (error) {
    const isDown = error instanceof SinkError && error.isDown;
    return { message: redactor.redact(wordsOf(error, explain)), isDown };
  }
}

function wordsOf(error: unknown, explain: OutboxParts['explain']): string {
  if (error instanceof SinkError) return error.message;
  return isRaccordError(error) ? explain(error) : safeMessage(error);
}

async function record(
  { siret, sink, outcome, message }: DeliveryResult,
  { credential }: CredentialEntry,
  { ledger, logger, texts }: OutboxParts,
): Promise<void> {
  if (outcome === 'pending') return;
  const row = { siret, sink, outcome, message };
  await ledger.deliveries.record({ ...row, credentialId: credential.id });
  if (outcome === 'delivered') logger.info(row, texts.outcomes.delivered);
  else logger.warn(row, texts.outcomes.failed);
}

/** Returns the configured sinks. */
export function sinksOf(
  { folder, vault, hook }: DeliveryConfig,
  parts: HookParts & VaultParts,
): Sink[] {
  return [
    ...(folder === undefined ? [] : [new FolderSink(folder)]),
    ...(vault === undefined ? [] : [new VaultSink(vault, parts)]),
    ...(hook === undefined ? [] : [new HookSink(hook, parts)]),
  ];
}
