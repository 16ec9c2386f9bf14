import { z } from 'zod';
import { RaccordError } from '../../errors/raccord-error.ts';
import { encrypterTo } from '../keys/encrypter.ts';
import type { Identity } from '../keys/key-files.ts';

/** The content of a sealed file. age authenticates nothing outside it, so it names its owner. */
const CONTENT = z.object({
  version: z.literal(1),
  id: z.string(),
  siret: z.string(),
  portal: z.string(),
  login: z.string(),
  password: z.string(),
  capturedAt: z.string(),
});

export type SealedContent = z.infer<typeof CONTENT>;

/** Encrypts a text to all recipients, as an armored age file. */
export async function encrypt(
  recipients: readonly string[],
  content: string | Uint8Array,
): Promise<Uint8Array> {
  const encrypter = await encrypterTo(recipients);
  const { armor } = await import('age-encryption');
  return Buffer.from(armor.encode(await encrypter.encrypt(content)));
}

/**
 * Decrypts a sealed file.
 * @throws RaccordError IDENTITY_REFUSED if the key does not open the file; VAULT_DAMAGED.
 */
export async function decrypt(
  file: string,
  bytes: Uint8Array,
  identity: Identity,
): Promise<SealedContent> {
  return parseContent(file, await decryptText(file, bytes, identity));
}

/**
 * Re-encrypts a sealed file to other keys; the clear content stays in memory.
 * @param expect checks the owner of the content before it is encrypted.
 * @throws RaccordError as {@link decrypt} does.
 */
export async function reencrypt(
  file: string,
  bytes: Uint8Array,
  identity: Identity,
  recipients: readonly string[],
  expect: (content: SealedContent) => void,
): Promise<Uint8Array> {
  const text = await decryptText(file, bytes, identity);
  expect(parseContent(file, text));
  return encrypt(recipients, text);
}

async function decryptText(file: string, bytes: Uint8Array, identity: Identity): Promise<string> {
  const { armor, Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const key of identity.keys) decrypter.addIdentity(key.reveal());
  try {
    return await decrypter.decrypt(armor.decode(Buffer.from(bytes).toString('utf8')), 'text');
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) {
      throw new RaccordError('IDENTITY_REFUSED', { path: identity.path, file });
    }
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

function parseContent(file: string, text: string): SealedContent {
  // Neither error is passed on as a cause: a parser quotes its input, and this is a password.
  try {
    const content = CONTENT.safeParse(JSON.parse(text));
    if (content.success) return content.data;
  } catch {
    // Reported below, like any other invalid content.
  }
  throw damaged(file, 'its content is not a credential');
}

export function damaged(file: string, reason: string): RaccordError<'VAULT_DAMAGED'> {
  return new RaccordError('VAULT_DAMAGED', { file, reason });
}
