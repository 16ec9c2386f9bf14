import { expect, test } from '@playwright/test';
import { resourceOf } from '../../src/cli/results/write-run-report.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { EnrolmentResult } from '../../src/domain/outcome.ts';
import { siretOf } from './ledger-fixtures.ts';

const NOT_OFFERED = (): AnyRaccordError =>
  new RaccordError('STRUCTURE_NOT_OFFERED', { where: 'Liste', present: [] });

const failed = {
  outcome: 'failed',
  error: { code: 'STRUCTURE_NOT_OFFERED', message: '' },
} as const;

const result: EnrolmentResult = {
  ...{ siret: siretOf(1), evidence: '', durationMs: 1 },
  ...{ connection: failed, account: failed },
};

test('two halves that failed each for itself are told apart, though the code is the same', () => {
  const [connection, account] = [NOT_OFFERED(), NOT_OFFERED()];
  const causes = [connection, account];
  expect(causes.map((cause) => resourceOf(cause, result, causes))).toEqual([
    'connection',
    'account',
  ]);
});

test('what ended both halves belongs to neither', () => {
  const cause = NOT_OFFERED();
  expect(resourceOf(cause, result, [cause])).toBeUndefined();
});

test('a cause belongs to the one half that failed for it', () => {
  const cause = NOT_OFFERED();
  const one = { ...result, connection: { outcome: 'created' } } as const;
  expect(resourceOf(cause, one, [cause])).toBe('account');
});
