import { expect, test } from '@playwright/test';
import { distinctCauses } from '../../src/cli/results/batch-end.ts';
import type { AnyRaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode, ErrorDetails } from '../../src/errors/error-details.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { errorOf } from './error-details.ts';

function failed<C extends ErrorCode>(
  code: C,
  details: ErrorDetails[C],
  step: Step,
): AnyRaccordError {
  return errorOf(code, details).addContext({ step });
}

test('a right that is missing is told once, though both halves met it on different pages', () => {
  const connections = failed(
    'STRUCTURE_NOT_OFFERED',
    { where: 'Raccordements API PISTE', present: [] },
    'read-connections',
  );
  const account = failed(
    'STRUCTURE_NOT_OFFERED',
    { where: 'Compte technique', present: [] },
    'choose-structure',
  );
  expect(distinctCauses([connections, account])).toEqual([connections]);
});

test('two halves that failed for reasons of their own are both told', () => {
  const connection = failed('OUTCOME_DOUBTFUL', { resource: 'connection', reason: '' }, 'sign-in');
  const account = failed('OUTCOME_DOUBTFUL', { resource: 'account', reason: '' }, 'sign-in');
  const other = failed('SIRET_INVALID', { problems: [] }, 'sign-in');
  expect(distinctCauses([connection, account, other])).toEqual([connection, account, other]);
  const again = failed('OUTCOME_DOUBTFUL', { resource: 'account', reason: '' }, 'read-connections');
  expect(distinctCauses([account, again])).toEqual([account]);
});

test('an interruption is no failure of a SIRET', () => {
  expect(distinctCauses([failed('INTERRUPTED', {}, 'open-connections')])).toEqual([]);
});
