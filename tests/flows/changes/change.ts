import type { Alteration } from '../../../fixtures/playwright/page-change.ts';
import type { PortalOptions } from '../../../fixtures/portal/options.ts';
import type { Fault } from '../../../fixtures/portal/fault.ts';
import type { ErrorCode } from '../../../src/errors/error-details.ts';

/** One thing that is otherwise on the portal, and what raccord is to make of it. */
export interface Change {
  /** What is otherwise, as the table of `docs/page-changes.md` says it. */
  readonly what: string;
  /** The page, as that table names it. */
  readonly page: string;
  /** Selector of the part that is changed, and how. */
  readonly within?: string;
  readonly alter?: Alteration;
  /** Where the change is in what the form fills in by itself: the answer that brings it. */
  readonly answer?: (text: string) => string;
  readonly portal?: PortalOptions;
  readonly fault?: Fault;
  /** How the half ends: as every other time, or with this code. */
  readonly ends: 'created' | ErrorCode;
  /** Words that the message must have. */
  readonly says?: string;
  /** Run by `npm test` as well; the others by `npm run changes` alone. */
  readonly telling?: true;
}
