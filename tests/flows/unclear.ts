import type { FaultKind } from '../../fixtures/portal/fault.ts';

/** An answer that is an error differs from a cut connection in little: not in every `npm test`. */
export function tagOf(how: FaultKind): string {
  return how.startsWith('error') ? '@whole' : '@representative';
}
