import type { SealedCredential } from './credential.ts';
import type { EventKind } from './ledger-event.ts';

/**
 * How far a write of ours has come. A declaration, the creation of an account and the reset of its
 * password follow one protocol. `docs/states.md` is drawn from this file.
 */
export const OPERATION_STATES = [
  'none',
  'sealed',
  'intended',
  'accepted',
  'confirmed',
  'refused',
  'unproven',
  'doubtful',
] as const;

export type OperationState = (typeof OPERATION_STATES)[number];

/**
 * The state machine of every write. No path leads from a click to another one without a reading of
 * the portal, a proof through the API, or a person.
 *
 * A write that comes to nothing leaves the one that was confirmed before it: see {@link advance}.
 */
export const OPERATION_TRANSITIONS: Readonly<
  Record<OperationState, Readonly<Partial<Record<EventKind, OperationState>>>>
> = {
  none: {
    'not-seen': 'none',
    'seen-other': 'none',
    sealed: 'sealed',
    intended: 'intended',
    imported: 'confirmed',
    'imported-unproven': 'unproven',
  },
  sealed: {
    'not-seen': 'none',
    'seen-other': 'none',
    'settled-absent': 'none',
    sealed: 'sealed',
    intended: 'intended',
  },
  intended: {
    accepted: 'accepted',
    refused: 'refused',
    confirmed: 'confirmed',
    'settled-absent': 'none',
    refuted: 'none',
    unproven: 'unproven',
    doubted: 'doubtful',
  },
  accepted: {
    confirmed: 'confirmed',
    refuted: 'none',
    unproven: 'unproven',
    doubted: 'doubtful',
  },
  confirmed: {
    confirmed: 'confirmed',
    doubted: 'doubtful',
    sealed: 'sealed',
    imported: 'confirmed',
    'imported-unproven': 'unproven',
  },
  refused: {
    'not-seen': 'none',
    'seen-other': 'none',
    'settled-absent': 'none',
    confirmed: 'confirmed',
    refuted: 'none',
    unproven: 'unproven',
    doubted: 'doubtful',
  },
  unproven: {
    confirmed: 'confirmed',
    refuted: 'none',
    unproven: 'unproven',
    doubted: 'doubtful',
    sealed: 'sealed',
    imported: 'confirmed',
  },
  doubtful: {
    confirmed: 'confirmed',
    refuted: 'none',
    unproven: 'unproven',
    doubted: 'doubtful',
  },
};

/** What a declaration writes. */
export interface NamedWrite {
  readonly applicationName: string;
}

/** What the creation of an account or a reset writes. */
export interface PasswordWrite<Before = unknown> {
  readonly credential: SealedCredential;
  /** What the list showed before; absent in what was imported, and in some old rows. */
  readonly before?: Before;
}

/** A write whose click may have happened and whose result is not known for sure. */
export interface UnconfirmedOperation<W> {
  readonly state: 'intended' | 'accepted' | 'refused' | 'unproven' | 'doubtful';
  readonly what: W;
  /** ISO time. */
  readonly intendedAt: string;
  /** What the portal said, or why the result is doubtful or unproven. */
  readonly message?: string;
  readonly kept?: PriorOperation<W>;
}

export interface ConfirmedOperation<W> {
  readonly state: 'confirmed';
  readonly what: W;
  readonly intendedAt: string;
  /** What the portal said when it accepted. */
  readonly message?: string;
}

/** What a later write that comes to nothing leaves as it was. */
export type PriorOperation<W> = ConfirmedOperation<W> | UnconfirmedOperation<W>;

/** A write as the ledger knows it; `kept` is what was there before it. */
export type Operation<W> =
  | { readonly state: 'none' }
  | {
      readonly state: 'sealed';
      readonly credential: SealedCredential;
      readonly kept?: PriorOperation<W>;
    }
  | UnconfirmedOperation<W>
  | ConfirmedOperation<W>;

/** States in which a click may have happened whose result is not known yet. */
export function isUnconfirmedState(state: string): state is UnconfirmedOperation<unknown>['state'] {
  return ['intended', 'accepted', 'refused', 'unproven', 'doubtful'].includes(state);
}

/** True for an operation that is to be settled by a reading before anything else. */
export function isUnconfirmed<O extends { readonly state: OperationState }>(
  operation: O,
): operation is Extract<O, { readonly state: UnconfirmedOperation<unknown>['state'] }> {
  return isUnconfirmedState(operation.state);
}

/**
 * The state after an event.
 * @throws Error if the machine has no such transition: a defect of the caller, never of the portal.
 */
function nextState(state: OperationState, event: EventKind): OperationState {
  const next = OPERATION_TRANSITIONS[state][event];
  if (next === undefined) throw new Error(`no transition from ${state} by ${event}`);
  return next;
}

/** What the fold of an operation needs of an event, whatever the operation is about. */
interface OperationEvent {
  readonly kind: EventKind;
  readonly credential?: SealedCredential;
  readonly message?: string;
  readonly reason?: string;
}

/**
 * The operation after one event at an ISO time. Pure.
 * @param what an intent or an import is about; undefined for all other events.
 * @throws Error as {@link nextState}.
 */
export function advance<W>(
  operation: Operation<W>,
  event: OperationEvent,
  at: string,
  what: W | undefined,
): Operation<W> {
  const state = nextState(operation.state, event.kind);
  const earlier = 'kept' in operation ? operation.kept : undefined;
  const isStanding = operation.state === 'confirmed' || operation.state === 'unproven';
  const kept = isStanding ? operation : earlier;
  switch (state) {
    case 'none':
      return earlier ?? { state };
    case 'sealed':
      return { state, credential: given(event.credential, event), ...(kept && { kept }) };
    case 'intended':
      return { state, what: given(what, event), intendedAt: at, ...(kept && { kept }) };
    case 'accepted':
    case 'refused':
    case 'unproven':
    case 'doubtful': {
      const message = event.message ?? event.reason ?? '';
      const sent = what === undefined ? written(operation) : { what, intendedAt: at };
      const { what: meant, intendedAt } = sent;
      // What is taken in leaves what stands as it was.
      const left = what === undefined ? earlier : kept;
      return { state, what: meant, intendedAt, message, ...(left && { kept: left }) };
    }
    case 'confirmed': {
      if (what !== undefined) return { state, what, intendedAt: at };
      const { what: sent, intendedAt, message } = written(operation);
      return { state, what: sent, intendedAt, ...(message !== undefined && { message }) };
    }
  }
}

function written<W>(operation: Operation<W>): UnconfirmedOperation<W> | ConfirmedOperation<W> {
  if (operation.state === 'none' || operation.state === 'sealed') {
    throw new Error(`nothing was written in state ${operation.state}`);
  }
  return operation;
}

function given<T>(value: T | undefined, { kind }: OperationEvent): T {
  if (value === undefined) throw new Error(`${kind} without what belongs to it`);
  return value;
}
