import { expect, test } from '@playwright/test';
import { suiteFigures, type RunTest } from '../../scripts/suite-figures.ts';

const ran = (file: string, seconds: number, more: Partial<RunTest> = {}): RunTest => ({
  project: 'process',
  file: `tests/cli/${file}.spec.ts`,
  title: 'it holds',
  ms: seconds * 1_000,
  isFlaky: false,
  ...more,
});

const many = Array.from({ length: 12 }, (_, index) => ran(`file-${index}`, index + 1));

test('a run of all says where its time went, the dearest first', () => {
  const unit = ran('any', 2.5, { project: 'unit', file: 'tests/unit/any.spec.ts' });
  const fixtures = new Map([
    ['home', { ms: 40, uses: 3 }],
    ['portal', { ms: 1_250, uses: 2 }],
  ]);
  const lines = suiteFigures([...many, unit, ran('file-0', 20)], fixtures);
  expect(lines).toEqual([
    '',
    'Test time by project, in seconds:',
    '     98.0  process',
    '      2.5  unit',
    '',
    'The dearest files:',
    '     21.0  tests/cli/file-0.spec.ts',
    ...[12, 11, 10, 9, 8, 7, 6, 5, 4].map(
      (seconds) => `  ${seconds.toFixed(1).padStart(7)}  tests/cli/file-${seconds - 1}.spec.ts`,
    ),
    '',
    'The dearest fixtures:',
    '      1.3  portal (2 uses)',
    '      0.0  home (3 uses)',
  ]);
});

test('a run of a few files, or of a project that is no part of npm test, says none of it', () => {
  expect(suiteFigures(many.slice(0, 10), new Map())).toEqual([]);
  const whole = many.map((one) => ({ ...one, project: 'whole' }));
  expect(suiteFigures(whole, new Map())).toEqual([]);
});

test('a file that took more than its budget is named, however few there are', () => {
  const unit = { project: 'unit', file: 'tests/unit/slow.spec.ts' };
  const lines = suiteFigures(
    [ran('slow', 40), ran('slow', 20.1), ran('quick', 60), ran('', 10.1, unit)],
    new Map(),
  );
  expect(lines).toEqual([
    '',
    'Over budget (tests/budgets.ts):',
    '  tests/cli/slow.spec.ts took 60.1 s of 60 s',
    '  tests/unit/slow.spec.ts took 10.1 s of 10 s',
  ]);
});

test('a file with a budget of its own is held to that one', () => {
  const roster = { file: 'tests/batch/roster.spec.ts' };
  expect(suiteFigures([ran('', 61, roster)], new Map())).toEqual([]);
  expect(suiteFigures([ran('', 10_000, roster)], new Map())[2]).toContain('took 10000.0 s of ');
});

test('a test that passed on its second try alone is listed with its file, in any project', () => {
  const flaky = ran('flaky', 3, { project: 'whole', isFlaky: true });
  expect(suiteFigures([flaky, ran('steady', 3)], new Map())).toEqual([
    '',
    'Passed only on a second try:',
    '  tests/cli/flaky.spec.ts › it holds',
  ]);
});
