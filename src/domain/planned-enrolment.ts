import type { ResourceState } from './enrolment.ts';
import { isUnconfirmedState } from './operation.ts';
import type { EnrolmentRequest } from './outcome.ts';
import type { PasswordGap } from './password-gap.ts';
import { omitUndefined } from './omit-undefined.ts';
import type { Siret } from './siret.ts';

/** What would be done for one half. The words are part of the `--json` contract. */
export type PlannedAction =
  'declare' | 'create account' | 'look again' | 'nothing to do' | 'cannot';

/** What keeps a half from being done, as the error that `batch` would end with. */
export type PlannedObstacle = 'STRUCTURE_NOT_OFFERED' | 'OUTCOME_DOUBTFUL';

// Printed as JSON: aliases, unlike interfaces, are a `JsonObject` to the compiler.

/** Where a value comes from that would be declared. The words are part of the `--json` contract. */
export type ValueSource = 'roster' | 'configuration' | 'default' | 'next free name' | 'portal';

export type PlannedValue = { readonly value: string; readonly from: ValueSource };

/** What a declaration, or the form of an account, would say. */
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

export type PlannedResource = {
  readonly action: PlannedAction;
  /** The application's name or the login that the portal shows. */
  readonly found?: string;
  /** Why it cannot be done. */
  readonly why?: PlannedObstacle;
  /** Every value that would be sent. */
  readonly values?: PlannedValues;
  /** Of an account that is there, as an ISO date: by the portal's list, else by the ledger. */
  readonly expiresOn?: string;
  /** Of an account that is there: absent if its password is kept here. */
  readonly credential?: PasswordGap;
  /** The one that the ledger knows and whose password is not here all the same. */
  readonly credentialId?: string;
};

export type PlannedEnrolment = {
  readonly siret: Siret;
  readonly structureName?: string;
  readonly connection: PlannedResource;
  readonly account: PlannedResource;
};

export type PlanSummary = { readonly [action in PlannedAction]: number } & {
  /** Accounts whose password is not here. */
  readonly passwordMissing: number;
  /** SIRETs of which a half cannot be done. */
  readonly impossible: number;
};

/** What is asked of a half's standing. */
interface HasState {
  readonly state: ResourceState;
}

const NOTHING: PlannedResource = { action: 'nothing to do' };

/**
 * What is to be done about a connection.
 * @param found the application's name where the portal's list shows a connection.
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
 * What is to be done about an account; `login` where the portal's list shows one, and `gap` where its
 * password is not here.
 */
export function planAccount(
  { only, newAccount }: EnrolmentRequest,
  status: HasState,
  {
    login,
    offered,
    gap,
    credentialId,
  }: {
    readonly login: string | undefined;
    readonly offered: boolean;
    readonly gap?: PasswordGap | undefined;
    readonly credentialId?: string | undefined;
  },
): PlannedResource {
  if (only === 'connection') return NOTHING;
  if (!offered) return { action: 'cannot', why: 'STRUCTURE_NOT_OFFERED' };
  if (login !== undefined && !newAccount) {
    const planned = there(status, login);
    // What is looked at again is told by what that finds.
    if (planned.action !== 'nothing to do' || gap === undefined) return planned;
    return omitUndefined<PlannedResource>({ ...planned, credential: gap, credentialId });
  }
  return missing(status, 'create account');
}

/**
 * What is on the portal's list. Where raccord sent something and never saw what became of it, it may
 * be its own: only a reading makes the sealed credential the account's.
 */
function there({ state }: HasState, found: string): PlannedResource {
  const action = isUnconfirmedState(state) ? 'look again' : 'nothing to do';
  return { action, found };
}

/** What is not on the portal's list: done anew, or looked at again where a click may be under way. */
function missing({ state }: HasState, action: PlannedAction): PlannedResource {
  if (state === 'doubtful' || state === 'unproven' || state === 'done')
    return { action: 'cannot', why: 'OUTCOME_DOUBTFUL' };
  // What was refused, and is not there, was not made.
  const isUnderWay = isUnconfirmedState(state) && state !== 'refused';
  return { action: isUnderWay ? 'look again' : action };
}

/** True if a half of a SIRET cannot be done. */
export function isImpossible({ connection, account }: PlannedEnrolment): boolean {
  return connection.action === 'cannot' || account.action === 'cannot';
}

/** True if something can be done for a SIRET. */
function canDo({ connection, account }: PlannedEnrolment): boolean {
  const isDone = new Set<PlannedAction>(['nothing to do', 'cannot']);
  return !isDone.has(connection.action) || !isDone.has(account.action);
}

/** True where something is to be done for a SIRET. */
export function hasWork({ connection, account }: PlannedEnrolment): boolean {
  return [connection, account].some(({ action }) => action !== 'nothing to do');
}

/** How many SIRETs something can be done for, in part only or not at all. */
export interface Feasible {
  readonly possible: number;
  /** Those of the possible ones of which a half cannot be done. */
  readonly inPart: number;
  readonly impossible: number;
}

/** Returns how many SIRETs of a plan something can be done for; none of them counts twice. */
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
