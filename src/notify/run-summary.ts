import type { PortalName } from '../domain/portal-name.ts';
import type { ExitCode } from '../domain/errors.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { RenewalOutcome } from '../domain/renewal-outcome.ts';
import type { Siret } from '../domain/siret.ts';

// Sent as JSON: aliases, unlike interfaces, are a `JsonObject` to the compiler.

/** A SIRET that failed. */
export type SummaryFailure = {
  readonly siret: Siret;
  /** An error's code, or what a proof found. */
  readonly code: string;
  /** What happened, in the reader's language. */
  readonly what: string;
};

/** What a run came to, as it is told to people and programs far away. */
export type RunSummary = {
  readonly command: string;
  /** The portal's host name. */
  readonly portal: string;
  readonly environment: PortalName;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly exitCode: ExitCode;
  /** Of the whole roster; `left`: those that the run did not come to. */
  readonly sirets: { readonly all: number; readonly failed: number; readonly left: number };
  /** Connections and accounts, or renewals, by outcome; what is left out is none. */
  readonly counts: Readonly<Partial<Record<Outcome | RenewalOutcome | 'passwordMissing', number>>>;
  /** One a SIRET, all of them: what is sent is cut short. */
  readonly failures: readonly SummaryFailure[];
  /** Absent where the run ended before there was one. */
  readonly reportFolder?: string;
  /** Why the run ended before its end, in the reader's language. */
  readonly stoppedBecause?: string;
};

/** How many failures are told; the report has them all. */
export const MOST_FAILURES = 20;

/** Returns one entry for each SIRET: the first code that it failed with, and all that happened. */
export function onePerSiret(failures: readonly SummaryFailure[]): SummaryFailure[] {
  const all = new Map<Siret, SummaryFailure[]>();
  for (const failure of failures) {
    all.set(failure.siret, [...(all.get(failure.siret) ?? []), failure]);
  }
  return [...all.values()].flatMap((of) => {
    const [first] = of;
    const what = [...new Set(of.map((one) => one.what))].join(' ');
    return first === undefined ? [] : [{ ...first, what }];
  });
}
