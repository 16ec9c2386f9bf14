import { expect, test } from '@playwright/test';
import { RaccordError } from '../../src/domain/errors.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { afterEarlier, type Enrolled } from '../../src/run/enrolled.ts';

function attempt(connection: Outcome, account: Outcome, cause?: RaccordError): Enrolled {
  return {
    result: {
      siret: '73282932000074' as Siret,
      connection: { outcome: connection },
      account: { outcome: account },
      evidence: '',
      durationMs: 1_000,
    },
    causes: cause === undefined ? [] : [cause],
  };
}

const DOWN = new RaccordError('PORTAL_UNAVAILABLE', { url: '', answer: 'HTTP 503' });

test('what an earlier attempt created stays created where a later one finds it', () => {
  const { result, causes } = afterEarlier(
    attempt('created', 'failed', DOWN),
    attempt('existing', 'created'),
  );
  expect(result).toMatchObject({
    connection: { outcome: 'created' },
    account: { outcome: 'created' },
    durationMs: 2_000,
  });
  expect(causes).toEqual([]);
});

test('what was there before the first attempt is existing, and a failure stays one', () => {
  const { result, causes } = afterEarlier(
    attempt('existing', 'failed', DOWN),
    attempt('existing', 'failed', DOWN),
  );
  expect(result).toMatchObject({
    connection: { outcome: 'existing' },
    account: { outcome: 'failed' },
  });
  expect(causes).toEqual([DOWN]);
});
