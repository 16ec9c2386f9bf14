import fc from 'fast-check';
import type { SealedCredential } from '../../src/domain/credential.ts';
import {
  applyEvent,
  newEnrolment,
  operationOn,
  type Enrolment,
} from '../../src/domain/enrolment.ts';
import type { EventKind, LedgerEvent, Stream, Subject } from '../../src/domain/ledger-event.ts';
import {
  OPERATION_TRANSITIONS,
  writesOf,
  type Operation,
  type OperationState,
  type PasswordWrite,
} from '../../src/domain/operation.ts';
import type { Siret } from '../../src/domain/siret.ts';

const AT = '2026-11-23T14:05:01.250Z';

const LOGINS = ['TECH_1_x@cpro.fr', 'TECH_2_x@cpro.fr'] as const;

const SUBJECTS: readonly Subject[] = [
  'connection',
  'account',
  ...LOGINS.map((login) => ({ login })),
];

const CHOICES = fc.array(
  fc.record({
    subject: fc.constantFrom(...SUBJECTS),
    kind: fc.nat(),
    login: fc.constantFrom(...LOGINS),
  }),
  { maxLength: 60 },
);

/**
 * What may happen to a SIRET, in any order: enrolments, renewals, new accounts, imports, refusals,
 * doubts, the word of a person, and another hand's account in the list.
 */
export function histories(siret: Siret): fc.Arbitrary<readonly LedgerEvent[]> {
  return CHOICES.map((choices) => {
    const events: LedgerEvent[] = [];
    let enrolment = newEnrolment(siret);
    for (const { subject, kind: choice, login } of choices) {
      const { state } = operationOn(enrolment, subject);
      const kinds = Object.keys(OPERATION_TRANSITIONS[state]) as EventKind[];
      // Half of the time what leads on, so that histories come to something.
      const kind = choice % 2 === 0 ? ONWARD[state] : kinds[choice % kinds.length];
      if (kind === undefined || !MAY_HAPPEN[streamOf(subject)].includes(kind)) continue;
      const making = { enrolment, login, id: `c${events.length}` };
      const event = keptJudged(eventOn(subject, kind, making), subject, choice, enrolment);
      const after = tried(enrolment, event);
      if (after === undefined) continue;
      enrolment = after;
      events.push(event);
    }
    return events;
  });
}

/** Now and then a judgement is of a write that was kept before the latest one. */
function keptJudged(
  event: LedgerEvent,
  subject: Subject,
  choice: number,
  enrolment: Enrolment,
): LedgerEvent {
  if (event.event.kind !== 'confirmed' && event.event.kind !== 'refuted') return event;
  if (subject === 'connection' || choice % 3 === 0) return event;
  const [, kept] = writesOf(operationOn(enrolment, subject) as Operation<PasswordWrite>);
  if (kept === undefined) return event;
  const { id: credentialId, login: name } = kept.what.credential;
  const found = { name, state: 'Actif' };
  return { ...event, event: { ...event.event, credentialId, found } } as LedgerEvent;
}

/** Undefined if the event cannot follow. */
function tried(enrolment: Enrolment, event: LedgerEvent): Enrolment | undefined {
  try {
    return applyEvent(enrolment, event);
  } catch {
    return undefined;
  }
}

const ONWARD: Readonly<Partial<Record<OperationState, EventKind>>> = {
  none: 'sealed',
  sealed: 'intended',
  intended: 'confirmed',
  accepted: 'confirmed',
  doubtful: 'confirmed',
  confirmed: 'sealed',
};

const OF_A_WRITE: readonly EventKind[] = [
  ...(['intended', 'accepted', 'refused', 'confirmed'] as const),
  ...(['settled-absent', 'refuted', 'doubted'] as const),
];

const MAY_HAPPEN: Readonly<Record<Stream, readonly EventKind[]>> = {
  connection: ['not-seen', 'seen-other', ...OF_A_WRITE],
  account: [
    ...(['not-seen', 'seen-other', 'sealed', 'unproven'] as const),
    ...(['imported', 'imported-unproven'] as const),
    ...OF_A_WRITE,
  ],
  renewal: ['sealed', 'unproven', 'imported-unproven', ...OF_A_WRITE],
};

function streamOf(subject: Subject): Stream {
  return typeof subject === 'string' ? subject : 'renewal';
}

interface Making {
  readonly enrolment: Enrolment;
  readonly login: string;
  readonly id: string;
}

function eventOn(subject: Subject, kind: EventKind, { enrolment, login, id }: Making): LedgerEvent {
  const owner = typeof subject === 'string' ? login : subject.login;
  const operation = operationOn(enrolment, subject);
  const written = 'what' in operation ? operation.what : undefined;
  const ownName =
    written === undefined
      ? owner
      : 'credential' in written
        ? written.credential.login
        : written.applicationName;
  const found = { name: kind === 'seen-other' ? 'somebody-else' : ownName, state: 'Actif' };
  const credential: SealedCredential = {
    ...{ id, login: owner, digest: 'd', fingerprint: 'f', capturedAt: AT },
  };
  const details = {
    'not-seen': {},
    'seen-other': { found },
    sealed: { credential },
    intended: intentOf(subject, operation),
    accepted: { message: 'oui' },
    refused: { message: 'non' },
    confirmed: { found, by: 'list' },
    'settled-absent': {},
    refuted: { by: 'person' },
    doubted: { reason: 'not shown' },
    unproven: { found, reason: 'another hand may have made it' },
    imported: { credential, found: { ...found, name: owner } },
    'imported-unproven': { credential, found: { ...found, name: owner } },
  } satisfies Record<EventKind, object>;
  const stream =
    typeof subject === 'string' ? { stream: subject } : { stream: 'renewal', login: owner };
  return { ...stream, at: AT, event: { kind, ...details[kind] } } as LedgerEvent;
}

function intentOf(
  subject: Subject,
  operation: { readonly state: string; readonly credential?: SealedCredential },
): object {
  if (subject === 'connection') return { applicationName: 'Pldiffusion1' };
  const credentialId = operation.credential?.id ?? '';
  return subject === 'account' ? { credentialId } : { credentialId, before: {} };
}
