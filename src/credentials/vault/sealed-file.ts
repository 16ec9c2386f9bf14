import { z } from 'zod';
import { RaccordError } from '../../errors/errors.ts';
import type { Identity } from '../keys/key-files.ts';

/** What a sealed file holds. age authenticates nothing beside it, so whose it is stands inside. */
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

/** Encrypts to all recipients, as an armored age file. */
export async function encrypt(
  recipients: readonly string[],
  content: string | Uint8Array,
): Promise<Uint8Array> {
  // Loaded here, as wherever age is used: it takes long, and most commands seal and open nothing.
  const { armor, Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return Buffer.from(armor.encode(await encrypter.encrypt(content)));
}

/**
 * Decrypts a sealed file.
 * @throws RaccordError IDENTITY_REFUSED where the key opens another file; VAULT_DAMAGED.
 */
export async function decrypt(
  file: string,
  bytes: Uint8Array,
  identity: Identity,
): Promise<SealedContent> {
  return parseContent(file, await decryptText(file, bytes, identity));
}

/**
 * Encrypts what a sealed file holds to other keys; what is clear in between is in memory alone.
 * @param expect looks at whose the content is, before it is encrypted.
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
  // Neither error is passed on as a cause: a parser quotes what it reads, and this is a password.
  try {
    const content = CONTENT.safeParse(JSON.parse(text));
    if (content.success) return content.data;
  } catch {
    // Told below, as any other content that is not ours.
  }
  throw damaged(file, 'its content is not a credential');
}

export function damaged(file: string, reason: string): RaccordError<'VAULT_DAMAGED'> {
  return new RaccordError('VAULT_DAMAGED', { file, reason });
}
