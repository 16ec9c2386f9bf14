import { Secret } from '../domain/secret.ts';

/** Returns what of a database's address nobody may see: its password as it is and as it is written. */
export function databaseSecrets(address: Secret): Secret[] {
  const { password } = new URL(address.reveal());
  if (password === '') return [];
  return [address.reveal(), password, decodeURIComponent(password)].map((text) => new Secret(text));
}
