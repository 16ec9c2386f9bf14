import type { TRANSITIONS } from '../src/domain/enrolment.ts';

/** The page as Markdown: a diagram of the transitions and what the words mean. */
export declare function drawStates(transitions: typeof TRANSITIONS): string;
