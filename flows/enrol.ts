import { type AnyRaccordError, isRaccordError } from '../src/errors/raccord-error.ts';
import type { Resource } from '../src/domain/ledger-event.ts';
import type { ConnectionOutcome, EnrolmentRequest, Succeeded } from '../src/domain/outcome.ts';
import { createAccount, type AccountResult } from './create-account.ts';
import { declareConnection } from './declare-connection.ts';
import { StoppedBefore } from './steps.ts';
import type { Tools } from './tools.ts';

/** A resource on which work ended with an error. */
export interface FailedResource {
  readonly outcome: 'failed';
  readonly cause: AnyRaccordError;
}

/** The result of one resource (connection or account), or the error that ended it. */
export type ResourceResult<T> = Succeeded<T> | FailedResource;

export interface EnrolmentOutcome {
  readonly connection: ResourceResult<ConnectionOutcome>;
  readonly account: ResourceResult<AccountResult>;
  /** Present if the run stopped early on request. */
  readonly stopped?: StoppedBefore;
}

const SKIPPED = { outcome: 'skipped' } as const;

/**
 * Enrols one SIRET: the API connection, then the technical account. The two do not depend on each
 * other (facts/portal.md section c), so if one fails the other is still done; only an error that
 * affects both (the portal is down, a person is needed) ends both. If the run is to stop before a
 * step, the resources not done by then are skipped.
 */
export async function enrol(request: EnrolmentRequest, tools: Tools): Promise<EnrolmentOutcome> {
  let connection: EnrolmentOutcome['connection'] = SKIPPED;
  try {
    connection = await enrolResource('connection', request, () =>
      declareConnection(request, tools),
    );
    const account = endsBoth(connection)
      ? connection
      : await enrolResource('account', request, () => createAccount(request, tools));
    return { connection, account };
  } catch (error) {
    if (!(error instanceof StoppedBefore)) throw error;
    return { connection, account: SKIPPED, stopped: error };
  }
}

async function enrolResource<T>(
  name: Resource,
  { only }: EnrolmentRequest,
  work: () => Promise<Succeeded<T>>,
): Promise<ResourceResult<T> | typeof SKIPPED> {
  if (only !== undefined && only !== name) return SKIPPED;
  try {
    return await work();
  } catch (cause) {
    if (isRaccordError(cause)) return { outcome: 'failed', cause };
    throw cause;
  }
}

function endsBoth(result: ResourceResult<ConnectionOutcome>): result is FailedResource {
  return result.outcome === 'failed' && result.cause.policy.endsOtherResource;
}
