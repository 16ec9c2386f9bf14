import type { ErrorCode } from '../../src/errors/error-details.ts';
import { STEPS, type Step } from '../../src/domain/step-names.ts';
import type { Fault, Place } from '../../fixtures/portal/fault.ts';
import type { Case } from './case.ts';
import { writeCases } from './write-cases.ts';

/** What is asked of the portal in each step that reads. */
const READ: Readonly<Partial<Record<Step, readonly Place[]>>> = {
  'sign-in': ['portal', 'portal-content', 'identity-provider', 'sign-in'],
  'open-connections': ['portal', 'portal-content', 'connections-menu'],
  'read-connections': ['connections', 'list'],
  'fill-declaration': ['connections', 'list'],
  'confirm-connection': ['connections', 'list'],
  'open-account-form': ['portal', 'portal-content'],
  'choose-structure': ['structures', 'accounts', 'autofill'],
  // The way to the form is that of the step which opens it.
  'confirm-account': ['structures', 'accounts', 'autofill'],
};

const DOWN: readonly ErrorCode[] = ['PORTAL_UNAVAILABLE'];

/** A page that came, and is not the one that is wanted. */
const ANOTHER_PAGE: readonly ErrorCode[] = [
  'PAGE_UNEXPECTED',
  'CONTROL_NOT_FOUND',
  'ACTION_FAILED',
  'OPTION_NOT_FOUND',
  'COLUMN_NOT_FOUND',
  'READ_BACK_DIFFERS',
  'CREDENTIAL_UNREADABLE',
  'STRUCTURE_NOT_OFFERED',
];

type Spoiling = Pick<Fault, 'how'> & Partial<Fault> & Pick<Case, 'says'>;

const OF_ANY_READ: readonly Spoiling[] = [
  { how: 'reset-before', says: DOWN },
  { how: 'error-before', status: 500, says: DOWN },
  { how: 'unavailable', times: Infinity, says: DOWN },
  { how: 'slow', afterMs: 2_500, says: [] },
  { how: 'session-ended', says: ['SESSION_ENDED'] },
  { how: 'session-ended-asking', says: ['SESSION_ENDED'] },
  { how: 'page-expired', says: ANOTHER_PAGE },
];

/** What only a document can hold, and no answer to a script. */
const OF_DOCUMENTS: readonly Spoiling[] = [
  { how: 'script-error', times: Infinity, says: [] },
  { how: 'news-dialog', says: ANOTHER_PAGE },
  { how: 'cookie-banner', says: ANOTHER_PAGE },
];

const DOCUMENTS: ReadonlySet<Place> = new Set<Place>([
  'portal',
  'identity-provider',
  'connections-menu',
  'connections',
  'list',
]);

/** An answer that never comes costs minutes: met once at each kind of page. */
const SILENT: readonly (readonly [Step, Place])[] = [
  ['sign-in', 'portal'],
  ['open-connections', 'connections-menu'],
  ['read-connections', 'list'],
  ['open-account-form', 'portal-content'],
  ['choose-structure', 'structures'],
  ['choose-structure', 'autofill'],
  ['confirm-account', 'accounts'],
];

const IN_THE_FORMS: readonly Case[] = [
  {
    step: 'choose-structure',
    fault: { at: 'structures', how: 'structure-missing', times: Infinity },
    says: ['STRUCTURE_NOT_OFFERED'],
    stops: true,
  },
  {
    step: 'read-connections',
    fault: { at: 'connections', how: 'structure-missing', times: Infinity },
    says: ['STRUCTURE_NOT_OFFERED'],
  },
  { step: 'choose-structure', fault: { at: 'autofill', how: 'slow', afterMs: 9_000 }, says: [] },
  {
    step: 'choose-structure',
    fault: { at: 'autofill', how: 'autofill-changes', times: Infinity },
    says: ['CREDENTIAL_CHANGED', 'CREDENTIAL_UNREADABLE'],
  },
  ...(['Valider', 'Editeur/Solution', 'Nom du raccordement'] as const).map((about): Case => ({
    step: 'fill-declaration',
    fault: { at: 'list', how: 'renamed-label', about, message: 'Autre', times: Infinity },
    says: ['CONTROL_NOT_FOUND'],
  })),
  ...(['Soumettre', 'Mot de passe', 'Nom du compte technique'] as const).map((about): Case => ({
    step: 'open-account-form',
    fault: { at: 'portal', how: 'renamed-label', about, message: 'Autre', times: Infinity },
    says: ['CONTROL_NOT_FOUND'],
  })),
  {
    step: 'fill-declaration',
    fault: { at: 'list', how: 'duplicate-submit', times: Infinity },
    says: ['CONTROL_AMBIGUOUS'],
  },
  {
    step: 'open-account-form',
    fault: { at: 'portal', how: 'duplicate-submit', times: Infinity },
    says: ['CONTROL_AMBIGUOUS'],
    stops: true,
  },
];

/** The whole matrix: every step with every fault that can meet it. */
export const CASES: readonly Case[] = [
  ...STEPS.flatMap((step) =>
    (READ[step] ?? []).flatMap((at) =>
      [...OF_ANY_READ, ...(DOCUMENTS.has(at) ? OF_DOCUMENTS : [])].map(
        ({ says, ...fault }): Case => ({ step, says, fault: { at, ...fault } }),
      ),
    ),
  ),
  ...SILENT.map(([step, at]): Case => ({
    step,
    fault: { at, how: 'silence-before' },
    says: [...DOWN, ...ANOTHER_PAGE],
  })),
  ...IN_THE_FORMS,
  ...writeCases('submit-declaration', 'declare', 'DECLARATION_REFUSED'),
  ...writeCases('submit-account', 'create-account', 'ACCOUNT_REFUSED'),
];

/**
 * The part of the matrix that every `npm test` goes through: what differs most, at one place each. What
 * `tests/flows` shows of a fault (`unclear`, `doubt`, `refusal`, `session`), and `passing-fault`, is left
 * to `npm run whole`.
 */
const REPRESENTATIVE: readonly string[] = [
  'sign-in: sign-in session-ended-asking',
  'submit-declaration: declare reset-after sent again by the browser',
  'submit-account: create-account error-after 503',
];

export function isRepresentative({ step, fault }: Case): boolean {
  return REPRESENTATIVE.includes(`${step}: ${describeFault(fault)}`);
}

/** The fault in a few words. */
export function describeFault(fault: Fault): string {
  const { at, how, status, times, afterMs, about, resend, shown, stays } = fault;
  return [
    at,
    how,
    status,
    shown === undefined ? undefined : `shown as ${shown}`,
    stays === 'yes' ? 'beside the form' : undefined,
    afterMs === undefined ? undefined : `${afterMs} ms`,
    about === undefined ? undefined : `« ${about} »`,
    resend === 'served' ? 'sent again by the browser' : undefined,
    times === Infinity ? 'each time' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
