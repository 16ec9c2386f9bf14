import { z } from 'zod';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';

/** What `--json` prints, exactly (DESIGN section 3): a key more or less is a mistake. */

const outcome = z.enum(['created', 'existing', 'recovered', 'skipped', 'failed']);

const failure = z.strictObject({ code: z.string(), message: z.string() });

export const enrolmentDocument = z.strictObject({
  siret: z.string().regex(/^\d{14}$/u),
  structureName: z.string().optional(),
  connection: z.strictObject({
    outcome,
    applicationName: z.string().optional(),
    state: z.string().optional(),
    error: failure.optional(),
  }),
  account: z.strictObject({
    outcome,
    login: z.string().optional(),
    expiresOn: z.iso.date().optional(),
    credentialId: z.string().optional(),
    error: failure.optional(),
  }),
  evidence: z.string(),
  durationMs: z.int().positive(),
});

export const demoDocument = z.strictObject({ enrolments: z.array(enrolmentDocument) });

export const errorDocument = z.strictObject({ error: failure });

export const credentialDocument = z.strictObject({
  siret: z.string(),
  login: z.string(),
  password: z.string(),
  capturedAt: z.iso.datetime(),
  expiresOn: z.iso.date().optional(),
});

/** The one document on standard output; anything beside it is a mistake. */
export function documentOf<T>({ stdout }: Finished, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(stdout));
}
