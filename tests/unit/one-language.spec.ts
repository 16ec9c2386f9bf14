import { expect, test } from '@playwright/test';
import type { Language } from '../../src/messages/load-texts.ts';
import { sentencesOf } from './sentences.ts';

/**
 * Words of English sentences that are neither French words nor names of options; `file` is a queue in
 * French, after an article and before what it is made of.
 */
const ENGLISH =
  /\b(?:the|is|are|was|were|and|with|without|which|that|this|there|its|not|has|have|been|such|cannot|missing|needed|unknown|already|nothing|every|expected|found|must|should|given|(?<!\b(?:la|en|une|aucune) )file(?! d’attente)|address|password|account|wrong|refused|written)\b/iu;

/** Words of French sentences that are no English words. */
const FRENCH =
  /\b(?:le|la|les|une|des|du|est|sont|avec|sans|pour|dans|qui|que|ce|cette|pas|mot|passe|compte|aucun)\b/iu;

/** What stands in a sentence as it is written in a program or on a page, whatever the language. */
const NAMES =
  /--[\w-]+|`[^`]*`|«[^»]*»|"[^"]*"|\b[A-Z]+(?:_[A-Z]+)+\b|\b[\w-]+\.(?:md|csv|json|env|fr|ts|html|xlsx|key|age|spec)\b|\b(?:raccord|npx|npm|git|ssh|pass|keys) [\w-]+(?: [\w-]+)?|docker [\w-]+|account_email|check-and-set|connection ou account|chmod -R \S+|\[options\](?: -- batch)?|\b\w+=\w*/gu;

/** Those that hold a word of the other language, their names taken out. */
function strays(language: Language, words: RegExp): string[] {
  return sentencesOf(language)
    .map(({ path, text }) => ({ path, text: text.replaceAll(NAMES, '') }))
    .filter(({ text }) => words.test(text) && text.includes(' '))
    .map(({ path, text }) => `${path}: ${words.exec(text)?.[0] ?? ''} in ${text}`);
}

test('no sentence in French has words of English in it', () => {
  expect(sentencesOf('fr').length).toBeGreaterThan(700);
  expect(strays('fr', ENGLISH)).toEqual([]);
});

test('no sentence in English has words of French in it', () => {
  expect(strays('en', FRENCH)).toEqual([]);
});

test('the same in both languages is no sentence', () => {
  const english = new Map(sentencesOf('en').map(({ path, text }) => [path, text]));
  const same = sentencesOf('fr')
    .filter(({ path, text }) => english.get(path) === text && /\p{L}/u.test(text))
    .filter(({ text }) => text.replaceAll(NAMES, '').split(/\s+/u).length > 3);
  expect(same).toEqual([]);
});
