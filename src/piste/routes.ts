/** The APIs that an application subscribes to on PISTE, by the first part of their paths. */
export const APIS = ['utilisateurs', 'transverses', 'structures'] as const;

export type ApiName = (typeof APIS)[number];

interface Route {
  readonly method: 'GET' | 'POST';
  readonly api: ApiName;
  /** Below the API's own address. */
  readonly path: string;
}

/** What is asked of the API, by what it is asked for (facts/piste-api.md section 3a). */
export const ROUTES = {
  /** Says that the platform is up, and nothing about an account. */
  platform: { method: 'GET', api: 'transverses', path: '/transverses/v1/health-check' },
  /** The structures that an account is attached to. */
  attachments: {
    method: 'POST',
    api: 'utilisateurs',
    path: '/utilisateurs/v1/monCompte/recuperer/rattachements',
  },
  /** Anything that every account may read. */
  'vat-rates': { method: 'POST', api: 'transverses', path: '/transverses/v1/recuperer/tauxtva' },
  /** Structures by their SIRET; private ones only where the account is attached to them. */
  search: { method: 'POST', api: 'structures', path: '/structures/v1/rechercher' },
  /** One structure, with the date on which its technical account's password expires. */
  structure: { method: 'POST', api: 'structures', path: '/structures/v1/consulter' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** `token` is the authorization server's; all others are the API's. */
export type StepName = 'token' | RouteName;
