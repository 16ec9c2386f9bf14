import type { Kysely, Selectable } from 'kysely';
import {
  applyEvent,
  HALVES,
  newEnrolment,
  type Enrolment,
  type Half,
  type HalfEvent,
} from '../domain/enrolment.ts';
import type { Siret } from '../domain/siret.ts';
import { credentialStandings, type CredentialStanding } from './credential-status.ts';
import { eventData, parseEvent } from './event-json.ts';
import type { LedgerSchema } from './schema.ts';

/** One row of `transitions`, read. */
export interface Transition {
  readonly siret: Siret;
  readonly half: Half;
  readonly event: HalfEvent;
  /** ISO time. */
  readonly at: string;
}

/** A credential that was sealed, whose it is and what became of it. */
export interface CredentialEntry extends CredentialStanding {
  readonly siret: Siret;
}

export type TransitionRow = Selectable<LedgerSchema['transitions']>;

/** What has happened on a portal, oldest first, of all SIRETs or of one. */
export async function readTransitions(
  database: Kysely<LedgerSchema>,
  portal: string,
  siret?: Siret,
): Promise<readonly TransitionRow[]> {
  const all = database.selectFrom('transitions').selectAll().where('portal', '=', portal);
  const query = siret === undefined ? all : all.where('siret', '=', siret);
  return query.orderBy('id').execute();
}

/** The portals on which anything has happened to a half or to a password. */
export async function readPortals(database: Kysely<LedgerSchema>): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('transitions')
    .select('portal')
    .union(database.selectFrom('renewals').select('portal'))
    .execute();
  return rows.map(({ portal }) => portal).sort();
}

/** @throws Error where the row holds no event of this version. */
export function parseTransition({ siret, half, at, event, data }: TransitionRow): Transition {
  // Only a checked SIRET is ever written.
  return { siret: siret as Siret, half, event: parseEvent(event, data), at };
}

/** Writes down what happened to a half, in the transaction that read where it stood. */
export async function insertTransition(
  transaction: Kysely<LedgerSchema>,
  { portal, run }: { readonly portal: string; readonly run: string },
  { siret, half, event, at }: Transition,
  state: Enrolment[Half]['state'],
): Promise<void> {
  const row = { at, run, portal, siret, half, event: event.kind, state, data: eventData(event) };
  await transaction.insertInto('transitions').values(row).execute();
}

/** Where one SIRET stands after its transitions. Throws as {@link applyEvent} does. */
export function foldEnrolment(siret: Siret, transitions: readonly Transition[]): Enrolment {
  return transitions.reduce(
    (enrolment, { half, event, at }) => applyEvent(enrolment, half, event, at),
    newEnrolment(siret),
  );
}

/** Where each SIRET stands, in the order in which they first came up. */
export function foldEnrolments(transitions: readonly Transition[]): Enrolment[] {
  return [...bySiret(transitions)].map(([siret, own]) => foldEnrolment(siret, own));
}

/** Every credential that was ever sealed, by SIRET and then in the order of sealing. */
export function credentialEntries(transitions: readonly Transition[]): CredentialEntry[] {
  return [...bySiret(transitions)].flatMap(([siret, own]) =>
    HALVES.flatMap((half) => {
      const events = own.filter((each) => each.half === half).map(({ event }) => event);
      return credentialStandings(events).map((standing) => ({ siret, ...standing }));
    }),
  );
}

function bySiret(transitions: readonly Transition[]): Map<Siret, Transition[]> {
  const groups = new Map<Siret, Transition[]>();
  for (const each of transitions) {
    const group = groups.get(each.siret);
    if (group === undefined) groups.set(each.siret, [each]);
    else group.push(each);
  }
  return groups;
}
