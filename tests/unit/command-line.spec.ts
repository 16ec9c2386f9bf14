import { CommanderError } from 'commander';
import { expect, test } from '@playwright/test';
import {
  askedForHelp,
  commandLineProblems,
  commanderErrorText,
  joinSirets,
} from '../../src/cli/command-line.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';
import { programIn } from './program-fixtures.ts';

function mistakesOf(line: string, language: Language = 'en'): readonly string[] | undefined {
  const args = line.split(' ');
  return commandLineProblems(programIn(language), args, textsFor(language))?.lines;
}

/** What Commander itself says of a line that the reading of options finds nothing wrong with. */
async function commanderSays(line: string, language: Language): Promise<string> {
  try {
    await programIn(language).parseAsync(line.split(' '), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return commanderErrorText(error, textsFor(language));
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('a SIRET that is pasted with its spaces is one argument', () => {
  const pasted = ['run', '--siret', '732', '829', '320', '00074', '--only', 'account'];
  expect(joinSirets(pasted)).toEqual(['run', '--siret', '73282932000074', '--only', 'account']);
  expect(joinSirets(['status', '--siret', '732829320', '00074', '35600000000048'])).toEqual([
    ...['status', '--siret', '73282932000074', '35600000000048'],
  ]);
  for (const other of [
    ['--siret', '732', '829'],
    ['--port', '8080'],
    ['732', '829', '320'],
  ]) {
    expect(joinSirets(other)).toEqual(other);
  }
});

test('a SIRET of which a part was pasted is told as that', () => {
  expect(mistakesOf('run --siret 732 829 320')).toEqual([
    "'732 829 320' is not a complete SIRET: a SIRET has 14 digits, with or without spaces",
  ]);
  expect(mistakesOf('status --siret 732 829', 'fr')).toEqual([
    '« 732 829 » n’est pas un SIRET complet : un SIRET a 14 chiffres, avec ou sans espaces',
  ]);
});

test('a misspelt option is named, with the one that was meant, not the one that is missing then', () => {
  expect(mistakesOf('batch --inputt clients.csv')).toEqual([
    "unknown option '--inputt' (did you mean --input?)",
  ]);
  expect(mistakesOf('batch --inputt clients.csv', 'fr')).toEqual([
    'option « --inputt » inconnue (vouliez-vous dire --input ?)',
  ]);
});

test('all that is wrong with options is told at once', () => {
  const lines = mistakesOf('batch --window --concurrency x --jsno --min-interval 5');
  expect(lines).toEqual([
    "option '--window <hours>' has no value",
    "option '--concurrency <n>', value 'x': must be a number, 1 or more",
    "unknown option '--jsno' (did you mean --json?)",
    "option '--min-interval <time>', value '5': must be a duration with its unit, such as 2s (ms, s, m, h or d)",
    "option '--input <file>' is missing",
  ]);
});

for (const line of [
  'status --within 500',
  'renew --within 30',
  'batch --input x --min-interval 2',
  'verify --retry-pause 5',
]) {
  test(`a time without its unit is refused: ${line}`, () => {
    expect(mistakesOf(line)).toEqual([
      expect.stringMatching(/must be a duration with its unit, such as \d+\w/u),
    ]);
    expect(mistakesOf(`${line}d`)).toBeUndefined();
  });
}

test('the milliseconds of --slow-mo, and no time at all, need no unit', () => {
  expect(mistakesOf('demo --slow-mo 250')).toBeUndefined();
  expect(mistakesOf('renew --min-interval 0')).toBeUndefined();
});

test('what is right is left alone', () => {
  for (const line of [
    'run --siret 73282932000074 --only=account --headed',
    'status --siret 73282932000074 35600000000048 --json',
    'portal --api --port 0',
    'schedule --cron * -- batch --input x --yes --unknown',
    'credentials show --siret 73282932000074 --reveal',
    'run --version',
    'trace 73282932000074',
  ]) {
    expect(mistakesOf(line), line).toBeUndefined();
  }
});

test('an argument that is none of its choices is told with them', async () => {
  expect(await commanderSays('completion foo', 'en')).toBe(
    "argument 'shell', value 'foo': must be one of bash, zsh, fish.",
  );
  expect(await commanderSays('completion foo', 'fr')).toContain('argument « shell »');
});

test('an unknown command is told with the one that was meant, below a command as well', () => {
  expect(mistakesOf('bacth')).toEqual(["unknown command 'bacth' (did you mean batch?)"]);
  expect(mistakesOf('credentials shwo --help', 'fr')).toEqual([
    'commande « shwo » inconnue (vouliez-vous dire show ?)',
  ]);
});

test('a profile is named before or behind a command, and is the name of none', () => {
  for (const line of [
    '--profile lyon status',
    'status --profile lyon',
    '--profile=lyon keys show',
    'keys --profile lyon show',
    '--profile lyon --profile nantes batch --input x',
    'schedule --cron x --profile lyon -- batch --profile nantes --yes',
  ]) {
    expect(mistakesOf(line), line).toBeUndefined();
  }
  expect(mistakesOf('--profile lyon statsu')).toEqual([
    "unknown command 'statsu' (did you mean status?)",
  ]);
  expect(mistakesOf('--profil lyon status')).toEqual([
    "unknown option '--profil' (did you mean --profile?)",
  ]);
  expect(mistakesOf('--profile')).toEqual(["option '--profile <name>' has no value"]);
  expect(mistakesOf('status --profile')).toEqual(["option '--profile <name>' has no value"]);
  const program = programIn('en');
  expect(askedForHelp(program, ['--profile', 'lyon'])).toEqual(['--profile', 'lyon', '--help']);
  expect(askedForHelp(program, ['--profile'])).toEqual(['--profile']);
});

test('help is asked for with help as well, and by naming nothing', () => {
  const program = programIn('en');
  expect(askedForHelp(program, [])).toEqual(['--help']);
  expect(askedForHelp(program, ['help'])).toEqual(['--help']);
  expect(askedForHelp(program, ['help', 'credentials', 'show'])).toEqual([
    ...['credentials', 'show', '--help'],
  ]);
  expect(askedForHelp(program, ['keys'])).toEqual(['keys', '--help']);
  for (const line of [['--version'], ['run'], ['keys', 'show'], ['keys', 'nope']]) {
    expect(askedForHelp(program, line)).toEqual(line);
  }
});

for (const [line, french, english] of [
  ['roster check', 'il manque l’argument « file »', "argument 'file' is missing"],
  ['trace 1 2', 'trop d’arguments : 2 au lieu de 1', 'too many arguments: 2 instead of 1'],
  [
    'verify --all --siret 73282932000074',
    'l’option « --all » ne peut pas être utilisée avec « --siret <siret...> »',
    "option '--all' cannot be used with '--siret <siret...>'",
  ],
  ['--nope', 'option « --nope » inconnue', "unknown option '--nope'"],
] as const) {
  test(`what Commander finds wrong with ${line} is told in the reader's language`, async () => {
    expect(await commanderSays(line, 'fr')).toBe(french);
    expect(await commanderSays(line, 'en')).toBe(english);
  });
}
