import { Secret } from '../secrets/secret.ts';

/** The schema of the tables if the address does not name one. */
export const DEFAULT_SCHEMA = 'raccord';

export const DEFAULT_PORT = 5432;

/** Returns the secrets in a database's address: it, and its password, decoded and as written. */
export function databaseSecrets(address: Secret): Secret[] {
  const { password } = new URL(address.reveal());
  if (password === '') return [];
  return [address.reveal(), password, decodeURIComponent(password)].map((text) => new Secret(text));
}

/** Returns the part of a database's address that identifies a ledger, without the user. */
export function ledgerAt(address: Secret): string {
  const { hostname, port, pathname, searchParams } = new URL(address.reveal());
  const schema = searchParams.get('schema') ?? DEFAULT_SCHEMA;
  return `${hostname.toLowerCase()}:${port === '' ? DEFAULT_PORT : port}${pathname}/${schema}`;
}
