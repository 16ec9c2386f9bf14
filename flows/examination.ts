import type { ActivePage } from '../src/browser/active-page.ts';
import type { AnyRaccordError } from '../src/errors/raccord-error.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { Redactor } from '../src/secrets/redactor.ts';
import type { PortalPage } from './pages/portal-page.ts';
import type { Probe } from './pages/probe.ts';
import type { Steps } from './steps.ts';

/** The pages that the robot relies on, in the order in which it meets them. */
export const PAGES = [
  'reception',
  'sign-in',
  'home',
  'domain',
  'edi',
  'connections',
  'declaration',
  'account',
  'reset',
] as const;

export type PageName = (typeof PAGES)[number];

/**
 * The reason why a page was not examined, or only in part, although nothing is wrong with it.
 * `no-account`: no account exists whose password could be reset.
 */
export type SkipReason = 'session-kept' | 'not-on-the-way' | 'no-account';

export interface ExaminedPage<Kept> {
  readonly page: PageName;
  readonly probes: readonly Probe[];
  readonly passed?: SkipReason;
  /** The reason why the page was not reached, or not in the expected state. */
  readonly error?: AnyRaccordError;
  readonly kept?: Kept;
}

export interface ExamineTools<Kept> {
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
  readonly steps: Steps;
  readonly redactor: Redactor;
  /** Signs in as a run does. */
  readonly signIn: () => Promise<unknown>;
  /** The configured option of "Type d'utilisation". */
  readonly usage: string;
  /** The structure to show the account form with. Default: the first that is offered. */
  readonly siret?: Siret;
  /** Keeps the evidence of what the current tab shows. */
  readonly keep: (page: PageName, secretsShown: 'none' | 'in-fields') => Promise<Kept>;
  /** Receives texts that name the user's structures, to be left out of the evidence. */
  readonly learn: (text: string) => void;
}

export interface Examination<Kept> {
  readonly pages: readonly ExaminedPage<Kept>[];
  /** The error that ended the examination before all pages were tried. */
  readonly error?: AnyRaccordError;
}
