import { expect, test } from '@playwright/test';
import { progressFor } from '../../src/cli/terminal/progress-display.ts';
import type { Terminal } from '../../src/cli/terminal/terminal.ts';
import type { Logger } from '../../src/log/logger.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { Progress } from '../../src/robot/progress-listener.ts';
import type { Robot } from '../../src/robot/robot.ts';
import { pauseObserver } from '../../src/robot/step-observers.ts';
import { withBrowserKeptOpen } from '../../src/scopes.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

for (const [language, ...parts] of [
  ['fr', 'En pause avant submit-account', 'cette étape n’a pas commencé', 'F8'],
  ['en', 'Paused before submit-account', 'that step has not started', 'F8'],
] as const) {
  test(`a pause says that it is one, before which step and how to go on (${language})`, () => {
    const told: string[] = [];
    const terminal = {
      isInteractive: false,
      err: (line: string) => void told.push(line),
    } as Partial<Terminal> as Terminal;
    const texts = textsFor(language);
    const progress = progressFor(terminal, {} as Logger, texts, 1, false);
    progress.paused('submit-account', undefined);
    for (const part of parts) expect(told.join()).toContain(part);
    const { inspector } = texts.debug;
    expect(inspector('submit-account', texts.steps['submit-account'], undefined)).toMatch(
      /^(?:EN PAUSE avant|PAUSED before) submit-account/u,
    );
    progress.paused('submit-account', undefined, 'CONTROL_NOT_FOUND');
    expect(told.at(-1)).toContain('CONTROL_NOT_FOUND');
  });
}

test('a person who has the window in a pause can write nothing with it, but may sign in', async () => {
  let forbidden = 0;
  const page = { context: () => ({ debugger: {}, tracing: {} }) };
  const browserWorker = {
    activePage: { page },
    withWritesForbidden: () => Promise.resolve(void (forbidden += 1)),
  } as unknown as Parameters<typeof pauseObserver>[0];
  const progress = { paused: () => undefined, resumed: () => undefined } as Partial<Progress>;
  const pauses = (pauseBefore: 'submit-account' | 'sign-in') =>
    pauseObserver(
      browserWorker,
      { pauseBefore, pauseOnError: true },
      textsFor('en'),
      progress as Progress,
      new AbortController().signal,
    );
  const failed = new RaccordError('CONTROL_NOT_FOUND', {
    ...{ label: 'Login', where: 'Compte technique', present: [], nearest: undefined },
  });
  await pauses('submit-account').began('submit-account', undefined);
  await pauses('submit-account').failed('fill-declaration', undefined, failed);
  expect(forbidden).toBe(2);
  // The window itself is asked for, and this one has no Inspector.
  await expect(pauses('sign-in').began('sign-in', undefined)).rejects.toThrow();
  expect(forbidden).toBe(2);
});

test('a browser is kept open with nothing in it that can write any more', async () => {
  const told: string[] = [];
  const robot = {
    handOver: () => Promise.resolve(void told.push('handed over')),
    windowsClosed: () => Promise.resolve(),
  } as Partial<Robot>;
  const keepOpen = () => Promise.resolve(void told.push('kept open'));
  const failing = () => Promise.reject(new Error('a form is on the screen'));
  await expect(withBrowserKeptOpen(robot as Robot, keepOpen, failing)).rejects.toThrow('a form');
  expect(told).toEqual(['handed over', 'kept open']);
});
