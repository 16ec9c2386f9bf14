import fc from 'fast-check';
import {
  applyEvent,
  HALF_STATES,
  newEnrolment,
  nextState,
  TRANSITIONS,
  type Half,
  type HalfEvent,
  type HalfEventKind,
  type HalfState,
} from '../../src/domain/enrolment.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Lease } from '../../src/ledger/lease.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { EVENTS, expect, siretOf, test } from './ledger-place.ts';

const KINDS = Object.keys(EVENTS) as HalfEventKind[];

test('every state is reached by some events', () => {
  expect([...pathsToStates().keys()].sort()).toEqual([...HALF_STATES].sort());
});

test('every transition is recorded and still there when the ledger is opened again', async ({
  open,
  ledger,
  lease,
}) => {
  const paths = pathsToStates();
  const expected: [Siret, HalfState][] = [];
  for (const [from, path] of paths) {
    for (const kind of allowed(from)) {
      const siret = siretOf(expected.length + 1);
      for (const step of path) await record(ledger, lease, siret, EVENTS[step]);
      const after = await record(ledger, lease, siret, EVENTS[kind]);
      expect(after.connection.state, `${from} by ${kind}`).toBe(nextState(from, kind));
      expect(await ledger.enrolment(siret)).toEqual(after);
      expected.push([siret, nextState(from, kind)]);
    }
  }
  await lease.release();
  await ledger.close();

  const reopened = await open();
  const states = (await reopened.enrolments()).map(
    ({ siret, connection }) => [siret, connection.state] as const,
  );
  expect(states).toEqual(expected);
});

test('every other event is refused and leaves no trace', async ({ ledger, lease }) => {
  let number = 0;
  for (const [from, path] of pathsToStates()) {
    const siret = siretOf((number += 1));
    for (const step of path) await record(ledger, lease, siret, EVENTS[step]);
    const before = await ledger.enrolment(siret);
    for (const kind of KINDS.filter((each) => !allowed(from).includes(each))) {
      await expect(record(ledger, lease, siret, EVENTS[kind])).rejects.toThrow(
        `no transition from ${from} by ${kind}`,
      );
    }
    expect(await ledger.enrolment(siret)).toEqual(before);
  }
});

test('the details of each event come back as they were', async ({ ledger, lease, clock }) => {
  const siret = siretOf(1);
  await record(ledger, lease, siret, EVENTS['not-seen'], 'account');
  await record(ledger, lease, siret, EVENTS.sealed, 'account');
  clock.advance(1_000);
  const intent = { kind: 'intended', credentialId: 'c1' } as const;
  await record(ledger, lease, siret, intent, 'account');
  clock.advance(1_000);
  await record(ledger, lease, siret, EVENTS.accepted, 'account');
  await record(ledger, lease, siret, EVENTS.seen, 'account');
  expect(await ledger.enrolment(siret)).toEqual({
    siret,
    connection: { state: 'unread' },
    account: {
      state: 'done',
      intendedAt: '2026-11-23T14:05:02.250Z',
      credential: EVENTS.sealed.credential,
      message: EVENTS.accepted.message,
      found: EVENTS.seen.found,
    },
    updatedAt: '2026-11-23T14:05:03.250Z',
  });
});

test('no allowed events lead from an intent to a second one without a reading or a person', () => {
  let secondIntents = 0;
  const property = fc.property(fc.array(fc.nat(), { maxLength: 60 }), (choices) => {
    let enrolment = newEnrolment(siretOf(1));
    let open = false;
    let refused = false;
    let intents = 0;
    for (const choice of choices) {
      const kinds = allowed(enrolment.connection.state);
      const kind = kinds[choice % kinds.length] ?? 'not-seen';
      if (kind === 'intended') {
        expect(open).toBe(false);
        intents += 1;
        open = true;
      }
      if (['settled-absent', 'absence-confirmed', 'seen'].includes(kind)) open = false;
      if (refused && ['not-seen', 'seen-other'].includes(kind)) open = false;
      refused = kind === 'refused';
      enrolment = applyEvent(enrolment, 'connection', EVENTS[kind], '2026-11-23T14:05:01.000Z');
    }
    if (intents > 1) secondIntents += 1;
  });
  fc.assert(property, { numRuns: 2_000 });
  expect(secondIntents, 'sequences that came to a second intent').toBeGreaterThan(50);
});

async function record(
  ledger: Ledger,
  lease: Lease,
  siret: Siret,
  event: HalfEvent,
  half: Half = 'connection',
): ReturnType<Ledger['record']> {
  return event.kind === 'intended'
    ? ledger.recordIntent(siret, half, event, lease)
    : ledger.record(siret, half, event);
}

function allowed(state: HalfState): HalfEventKind[] {
  return Object.keys(TRANSITIONS[state]) as HalfEventKind[];
}

/** The shortest events that lead to each state. */
function pathsToStates(): Map<HalfState, HalfEventKind[]> {
  const paths = new Map<HalfState, HalfEventKind[]>([['unread', []]]);
  for (const [state, path] of paths) {
    for (const kind of allowed(state)) {
      const next = nextState(state, kind);
      if (!paths.has(next)) paths.set(next, [...path, kind]);
    }
  }
  return paths;
}
