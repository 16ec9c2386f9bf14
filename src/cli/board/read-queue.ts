import type { ShownQueue } from '../../board/board-home.ts';
import type { Siret } from '../../domain/siret.ts';
import { readRunningSteps, type RunningStep } from '../../ledger/journals/running-steps.ts';
import { listHolders } from '../../ledger/lease/account-lease.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { readQueue } from '../../queue/queue-view.ts';

/** Reads the queue; returns `undefined` if nothing was ever queued or the ledger is in a file. */
export async function readShownQueue(ledger: Ledger): Promise<ShownQueue | undefined> {
  if (!ledger.backend.isShared) return undefined;
  const view = await readQueue(ledger, ['running', 'failed', 'parked']);
  if (view.accounts.length === 0 && view.workers.length === 0) return undefined;
  const steps = new Map<Siret, RunningStep>();
  for (const { run } of await listHolders(ledger)) {
    if (run === undefined) continue;
    for (const step of await readRunningSteps(ledger, run)) {
      if (step.siret !== undefined) steps.set(step.siret, step);
    }
  }
  return { ...view, steps };
}
