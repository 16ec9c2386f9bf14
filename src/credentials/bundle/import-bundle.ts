import { readFile } from 'node:fs/promises';
import type { CredentialEntry, SealedCredential } from '../../domain/credential.ts';
import { credentialsOf } from '../../domain/enrolment.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { omitUndefined } from '../../domain/json.ts';
import type { Siret } from '../../domain/siret.ts';
import { Secret } from '../../secrets/secret.ts';
import type { ImportedEvent } from '../../domain/ledger-event.ts';
import { OPERATION_TRANSITIONS } from '../../domain/operation.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Bundle, BundleEntry } from './bundle.ts';
import type { Identity } from '../keys/key-files.ts';
import { decrypt } from '../vault/sealed-file.ts';
import {
  digestOf,
  assertOwner,
  fingerprintOf,
  keepSealed,
  restoreSealed,
  sealedFile,
} from '../vault/vault.ts';
import { markErrorsAfterWrite } from '../../errors/to-raccord-error.ts';
import { ifPresent } from '../../files/if-present.ts';
import type { BundleProblem } from '../../errors/error-details.ts';

export interface ImportParts {
  /** The bundle's file name, for messages. */
  readonly file: string;
  readonly vaultFolder: string;
  readonly identity: Identity;
  /** The key of this home; passwords captured elsewhere get a fingerprint by it, too. */
  readonly fingerprintKey: Uint8Array;
  /** Aborts the import; checked before the first write. */
  readonly signal: AbortSignal;
}

export interface ImportResult {
  readonly imported: readonly CredentialEntry[];
  /** Number of credentials that this home already had. */
  readonly known: number;
  /** Number of those whose sealed file was gone or altered, and is back. */
  readonly restored: number;
}

/** A credential that is here already. */
interface Known {
  readonly siret: Siret;
  readonly bytes: Buffer;
  readonly known: SealedCredential;
}

/** A credential to import. */
interface Accepted {
  readonly siret: Siret;
  readonly bytes: Buffer;
  readonly event: ImportedEvent;
}

/**
 * Imports the credentials that another machine captured. Each is opened in memory to verify that it
 * matches the bundle; one mismatch rejects the whole bundle. Only then are the sealed files
 * written, flushed and read back, and after them the ledger's rows: after an interruption, the same
 * command continues. Call it under the home's lock.
 *
 * age does not identify the sender: the origin of the bundle is not verified here.
 * @throws RaccordError BUNDLE_REFUSED with all problems at once, IDENTITY_REFUSED if the key opens
 * none of it, INTERRUPTED, HOME_UNWRITABLE.
 */
export async function importBundle(
  ledger: Ledger,
  bundle: Bundle,
  parts: ImportParts,
): Promise<ImportResult> {
  const { file, vaultFolder, signal } = parts;
  const { portal: own } = ledger;
  const { portal } = bundle;
  if (portal !== own) throw refusal(file, [{ kind: 'other-portal', portal, own }]);
  const here = await ledger.credentials();
  const problems: BundleProblem[] = twice(bundle.credentials);
  const accepted: Accepted[] = [];
  const known: Known[] = [];
  for (const entry of bundle.credentials) {
    const look = await examine(entry, ledger, here, parts);
    if ('known' in look) known.push(look);
    else if ('event' in look) accepted.push(look);
    else problems.push(look);
  }
  if (problems.length > 0) throw refusal(file, problems);
  if (signal.aborted) throw new RaccordError('INTERRUPTED', {});
  const imported: CredentialEntry[] = [];
  let restored = 0;
  let written = 0;
  await markErrorsAfterWrite(
    () => written > 0,
    async () => {
      for (const { siret, bytes, known: credential } of known) {
        // The same credential, sealed to other keys since, is another file.
        if (digestOf(bytes) !== credential.digest) continue;
        const read = (): Promise<Uint8Array> => Promise.resolve(bytes);
        if (await restoreSealed(vaultFolder, siret, credential, read)) restored += 1;
      }
      for (const { siret, bytes, event } of accepted) {
        await keepSealed(vaultFolder, siret, event.credential, bytes);
        written += 1;
      }
      for (const { siret, event } of accepted) {
        const after = await ledger.record(siret, 'account', event);
        const { id } = event.credential;
        const kept = credentialsOf(after).find(({ credential }) => credential.id === id);
        if (kept !== undefined) imported.push(kept);
      }
    },
  );
  return { imported, known: known.length, restored };
}

