import { z } from 'zod';
import { VALUE_FIELDS } from '../../src/domain/planned-enrolment.ts';
import { STOPPABLE_STEPS } from '../../src/domain/step-names.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';

/** What `--json` prints, exactly (DESIGN section 3): a key more or less is a mistake. */

const outcome = z.enum(['created', 'existing', 'recovered', 'unproven', 'skipped', 'failed']);

/** Of an account that is there: absent if its password is kept here. */
const credential = z.enum(['missing', 'doubtful']).optional();

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
    credential,
    error: failure.optional(),
  }),
  stoppedBefore: z.enum(STOPPABLE_STEPS).optional(),
  evidence: z.string(),
  durationMs: z.int().nonnegative(),
});

export const demoDocument = z.strictObject({
  enrolments: z.array(enrolmentDocument),
  report: z.string(),
  verifications: z.array(z.looseObject({ siret: z.string(), outcome: z.string() })).optional(),
});

export const batchDocument = z.strictObject({
  enrolments: z.array(enrolmentDocument),
  summary: z.strictObject({
    enrolments: z.int(),
    failedEnrolments: z.int(),
    passwordMissing: z.int(),
    created: z.int(),
    existing: z.int(),
    recovered: z.int(),
    unproven: z.int(),
    skipped: z.int(),
    failed: z.int(),
    notBegun: z.int(),
  }),
  report: z.string(),
});

const plannedValue = z.strictObject({
  value: z.string(),
  from: z.enum(['roster', 'configuration', 'default', 'next free name', 'portal']),
});

const plannedResource = z.strictObject({
  action: z.enum(['declare', 'create account', 'look again', 'nothing to do', 'cannot']),
  found: z.string().optional(),
  expiresOn: z.iso.date().optional(),
  why: z.enum(['STRUCTURE_NOT_OFFERED', 'OUTCOME_DOUBTFUL']).optional(),
  values: z.partialRecord(z.enum(VALUE_FIELDS), plannedValue).optional(),
  credential,
  credentialId: z.string().optional(),
});

export const planDocument = z.strictObject({
  enrolments: z.array(
    z.strictObject({
      siret: z.string().regex(/^\d{14}$/u),
      structureName: z.string().optional(),
      connection: plannedResource,
      account: plannedResource,
    }),
  ),
  summary: z.record(z.string(), z.int()),
});

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
