import { Secret } from '../secrets/secret.ts';

/** The schema of the tables where the address names none. */
export const DEFAULT_SCHEMA = 'raccord';

export const DEFAULT_PORT = 5432;

/** Returns what of a database's address nobody may see: its password as it is and as it is written. */
export function databaseSecrets(address: Secret): Secret[] {
  const { password } = new URL(address.reveal());
  if (password === '') return [];
  return [address.reveal(), password, decodeURIComponent(password)].map((text) => new Secret(text));
}

/** Returns what of a database's address tells one ledger from another: not who signs in there. */
export function ledgerAt(address: Secret): string {
  const { hostname, port, pathname, searchParams } = new URL(address.reveal());
  const schema = searchParams.get('schema') ?? DEFAULT_SCHEMA;
  return `${hostname.toLowerCase()}:${port === '' ? DEFAULT_PORT : port}${pathname}/${schema}`;
}
