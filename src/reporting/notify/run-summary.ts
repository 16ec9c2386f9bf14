import type { PortalName } from '../../domain/portal-name.ts';
import type { ExitCode } from '../../errors/errors.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { RenewalOutcome } from '../../domain/renewal-outcome.ts';
import type { Siret } from '../../domain/siret.ts';
import { shortList } from './short-list.ts';

// Sent as JSON: aliases, unlike interfaces, are a `JsonObject` to the compiler.

/** What went wrong, in the reader's language. */
export type Problem = {
  /** An error's code, or what a proof found. */
  readonly code: string;
  readonly what: string;
  readonly expected?: string;
  readonly found?: string;
};

/** A problem with what a person does about it. */
export type Trouble = Problem & {
  readonly next?: string;
  /** To be typed, in this order. */
  readonly commands?: readonly string[];
};

/** What went wrong with a SIRET. */
export type Failure = Trouble & { readonly siret: Siret };

/** A SIRET that failed, as it is told. */
export type SummaryFailure = Problem & {
  readonly siret: Siret;
  /** What else it failed with. */
  readonly also?: readonly Problem[];
};

/** One thing that a person does next. */
export type NextStep = {
  readonly what: string;
  /** Those that it is about; none where it is about the run. */
  readonly sirets: readonly Siret[];
  readonly commands: readonly string[];
};

/** What a run came to, as it is told to people and programs far away. */
export type RunSummary = {
  readonly command: string;
  /** The machine, and the folder in which commands are typed there. */
  readonly host: string;
  readonly folder: string;
  /** The portal's host name. */
  readonly portal: string;
  readonly environment: PortalName;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly exitCode: ExitCode;
  /** Of the whole roster; `left`: those that the run did not come to. */
  readonly sirets: { readonly all: number; readonly failed: number; readonly left: number };
  /** Connections and accounts, renewals, deliveries or proofs, by outcome; what is left out is none. */
  readonly counts: Readonly<Partial<Record<CountName, number>>>;
  /** In the order in which they are done. */
  readonly next: readonly NextStep[];
  /** One a SIRET, all of them: what is sent is cut short. */
  readonly failures: readonly SummaryFailure[];
  /** Absent where the run ended before there was one. */
  readonly reportFolder?: string;
  /** Why the run ended before its end, in the reader's language. */
  readonly stoppedBecause?: string;
  /** The errors that ended it, where any did. */
  readonly errors: readonly Problem[];
};

export type CountName =
  Outcome | RenewalOutcome | 'passwordMissing' | 'delivered' | 'pending' | 'works';

/** How many failures are told; the report has them all. */
export const MAX_FAILURES = 20;

/**
 * Returns one entry for each SIRET: the first code that it failed with, and what else it met. Both
 * halves often fail with one code, which is told once; long lists are cut.
 */
export function onePerSiret(failures: readonly Failure[]): SummaryFailure[] {
  const all = new Map<Siret, Map<string, Problem>>();
  for (const failure of failures) {
    const codes = all.get(failure.siret) ?? new Map<string, Problem>();
    if (!codes.has(failure.code)) codes.set(failure.code, problemIn(failure));
    all.set(failure.siret, codes);
  }
  return [...all].flatMap(([siret, codes]) => {
    const [first, ...also] = codes.values();
    return first === undefined ? [] : [{ siret, ...first, ...(also.length > 0 && { also }) }];
  });
}

/** Returns what went wrong without what is to be done about it, its lists cut. */
export function problemIn({ code, what, expected, found }: Problem): Problem {
  return {
    code,
    what,
    ...(expected !== undefined && { expected: shortList(expected) }),
    ...(found !== undefined && found !== '' && { found: shortList(found) }),
  };
}

/** Returns how many SIRETs need nobody: neither failed, nor with anything to be told of, nor left. */
export function inOrder({ sirets, failures }: Pick<RunSummary, 'sirets' | 'failures'>): number {
  return Math.max(0, sirets.all - sirets.left - Math.max(sirets.failed, failures.length));
}
