import { expect, test } from '@playwright/test';
import { processTerminal, type Terminal } from '../../src/cli/terminal/terminal.ts';
import { Redactor } from '../../src/secrets/redactor.ts';

interface Screen {
  readonly terminal: Terminal;
  /** What was done to it, in order. */
  readonly done: string[];
}

function screenOf(columns: number | undefined): Screen {
  const done: string[] = [];
  const stream = {
    ...(columns !== undefined && { isTTY: true, columns }),
    write: (text: string) => {
      done.push(text);
      return true;
    },
  };
  const streams = { stdin: stream, stdout: stream, stderr: stream } as unknown as NodeJS.Process;
  const terminal = processTerminal(streams, new Redactor(), { out: false, err: false });
  return { terminal, done };
}

test('whatever is printed stands above the live lines, which are drawn again below it', () => {
  const { terminal, done } = screenOf(80);
  terminal.keepBelow({
    clear: () => done.push('<clear>'),
    draw: () => done.push('<draw>'),
    inHand: () => 'soumettre',
  });
  terminal.err('one');
  terminal.out('two');
  terminal.log.write('three\n');
  expect(done).toEqual(
    ['one\n', 'two\n', 'three\n'].flatMap((line) => ['<clear>', line, '<draw>']),
  );
  terminal.keepBelow(undefined);
  terminal.err('four');
  expect(done.at(-1)).toBe('four\n');
});

test('a screen breaks long lines between words, and a file keeps them whole', () => {
  const long = 'mot '.repeat(40).trimEnd();
  const activePage = screenOf(80);
  activePage.terminal.out(long);
  expect(activePage.done.join('').trimEnd().split('\n')).toHaveLength(2);
  expect(activePage.terminal.columns).toBe(80);
  const file = screenOf(undefined);
  file.terminal.out(long);
  expect(file.done).toEqual([`${long}\n`]);
  expect(file.terminal.columns).toBeUndefined();
});

test('a document and what holds a secret are written as they are, on a screen as well', () => {
  const { terminal, done } = screenOf(20);
  terminal.jsonLine({ message: '! one two three four five six' });
  terminal.reveal('one two three four five six seven');
  expect(done).toEqual([
    '{"message":"! one two three four five six"}\n',
    'one two three four five six seven\n',
  ]);
});
