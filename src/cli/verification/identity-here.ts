import type { Config } from '../../config/config.ts';
import { isRaccordError } from '../../errors/raccord-error.ts';
import { IDENTITY_FILE, readIdentity, type Identity } from '../../credentials/keys/key-files.ts';
import { identityFileOf } from '../context.ts';

/**
 * Returns the private key, or `undefined` on a machine without one.
 * @throws RaccordError FILE_TOO_OPEN, and IDENTITY_MISSING if the file holds no key.
 */
export async function identityHere(config: Config): Promise<Identity | undefined> {
  try {
    return await readIdentity(identityFileOf(config, IDENTITY_FILE));
  } catch (error) {
    const isMissing = isRaccordError(error) && error.code === 'IDENTITY_MISSING';
    if (isMissing && error.details.found === undefined) return undefined;
    throw error;
  }
}
