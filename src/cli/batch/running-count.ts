import type { SiretCounts } from '../../domain/outcome.ts';
import { hasFailed } from '../../domain/outcome.ts';
import { safeMessage } from '../../errors/safe-message.ts';
import { countSirets, type Pace } from '../../ledger/journals/run-rows.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Logger } from '../../log/logger.ts';
import type { Texts } from '../../messages/texts.ts';
import type { EnrolmentReport } from '../../robot/enrolment-report.ts';

interface CountParts {
  readonly ledger: Ledger;
  readonly logger: Logger;
  readonly texts: Pick<Texts, 'batch'>;
}

/**
 * Updates the ledger's count of a run while it goes on, for observers elsewhere.
 * @param all number of SIRETs in the roster; `left` of them lack something.
 * @returns a function to call with each of these that has ended.
 */
export async function runningCount(
  parts: CountParts,
  all: number,
  left: number,
): Promise<(enrolled: EnrolmentReport) => Promise<void>> {
  const since = (await parts.ledger.now()).toISOString();
  let [done, failed] = [0, 0];
  const count = (): Promise<void> =>
    countOrLog(parts, { all, failed, left: left - done }, { since, done });
  await count();
  return async ({ result }) => {
    done += 1;
    if (hasFailed(result)) failed += 1;
    await count();
  };
}

/** Records the count of a run. A failure is logged: neither the work nor its result depends on it. */
export async function countOrLog(
  { ledger, logger, texts }: CountParts,
  sirets: SiretCounts,
  pace?: Pace,
): Promise<void> {
  try {
    await countSirets(ledger, sirets, pace);
  } catch (error) {
    logger.warn({ reason: safeMessage(error) }, texts.batch.notCounted);
  }
}
