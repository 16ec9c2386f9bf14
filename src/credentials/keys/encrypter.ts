import type { Encrypter } from 'age-encryption';

/**
 * Returns an age encrypter to all recipients.
 * @throws Error if there are none: age would encrypt to nobody, without a word.
 */
export async function encrypterTo(recipients: readonly string[]): Promise<Encrypter> {
  if (recipients.length === 0) throw new Error('nothing is sealed without a recipient');
  // Loaded lazily, as everywhere age is used: it is slow, and most commands need no encryption.
  const age = await import('age-encryption');
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter;
}
