import { expect, test } from '@playwright/test';
import { whatIsUnreadable } from '../../src/seeing/shown-password.ts';
import { Secret } from '../../src/secrets/secret.ts';

const [DOTS, OTHERS, WORD] = [
  'shows dots, not the password',
  'shows other words or dots with the password',
  'shows a word, not the password',
];

/** What a page shows, and why it is no password as a text, and as the value of an input. */
const SHOWN: readonly (readonly [shown: string, asText: string, asValue: string])[] = [
  ['aB3(xxx_9kQz', '', ''],
  [`-$(é)'\`e\u0301"!*_\u{1F600}\\`, '', ''],
  ['_()()xQ-_--a', '', ''],
  ['', 'stays empty', 'stays empty'],
  ['••••••••', DOTS, DOTS],
  ['........', DOTS, DOTS],
  ['aB3(xxx_9kQz Notez bien ce mot de passe.', OTHERS, ''],
  ['aB3( xxx_9kQz', OTHERS, ''],
  ['aB3(\u00a0xxx_9kQz', OTHERS, ''],
  ['••••••••aB3(xxx_9kQz', OTHERS, ''],
  ['aB3(********', OTHERS, ''],
  ['aB3(…', OTHERS, ''],
  ['Login', WORD, ''],
  ['LOGIN', WORD, ''],
  ['E-mail:', WORD, ''],
  ['Expiré', WORD, ''],
  ['Copié!', WORD, ''],
];

for (const [shown, asText, asValue] of SHOWN) {
  test(`"${shown}" ${asText === '' ? 'may be a password' : asText}`, () => {
    const secret = new Secret(shown);
    expect(whatIsUnreadable({ secret, isText: true })).toBe(asText);
    expect(whatIsUnreadable({ secret, isText: false })).toBe(asValue);
  });
}
