import type { ResourceState } from './enrolment.ts';
import { isUnconfirmedState } from './operation.ts';
import type { EnrolmentRequest } from './outcome.ts';
import type { PasswordGap } from './password-gap.ts';
import type { Siret } from './siret.ts';

/** The planned action for a connection or account. The words are part of the `--json` contract. */
export type PlannedAction =
  'declare' | 'create account' | 'look again' | 'nothing to do' | 'cannot';

/** The obstacle to an action, as the error code that `batch` would report. */
export type PlannedObstacle = 'STRUCTURE_NOT_OFFERED' | 'OUTCOME_DOUBTFUL';

/** The origin of a declared value. The words are part of the `--json` contract. */
export type ValueSource = 'roster' | 'configuration' | 'default' | 'next free name' | 'portal';

export interface PlannedValue {
  readonly value: string;
  readonly from: ValueSource;
}

/** The values of a declaration or of an account's form. */
export type PlannedValues = { readonly [field in ValueField]?: PlannedValue };

/** In the order of the forms. */
export const VALUE_FIELDS = [
  'applicationName',
  'usage',
  'editor',
  'contactName',
  'contactPhone',
  'contactEmail',
  'contactFax',
  'accountEmail',
] as const;

export type ValueField = (typeof VALUE_FIELDS)[number];

export interface PlannedResource {
  readonly action: PlannedAction;
  /** The application's name or the login that the portal shows. */
  readonly found?: string;
  /** Why the action is `cannot`. */
  readonly why?: PlannedObstacle;
  /** Every value that would be sent. */
  readonly values?: PlannedValues;
  /** ISO date, for an existing account: from the portal's list, else from the ledger. */
  readonly expiresOn?: string;
  /** For an existing account: absent if its password is kept here. */
  readonly credential?: PasswordGap;
  /** The credential known to the ledger, if its password is not kept here. */
  readonly credentialId?: string;
}

export interface PlannedEnrolment {
  readonly siret: Siret;
  readonly structureName?: string;
  readonly connection: PlannedResource;
  readonly account: PlannedResource;
}

export type PlanSummary = { readonly [action in PlannedAction]: number } & {
  /** Accounts whose password is not kept here. */
  readonly passwordMissing: number;
  /** SIRETs whose connection or account cannot be created. */
  readonly impossible: number;
};

/** The state of a connection or account. */
interface HasState {
  readonly state: ResourceState;
}

const NOTHING: PlannedResource = { action: 'nothing to do' };

/**
 * Plans a connection.
 * @param found the application's name if the portal's list shows a connection.
 * @param offered whether the portal offers the structure to this administrator.
 */
export function planConnection(
  { only }: EnrolmentRequest,
  status: HasState,
  { found, offered }: { readonly found: string | undefined; readonly offered: boolean },
): PlannedResource {
  if (only === 'account') return NOTHING;
  if (found !== undefined) return there(status, found);
  if (!offered) return { action: 'cannot', why: 'STRUCTURE_NOT_OFFERED' };
  return missing(status, 'declare');
}

/**
 * Plans an account; `login` is given if the portal's list shows one, `gap` if its password is not
 * kept here, and `isHeld` if the ledger holds the password of one, listed or not.
 */
export function planAccount(
  { only, newAccount }: EnrolmentRequest,
  status: HasState,
  {
    login,
    offered,
    isHeld = false,
    gap,
    credentialId,
  }: {
    readonly login: string | undefined;
    readonly offered: boolean;
    readonly isHeld?: boolean;
    readonly gap?: PasswordGap | undefined;
    readonly credentialId?: string | undefined;
  },
): PlannedResource {
  if (only === 'connection') return NOTHING;
  if (!offered) return { action: 'cannot', why: 'STRUCTURE_NOT_OFFERED' };
  if (login !== undefined && !newAccount) {
    const planned = there(status, login);
    // A second look reports its own result.
    if (planned.action !== 'nothing to do' || gap === undefined) return planned;
    return { ...planned, credential: gap, credentialId };
  }
  // An account of ours that the list does not show is in doubt.
  const isLost = isHeld && login === undefined && !isUnconfirmedState(status.state);
  return missing(isLost ? { state: 'done' } : status, 'create account');
}

/**
 * Plans a resource on the portal's list. If raccord sent a request and never saw its result, it may
 * be its own: only a reading assigns the sealed credential to the account.
 */
function there({ state }: HasState, found: string): PlannedResource {
  const action = isUnconfirmedState(state) ? 'look again' : 'nothing to do';
  return { action, found };
}

/** Plans a resource missing from the list: a write, or a second look if a click may be pending. */
function missing({ state }: HasState, action: PlannedAction): PlannedResource {
  if (state === 'doubtful' || state === 'unproven' || state === 'done')
    return { action: 'cannot', why: 'OUTCOME_DOUBTFUL' };
  // A refused write that is not on the list had no effect.
  const isUnderWay = isUnconfirmedState(state) && state !== 'refused';
  return { action: isUnderWay ? 'look again' : action };
}

/** Checks whether the connection or account of a SIRET cannot be created. */
export function isImpossible({ connection, account }: PlannedEnrolment): boolean {
  return connection.action === 'cannot' || account.action === 'cannot';
}

/** Checks whether anything can be done for a SIRET. */
function canDo({ connection, account }: PlannedEnrolment): boolean {
  const isDone = new Set<PlannedAction>(['nothing to do', 'cannot']);
  return !isDone.has(connection.action) || !isDone.has(account.action);
}

/** Checks whether anything remains to be done for a SIRET. */
export function hasWork({ connection, account }: PlannedEnrolment): boolean {
  return [connection, account].some(({ action }) => action !== 'nothing to do');
}

/** The number of SIRETs that can be processed, in part only or not at all. */
export interface Feasible {
  readonly possible: number;
  /** The possible ones whose connection or account cannot be created. */
  readonly inPart: number;
  readonly impossible: number;
}

/** Counts the SIRETs of a plan by feasibility; `possible` and `impossible` do not overlap. */
export function feasibleIn(plan: readonly PlannedEnrolment[]): Feasible {
  const possible = plan.filter(canDo);
  return {
    possible: possible.length,
    inPart: possible.filter(isImpossible).length,
    impossible: plan.filter((one) => isImpossible(one) && !canDo(one)).length,
  };
}

export function summarisePlan(plan: readonly PlannedEnrolment[]): PlanSummary {
  const count = (action: PlannedAction): number =>
    plan
      .flatMap(({ connection, account }) => [connection, account])
      .filter((resource) => resource.action === action).length;
  return {
    declare: count('declare'),
    'create account': count('create account'),
    'look again': count('look again'),
    'nothing to do': count('nothing to do'),
    cannot: count('cannot'),
    impossible: plan.filter(isImpossible).length,
    passwordMissing: plan.filter(({ account }) => account.credential === 'missing').length,
  };
}
