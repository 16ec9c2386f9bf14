import type { Config } from '../../config/config.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import type { EnrolmentRequest } from '../../domain/outcome.ts';
import { addRows } from '../../queue/queued-rows.ts';
import { appOf, loggerOf, type CommandContext } from '../context.ts';
import { accountIn, offering, queuePlaceOf } from './queue-place.ts';

/** `raccord batch --queue`: adds the rows of a roster to the workers' queue. */
export async function queueRoster(
  context: CommandContext,
  { json }: { readonly json?: true },
  config: Config,
  requests: readonly EnrolmentRequest[],
): Promise<ExitCode> {
  const { terminal, texts } = context;
  const place = queuePlaceOf(config);
  const account = accountIn(config);
  const app = appOf(context, config, loggerOf(context, false));
  const { queued, known } = await app.withLedger((ledger) =>
    offering(context, place, async (dispatcher) => {
      await dispatcher.prepare([account]);
      return addRows(ledger, account, requests, (transaction) =>
        dispatcher.offer(transaction, account),
      );
    }),
  );
  if (json === true) {
    terminal.json({ account, queued, known });
    return EXIT.done;
  }
  const words = texts.queue;
  terminal.out(words.queued(queued.length));
  if (known.length === 0) return EXIT.done;
  terminal.out(words.known(known.length));
  for (const row of known) terminal.out(words.knownRow({ ...row, state: words.states[row.state] }));
  return EXIT.done;
}
