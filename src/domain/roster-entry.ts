import type { Contact } from './outcome.ts';
import type { RosterProblem } from '../errors/roster-problem.ts';
import type { Siret } from './siret.ts';

/** A work list without mistakes, in the file's order. */
export interface Roster {
  readonly entries: readonly RosterEntry[];
  readonly warnings: readonly RosterProblem[];
}

/** One row: what it says of one SIRET. What it leaves open comes from the configuration. */
export interface RosterEntry {
  readonly siret: Siret;
  /** Where the row begins in the file, from 1. */
  readonly line: number;
  readonly applicationName?: string;
  readonly contact?: Partial<Contact>;
  readonly accountEmail?: string;
}
