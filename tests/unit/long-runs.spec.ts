import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { hasFaultyHeaders } from '../../scripts/native-headers.mjs';
import {
  closingLineOf,
  RUNS,
  selectRuns,
  tableOf as nightlyTable,
} from '../../scripts/nightly.mjs';
import { newestOf, tableOf as nodesTable, type NodeResult } from '../../scripts/nodes.mjs';

test('a night runs every long run, and each is a script of package.json', () => {
  expect(selectRuns([])).toEqual(RUNS);
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: object };
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...RUNS]));
});

test('a night can be some of them, or all but some, in the usual order', () => {
  expect(selectRuns(['--only', 'soak,fuzz'])).toEqual(['fuzz', 'soak']);
  expect(selectRuns(['--skip', 'soak'])).toEqual(RUNS.filter((name) => name !== 'soak'));
  expect(selectRuns(['--only', 'soak, fuzz', '--skip', 'fuzz'])).toEqual(['soak']);
});

test('a run that there is not is refused with those that there are', () => {
  expect(() => selectRuns(['--skip', 'soak,fuz'])).toThrow(/no run fuz; there are .*fuzz/u);
  expect(() => selectRuns(['--but', 'fuzz'])).toThrow(/--but/u);
});

test('a night ends in a table of results, durations and logs', () => {
  const results = [
    { name: 'fuzz', result: 'FAILED', seconds: 59.9, tests: '', log: 'nightly/fuzz.log' },
    {
      name: 'whole',
      result: 'passed',
      seconds: 3_725,
      tests: '12 passed, 0 failed',
      log: 'nightly/whole.log',
    },
  ];
  expect(nightlyTable(results).split('\n')).toEqual([
    'run    result  duration  tests                log',
    '-----  ------  --------  -------------------  -----------------',
    'fuzz   FAILED  0:59                           nightly/fuzz.log',
    'whole  passed  1:02:05   12 passed, 0 failed  nightly/whole.log',
  ]);
});

test('the last closing line of a log is what it counted', () => {
  expect(
    closingLineOf('1 passed, 0 failed\n  ok\n7 passed, 1 failed, 2 skipped\nnpm error\n'),
  ).toBe('7 passed, 1 failed, 2 skipped');
  expect(closingLineOf('500 files, 12 readable\n  3 passed (2s)\n')).toBe('');
});

test('the newest release of a line of Node is found, by number', () => {
  const versions = ['24.9.0', '24.21.0', '24.3.1', '24.22.0-rc.1', '2.4.0', '26.1.0'];
  expect(newestOf(versions, '24')).toBe('24.21.0');
  expect(newestOf(versions, '22')).toBeUndefined();
});

test('the table of versions of Node shows what was not reached after a failure', () => {
  const results: NodeResult[] = [
    {
      version: '24.21.0',
      stages: { install: 'passed', build: 'passed', unit: 'passed', demo: 'passed' },
      seconds: 363.4,
    },
    { version: '26.12.1', stages: { install: 'FAILED' }, seconds: 12 },
  ];
  expect(nodesTable(results).split('\n')).toEqual([
    'Node     install  build   unit    demo    seconds',
    '-------  -------  ------  ------  ------  -------',
    '24.21.0  passed   passed  passed  passed  363',
    '26.12.1  FAILED   -       -       -       12',
  ]);
});

test('a native module is built again where the headers of Node 24 would end its process', () => {
  const faulty = (): Buffer => Buffer.from('\0_ZN4node28RemoveEnvironmentCleanupHookEPN2v8\0');
  const sound = (): Buffer => Buffer.from('\0_ZN4node25AddEnvironmentCleanupHookEPN2v8\0');
  expect(hasFaultyHeaders('24.21.0', faulty)).toBe(true);
  expect(hasFaultyHeaders('24.21.0', sound)).toBe(false);
  expect(hasFaultyHeaders('26.12.1', faulty)).toBe(false);
});
