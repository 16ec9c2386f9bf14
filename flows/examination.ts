import type { ActivePage } from '../src/browser/active-page.ts';
import type { RaccordError } from '../src/errors/errors.ts';
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
 * Why a page was not looked at, or not as a whole, although nothing is wrong with it. With
 * `no-account` there is none whose password could be reset.
 */
export type SkipReason = 'session-kept' | 'not-on-the-way' | 'no-account';

export interface ExaminedPage<Kept> {
  readonly page: PageName;
  readonly probes: readonly Probe[];
  readonly passed?: SkipReason;
  /** Why it was not reached, or not as it should be. */
  readonly error?: RaccordError;
  readonly kept?: Kept;
}

export interface ExamineTools<Kept> {
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
  readonly steps: Steps;
  readonly redactor: Redactor;
  /** Signs in as a run does. */
  readonly signIn: () => Promise<unknown>;
  /** The option of "Type d'utilisation" that is configured. */
  readonly usage: string;
  /** The structure to show the account form with; else the first that is offered. */
  readonly siret?: Siret;
  /** Keeps what the tab in hand shows. */
  readonly keep: (page: PageName, secretsShown: 'none' | 'in-fields') => Promise<Kept>;
  /** Told what names the user's structures, so that it can be left out of what is kept. */
  readonly learn: (text: string) => void;
}

export interface Examination<Kept> {
  readonly pages: readonly ExaminedPage<Kept>[];
  /** What ended it before all pages were tried. */
  readonly error?: RaccordError;
}
