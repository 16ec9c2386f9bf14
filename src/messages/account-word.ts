import type { AccountOutcome } from '../domain/outcome.ts';
import type { Texts } from './texts-en.ts';

/** What became of an account, with what lacks of its password, as people read it. */
export function accountWord(
  { outcome, credential }: Pick<AccountOutcome, 'outcome' | 'credential'>,
  { outcomes, passwords }: Texts,
): string {
  const word = outcomes[outcome];
  return credential === undefined ? word : `${word}, ${passwords[credential]}`;
}
