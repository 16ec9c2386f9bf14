import { hasFailed } from '../domain/outcome.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { countSirets } from '../ledger/journals/run-rows.ts';
import type { EnrolmentReport } from './enrolment-report.ts';

/**
 * Updates the ledger's count of a run while it goes on, for observers elsewhere.
 * @param all number of SIRETs in the roster; `left` of them lack something.
 * @returns a function to call with each of these that has ended.
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
