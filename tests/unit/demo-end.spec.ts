import { expect, test } from '@playwright/test';
import { paintIn } from '../../src/cli/terminal/colour.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { printDemo } from '../../src/cli/demo/demo.ts';
import type { EnrolmentResult } from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const INTERRUPTED: EnrolmentResult = {
  siret: '73282932000074' as Siret,
  connection: { outcome: 'created', applicationName: 'Nom1' },
  account: { outcome: 'failed', error: { code: 'INTERRUPTED', message: 'interrupted' } },
  evidence: '/home/evidence/one/73282932000074',
  durationMs: 20_000,
};

const CAPTURED: EnrolmentResult = {
  ...INTERRUPTED,
  account: { outcome: 'created', login: 'TECH_1_73282932000074@cpro.fr', credentialId: 'c1' },
};

/** What the demo prints at its end. */
function printed(results: readonly EnrolmentResult[], isInterrupted: boolean): string {
  const lines: string[] = [];
  const controller = new AbortController();
  if (isInterrupted) controller.abort();
  const context = {
    texts: textsFor('en'),
    signal: controller.signal,
    processEnvironment: { folder: '/home', calledAs: 'raccord' },
    terminal: {
      columns: undefined,
      paint: paintIn(false),
      out: (line: string) => lines.push(line),
    },
  } as unknown as CommandContext;
  printDemo(context, { results, report: undefined, home: '/home' });
  return lines.join('\n');
}

test('an interrupted demo proposes to show no credential that there is not, nor to prove any', () => {
  const text = printed([INTERRUPTED], true);
  expect(text).toMatch(/^ 73282932000074 +created +Nom1 +interrupted/mu);
  expect(text).not.toMatch(/credentials show|Do they work/u);
});

test('what was captured is shown with the command that opens it', () => {
  const text = printed([INTERRUPTED, CAPTURED], false);
  expect(text).toContain('raccord credentials show --demo --siret 73282932000074');
  expect(text).toContain('Do they work?');
});
