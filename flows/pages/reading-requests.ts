import type { Request } from 'playwright';

/** A request that is not a GET and yet changes nothing. */
interface ReadingRequest {
  readonly path: RegExp;
  /** Required content of the body, if the path alone also serves to write. */
  readonly body?: RegExp;
}

/**
 * The portal's known reads by POST. Any other POST is blocked in reading modes: on a portal that
 * reads otherwise a plan stops, it never writes.
 */
const READING_REQUESTS: readonly ReadingRequest[] = [
  // Sign-in: Keycloak's form and its session check (facts/dom.md section 1).
  { path: /\/login-actions\//u },
  { path: /\/protocol\/openid-connect\//u },
  // ServiceNow: widgets, lists of reference fields, client scripts (facts/dom.md section 2).
  { path: /^\/api\/now\/sp\//u },
  { path: /^\/angular\.do$/u },
  { path: /^\/xmlhttp\.do$/u, body: /sysparm_processor=/u },
  // The older application: its form posts events, only "valider" writes (facts/dom.md section 4).
  {
    path: /^\/cpp\//u,
    body: /_eventId_(?:appliquer|rechercher|declarer|consulter|annuler|liste)=|\.(?:page|tri)=/u,
  },
];

/** An event of the older application that is always blocked, whatever else the body holds. */
const WRITING_BODY = /_eventId_(?:valider|enregistrer|supprimer|soumettre)=/u;

/** Returns whether a request only reads, although its method could write. */
export function isReadingRequest(request: Pick<Request, 'url' | 'postData'>): boolean {
  const { pathname } = new URL(request.url());
  const body = request.postData() ?? '';
  if (WRITING_BODY.test(body)) return false;
  return READING_REQUESTS.some(
    (known) => known.path.test(pathname) && (known.body === undefined || known.body.test(body)),
  );
}
