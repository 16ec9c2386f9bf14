import type { PortalName } from '../../domain/portal-name.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import type { Outcome, SiretCounts } from '../../domain/outcome.ts';
import type { RenewalOutcome } from '../../domain/renewal-outcome.ts';
import type { Siret } from '../../domain/siret.ts';

/** A problem, in the reader's language. */
export interface Problem {
  /** An error code, or the result of a proof. */
  readonly code: string;
  readonly what: string;
  readonly expected?: string;
  readonly found?: string;
}

/** A problem with its remedy. */
export interface Trouble extends Problem {
  readonly next?: string;
  /** Commands to type, in this order. */
  readonly commands?: readonly string[];
}

/** A problem with a SIRET. */
export interface Failure extends Trouble {
  readonly siret: Siret;
}

/** A problem after the work itself, as of a delivery: of a SIRET or, without one, of the run. */
export interface LaterTrouble extends Trouble {
  readonly siret?: Siret | undefined;
}

/** A failed SIRET in a summary. */
export interface SummaryFailure extends Problem {
  readonly siret: Siret;
  /** Further problems of the SIRET. */
  readonly also?: readonly Problem[];
}

/** A next step for a person. */
export interface NextStep {
  readonly what: string;
  /** The SIRETs concerned; empty if the step concerns the run. */
  readonly sirets: readonly Siret[];
  readonly commands: readonly string[];
}

/** The result of a run, for people and programs on other machines. */
export interface RunSummary {
  readonly command: string;
  /** The machine, and the folder there in which to type commands. */
  readonly host: string;
  readonly folder: string;
  /** The portal's host name. */
  readonly portal: string;
  readonly environment: PortalName;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly exitCode: ExitCode;
  /** Counts over the whole roster; of accounts instead of SIRETs for `renew`. */
  readonly sirets: SiretCounts;
  /** Number of these that need no action; absent if an error of no SIRET leaves it unknown. */
  readonly inOrder?: number;
  /** Connections and accounts, renewals, deliveries or proofs, by outcome; zeros are omitted. */
  readonly counts: Readonly<Partial<Record<CountName, number>>>;
  /** In the order in which to do them. */
  readonly next: readonly NextStep[];
  /** All failures, one per SIRET; messages are shortened when sent. */
  readonly failures: readonly SummaryFailure[];
  /** Absent if the run ended before the report was written. */
  readonly reportFolder?: string;
  /** Reason for an early end, in the reader's language. */
  readonly stoppedBecause?: string;
  /** The errors that ended the run, and those after its work that are of no SIRET. */
  readonly errors: readonly Problem[];
}

export type CountName =
  Outcome | RenewalOutcome | 'passwordMissing' | 'delivered' | 'pending' | 'works';

/** Maximum number of failures sent; the report has all of them. */
export const MAX_FAILURES = 20;

/**
 * Returns one entry per SIRET: its first error code, and its other problems. A code that connection
 * and account share is listed once; long lists are cut.
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
    return first === undefined
      ? []
      : [{ siret, ...first, also: also.length > 0 ? also : undefined }];
  });
}

/** Returns a problem without its remedy, with long lists cut. */
export function problemIn({ code, what, expected, found }: Problem): Problem {
  return {
    code,
    what,
    expected: expected === undefined ? undefined : shortList(expected),
    found: found !== undefined && found !== '' ? shortList(found) : undefined,
  };
}

/** Returns the number of SIRETs that need no action: not failed, without a problem, not left. */
export function inOrder({ sirets, failures }: Pick<RunSummary, 'sirets' | 'failures'>): number {
  return Math.max(0, sirets.all - sirets.left - Math.max(sirets.failed, failures.length));
}

/** Maximum number of list items in a notification. */
const MAX_ITEMS = 5;

/** Maximum length of a text, in characters. */
const MAX_TEXT = 600;

/** Shortens a text's list of quoted names (`"A", "B"`, `« A », « B »`) and counts the rest. */
export function shortList(text: string): string {
  const items = text.split(/(?<=["»]), (?=["«])/u);
  const left = items.length - MAX_ITEMS;
  const list = left > 0 ? `${items.slice(0, MAX_ITEMS).join(', ')}, … (+${left})` : text;
  return list.length > MAX_TEXT ? `${list.slice(0, MAX_TEXT)}…` : list;
}
