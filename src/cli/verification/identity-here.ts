import type { Config } from '../../config/config.ts';
import { isRaccordError } from '../../errors/errors.ts';
import { IDENTITY_FILE, readIdentity, type Identity } from '../../credentials/keys/key-files.ts';
import { identityFileOf } from '../context.ts';

/**
 * The private key; undefined on a machine that has none.
 * @throws RaccordError FILE_TOO_OPEN, and IDENTITY_MISSING where there is a file and no key in it.
 */
export async function identityHere(config: Config): Promise<Identity | undefined> {
  try {
    return await readIdentity(identityFileOf(config, IDENTITY_FILE));
  } catch (error) {
    const isMissing = isRaccordError(error) && error.is('IDENTITY_MISSING');
    if (isMissing && error.details.found === undefined) return undefined;
    throw error;
  }
}
