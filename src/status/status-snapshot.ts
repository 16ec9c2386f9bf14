import type { DeliveryConfig } from '../config/delivery-settings.ts';
import { sinkNames } from '../credentials/delivery/sink-names.ts';
import { readPending } from '../credentials/delivery/outbox.ts';
import type { IsSealedThere } from '../credentials/vault/sealed-files.ts';
import { knownAccountRow, type Enrolment } from '../domain/enrolment.ts';
import { knownPasswordGap, type PasswordGap } from '../domain/password-gap.ts';
import type { Siret } from '../domain/siret.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isDeclined } from '../ledger/journals/run-rows.ts';
import { readRunsWithReports, type RunWithReport } from './runs-with-reports.ts';

/** State of a home's SIRETs. */
export interface StatusSnapshot {
  /** Number of SIRETs in the ledger, regardless of the filter. */
  readonly known: number;
  /** Ordered by password expiry, earliest first. */
  readonly enrolments: readonly Enrolment[];
  /** The names of the sinks still waiting for a SIRET's credential. */
  readonly undelivered: ReadonlyMap<Siret, readonly string[]>;
  /** Gaps of accounts that the portal shows and whose password is missing or doubtful here. */
  readonly gaps: ReadonlyMap<Siret, PasswordGap>;
  readonly refusal?: { readonly login: string; readonly at: string };
  /** The last run meant to change something, with its report. */
  readonly lastRun?: RunWithReport;
}

interface StandingPlace {
  readonly home: string;
  readonly login?: string;
  readonly delivery: DeliveryConfig;
  readonly isThere: IsSealedThere;
}

/** Commands whose last run shows the state of the work; others do not change the portal. */
const WORKING: ReadonlySet<string> = new Set(['batch', 'run', 'renew', 'worker', 'demo']);

/** Reads the state of the requested SIRETs. */
export async function readStatusSnapshot(
  ledger: Ledger,
  { home, login, delivery, isThere }: StandingPlace,
  isWanted: (enrolment: Enrolment) => boolean = () => true,
): Promise<StatusSnapshot> {
  const all = await ledger.enrolments();
  const last = (await readRunsWithReports(ledger, home)).find(
    (run) => WORKING.has(run.command) && !isDeclined(run),
  );
  const refusal = login === undefined ? undefined : await ledger.refusedSignIn(login);
  const undelivered = new Map<Siret, string[]>();
  for (const { entry, sink } of await readPending(ledger, sinkNames(delivery))) {
    undelivered.set(entry.siret, [...(undelivered.get(entry.siret) ?? []), sink]);
  }
  const gaps = new Map(
    all.flatMap((enrolment) => {
      const { siret } = enrolment;
      const gap = knownPasswordGap(enrolment, (one) => isThere(siret, one));
      return gap === undefined ? [] : [[siret, gap] as const];
    }),
  );
  return {
    known: all.length,
    undelivered,
    gaps,
    enrolments: all.filter(isWanted).sort(byExpiry),
    lastRun: last,
    refusal: login !== undefined && refusal !== undefined ? { login, at: refusal.at } : undefined,
  };
}

function byExpiry(one: Enrolment, other: Enrolment): number {
  const expiry = (enrolment: Enrolment): string =>
    `${knownAccountRow(enrolment)?.expiresOn ?? '9999'} ${enrolment.siret}`;
  return expiry(one) < expiry(other) ? -1 : 1;
}
