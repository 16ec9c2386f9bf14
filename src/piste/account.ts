import { Secret } from '../secrets/secret.ts';

/** Takes note of a secret before it is used, so that it can be taken out of whatever is written. */
export type RegisterSecret = (secret: Secret, label: string) => void;

/** A technical account's login and password. */
export interface Account {
  readonly login: string;
  readonly password: Secret;
}

/** The value of `cpro-account`: strict base64 of UTF-8, since passwords have accents. */
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
