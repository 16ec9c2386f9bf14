import { expect, test } from '@playwright/test';
import { progressFor } from '../../src/cli/terminal/progress-display.ts';
import type { Terminal } from '../../src/cli/terminal/terminal.ts';
import type { Logger } from '../../src/log/logger.ts';
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
