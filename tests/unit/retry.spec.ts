import { expect, test } from '@playwright/test';
import type { Clock } from '../../src/domain/clock.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import {
  retryReads,
  retryWrites,
  type AttemptResult,
  type RetryOptions,
} from '../../src/domain/retry.ts';
import { errorOf } from './error-details.ts';

const down = (): AnyRaccordError => errorOf('PORTAL_UNAVAILABLE', {});

interface Waiting {
  readonly pauses: number[];
  readonly options: RetryOptions;
}

/** @param slept what happens in each pause. */
function waiting(slept: () => void = () => undefined, signal = new AbortController().signal) {
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => new Date(0),
    elapsed: () => 0,
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      slept();
      return Promise.resolve();
    },
  };
  return {
    pauses,
    options: { retryPauseMs: 1_000, signal, clock, random: () => 0.5 },
  } satisfies Waiting;
}

interface Done extends AttemptResult {
  readonly attempts: number;
}

const merge = (earlier: Done | undefined, later: Done): Done => ({
  ...later,
  attempts: (earlier?.attempts ?? 0) + later.attempts,
});

/** Work whose attempts end by these causes, one after the other; then by none. */
function ending(...causes: readonly (readonly AnyRaccordError[])[]) {
  let attempt = 0;
  return (): Promise<Done> => {
    attempt += 1;
    return Promise.resolve({ causes: causes[attempt - 1] ?? [], attempts: 1 });
  };
}

test('a passing fault is met again with growing pauses and is no failure', async () => {
  const { pauses, options } = waiting();
  const done = await retryWrites(ending([down()], [down()]), merge, options);
  expect(done).toEqual({ causes: [], attempts: 3 });
  expect(pauses).toEqual([1_000, 2_000]);
});

test('a fault that does not pass is a failure after four attempts', async () => {
  const { pauses, options } = waiting();
  const work = ending(...Array.from({ length: 9 }, () => [down()]));
  const { causes, attempts } = await retryWrites(work, merge, options);
  expect(causes.map(({ code }) => code)).toEqual(['PORTAL_UNAVAILABLE']);
  expect(attempts).toBe(4);
  expect(pauses).toEqual([1_000, 2_000, 4_000]);
});

test('a passing fault is not met again beside what ends the run', async () => {
  const { pauses, options } = waiting();
  const causes = [errorOf('NOT_CREATED', {}), errorOf('CODE_NEEDED', { screen: 'mailed-code' })];
  expect(await retryWrites(ending(causes), merge, options)).toEqual({ attempts: 1, causes });
  expect(pauses).toEqual([]);
});

test('what no other attempt can mend is not met again', async () => {
  const { pauses, options } = waiting();
  const drift = errorOf('CONTROL_NOT_FOUND', {});
  expect(await retryWrites(ending([drift], [drift]), merge, options)).toMatchObject({
    attempts: 1,
    causes: [drift],
  });
  expect(pauses).toEqual([]);
});

test('pauses differ from one another, so that many do not come back at once', async () => {
  const { pauses, options } = waiting();
  const work = ending([down()], [down()]);
  const draws = [0, 0.99];
  await retryWrites(work, merge, { ...options, random: () => draws.shift() ?? 0 });
  expect(pauses).toEqual([500, 2_980]);
});

test('reading that a passing fault cuts short begins again, and gives what it read', async () => {
  const { pauses, options } = waiting();
  let reads = 0;
  const read = (): Promise<string> => {
    reads += 1;
    return reads < 3 ? Promise.reject(down()) : Promise.resolve('the list');
  };
  expect(await retryReads(read, options)).toBe('the list');
  expect(pauses).toEqual([1_000, 2_000]);
});

test('reading throws what does not pass, at once or after four attempts', async () => {
  const { pauses, options } = waiting();
  const defect = new TypeError('x is not a function');
  await expect(retryReads(() => Promise.reject(defect), options)).rejects.toBe(defect);
  expect(pauses).toEqual([]);
  await expect(retryReads(() => Promise.reject(down()), options)).rejects.toMatchObject({
    code: 'PORTAL_UNAVAILABLE',
  });
  expect(pauses).toHaveLength(3);
});

test('an interruption in a pause ends the work by the next attempt, which does not begin', async () => {
  const controller = new AbortController();
  const { pauses, options } = waiting(() => {
    controller.abort();
  }, controller.signal);
  const read = (): Promise<never> =>
    Promise.reject(controller.signal.aborted ? new RaccordError('INTERRUPTED', {}) : down());
  await expect(retryReads(read, options)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(pauses).toHaveLength(1);
});
