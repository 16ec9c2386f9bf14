import { expect, test } from '@playwright/test';
import { libraryWordsIn } from '../matrix/library-words.ts';

const RAW = "locator.click: Error: strict mode violation: locator('x') resolved to 2 elements";

for (const [where, told, found] of [
  ['a row', { stderr: `✗ ACTION_FAILED\n  Found    : ${RAW}\n` }, [`Found    : ${RAW}`]],
  ['the words of a log line', { stderr: `{"level":"warn","msg":"${RAW}"}` }, [RAW]],
  ['another field of one', { stderr: `{"level":"warn","reason":"${RAW}","msg":"x"}` }, [RAW]],
  ['a document', { stdout: JSON.stringify({ error: { message: RAW } }) }, [RAW]],
  ['a document that was cut off', { stdout: `{"error": "${RAW}` }, [`{"error": "${RAW}`]],
  ['what is printed for a person', { stdout: 'waiting for selector' }, ['waiting for selector']],
  [
    'a call without those words',
    { stderr: 'Found: page.goto: net::ERR' },
    ['Found: page.goto: net::ERR'],
  ],
  ['the cause of a log line', { stderr: `{"msg":"step failed","cause":"${RAW}"}` }, []],
  [
    'the trace of an error',
    {
      stderr: `RaccordError: ACTION_FAILED\n    at locator (a.ts:1:1)\nCaused by: Error: ${RAW}\n`,
    },
    [],
  ],
  ['a file of ours', { stderr: 'page.png of step page.ts' }, []],
] as const) {
  const count = found.length === 0 ? 'none' : 'one';
  test(`of a library's sentence in ${where}, ${count} is told to its reader`, () => {
    expect(libraryWordsIn({ stdout: '', stderr: '', ...told })).toEqual(found);
  });
}
