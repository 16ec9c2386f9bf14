import { Secret } from '../secrets/secret.ts';

/** Registers a secret before its use, so that it is removed from all output. */
export type RegisterSecret = (secret: Secret, label: string) => void;

/** A technical account's login and password. */
export interface Account {
  readonly login: string;
  readonly password: Secret;
}

/** Returns the value of `cpro-account`: strict base64 of UTF-8, since passwords contain accents. */
export function accountHeader(
  { login, password }: Account,
  registerSecret: RegisterSecret,
): Secret {
  const pair = new Secret(`${login}:${password.reveal()}`);
  const header = new Secret(Buffer.from(pair.reveal(), 'utf8').toString('base64'));
  registerSecret(password, 'technical account password');
  registerSecret(pair, 'technical account');
  registerSecret(header, 'cpro-account');
  return header;
}
