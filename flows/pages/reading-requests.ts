import type { Request } from 'playwright';

/** A request that is no GET and yet changes nothing. */
interface ReadingRequest {
  readonly path: RegExp;
  /** What the body must hold, where the path alone also serves to write. */
  readonly body?: RegExp;
}

/**
 * The portal reads by POST too; these are the reads that are known by name. What is not among them
 * is stopped in reading modes: on a portal that reads otherwise a plan stops, it never writes.
 */
const READING_REQUESTS: readonly ReadingRequest[] = [
  // Signing in: Keycloak's form and its session check (facts/dom.md section 1).
  { path: /\/login-actions\//u },
  { path: /\/protocol\/openid-connect\//u },
  // ServiceNow: widgets, lists of reference fields, client scripts (facts/dom.md section 2).
  { path: /^\/api\/now\/sp\//u },
  { path: /^\/angular\.do$/u },
  { path: /^\/xmlhttp\.do$/u, body: /sysparm_processor=/u },
  // The older application: a form posts its events, and only "valider" writes (facts/dom.md section 4).
  {
    path: /^\/cpp\//u,
    body: /_eventId_(?:appliquer|rechercher|declarer|consulter|annuler|liste)=|\.(?:page|tri)=/u,
  },
];

/** An event of the older application that is never let through, whatever else the body holds. */
const WRITING_BODY = /_eventId_(?:valider|enregistrer|supprimer|soumettre)=/u;

/** True for a request that reads although its method could write. */
export function isReadingRequest(request: Pick<Request, 'url' | 'postData'>): boolean {
  const { pathname } = new URL(request.url());
  const body = request.postData() ?? '';
  if (WRITING_BODY.test(body)) return false;
  return READING_REQUESTS.some(
    (known) => known.path.test(pathname) && (known.body === undefined || known.body.test(body)),
  );
}
