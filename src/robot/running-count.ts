import { hasFailed } from '../domain/outcome.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { countSirets } from '../ledger/journals/run-rows.ts';
import type { EnrolmentReport } from './enrolment-report.ts';

/**
 * Keeps the ledger's count of a run while it goes on, for those who look from elsewhere.
 * @param all SIRETs of the roster, of which `left` lack something.
 * @returns what is to be told of each of these that has ended.
 */
export async function runningCount(
  ledger: Ledger,
  all: number,
  left: number,
): Promise<(enrolled: EnrolmentReport) => Promise<void>> {
  const since = (await ledger.now()).toISOString();
  let [done, failed] = [0, 0];
  const count = (): Promise<void> =>
    countSirets(ledger, { all, failed, left: left - done }, { since, done });
  await count();
  return async ({ result }) => {
    done += 1;
    if (hasFailed(result)) failed += 1;
    await count();
  };
}
