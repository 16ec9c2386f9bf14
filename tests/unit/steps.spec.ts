import { expect, test } from '@playwright/test';
import { Steps, type StepObserver } from '../../flows/steps.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { UnwritableError } from '../../src/errors/unwritable-error.ts';

const full = new UnwritableError(
  '/home/steps.jsonl',
  Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }),
);

function stepsWith(changes: Partial<StepObserver>): Steps {
  const told = (): Promise<void> => Promise.resolve();
  const observer = { began: told, ended: told, failed: told, ...changes };
  const { signal } = new AbortController();
  return new Steps(undefined, [observer], signal, (error) => Promise.resolve(error));
}

const UNWRITABLE = {
  code: 'HOME_UNWRITABLE',
  details: { path: '/home/steps.jsonl', why: 'full', reason: 'ENOSPC: no space left on device' },
  step: 'sign-in',
};

test('a step whose beginning cannot be written down does not begin, and says why', async () => {
  let begun = false;
  const running = stepsWith({ began: () => Promise.reject(full) }).run('sign-in', () => {
    begun = true;
    return Promise.resolve();
  });
  await expect(running).rejects.toMatchObject(UNWRITABLE);
  expect(begun).toBe(false);
});

test('a step whose end cannot be written down has failed', async () => {
  const steps = stepsWith({ ended: () => Promise.reject(full) });
  await expect(steps.run('sign-in', () => Promise.resolve('result'))).rejects.toMatchObject(
    UNWRITABLE,
  );
});

test('who cannot be told of a failure does not hide it', async () => {
  const steps = stepsWith({ failed: () => Promise.reject(full) });
  const refused = new RaccordError('PASSWORD_REFUSED', { message: 'Identifiants invalides' });
  await expect(steps.run('sign-in', () => Promise.reject(refused))).rejects.toBe(refused);
  expect(refused.cause).toBe(full);
});
