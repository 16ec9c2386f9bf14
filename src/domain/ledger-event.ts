import type { SealedCredential } from './credential.ts';
import type { AccountsBefore, PortalRow, RowBefore } from './portal-row.ts';

/** The two independent parts of an enrolment (facts/portal.md section c). */
export const RESOURCES = ['connection', 'account'] as const;

export type Resource = (typeof RESOURCES)[number];

/**
 * The evidence for the result of a write: the portal's list, the API, a person who tried or, if the
 * list cannot show the change (it only shows days), the portal's answer alone.
 */
export const CONFIRMATION_SOURCES = ['list', 'proof', 'person', 'answer'] as const;

export type ConfirmationSource = (typeof CONFIRMATION_SOURCES)[number];

/** A reading of the portal's list that shows nothing of ours. */
export type ListEvent =
  { readonly kind: 'not-seen' } | { readonly kind: 'seen-other'; readonly found: PortalRow };

/** The sealing of a credential, flushed to disk. */
export interface SealedEvent {
  readonly kind: 'sealed';
  readonly credential: SealedCredential;
}

/** The import of a credential captured on another machine. */
export interface ImportedEvent {
  /** `imported-unproven` if it was not proven there either. */
  readonly kind: 'imported' | 'imported-unproven';
  readonly credential: SealedCredential;
  readonly found: PortalRow;
}

/** The import of a credential that is not known to open its account. */
export interface UnprovenImport extends ImportedEvent {
  readonly kind: 'imported-unproven';
}

/** The judgement of a write. */
export interface Judged {
  readonly by: ConfirmationSource;
  /** The credential of the write; absent if it is the latest write of its subject. */
  readonly credentialId?: string;
}

/** One step of the write protocol; `Intent` describes the intended write. */
export type WriteEvent<Intent> =
  | ({ readonly kind: 'intended' } & Intent)
  | { readonly kind: 'accepted'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | ({ readonly kind: 'confirmed'; readonly found: PortalRow } & Judged)
  | { readonly kind: 'unproven'; readonly found: PortalRow; readonly reason: string }
  | { readonly kind: 'settled-absent' }
  | ({ readonly kind: 'refuted' } & Judged)
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
 * The result of one run, recorded once it is over. It does not change the known state of the
 * portal; it is shown to a person until a later run succeeds.
 */
export type EndEvent =
  | {
      readonly kind: 'failed';
      /** An error's code, and the step that failed. */
      readonly code: string;
      readonly step?: string;
    }
  | { readonly kind: 'went-well' };

/** A reading of the portal, a sealed credential, or a write. */
export type PortalEvent = { readonly at: string } & (
  | { readonly stream: 'connection'; readonly event: ConnectionEvent }
  | { readonly stream: 'account'; readonly event: AccountEvent }
  | { readonly stream: 'renewal'; readonly login: string; readonly event: RenewalEvent }
);

/** The result of the work on a connection, an account or an account's password. */
export type WorkOutcome = { readonly at: string; readonly event: EndEvent } & (
  { readonly stream: Resource } | { readonly stream: 'renewal'; readonly login: string }
);

/** An event of a SIRET at an ISO time: a row of the ledger. */
export type LedgerEvent = PortalEvent | WorkOutcome;

export function isWorkOutcome(happened: LedgerEvent): happened is WorkOutcome {
  return happened.event.kind === 'failed' || happened.event.kind === 'went-well';
}

export type Stream = LedgerEvent['stream'];

/** The subject of an event: a connection, an account, or the password of an account by login. */
export type Subject = Resource | { readonly login: string };

export type EventOf<S extends Subject> =
  | EndEvent
  | (S extends 'connection' ? ConnectionEvent : S extends 'account' ? AccountEvent : RenewalEvent);
