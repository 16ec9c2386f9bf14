import type { ErrorCode } from '../../src/errors/error-details.ts';
import type { Step } from '../../src/domain/step-names.ts';
import type { Fault } from '../../fixtures/portal/fault.ts';

/** One fault that meets one step, and what may be said of it. */
export interface Case {
  readonly step: Step;
  readonly fault: Fault;
  /** What the run may end with; it may go right through in any case, unless `stops`. */
  readonly says: readonly ErrorCode[];
  /** It must not go right through. */
  readonly stops?: true;
  /** Nothing was made although the portal said so: a person has to look before it is made anew. */
  readonly needsPerson?: true;
}
