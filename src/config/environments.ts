import type { ConfigProblem } from '../errors/config-problem.ts';
import type { Environment } from './variable-schema.ts';

/**
 * The two portals that AIFE runs: the address of each (facts/portal.md section e), its token
 * endpoint on PISTE, and its API (facts/piste-api.md section 1).
 */
export const ENVIRONMENTS = {
  production: {
    portal: 'https://portail.chorus-pro.gouv.fr/',
    oauth: 'https://oauth.piste.gouv.fr/api/oauth/token',
    api: 'https://api.piste.gouv.fr/cpro',
  },
  qualification: {
    portal: 'https://qualif.chorus-pro.gouv.fr/aife_qual',
    oauth: 'https://sandbox-oauth.piste.gouv.fr/api/oauth/token',
    api: 'https://sandbox-api.piste.gouv.fr/cpro',
  },
} as const;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

const BY_HOST: ReadonlyMap<string, string> = new Map(
  Object.entries(ENVIRONMENTS).flatMap(([name, addresses]) =>
    Object.values(addresses).map((address) => [new URL(address).hostname, name] as const),
  ),
);

const NAMING = [
  'CHORUS_ENV',
  'CHORUS_URL',
  'CHORUS_PISTE_OAUTH_URL',
  'CHORUS_PISTE_API_URL',
] as const;

/**
 * Reports variables that name qualification and production at once: real passwords would
 * be sent to the other's PISTE, and real SIRETs checked as fictitious ones.
 */
export function mixedEnvironments(values: Environment): ConfigProblem[] {
  const named = NAMING.flatMap((variable) => {
    const value = values[variable] ?? '';
    const name = URL.canParse(value) ? BY_HOST.get(new URL(value).hostname) : value;
    return name !== undefined && name in ENVIRONMENTS ? [{ variable, name }] : [];
  });
  if (new Set(named.map(({ name }) => name)).size < 2) return [];
  const place = named.map(({ variable }) => variable).join(', ');
  return [{ place, reason: { key: 'two-environments' } }];
}
