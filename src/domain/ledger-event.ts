import type { SealedCredential } from './credential.ts';
import type { AccountsBefore, PortalRow, RowBefore } from './portal-row.ts';

/** An enrolment has two halves that do not depend on each other (facts/portal.md section c). */
export const RESOURCES = ['connection', 'account'] as const;

export type Resource = (typeof RESOURCES)[number];

/**
 * How the result of a write is known: by the portal's list, the API, a person who tried, or, if the
 * list cannot show the change (it writes days), the portal's answer alone.
 */
export const CONFIRMATION_SOURCES = ['list', 'proof', 'person', 'answer'] as const;

export type ConfirmationSource = (typeof CONFIRMATION_SOURCES)[number];

/** A reading of the portal's list that shows nothing of ours. */
export type ListEvent =
  { readonly kind: 'not-seen' } | { readonly kind: 'seen-other'; readonly found: PortalRow };

/** A credential was sealed and flushed to disk. */
export interface SealedEvent {
  readonly kind: 'sealed';
  readonly credential: SealedCredential;
}

/** A credential that another machine captured was taken over. */
export interface ImportedEvent {
  /** The second if it was not proven there either. */
  readonly kind: 'imported' | 'imported-unproven';
  readonly credential: SealedCredential;
  readonly found: PortalRow;
}

/** A credential was taken in of which nothing shows that it opens its account. */
export interface UnprovenImport extends ImportedEvent {
  readonly kind: 'imported-unproven';
}

/** One step of the write protocol; `Intent` says what is about to be written. */
export type WriteEvent<Intent> =
  | ({ readonly kind: 'intended' } & Intent)
  | { readonly kind: 'accepted'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'confirmed'; readonly found: PortalRow; readonly by: ConfirmationSource }
  | { readonly kind: 'unproven'; readonly found: PortalRow; readonly reason: string }
  | { readonly kind: 'settled-absent' }
  | { readonly kind: 'refuted'; readonly by: ConfirmationSource }
  | { readonly kind: 'doubted'; readonly reason: string };

export type ConnectionEvent = ListEvent | WriteEvent<{ readonly applicationName: string }>;

export type AccountEvent =
  | ListEvent
  | SealedEvent
  | ImportedEvent
  | WriteEvent<{ readonly credentialId: string; readonly before?: AccountsBefore }>;

export type RenewalEvent =
  | SealedEvent
  | UnprovenImport
  | WriteEvent<{ readonly credentialId: string; readonly before: RowBefore }>;

export type EventKind = (ConnectionEvent | AccountEvent | RenewalEvent)['kind'];

/**
 * How the work of one run ended, recorded once it is over. It changes nothing of what is known of the
 * portal; it is what a person is told until a later run goes well.
 */
export type EndEvent =
  | {
      readonly kind: 'failed';
      /** An error's code, and the step that failed. */
      readonly code: string;
      readonly step?: string;
    }
  | { readonly kind: 'went-well' };

/** Something that was read on the portal, kept, or written to it. */
export type PortalEvent = { readonly at: string } & (
  | { readonly stream: 'connection'; readonly event: ConnectionEvent }
  | { readonly stream: 'account'; readonly event: AccountEvent }
  | { readonly stream: 'renewal'; readonly login: string; readonly event: RenewalEvent }
);

/** How the work on a half, or on an account's password, ended. */
export type WorkOutcome = { readonly at: string; readonly event: EndEvent } & (
  { readonly stream: Resource } | { readonly stream: 'renewal'; readonly login: string }
);

/** One thing that happened to a SIRET, at an ISO time: a row of the ledger. */
export type LedgerEvent = PortalEvent | WorkOutcome;

export function isWorkOutcome(happened: LedgerEvent): happened is WorkOutcome {
  return happened.event.kind === 'failed' || happened.event.kind === 'went-well';
}

export type Stream = LedgerEvent['stream'];

/** What an event is about: one half, or the password of the account with a login. */
export type Subject = Resource | { readonly login: string };

export type EventOf<S extends Subject> =
  | EndEvent
  | (S extends 'connection' ? ConnectionEvent : S extends 'account' ? AccountEvent : RenewalEvent);
