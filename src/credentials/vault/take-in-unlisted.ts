import { readFile } from 'node:fs/promises';
import type { SealedCredential } from '../../domain/credential.ts';
import { heldCredential, renewalOf, type Enrolment } from '../../domain/enrolment.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { systemReason } from '../../errors/unwritable-error.ts';
import type { Subject, UnprovenImport } from '../../domain/ledger-event.ts';
import { OPERATION_TRANSITIONS } from '../../domain/operation.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Identity } from '../keys/key-files.ts';
import { damaged, decrypt, type SealedContent } from './sealed-file.ts';
import type { SealedFile } from './sealed-files.ts';
import { digestOf, fingerprintOf } from './vault.ts';
import { findUnlisted } from './unlisted.ts';

export interface TakeInParts {
  readonly vaultFolder: string;
  readonly identity: Identity;
  /** The key returned by `findFingerprintKey`. */
  readonly fingerprintKey: Uint8Array;
  readonly signal: AbortSignal;
}

/** A sealed file that was left unchanged, and the reason. */
export interface SkippedFile {
  readonly siret: Siret;
  readonly file: string;
  readonly why:
    | { readonly kind: 'not-opened'; readonly error: AnyRaccordError }
    | { readonly kind: 'other-portal'; readonly portal: string }
    /** The account's state in the ledger does not allow it. */
    | { readonly kind: 'state'; readonly state: string };
}

export interface TakeInResult {
  readonly taken: readonly { readonly siret: Siret; readonly credential: SealedCredential }[];
  readonly left: readonly SkippedFile[];
}

/** An opened file, with the data to record in the ledger. */
interface Opened {
  readonly portal: string;
  readonly credential: SealedCredential;
}

/**
 * Imports sealed files that are missing in the ledger, the latest of each SIRET, as passwords that
 * are kept and not proven: a file does not tell whether its password was ever submitted. If it
 * turns out to be wrong, the same command imports the next one. Writes no file. Call it under the
 * home's lock.
 * @throws RaccordError INTERRUPTED.
 */
export async function takeInUnlisted(ledger: Ledger, parts: TakeInParts): Promise<TakeInResult> {
  const taken: { siret: Siret; credential: SealedCredential }[] = [];
  const left: SkippedFile[] = [];
  const files = await findUnlisted(ledger, parts.vaultFolder);
  for (const siret of new Set(files.map((file) => file.siret))) {
    if (parts.signal.aborted) throw new RaccordError('INTERRUPTED', {});
    const own = files.filter((file) => file.siret === siret).sort(latestFirst);
    const { found, passed } = await latestThatOpens(own, ledger.portal, parts);
    left.push(...passed);
    if (found === undefined) continue;
    const { file, credential } = found;
    const enrolment = await ledger.enrolment(siret);
    const place = placeFor(enrolment, credential);
    if ('state' in place) {
      left.push({ siret, file: file.path, why: { kind: 'state', state: place.state } });
      continue;
    }
    await ledger.record(siret, place.subject, eventOf(enrolment, credential));
    taken.push({ siret, credential });
  }
  return { taken, left };
}

function latestFirst(one: SealedFile, other: SealedFile): number {
  if (one.id !== other.id) return one.id < other.id ? 1 : -1;
  return other.generation - one.generation;
}

async function latestThatOpens(
  files: readonly SealedFile[],
  portal: string,
  parts: TakeInParts,
): Promise<{
  found?: { readonly file: SealedFile; readonly credential: SealedCredential };
  passed: SkippedFile[];
}> {
  const passed: SkippedFile[] = [];
  for (const file of files) {
    const { siret, path } = file;
    const opened = await open(file, parts);
    if (isRaccordError(opened)) {
      passed.push({ siret, file: path, why: { kind: 'not-opened', error: opened } });
    } else if (opened.portal !== portal) {
      const why = { kind: 'other-portal', portal: opened.portal } as const;
      passed.push({ siret, file: path, why });
    } else {
      return { found: { file, credential: opened.credential }, passed };
    }
  }
  return { passed };
}

/** Opens a file to verify its owner; returns the error if that fails or it is another's. */
async function open(
  { siret, id, generation, path }: SealedFile,
  { identity, fingerprintKey }: TakeInParts,
): Promise<Opened | AnyRaccordError> {
  let content: SealedContent;
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
    content = await decrypt(path, bytes, identity);
  } catch (error) {
    if (isRaccordError(error)) return error;
    return damaged(path, systemReason(error));
  }
  const { portal, login, capturedAt, password } = content;
  if (content.siret !== siret || content.id !== id) {
    return damaged(path, 'it holds another credential');
  }
  const fingerprint = fingerprintOf(fingerprintKey, new Secret(password));
  const credential = { id, login, digest: digestOf(bytes), fingerprint, capturedAt };
  return { portal, credential: generation === 0 ? credential : { ...credential, generation } };
}

/** Returns the event's subject: a renewal if the login is the one in use, or the account. */
function placeFor(
  enrolment: Enrolment,
  { login }: SealedCredential,
): { readonly subject: Subject } | { readonly state: string } {
  const isLater = heldCredential(enrolment)?.login === login;
  const { state } = isLater ? renewalOf(enrolment, login) : enrolment.account.operation;
  if (OPERATION_TRANSITIONS[state]['imported-unproven'] === undefined) return { state };
  return { subject: isLater ? { login } : 'account' };
}

function eventOf({ account }: Enrolment, credential: SealedCredential): UnprovenImport {
  const { observation } = account;
  const { login } = credential;
  const isShown = observation.kind === 'present' && observation.found.name === login;
  const found = isShown ? observation.found : { name: login, state: '' };
  return { kind: 'imported-unproven', credential, found };
}
