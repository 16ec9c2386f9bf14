import { z } from 'zod';
import type { Told } from './evidence.ts';

// What is read of the documents that commands print: of what else they hold nothing is asked.

const failure = z.looseObject({ code: z.string() });

const enrolment = z.looseObject({
  siret: z.string(),
  connection: z.looseObject({
    outcome: z.string(),
    applicationName: z.string().optional(),
    error: failure.optional(),
  }),
  account: z.looseObject({
    outcome: z.string(),
    login: z.string().optional(),
    credentialId: z.string().optional(),
    credential: z.string().optional(),
    error: failure.optional(),
  }),
});

const renewal = z.looseObject({
  siret: z.string(),
  login: z.string(),
  outcome: z.string(),
  credentialId: z.string().optional(),
  error: failure.optional(),
});

const document = z.looseObject({
  enrolments: z.array(enrolment).optional(),
  renewals: z.array(renewal).optional(),
  error: failure.optional(),
});

/** What a command says of an enrolment or a renewal. */
export interface Claims {
  readonly enrolments: readonly z.infer<typeof enrolment>[];
  readonly renewals: readonly z.infer<typeof renewal>[];
  /** The codes of all failures that it tells. */
  readonly codes: readonly string[];
}

/** Reads what a command printed. One that was killed, or that printed nothing, claims nothing. */
export function claimsOf({ exitCode, stdout }: Pick<Told, 'exitCode' | 'stdout'>): Claims {
  if (exitCode === null || stdout === '') return { enrolments: [], renewals: [], codes: [] };
  const printed: unknown = JSON.parse(stdout);
  const { enrolments, renewals, error } = document.parse(printed);
  const isOne = enrolments === undefined && renewals === undefined && error === undefined;
  const all = isOne ? [enrolment.parse(printed)] : (enrolments ?? []);
  const errors = [
    error,
    ...all.flatMap(({ connection, account }) => [connection.error, account.error]),
    ...(renewals ?? []).map((one) => one.error),
  ];
  return {
    enrolments: all,
    renewals: renewals ?? [],
    codes: errors.flatMap((one) => one?.code ?? []),
  };
}