function refusal(file: string, problems: readonly BundleProblem[]): AnyRaccordError {
  return new RaccordError('BUNDLE_REFUSED', { file, problems });
}

/** Finds repeated SIRETs: a SIRET has one current credential. */
function twice(entries: readonly BundleEntry[]): BundleProblem[] {
  const seen = new Set<Siret>();
  const repeated = new Set<Siret>();
  for (const { siret } of entries) {
    if (seen.has(siret)) repeated.add(siret);
    seen.add(siret);
  }
  return [...repeated].map((siret) => ({ kind: 'twice', siret }));
}

async function examine(
  entry: BundleEntry,
  ledger: Ledger,
  here: readonly CredentialEntry[],
  parts: ImportParts,
): Promise<Accepted | Known | BundleProblem> {
  const { siret, login, credentialId: id, capturedAt } = entry;
  const bytes = Buffer.from(entry.sealed, 'utf8');
  if (digestOf(bytes) !== entry.digest) return { kind: 'digest', siret };
  const opened = await decryptEntry(entry, bytes, ledger.portal, parts);
  if ('kind' in opened) return opened;
  const { fingerprint } = opened;
  const same = here.find((one) => one.credential.id === id);
  if (same !== undefined) {
    const isSame = same.siret === siret && same.credential.fingerprint === fingerprint;
    if (isSame) return { siret, bytes, known: same.credential };
    return { kind: 'content', siret, reason: `another credential is here: ${id}` };
  }
  const conflict = await conflictOf(entry, ledger, here);
  if (conflict !== undefined) return conflict;
  const path = sealedFile(parts.vaultFolder, siret, { id });
  const there = await ifPresent(readFile(path));
  if (there !== undefined && !there.equals(bytes)) return { kind: 'file-there', siret, file: path };
  const credential: SealedCredential = {
    ...{ id, login, digest: entry.digest, fingerprint, capturedAt },
  };
  const { accountState: state, expiresOn } = entry;
  const found = omitUndefined({ name: login, state, expiresOn });
  const kind = entry.status === 'unproven' ? 'imported-unproven' : 'imported';
  return { siret, bytes, event: { kind, credential, found } };
}

/** Decrypts a sealed file of a bundle, and checks that it holds what its entry says. */
async function decryptEntry(
  { siret, login, credentialId: id, capturedAt, digest }: BundleEntry,
  bytes: Buffer,
  portal: string,
  { file, identity, fingerprintKey }: ImportParts,
): Promise<{ readonly fingerprint: string } | BundleProblem> {
  const place = `${file}, ${siret}`;
  try {
    const content = await decrypt(place, bytes, identity);
    const credential = { id, login, digest, capturedAt, fingerprint: '' };
    assertOwner(place, content, { siret, portal, credential });
    if (content.capturedAt !== capturedAt) {
      return { kind: 'content', siret, reason: 'it was captured at another time' };
    }
    return { fingerprint: fingerprintOf(fingerprintKey, new Secret(content.password)) };
  } catch (error) {
    // A key that cannot open one file is wrong for all.
    if (!isRaccordError(error) || error.code !== 'VAULT_DAMAGED') throw error;
    return { kind: 'content', siret, reason: error.details.reason };
  }
}

/** Returns why the credential must not replace the existing one; `undefined` if it may. */
async function conflictOf(
  { siret, login, capturedAt, status }: BundleEntry,
  ledger: Ledger,
  here: readonly CredentialEntry[],
): Promise<BundleProblem | undefined> {
  const { account, renewals } = await ledger.enrolment(siret);
  const { state, operation } = account;
  const isLetIn =
    status === 'unproven'
      ? operation.state === 'none'
      : OPERATION_TRANSITIONS[operation.state].imported !== undefined;
  if (!isLetIn) {
    return { kind: 'state', siret, state };
  }
  if (renewals.some((renewal) => renewal.login === login)) return { kind: 'renewed', siret };
  const isLater = here.some(
    (one) =>
      one.siret === siret && one.status === 'current' && one.credential.capturedAt > capturedAt,
  );
  return isLater ? { kind: 'later', siret } : undefined;
}
