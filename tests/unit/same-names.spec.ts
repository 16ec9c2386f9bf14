import { expect, test } from '@playwright/test';
import { messagesOf } from './sentences.ts';

/** Returns the commands, flags, variables and pages that a message names, each once. */
function namesIn(source: string): string[] {
  const commands = [...source.matchAll(/command\(([^)]*)\)/gu)].flatMap(([, words = '']) =>
    [...words.matchAll(/'([a-z-]+)'/gu)].map(([, word = '']) => word),
  );
  const names = source
    .replaceAll('NOM_FILE', 'NAME_FILE')
    .matchAll(/--[a-z][a-z-]*|\b[A-Z]+(?:_[A-Z]+)+\b|docs\/[\w-]+(?=\.)/gu);
  return [...new Set([...commands, ...[...names].map(([name]) => name)])].sort();
}

test('a message names the same commands, flags, variables and pages in both languages', () => {
  const english = messagesOf('en');
  const french = messagesOf('fr');
  expect(english.size).toBeGreaterThan(700);
  const shared = [...english.keys()].filter((path) => french.has(path));
  expect(shared.length).toBeGreaterThan(0.95 * english.size);
  const namesOf = (messages: ReadonlyMap<string, string>) =>
    Object.fromEntries(shared.map((path) => [path, namesIn(messages.get(path) ?? '')]));
  expect(namesOf(french)).toEqual(namesOf(english));
});
