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
