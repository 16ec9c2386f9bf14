import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { exitCodeOf, exitCodeOfBatch } from '../../src/cli/results/batch-end.ts';
import { ERROR_POLICIES, type ErrorPolicy, exitCodeAfter } from '../../src/errors/error-policy.ts';
import { EXIT } from '../../src/errors/exit-code.ts';
import { type AnyRaccordError, MultipleErrors } from '../../src/errors/raccord-error.ts';
import type { ErrorCode } from '../../src/errors/error-details.ts';
import { systemReason, UnwritableError } from '../../src/errors/unwritable-error.ts';
import { markErrorsAfterWrite } from '../../src/errors/to-raccord-error.ts';
import type { StopReason } from '../../src/robot/run-batch.ts';
import { errorOf } from './error-details.ts';

const CODES = Object.keys(ERROR_POLICIES) as ErrorCode[];

const aCode = fc.constantFrom(...CODES);

const aStop: fc.Arbitrary<StopReason | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant({ kind: 'interrupted' } as const),
  fc.record({ kind: fc.constant('max-failures' as const), failures: fc.nat() }),
  fc.record({ kind: fc.constantFrom('same-reason' as const, 'ends-all' as const), code: aCode }),
);

for (const code of CODES) {
  test(`a command that ${code} ends after a write does not say that nothing was touched`, () => {
    expect(exitCodeAfter(code, true)).not.toBe(EXIT.badInput);
    expect(exitCodeAfter(code, false)).toBe(ERROR_POLICIES[code].exit);
  });
}

test('whatever failed in a batch or a run, after a write the exit code is never 2', () => {
  fc.assert(
    fc.property(fc.array(fc.array(aCode)), aStop, (codes, stopped) => {
      const enrolled = codes.map((some) => ({ causes: some.map((code) => errorOf(code)) }));
      const outcome = { enrolled, left: 0, ...(stopped !== undefined && { stopped }) };
      expect(exitCodeOfBatch(outcome, true)).not.toBe(EXIT.badInput);
      expect(
        exitCodeOf(
          enrolled.flatMap(({ causes }) => causes),
          true,
        ),
      ).not.toBe(EXIT.badInput);
    }),
  );
});

for (const code of [
  'VAULT_UNWRITABLE',
  'HOME_UNWRITABLE',
  'LEDGER_DAMAGED',
  'CERTIFICATE_REFUSED',
] as const) {
  test(`a batch that ${code} stops ends with 1 after forty accounts, with 2 before the first`, () => {
    const done = Array.from({ length: 40 }, () => ({ causes: [] }));
    const failed = { causes: [errorOf(code)] };
    const stopped = { kind: 'ends-all', code } as const;
    expect(exitCodeOfBatch({ enrolled: [...done, failed], left: 3, stopped }, true)).toBe(1);
    expect(exitCodeOfBatch({ enrolled: [failed], left: 3, stopped }, false)).toBe(2);
  });
}

test('what stopped a batch speaks for it, not what failed beside it', () => {
  const stopped = { kind: 'ends-all', code: 'SESSION_ENDED' } as const;
  const enrolled = [
    { causes: [errorOf('SESSION_ENDED')] },
    { causes: [errorOf('ACCOUNT_REFUSED')] },
  ];
  expect(exitCodeOfBatch({ enrolled, left: 1, stopped }, true)).toBe(EXIT.personNeeded);
});

test('an error that ends a command says whether something was written before it', async () => {
  const damaged = (): AnyRaccordError => errorOf('LEDGER_DAMAGED');
  const thrown = (error: Error, hasWritten: boolean): Promise<unknown> =>
    markErrorsAfterWrite(
      () => hasWritten,
      () => Promise.reject(error),
    ).catch((told: unknown) => told);
  await expect(thrown(damaged(), false)).resolves.toMatchObject({ exitCode: EXIT.badInput });
  await expect(thrown(damaged(), true)).resolves.toMatchObject({ exitCode: EXIT.someFailed });
  await expect(thrown(new UnwritableError('/x', new Error('ENOSPC')), true)).resolves.toMatchObject(
    { code: 'HOME_UNWRITABLE', exitCode: EXIT.someFailed },
  );
  await expect(
    thrown(new MultipleErrors([damaged(), errorOf('LEAK_FOUND')]), true),
  ).resolves.toMatchObject({
    errors: [{ exitCode: EXIT.someFailed }, { exitCode: EXIT.someFailed }],
  });
});

test('what the other half of a SIRET would meet too includes all that ends a run', () => {
  for (const [code, { scope, endsOtherResource }] of Object.entries<ErrorPolicy>(ERROR_POLICIES)) {
    if (scope === 'run') expect(endsOtherResource, code).toBe(true);
    if (scope === 'siret') expect(endsOtherResource, code).toBe(false);
  }
});

test('only what may go better by itself is met again, and none of it ends a run', () => {
  const transient = CODES.filter((code) => ERROR_POLICIES[code].transient);
  expect(transient).toEqual([
    ...['PORTAL_UNAVAILABLE', 'PROXY_UNREACHABLE', 'NAME_NOT_RESOLVED'],
    ...['READING_OUTDATED', 'NOT_CREATED', 'NOT_RENEWED', 'BROWSER_LOST'],
  ]);
  expect(transient.filter((code) => ERROR_POLICIES[code].scope === 'run')).toEqual([]);
});

test('what the system says is told without the call and its path, and other words whole', () => {
  const ofSystem = (message: string): Error =>
    Object.assign(new Error(message), { code: message.split(':')[0] });
  expect(systemReason(ofSystem("ENOENT: no such file or directory, open '/x'"))).toBe(
    'ENOENT: no such file or directory',
  );
  expect(systemReason(ofSystem("EXDEV: cross-device link, link '/x' -> '/y'"))).toBe(
    'EXDEV: cross-device link',
  );
  expect(systemReason(new Error('one, two'))).toBe('one, two');
});
