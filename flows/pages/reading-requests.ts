import type { Request } from 'playwright';
import { saysItWrites } from '../../src/teaching/request-words.ts';
import { isReadingName } from '../../src/teaching/request-questions.ts';

/** A request that is not a GET and yet changes nothing. */
interface ReadingRequest {
  readonly path: RegExp;
  /** Returns whether query and body say that it reads, if the path alone also serves to write. */
  readonly reads?: (body: string, query: string) => boolean;
}

/**
 * The portal's known reads by POST, each known whatever was pressed before. Any other POST is
 * blocked in reading modes, unless `reading-evidence.ts` accepts it: on a portal that reads
 * otherwise a plan stops, it never writes.
 */
const READING_REQUESTS: readonly ReadingRequest[] = [
  // Sign-in: Keycloak's form and its session check (facts/dom.md section 1).
  { path: /\/login-actions\//u },
  { path: /\/protocol\/openid-connect\//u },
  // ServiceNow: lists of reference fields, client scripts (facts/dom.md section 2).
  { path: /^\/angular\.do$/u, reads: asksReferences },
  { path: /^\/xmlhttp\.do$/u, reads: asksClientScript },
  // The older application: its form posts events, only "valider" writes (facts/dom.md section 4).
  {
    path: /^\/cpp\//u,
    reads: matches(
      /_eventId_(?:appliquer|rechercher|declarer|consulter|annuler|liste)=|\.(?:page|tri)=/u,
    ),
  },
];

/** An event of the older application that is always blocked, whatever else the body holds. */
const WRITING_BODY = /_eventId_(?:valider|enregistrer|supprimer|soumettre)=/u;

/** Returns whether a request only reads, although its method could write. */
export function isReadingRequest(request: Pick<Request, 'url' | 'postData'>): boolean {
  const { pathname, search } = new URL(request.url());
  const body = request.postData() ?? '';
  if (WRITING_BODY.test(body)) return false;
  return READING_REQUESTS.some(
    ({ path, reads }) => path.test(pathname) && reads?.(body, search) !== false,
  );
}

function matches(pattern: RegExp): (body: string) => boolean {
  return (body) => pattern.test(body);
}

/** Returns whether a call's type, in its address, its form or its JSON, is the list of a field. */
function asksReferences(body: string, query: string): boolean {
  const types = [...`${query}\n${body}`.matchAll(/\bsysparm_type["']?[=:]["']?([\w.]*)/gu)];
  return types.length > 0 && types.every(([, type = '']) => /^(?:sp_)?ref_list_data$/u.test(type));
}

/** Returns whether a client script's call names a function of the server that reads. */
function asksClientScript(body: string): boolean {
  const sent = new URLSearchParams(body);
  const name = sent.get('sysparm_name') ?? '';
  return sent.has('sysparm_processor') && isReadingName(name) && !saysItWrites(name);
}
