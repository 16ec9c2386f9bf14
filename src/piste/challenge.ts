/** Whom a 401 refuses, as far as it says. */
export type Challenge = 'account' | 'unknown-path' | 'unclear';

const NAMES_ACCOUNT = /\b(?:login|password|mot de passe)\b/iu;

/** A gateway may put one of its own beside PISTE's: `Negotiate, Bearer realm="PISTE"`. */
const ANOTHER_CHALLENGE = /,\s*(?=(?:Basic|Bearer|Digest|Negotiate|NTLM)(?:\s|,|$))/iu;

/**
 * Reads whom a 401 refuses. Only a word of PISTE's or Chorus Pro's on login or password convicts the
 * account: under rate PISTE refuses good tokens with a bare 401, and gateways of companies have
 * challenges of their own, which may speak of a login too (facts/piste-api.md section 3c).
 * @param header `WWW-Authenticate`
 * @param libelle what Chorus Pro itself says in the body, where it does.
 */
export function challengeOf(header: string, libelle: string): Challenge {
  const challenges = header.split(ANOTHER_CHALLENGE);
  const realms = challenges.map((challenge) => parameter(challenge, 'realm')?.toUpperCase());
  if (realms.includes('DEFAULTREALM')) return 'unknown-path';
  const described = challenges.map((challenge, index) => {
    const isOurs = realms[index] === 'PISTE' && /^\s*Bearer\s/iu.test(challenge);
    const isToken = parameter(challenge, 'error')?.toLowerCase() === 'invalid_token';
    return isOurs && !isToken ? (parameter(challenge, 'error_description') ?? '') : '';
  });
  return [...described, libelle].some((text) => NAMES_ACCOUNT.test(text)) ? 'account' : 'unclear';
}

/** The value of a parameter, quoted or not. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(String.raw`(?:^|[\s,])${name}\s*=\s*(?:"([^"]*)"|([^\s,"]+))`, 'iu');
  const [, quoted, plain] = found.exec(header) ?? [];
  return quoted ?? plain;
}
