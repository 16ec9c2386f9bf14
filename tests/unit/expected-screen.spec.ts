import { expect, test } from '@playwright/test';
import { expectScreen, type DebugFlags } from '../../src/cli/options/debug-options.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { renderError } from '../../src/messages/render.ts';

function told(flags: DebugFlags, hasDisplay: boolean): string {
  try {
    expectScreen(flags, hasDisplay);
    return '';
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    return renderError(error, textsFor('en'));
  }
}

for (const [flags, option] of [
  [{ headed: true }, '--headed'],
  [{ pauseBefore: 'submit-account' }, '--pause-before'],
  [{ pauseOnError: true }, '--pause-on-error'],
] as const) {
  test(`${option} without a screen is told before anything is done, with what to do there`, () => {
    const text = told(flags, false);
    expect(text).toContain(`NO_SCREEN\n  ${option} opens a window, and there is no screen here`);
    expect(text).toContain('DISPLAY');
    expect(text).toContain('"raccord sign-in" asks for the code here');
    expect(told(flags, true)).toBe('');
  });
}

test('who wants no window needs no screen', () => {
  expect(told({ trace: true, verbose: true }, false)).toBe('');
});
