/** Whom a 401 refuses, as far as it says. */
export type Challenge = 'account' | 'unknown-path' | 'unclear';

const NAMES_ACCOUNT = /\b(?:login|password|mot de passe)\b/iu;

/**
 * Reads whom a 401 refuses. Only a word of PISTE's or Chorus Pro's on login or password convicts the
 * account: under rate PISTE refuses good tokens with a bare 401, and gateways of companies have
 * challenges of their own, which may speak of a login too (facts/piste-api.md section 3c).
 * @param header `WWW-Authenticate`
 * @param libelle what Chorus Pro itself says in the body, where it does.
 */
export function challengeOf(header: string, libelle: string): Challenge {
  const realm = parameter(header, 'realm')?.toUpperCase();
  if (realm === 'DEFAULTREALM') return 'unknown-path';
  const isOurs = realm === 'PISTE' && /^\s*Bearer\s/iu.test(header);
  const isToken = parameter(header, 'error')?.toLowerCase() === 'invalid_token';
  const described = isOurs && !isToken ? (parameter(header, 'error_description') ?? '') : '';
  return [described, libelle].some((text) => NAMES_ACCOUNT.test(text)) ? 'account' : 'unclear';
}

/** The value of a parameter, quoted or not. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(String.raw`(?:^|[\s,])${name}\s*=\s*(?:"([^"]*)"|([^\s,"]+))`, 'iu');
  const [, quoted, plain] = found.exec(header) ?? [];
  return quoted ?? plain;
}
