import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import {
  advance,
  OPERATION_STATES,
  OPERATION_TRANSITIONS,
  type Operation,
  type OperationState,
} from '../../src/domain/operation.ts';
import type { EventKind } from '../../src/domain/ledger-event.ts';
import { EVENTS } from './ledger-fixtures.ts';

const KINDS = Object.keys(EVENTS) as EventKind[];
const AT = '2026-11-23T14:05:01.250Z';
/** Events that say what is written. */
const WHAT: readonly EventKind[] = ['intended', 'imported', 'imported-unproven'];

const NONE: Operation<string> = { state: 'none' };

/** The shortest events that lead to each state. */
function pathsToStates(): Map<OperationState, EventKind[]> {
  const paths = new Map<OperationState, EventKind[]>([['none', []]]);
  for (const [state, path] of paths) {
    for (const kind of KINDS) {
      const next = OPERATION_TRANSITIONS[state][kind];
      if (next !== undefined && !paths.has(next)) paths.set(next, [...path, kind]);
    }
  }
  return paths;
}

function after(kinds: readonly EventKind[], from = NONE): Operation<string> {
  return kinds.reduce<Operation<string>>(
    (operation, kind) =>
      advance(operation, EVENTS[kind], AT, WHAT.includes(kind) ? 'what' : undefined),
    from,
  );
}

test('every state of a write is reached by some events', () => {
  expect([...pathsToStates().keys()].sort()).toEqual([...OPERATION_STATES].sort());
});

test('every other event is refused', () => {
  for (const [state, path] of pathsToStates()) {
    const operation = after(path);
    expect(operation.state).toBe(state);
    for (const kind of KINDS.filter((one) => OPERATION_TRANSITIONS[state][one] === undefined)) {
      expect(() => after([kind], operation)).toThrow(`no transition from ${state} by ${kind}`);
    }
  }
});

test('between two clicks there is always a reading, a proof or a person', () => {
  let secondIntents = 0;
  const property = fc.property(fc.array(fc.nat(), { maxLength: 60, size: 'max' }), (choices) => {
    let operation: Operation<string> = NONE;
    let isOpen = false;
    let intents = 0;
    for (const choice of choices) {
      const kinds = Object.keys(OPERATION_TRANSITIONS[operation.state]) as EventKind[];
      const kind = kinds[choice % kinds.length] ?? 'not-seen';
      if (kind === 'intended' && isOpen) return false;
      if (kind === 'intended') intents += 1;
      isOpen = kind === 'intended' || (isOpen && !ENDS.includes(kind));
      operation = after([kind], operation);
    }
    if (intents > 1) secondIntents += 1;
    return true;
  });
  fc.assert(property, { numRuns: 2_000 });
  expect(secondIntents, 'histories that came to a second click').toBeGreaterThan(50);
});

/** Readings, proofs and words of a person that say what became of a click. */
const ENDS: readonly EventKind[] = [
  ...(['not-seen', 'seen-other', 'settled-absent', 'refuted', 'confirmed', 'unproven'] as const),
];

test('a write that comes to nothing leaves the one that was confirmed before it', () => {
  const first = after(['intended', 'accepted', 'confirmed']);
  expect(first).toMatchObject({ state: 'confirmed', message: EVENTS.accepted.message });
  expect(after(['sealed', 'intended', 'settled-absent'], first)).toEqual(first);
  expect(after(['sealed', 'intended', 'refused', 'seen-other'], first)).toEqual(first);
  expect(after(['sealed', 'intended', 'doubted', 'refuted'], first)).toEqual(first);
  expect(after(['doubted', 'refuted'], first)).toEqual(NONE);

  const unproven = after(['sealed', 'intended', 'unproven'], first);
  expect(after(['sealed', 'intended', 'settled-absent'], unproven)).toEqual(unproven);
  expect(after(['refuted'], unproven)).toEqual(first);
});
