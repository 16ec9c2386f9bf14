/** APIs to which an application subscribes on PISTE, by the first part of their paths. */
export const APIS = ['utilisateurs', 'transverses', 'structures'] as const;

export type ApiName = (typeof APIS)[number];

interface Route {
  readonly method: 'GET' | 'POST';
  readonly api: ApiName;
  /** Path relative to the API's base address. */
  readonly path: string;
}

/** Routes of the API, by purpose (facts/piste-api.md section 3a). */
export const ROUTES = {
  /** Reports that the platform is up; says nothing about an account. */
  platform: { method: 'GET', api: 'transverses', path: '/transverses/v1/health-check' },
  /** Lists the structures that an account is attached to. */
  attachments: {
    method: 'POST',
    api: 'utilisateurs',
    path: '/utilisateurs/v1/monCompte/recuperer/rattachements',
  },
  /** Returns data that every account may read. */
  'vat-rates': { method: 'POST', api: 'transverses', path: '/transverses/v1/recuperer/tauxtva' },
  /** Finds structures by SIRET; private ones only if the account is attached to them. */
  search: { method: 'POST', api: 'structures', path: '/structures/v1/rechercher' },
  /** Returns one structure, with the expiry date of its technical account's password. */
  structure: { method: 'POST', api: 'structures', path: '/structures/v1/consulter' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** `token` is the authorization server's step; all others are the API's. */
export type StepName = 'token' | RouteName;
