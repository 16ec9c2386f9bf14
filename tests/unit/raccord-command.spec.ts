import { expect, test } from '@playwright/test';
import { commandLineProblems } from '../../src/cli/command-line.ts';
import { ERROR_POLICIES } from '../../src/errors/error-policy.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode } from '../../src/errors/error-details.ts';
import { commandWriter, type WriteCommand } from '../../src/domain/raccord-command.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';
import { renderError } from '../../src/messages/render.ts';
import { englishTexts } from '../../src/messages/en/texts.en.ts';
import { frenchTexts } from '../../src/messages/fr/texts.fr.ts';
import { DETAILS, errorOf } from './error-details.ts';
import { programIn } from './program-fixtures.ts';
import type { Texts } from '../../src/messages/texts.ts';

test('a command is written as a POSIX shell reads it, and names the profile in use', () => {
  expect(commandWriter()('sign-in', '--headed')).toBe('raccord sign-in --headed');
  expect(commandWriter('lyon')('sign-in', '--headed')).toBe(
    'raccord sign-in --headed --profile lyon',
  );
  expect(commandWriter()('run', '--application', "L'appli 2")).toBe(
    "raccord run --application 'L'\\''appli 2'",
  );
});

/** What is recorded of the commands that texts name: the words of each. */
function recording(): { readonly named: string[][]; readonly write: WriteCommand } {
  const named: string[][] = [];
  const write: WriteCommand = (...words) => {
    named.push([...words]);
    return ['raccord', ...words].join(' ');
  };
  return { named, write };
}

/** The commands in the source of every function below a branch, which needs arguments to be called. */
function inSource(branch: unknown): string[][] {
  if (typeof branch === 'function') {
    return [...String(branch).matchAll(/\bcommand\(((?:'[^']*'|\w+|, )*)\)/gu)].map(
      ([, words = '']) =>
        words.split(', ').map((word) => (word.startsWith("'") ? word.slice(1, -1) : 'SIRET')),
    );
  }
  if (branch === null || typeof branch !== 'object') return [];
  return Object.values(branch).flatMap(inSource);
}

const TEXTS: Readonly<Record<Language, (command: WriteCommand) => Texts>> = {
  en: englishTexts,
  fr: frenchTexts,
};

for (const language of ['en', 'fr'] as const) {
  test(`each command that a text in ${language} names is one, with options that it has`, () => {
    const { named, write } = recording();
    const texts = TEXTS[language](write);
    for (const code of Object.keys(ERROR_POLICIES) as ErrorCode[]) {
      (texts.errors[code] as (details: object) => unknown)(DETAILS);
    }
    const all = [...named, ...inSource(texts)];
    expect(all.length).toBeGreaterThan(60);
    const program = programIn(language);
    const wrong = all.flatMap((words) => {
      const { lines = [] } = commandLineProblems(program, words, textsFor(language)) ?? {};
      return lines.filter((line) => /unknown|inconnue/u.test(line));
    });
    expect(wrong).toEqual([]);
  });
}

/** Words that are a command, and not the robot's name in a sentence. */
const COMMAND =
  /raccord (?:sign-in|sign-out|credentials|backup|run|renew|batch|verify|deliver|doctor|status|plan|roster|schedule|keys|ledger|init|taught)\b/gu;

for (const code of Object.keys(ERROR_POLICIES) as ErrorCode[]) {
  test(`${code} in a profile names that profile in each command to type`, () => {
    const error = errorOf(code).addContext({ siret: '73282932000074' as Siret });
    for (const language of ['en', 'fr'] as const) {
      const [, next = ''] =
        /(?:Next {5}|À faire {2}): (.*)/u.exec(renderError(error, textsFor(language, 'lyon'))) ??
        [];
      expect(next).not.toBe('');
      expect(next.match(/ --profile lyon\b/gu) ?? []).toHaveLength(
        [...next.matchAll(COMMAND)].length,
      );
    }
  });
}

test('the SIRET of an error stands in the commands that are about it', () => {
  const error = new RaccordError('ACCOUNT_UNPROVEN', {
    ...{ login: 'TECH_1_73282932000074@cpro.fr', credentialId: 'c1', reason: '' },
  }).addContext({ siret: '73282932000074' as Siret });
  expect(renderError(error, textsFor('en', 'lyon'))).toContain(
    '"raccord credentials show --siret 73282932000074 --doubtful --profile lyon"',
  );
});
