import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { CommanderError, type Command } from 'commander';
import { commandLineProblems } from '../../src/cli/command-line.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { programIn } from './program-fixtures.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const PAGES = [
  ...['README.md', 'LISEZMOI.md', 'CONTRIBUTING.md'],
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Named {
  readonly words: readonly string[];
  /** False for one in a sentence, which may leave out what does not matter there. */
  readonly isWhole: boolean;
}

/** Returns the commands that a page names, as lines of a shell and in its sentences. */
function commandsOf(page: string, names: readonly string[]): Named[] {
  const text = readFileSync(ROOT + page, 'utf8');
  const fence = /```\w*\n(.*?)```/gsu;
  const lines = [...text.matchAll(fence)].flatMap(([, block = '']) =>
    [...block.matchAll(/^(?:\w+=\S+ )*(?:sudo )?raccord (.*)$/gmu)].map(([, line = '']) => line),
  );
  const inText = [...text.replace(fence, '').matchAll(/`(raccord )?([a-z-][^`]*)`/gu)]
    .filter(([, called, line = '']) => {
      const [name = ''] = line.split(' ');
      return called !== undefined || (line.includes(' --') && names.includes(name));
    })
    .map(([, , line = '']) => line);
  return [
    ...lines.map((line) => ({ words: wordsOf(line), isWhole: true })),
    // What stands for several commands, or for any.
    ...inText
      .filter((line) => !/…|^[\w -]*\/\w/u.test(line))
      .map((line) => ({ words: wordsOf(line), isWhole: false })),
  ];
}

/** Returns the words of a line up to its comment, or to where its output goes. */
function wordsOf(line: string): string[] {
  const [typed = ''] = line.split(/\s+(?:#|>|\||&&)/u);
  return [...typed.matchAll(/"([^"]*)"|'([^']*)'|(?:\$\([^)]*\)|\S)+/gu)].map(
    ([word, double, single]) => double ?? single ?? word,
  );
}

/** Returns the words before and behind `--`. */
function partsOf(words: readonly string[]): (readonly string[])[] {
  const at = words.indexOf('--');
  return at === -1 ? [words] : [words.slice(0, at), words.slice(at + 1)];
}

/** Returns the words of a line that its command does not take. */
function strayWords(command: Command, words: readonly string[]): readonly string[] {
  const [name, ...rest] = words;
  const next = command.commands.find((one) => one.name() === name);
  if (next !== undefined) return strayWords(next, rest);
  if (command.commands.length > 0) return [];
  try {
    return command.parseOptions([...words]).operands.slice(command.registeredArguments.length);
  } catch (error) {
    // Wrong values are told as problems of the line.
    if (error instanceof CommanderError) return [];
    throw error;
  }
}

for (const page of PAGES) {
  test(`each command that ${page} names is one that raccord takes`, () => {
    const texts = textsFor('en');
    const names = programIn('en').commands.map((command) => command.name());
    const all = commandsOf(page, names).flatMap(({ words, isWhole }) =>
      // Behind `--` is the command that `schedule` starts.
      partsOf(words).map((part) => ({ words: part, isWhole })),
    );
    const wrong = all.flatMap(({ words, isWhole }) => {
      const program = programIn('en');
      const { lines = [] } = commandLineProblems(program, words, texts) ?? {};
      const told = lines.filter((line) => isWhole || /unknown|value '/u.test(line));
      const stray = strayWords(program, words).map((word) => `too many: ${word}`);
      return [...told, ...stray].map((fault) => `${words.join(' ')}: ${fault}`);
    });
    expect(wrong).toEqual([]);
  });
}
