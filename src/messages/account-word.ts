import type { AccountOutcome, ConnectionOutcome } from '../domain/outcome.ts';
import type { Texts } from './texts.ts';

/** Returns the outcome of a resource; work that an interruption stopped has not failed. */
export function outcomeWord(
  { outcome, error }: Pick<ConnectionOutcome, 'outcome' | 'error'>,
  { outcomes, interrupted }: Texts,
): string {
  return error?.code === 'INTERRUPTED' ? interrupted : outcomes[outcome];
}

/** Returns the outcome of an account and its password gap, as text. */
export function accountWord(
  resource: Pick<AccountOutcome, 'outcome' | 'credential' | 'error'>,
  texts: Texts,
): string {
  const word = outcomeWord(resource, texts);
  const { credential } = resource;
  return credential === undefined ? word : `${word}, ${texts.passwords[credential]}`;
}
