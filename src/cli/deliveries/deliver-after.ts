import type { App } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import type { DeliveryConfig } from '../../config/delivery-settings.ts';
import {
  deliverPending,
  readPending,
  sinksOf,
  type DeliveryResult,
  type DeliveryFilter,
} from '../../credentials/delivery/outbox.ts';
import { describeSink, sinkNames, matchesSink } from '../../credentials/delivery/sink-names.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { Siret } from '../../domain/siret.ts';
import { toRaccordError, markErrorsAfterWrite } from '../../errors/to-raccord-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Logger } from '../../log/logger.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import { renderError, summariseError } from '../../messages/render.ts';
import { IDENTITY_FILE, readIdentity, type Identity } from '../../credentials/keys/key-files.ts';
import { identityFileOf, type CommandContext } from '../context.ts';
import { troubleOf } from '../results/trouble.ts';
import { openSealed, vaultPlaceOf } from '../../credentials/vault/vault.ts';

/** Resources that a delivery needs. */
export interface DeliveryPlace {
  readonly app: App;
  readonly config: Config;
  readonly ledger: Ledger;
  readonly logger: Logger;
  /** Called with each SIRET whose credential was not delivered, or with what prevented all. */
  readonly failed?: (trouble: LaterTrouble) => void;
}

type Here =
  | { readonly results: readonly DeliveryResult[] }
  | { readonly keyMissing: RaccordError<'IDENTITY_MISSING'>; readonly pending: number };

/**
 * Delivers what is pending after the work of a command; if that was interrupted, only says what
 * is. A machine without the private key delivers nothing and only says so.
 * @returns the command's exit code; instead of 0, 1 if a delivery failed, and 130 if one was left
 * because of an interruption.
 */
export async function deliverAfter(
  context: CommandContext,
  place: DeliveryPlace,
  exitCode: ExitCode,
): Promise<ExitCode> {
  const sinks = sinkNames(place.config.delivery);
  if (sinks.length === 0) return exitCode;
  const { terminal, texts } = context;
  let errors: readonly AnyRaccordError[];
  try {
    const outcome = await deliverHere(context, place, sinks);
    if ('keyMissing' in outcome) {
      const path = identityFileOf(place.config, IDENTITY_FILE);
      terminal.err(texts.delivery.noKey(outcome.pending, path));
      // A file that is not a key is an error: the person who put it there must know.
      if (outcome.keyMissing.details.found !== undefined) {
        terminal.err(renderError(outcome.keyMissing, texts));
        place.failed?.(troubleOf(outcome.keyMissing, texts));
      }
      return exitCode;
    }
    const delivered = outcome.results.filter((result) => result.outcome === 'delivered').length;
    if (delivered > 0) terminal.err(texts.delivery.delivered(delivered));
    errors = failuresOf(outcome.results, place.config.delivery);
  } catch (error) {
    // The command's work is already done; the next run delivers.
    const known = toRaccordError(error);
    if (known.code === 'HOME_LOCKED') {
      terminal.err(texts.delivery.beside);
      return exitCode;
    }
    errors = [known];
  }
  for (const error of errors) {
    terminal.err(renderError(error, texts));
    const sirets = error.code === 'DELIVERY_FAILED' ? error.details.sirets : [error.siret];
    for (const siret of sirets) place.failed?.({ siret, ...troubleOf(error, texts) });
  }
  return exitCodeAfter(exitCode, errors, context);
}

function exitCodeAfter(
  exitCode: ExitCode,
  errors: readonly AnyRaccordError[],
  { signal }: CommandContext,
): ExitCode {
  if (exitCode !== EXIT.done || errors.length === 0) return exitCode;
  return signal.aborted ? EXIT.interrupted : EXIT.someFailed;
}

/**
 * Delivers what is pending for these sinks, one process of a home at a time.
 * @throws RaccordError HOME_LOCKED if another process delivers, FILE_TOO_OPEN for the key.
 */
export async function deliverHere(
  context: CommandContext,
  { app, config, ledger, logger }: DeliveryPlace,
  names: readonly string[],
  wanted: DeliveryFilter = {},
): Promise<Here> {
  const pending = await readPending(ledger, names, wanted);
  if (pending.length === 0) return { results: [] };
  const identity = await identityOf(config);
  if (isRaccordError(identity)) return { keyMissing: identity, pending: pending.length };
  const { redactor } = context;
  const texts = context.texts.delivery;
  const sinks = sinksOf(config.delivery, {
    ...{ clock: systemClock, redactor, texts, network: config.network },
  }).filter(({ name }) => names.includes(name));
  const results = await app.withDeliveryLock(ledger, (lost) =>
    // An error may occur after some credentials have arrived.
    markErrorsAfterWrite(
      () => true,
      () =>
        deliverPending({
          ...{ ledger, sinks, redactor, logger, texts },
          wanted,
          signal: AbortSignal.any([context.signal, lost]),
          open: async ({ siret, credential }) => {
            await app.bringSealed(siret, ledger);
            return openSealed(vaultPlaceOf(config), siret, credential, identity);
          },
          explain: (error) => summariseError(error, context.texts),
        }),
    ),
  );
  return { results };
}

/** Returns the private key or, if it is not on this machine, the error with the path searched. */
async function identityOf(config: Config): Promise<Identity | RaccordError<'IDENTITY_MISSING'>> {
  try {
    return await readIdentity(identityFileOf(config, IDENTITY_FILE));
  } catch (error) {
    if (isRaccordError(error) && error.code === 'IDENTITY_MISSING') return error;
    throw error;
  }
}

/** Returns one error per reason and sink, with the affected SIRETs. */
export function failuresOf(
  results: readonly DeliveryResult[],
  delivery: DeliveryConfig,
): RaccordError<'DELIVERY_FAILED'>[] {
  const groups = new Map<string, { sink: string; message: string; sirets: Siret[] }>();
  for (const { siret, sink, outcome, message = '' } of results) {
    if (outcome === 'delivered') continue;
    const group = groups.get(`${sink} ${message}`) ?? { sink, message, sirets: [] };
    group.sirets.push(siret);
    groups.set(`${sink} ${message}`, group);
  }
  return [...groups.values()].map(
    ({ sink, ...what }) =>
      new RaccordError('DELIVERY_FAILED', { sink: describeSink(sink, delivery), ...what }),
  );
}

/**
 * Returns the sinks that `--sink` names, or all without it.
 * @throws RaccordError CONFIG_INVALID if no sink, or none by that name, is configured.
 */
export function namedSinks(
  { texts }: CommandContext,
  delivery: DeliveryConfig,
  wanted: string | undefined,
): string[] {
  const known = sinkNames(delivery);
  if (known.length === 0) {
    throw new RaccordError('CONFIG_INVALID', { problems: [texts.delivery.noSinks] });
  }
  const named = known.filter((sink) => wanted === undefined || matchesSink(sink, wanted));
  if (named.length > 0) return named;
  const problem = texts.delivery.unknownSink(
    wanted ?? '',
    known.map((sink) => describeSink(sink, delivery)).join(', '),
  );
  throw new RaccordError('CONFIG_INVALID', { problems: [problem] });
}
