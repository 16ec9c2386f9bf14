/** The two portals that AIFE runs, and where each is entered (facts/portal.md section e). */
export const ENVIRONMENTS = {
  production: { portal: 'https://portail.chorus-pro.gouv.fr/' },
  qualification: { portal: 'https://qualif.chorus-pro.gouv.fr/aife_qual' },
} as const;

export type EnvironmentName = keyof typeof ENVIRONMENTS;
