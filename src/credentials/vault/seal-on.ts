import type { SealedCredential } from '../../domain/credential.ts';
import { isOutdated, type WriteBasis } from '../../domain/write-basis.ts';
import type { ErrorCode } from '../../errors/error-details.ts';
import { isRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { CapturedCredential, Vault } from './vault.ts';

/**
 * Seals what a form shows, and records it if what the write rests on still holds.
 * @throws RaccordError READING_OUTDATED, SIRET_LOCKED: then no sealed file is left, since nothing
 * was recorded or sent; as `Vault.seal` and `Ledger.record`.
 */
export async function sealOn(
  subject: 'account' | { readonly login: string },
  captured: CapturedCredential,
  basis: WriteBasis,
  { ledger, vault }: { readonly ledger: Ledger; readonly vault: Vault },
): Promise<SealedCredential> {
  const { siret } = captured;
  if (isOutdated(basis, await ledger.enrolment(siret), subject)) {
    throw new RaccordError('READING_OUTDATED', {});
  }
  const credential = await vault.seal(captured);
  try {
    await ledger.record(siret, subject, { kind: 'sealed', credential }, basis);
  } catch (error) {
    // Both are thrown before anything is inserted; after any other error it may be recorded.
    const isSureNotTo = isRaccordError(error) && NOT_RECORDED.has(error.code);
    if (isSureNotTo) await vault.discard(siret, credential);
    throw error;
  }
  return credential;
}

const NOT_RECORDED: ReadonlySet<string> = new Set([
  'READING_OUTDATED',
  'SIRET_LOCKED',
] satisfies ErrorCode[]);
