import type { Config } from '../../config/config.ts';
import { isRaccordError } from '../../errors/raccord-error.ts';
import { IDENTITY_FILE, readIdentity, type Identity } from '../../credentials/keys/key-files.ts';
import { identityFileOf } from '../context.ts';

/**
 * Returns the private key by which a robot verifies uncertain passwords; nothing if the API is not
 * configured, or on a machine without a key.
 * @throws RaccordError FILE_TOO_OPEN, and IDENTITY_MISSING if the file holds no key.
 */
export async function verifyingIdentity(config: Config): Promise<{ identity?: Identity }> {
  if (config.piste === undefined) return {};
  try {
    return { identity: await readIdentity(identityFileOf(config, IDENTITY_FILE)) };
  } catch (error) {
    const isMissing = isRaccordError(error) && error.code === 'IDENTITY_MISSING';
    if (isMissing && error.details.found === undefined) return {};
    throw error;
  }
}
