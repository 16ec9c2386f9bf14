import type { Contact } from './outcome.ts';
import type { RosterProblem } from '../errors/roster-problem.ts';
import type { Siret } from './siret.ts';

/** A valid work list, in the file's order. */
export interface Roster {
  readonly entries: readonly RosterEntry[];
  readonly warnings: readonly RosterProblem[];
}

/** One row about one SIRET. Fields left empty come from the configuration. */
export interface RosterEntry {
  readonly siret: Siret;
  /** The first line of the row in the file, from 1. */
  readonly line: number;
  readonly applicationName?: string;
  readonly contact?: Partial<Contact>;
  readonly accountEmail?: string;
}
