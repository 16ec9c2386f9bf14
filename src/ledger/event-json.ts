import { z } from 'zod';
import type { HalfEvent, HalfEventKind } from '../domain/enrolment.ts';

export const FOUND = z.object({
  name: z.string(),
  state: z.string(),
  expiresOn: z.string().exactOptional(),
});

export const CREDENTIAL = z.object({
  id: z.string(),
  login: z.string(),
  digest: z.string(),
  fingerprint: z.string(),
  capturedAt: z.string(),
  generation: z.number().exactOptional(),
});

const EVENT: z.ZodType<HalfEvent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-seen') }),
  z.object({ kind: z.literal('seen-other'), found: FOUND }),
  z.object({ kind: z.literal('sealed'), credential: CREDENTIAL }),
  z.object({
    kind: z.literal('intended'),
    applicationName: z.string().exactOptional(),
    credentialId: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('accepted'), message: z.string() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
  z.object({ kind: z.literal('seen'), found: FOUND }),
  z.object({ kind: z.literal('settled-absent') }),
  z.object({ kind: z.literal('doubted'), reason: z.string() }),
  z.object({ kind: z.literal('absence-confirmed') }),
  z.object({ kind: z.literal('imported'), credential: CREDENTIAL, found: FOUND }),
]);

/** What a row of `transitions` keeps of an event beside its kind. */
export function eventData(event: HalfEvent): string {
  return JSON.stringify({ ...event, kind: undefined });
}

/**
 * The event of a row of `transitions`.
 * @throws Error where the row holds no event of this version.
 */
export function parseEvent(kind: HalfEventKind, data: string): HalfEvent {
  const fields: unknown = JSON.parse(data);
  return EVENT.parse({ ...z.looseObject({}).parse(fields), kind });
}
