import { z } from 'zod';
import {
  CONFIRMATION_SOURCES,
  type AccountEvent,
  type ConnectionEvent,
  type EndEvent,
  type LedgerEvent,
  type RenewalEvent,
  type Stream,
} from '../domain/ledger-event.ts';
import { jsonText } from '../domain/json.ts';

const FOUND = z.object({
  name: z.string(),
  state: z.string(),
  expiresOn: z.string().exactOptional(),
});

const CREDENTIAL = z.object({
  id: z.string(),
  login: z.string(),
  digest: z.string(),
  fingerprint: z.string(),
  capturedAt: z.string(),
  generation: z.number().exactOptional(),
});

const LIST = [
  z.object({ kind: z.literal('not-seen') }),
  z.object({ kind: z.literal('seen-other'), found: FOUND }),
] as const;

const SEALED = z.object({ kind: z.literal('sealed'), credential: CREDENTIAL });

const UNPROVEN_IMPORT = z.object({
  kind: z.literal('imported-unproven'),
  credential: CREDENTIAL,
  found: FOUND,
});

const JUDGED = {
  by: z.enum(CONFIRMATION_SOURCES),
  credentialId: z.string().exactOptional(),
} as const;

const ANSWERED = [
  z.object({ kind: z.literal('accepted'), message: z.string() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
  z.object({ kind: z.literal('confirmed'), found: FOUND, ...JUDGED }),
  z.object({ kind: z.literal('unproven'), found: FOUND, reason: z.string() }),
  z.object({ kind: z.literal('settled-absent') }),
  z.object({ kind: z.literal('refuted'), ...JUDGED }),
  z.object({ kind: z.literal('doubted'), reason: z.string() }),
] as const;

const CONNECTION: z.ZodType<ConnectionEvent> = z.discriminatedUnion('kind', [
  ...LIST,
  z.object({ kind: z.literal('intended'), applicationName: z.string() }),
  ...ANSWERED,
]);

const ACCOUNT: z.ZodType<AccountEvent> = z.discriminatedUnion('kind', [
  ...LIST,
  SEALED,
  UNPROVEN_IMPORT,
  z.object({ kind: z.literal('imported'), credential: CREDENTIAL, found: FOUND }),
  z.object({
    kind: z.literal('intended'),
    credentialId: z.string(),
    before: z.object({ logins: z.array(z.string()), contactEmail: z.string() }).exactOptional(),
  }),
  ...ANSWERED,
]);

const RENEWAL: z.ZodType<RenewalEvent> = z.discriminatedUnion('kind', [
  SEALED,
  UNPROVEN_IMPORT,
  z.object({
    kind: z.literal('intended'),
    credentialId: z.string(),
    before: z.object({
      expiresOn: z.string().exactOptional(),
      modified: z.string().exactOptional(),
    }),
  }),
  ...ANSWERED,
]);

const END: z.ZodType<EndEvent> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('failed'),
    code: z.string(),
    step: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('went-well') }),
]);

const ENDS: ReadonlySet<string> = new Set(['failed', 'went-well'] satisfies EndEvent['kind'][]);

/** The current names and missing fields of events in the earlier tables. */
const EARLIER_WORDS: Readonly<Record<string, { readonly kind: string; readonly by?: string }>> = {
  seen: { kind: 'confirmed', by: 'list' },
  'absence-confirmed': { kind: 'refuted', by: 'person' },
  changed: { kind: 'confirmed' },
  'not-changed': { kind: 'refuted' },
};

/** A row of `events`, or one of the earlier tables in the same format. */
export interface EventRow {
  readonly at: string;
  readonly stream: Stream;
  /** The login of a renewal's account. */
  readonly subject: string;
  readonly event: string;
  readonly data: string;
}

/** Returns the data that a row stores of an event besides its kind. */
export function eventData({ event }: LedgerEvent): string {
  return jsonText({ ...event, kind: undefined });
}

/**
 * Reads the event of a row.
 * @throws Error if the row is not a valid event of this version.
 */
export function parseEvent({ at, stream, subject, event: name, data }: EventRow): LedgerEvent {
  const fields: unknown = JSON.parse(data);
  const words = EARLIER_WORDS[name] ?? { kind: name };
  const event = { ...words, ...z.looseObject({}).parse(fields), kind: words.kind };
  if (ENDS.has(event.kind)) {
    const end = END.parse(event);
    return stream === 'renewal'
      ? { at, stream, login: subject, event: end }
      : { at, stream, event: end };
  }
  switch (stream) {
    case 'connection':
      return { at, stream, event: CONNECTION.parse(event) };
    case 'account':
      return { at, stream, event: ACCOUNT.parse(event) };
    case 'renewal':
      return { at, stream, login: subject, event: RENEWAL.parse(event) };
  }
}
