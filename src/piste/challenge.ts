/** The subject that a 401 refuses, as far as the response states it. */
export type Challenge = 'account' | 'unknown-path' | 'unclear';

const NAMES_ACCOUNT = /\b(?:login|password|mot de passe)\b/iu;

/** A gateway may add a challenge of its own to PISTE's: `Negotiate, Bearer realm="PISTE"`. */
const ANOTHER_CHALLENGE = /,\s*(?=(?:Basic|Bearer|Digest|Negotiate|NTLM)(?:\s|,|$))/iu;

/**
 * Determines what a 401 refuses. Only a message of PISTE or Chorus Pro about login or password
 * counts against the account: under load PISTE refuses valid tokens with a bare 401, and company
 * gateways send their own challenges, which may mention a login (facts/piste-api.md section 3c).
 * @param header `WWW-Authenticate`
 * @param libelle Chorus Pro's own message in the body, if there is one.
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

/** Returns the value of a parameter, quoted or not. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(String.raw`(?:^|[\s,])${name}\s*=\s*(?:"([^"]*)"|([^\s,"]+))`, 'iu');
  const [, quoted, plain] = found.exec(header) ?? [];
  return quoted ?? plain;
}
