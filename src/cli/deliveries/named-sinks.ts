import type { DeliveryConfig } from '../../config/delivery-settings.ts';
import { matchesSink, describeSink, sinkNames } from '../../credentials/delivery/sink-names.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { CommandContext } from '../context.ts';

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
