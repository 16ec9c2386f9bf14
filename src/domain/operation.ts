import type { SealedCredential } from './credential.ts';
import type { EventKind } from './ledger-event.ts';

/**
 * The states of our own writes. A declaration, the creation of an account and the reset of its
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
 * The state machine of every write. A second click is possible only after a reading of the portal,
 * a proof through the API, or the decision of a person.
 *
 * A write without effect restores the one confirmed before it: see {@link advance}.
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
    // A person said what the answer means that left the doubt.
    accepted: 'accepted',
    refused: 'refused',
    confirmed: 'confirmed',
    refuted: 'none',
    unproven: 'unproven',
    doubted: 'doubtful',
  },
};

/** The content of a declaration. */
export interface NamedWrite {
  readonly applicationName: string;
}

/** The content of an account creation or of a reset. */
export interface PasswordWrite<Before = unknown> {
  readonly credential: SealedCredential;
  /** The content of the list before; absent in imports and in some old rows. */
  readonly before?: Before;
}

/** A write whose click may have happened and whose result is uncertain. */
export interface UnconfirmedOperation<W> {
  readonly state: 'intended' | 'accepted' | 'refused' | 'unproven' | 'doubtful';
  readonly what: W;
  /** ISO time. */
  readonly intendedAt: string;
  /** The portal's message, or why the result is doubtful or unproven. */
  readonly message?: string;
  readonly kept?: PriorOperation<W>;
}

export interface ConfirmedOperation<W> {
  readonly state: 'confirmed';
  readonly what: W;
  readonly intendedAt: string;
  /** The portal's message when it accepted. */
  readonly message?: string;
}

/** An earlier write, restored if a later one has no effect. */
export type PriorOperation<W> = ConfirmedOperation<W> | UnconfirmedOperation<W>;

/** A write as the ledger knows it; `kept` is the write before it. */
export type Operation<W> =
  | { readonly state: 'none' }
  | {
      readonly state: 'sealed';
      readonly credential: SealedCredential;
      readonly kept?: PriorOperation<W>;
    }
  | UnconfirmedOperation<W>
  | ConfirmedOperation<W>;

/** Checks whether a click may have happened whose result is not known yet. */
export function isUnconfirmedState(state: string): state is UnconfirmedOperation<unknown>['state'] {
  return ['intended', 'accepted', 'refused', 'unproven', 'doubtful'].includes(state);
}

/** Checks whether an operation must be settled by a reading before anything else. */
export function isUnconfirmed<O extends { readonly state: OperationState }>(
  operation: O,
): operation is Extract<O, { readonly state: UnconfirmedOperation<unknown>['state'] }> {
  return isUnconfirmedState(operation.state);
}

/**
 * Returns the state after an event.
 * @throws Error if there is no such transition: a defect of the caller, never of the portal.
 */
function nextState(state: OperationState, event: EventKind): OperationState {
  const next = OPERATION_TRANSITIONS[state][event];
  if (next === undefined) throw new Error(`no transition from ${state} by ${event}`);
  return next;
}

/** The parts of an event that change an operation, whatever its subject. */
interface OperationEvent {
  readonly kind: EventKind;
  readonly credential?: SealedCredential;
  readonly message?: string;
  readonly reason?: string;
}

/**
 * Returns the operation after one event at an ISO time. Pure.
 * @param what the content of an intent or an import; undefined for all other events.
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
      return { state, credential: given(event.credential, event), kept };
    case 'intended':
      return { state, what: given(what, event), intendedAt: at, kept };
    case 'accepted':
    case 'refused':
    case 'unproven':
    case 'doubtful': {
      const message = event.message ?? event.reason ?? '';
      const sent = what === undefined ? written(operation) : { what, intendedAt: at };
      const { what: meant, intendedAt } = sent;
      // An import keeps the earlier write.
      const left = what === undefined ? earlier : kept;
      return { state, what: meant, intendedAt, message, kept: left };
    }
    case 'confirmed': {
      if (what !== undefined) return { state, what, intendedAt: at };
      const { what: sent, intendedAt, message } = written(operation);
      return { state, what: sent, intendedAt, message };
    }
  }
}

/** Returns the latest write and those kept before it, the latest first. */
export function writesOf<W>(operation: Operation<W>): PriorOperation<W>[] {
  if (operation.state === 'none') return [];
  const earlier = 'kept' in operation && operation.kept ? writesOf(operation.kept) : [];
  return operation.state === 'sealed' ? earlier : [operation, ...earlier];
}

/**
 * Returns the operation after a judgement of a write kept before the latest one. Pure.
 * @throws Error if none of them is of that credential, or as {@link nextState}.
 */
export function judgeKept<W extends PasswordWrite>(
  operation: Operation<W>,
  event: OperationEvent,
  credentialId: string,
): Operation<W> {
  if (!('kept' in operation) || operation.kept === undefined) {
    throw new Error(`${event.kind} of a credential without an open write`);
  }
  const { kept } = operation;
  const after =
    kept.what.credential.id === credentialId
      ? advance(kept, event, kept.intendedAt, undefined)
      : judgeKept(kept, event, credentialId);
  if (after.state === 'sealed') throw new Error('a write kept before it was sent');
  return { ...operation, kept: after.state === 'none' ? undefined : after };
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
