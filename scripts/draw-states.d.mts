import type { TRANSITIONS } from '../src/domain/enrolment.ts';
import type { RENEWAL_TRANSITIONS } from '../src/domain/renewal.ts';

/** The page as Markdown: diagrams of the transitions and what the words mean. */
export declare function drawStates(
  transitions: typeof TRANSITIONS,
  renewals: typeof RENEWAL_TRANSITIONS,
): string;
