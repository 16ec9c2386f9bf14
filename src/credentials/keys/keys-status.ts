import { existsSync } from 'node:fs';
import { isRaccordError } from '../../errors/raccord-error.ts';
import type { ErrorCode, IdentityFault } from '../../errors/error-details.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import {
  recipientsInForce,
  recipientsOf,
  readIdentity,
  type Identity,
  type KnownRecipients,
} from './key-files.ts';
import { recipientsDigest, Resealer, type FileFinding } from './resealer.ts';
import { readVaultEntries, inspectFiles } from '../vault/vault-entries.ts';

/** The private key file that would be used. */
export interface IdentityStatus {
  readonly path: string;
  readonly isThere: boolean;
  /** The error code if it cannot be used. */
  readonly problem?: ErrorCode;
  /** The kind of file, if it contains no key. */
  readonly found?: IdentityFault;
  readonly publicKeys: readonly string[];
  /** True if it opens credentials captured from now on. */
  readonly isRecipient: boolean;
}

export interface KeysStatus extends KnownRecipients {
  readonly identity: IdentityStatus;
  /** Number of credential files by finding, for all portals of the home. */
  readonly credentials: Readonly<Record<FileFinding, number>> & {
    /** Sealed by a rotation to exactly the recipients in force; for others age does not tell. */
    readonly resealed: number;
  };
}

export interface KeysPlace {
  readonly home: string;
  readonly configured: readonly string[];
  readonly identityFile: string;
  readonly vaultFolder: string;
  /** Absent before the first capture: no ledger is created to read it. */
  readonly withLedger: (<T>(work: (ledger: Ledger) => Promise<T>) => Promise<T>) | undefined;
}

/**
 * Reads the keys in force and which credentials the available private key opens; changes nothing.
 * @throws RaccordError RECIPIENT_INVALID, RECIPIENTS_MISSING, LEDGER_DAMAGED.
 */
export async function readKeysStatus(place: KeysPlace): Promise<KeysStatus> {
  const { home, configured, identityFile, vaultFolder, withLedger } = place;
  const known = await recipientsInForce({ configured, home });
  const { identity, problem, found: made } = await identityAt(identityFile);
  const publicKeys = identity === undefined ? [] : await recipientsOf(identity);
  const entries = withLedger === undefined ? [] : await withLedger(readVaultEntries);
  const resealer = new Resealer({ folder: vaultFolder, identity, recipients: [] });
  const { found } = await inspectFiles(entries, resealer);
  const mark = recipientsDigest(known.recipients);
  const count = (wanted: FileFinding): number =>
    found.filter(([, finding]) => finding === wanted).length;
  return {
    ...known,
    identity: {
      path: identityFile,
      isThere: existsSync(identityFile),
      problem,
      found: made,
      publicKeys,
      isRecipient: publicKeys.some((key) => known.recipients.includes(key)),
    },
    credentials: {
      opened: count('opened'),
      refused: count('refused'),
      whole: count('whole'),
      damaged: count('damaged'),
      resealed: found.filter(
        ([{ sealedTo }, finding]) => sealedTo === mark && finding !== 'damaged',
      ).length,
    },
  };
}

async function identityAt(
  path: string,
): Promise<Pick<IdentityStatus, 'problem' | 'found'> & { identity?: Identity }> {
  if (!existsSync(path)) return {};
  try {
    return { identity: await readIdentity(path) };
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    const { found } = error.code === 'IDENTITY_MISSING' ? error.details : {};
    return { problem: error.code, found };
  }
}
