import { expect, test } from '@playwright/test';
import { pollUntilSettled, settleWindow } from '../../flows/poll-until-settled.ts';
import { ANSWER_TIMEOUT_MS } from '../../src/browser/single-send.ts';
import { loadConfig } from '../../src/config/config.ts';
import type { Clock } from '../../src/domain/clock.ts';

const SETTLE_MS = 120_000;
const LOOK_MS = 1_000;
const HOUR = 3_600_000;

/** A clock that only sleeping and looking move on, and that somebody may set meanwhile. */
class SetClock implements Clock {
  #elapsed = 5_000;
  #offset = Date.parse('2026-11-23T14:00:00Z');

  now(): Date {
    return new Date(this.#offset + this.#elapsed);
  }

  elapsed(): number {
    return this.#elapsed;
  }

  sleep(milliseconds: number): Promise<void> {
    this.#elapsed += milliseconds;
    return Promise.resolve();
  }

  set(by: number): void {
    this.#offset += by;
  }
}

interface Looked {
  /** How long after the first look the last one began. */
  readonly lastAfter: number;
  readonly looks: number;
}

/** Looks in vain; each look takes its time. */
async function lookInVain(
  clock: SetClock,
  intendedAt: string | undefined,
  meanwhile: (look: number) => void = () => undefined,
): Promise<Looked> {
  const begins: number[] = [];
  const found = await pollUntilSettled(settleWindow(clock, intendedAt, SETTLE_MS), async () => {
    begins.push(clock.elapsed());
    await clock.sleep(LOOK_MS);
    meanwhile(begins.length);
    return undefined;
  });
  expect(found).toBeUndefined();
  const [first = 0] = begins;
  return { lastAfter: (begins.at(-1) ?? 0) - first, looks: begins.length };
}

/** The last look begins when the window ends, or as soon as the look ends that was on then. */
function expectWithin({ lastAfter }: Looked, windowMs: number): void {
  expect(lastAfter).toBeGreaterThanOrEqual(windowMs);
  expect(lastAfter).toBeLessThan(windowMs + LOOK_MS);
}

test('the window counts from the intent, and the last look begins after it', async () => {
  const clock = new SetClock();
  const intendedAt = clock.now().toISOString();
  await clock.sleep(30_000);
  expectWithin(await lookInVain(clock, intendedAt), SETTLE_MS - 30_000);
});

test('one look is enough once the window is over', async () => {
  const clock = new SetClock();
  const intendedAt = clock.now().toISOString();
  await clock.sleep(SETTLE_MS);
  expect(await lookInVain(clock, intendedAt)).toEqual({ lastAfter: 0, looks: 1 });
});

test('what is there ends the window at once', async () => {
  const clock = new SetClock();
  const window = settleWindow(clock, clock.now().toISOString(), SETTLE_MS);
  expect(await pollUntilSettled(window, () => Promise.resolve('there'))).toBe('there');
  expect(clock.elapsed()).toBe(5_000);
});

test('an intent of an unknown time, or of one that lies ahead, has the whole window and no more', async () => {
  const clock = new SetClock();
  const intendedAt = clock.now().toISOString();
  expectWithin(await lookInVain(clock, undefined), SETTLE_MS);
  clock.set(-HOUR);
  expectWithin(await lookInVain(clock, intendedAt), SETTLE_MS);
});

test('what the portal makes 130 s after the click is found by a run that was started at once', async () => {
  const { landsWithinMs } = loadConfig({}, '/nowhere');
  const clock = new SetClock();
  const madeAt = clock.elapsed() + 130_000;
  const window = settleWindow(clock, clock.now().toISOString(), landsWithinMs);
  const found = await pollUntilSettled(window, () =>
    Promise.resolve(clock.elapsed() >= madeAt ? 'there' : undefined),
  );
  expect(found).toBe('there');
});

for (const environment of [
  {},
  { RACCORD_SETTLE: '0s' },
  { RACCORD_PATIENCE: '10m' },
  { RACCORD_PATIENCE: '1s', RACCORD_SETTLE: '90s' },
]) {
  test(`the next run waits as long as the one that sent it would have (${JSON.stringify(environment)})`, async () => {
    const { answerMs, settleMs, landsWithinMs } = loadConfig(environment, '/nowhere');
    const clock = new SetClock();
    const intendedAt = clock.now().toISOString();
    await clock.sleep(answerMs);
    expect(settleWindow(clock, intendedAt, landsWithinMs).leftMs).toBe(settleMs);
  });
}

test('by default an answer is waited for as long as what is sent has patience', () => {
  expect(loadConfig({}, '/nowhere').answerMs).toBe(ANSWER_TIMEOUT_MS);
});

for (const by of [-HOUR, HOUR]) {
  test(`a clock that is set by ${by / HOUR} h while one looks changes nothing`, async () => {
    const clock = new SetClock();
    const looked = await lookInVain(clock, clock.now().toISOString(), (look) => {
      if (look === 2) clock.set(by);
    });
    expectWithin(looked, SETTLE_MS);
  });
}
