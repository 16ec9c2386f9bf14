import { parseJson, type JsonValue, type JsonObject } from '../domain/json.ts';
import type { RequestContent } from './request-identity.ts';
import { WRITING_VERBS, wordsIn } from './request-words.ts';

/** A page's request, as far as it tells what it asks. */
interface SentRequest extends Omit<RequestContent, 'method'> {
  /** The address of the document that sends it; empty if it is unknown. */
  readonly sender: string;
  /** Playwright's type of resource: `xhr`, `fetch`, `document`. */
  readonly kind: string;
}

/** Words in an operation's name that mark it as a read. */
const READING = new Set(
  (
    'rechercher recherche recherches chercher recuperer consulter lister liste listes filtrer obtenir ' +
    'search searches find query list lists get fetch lookup browse filter autocomplete typeahead suggest suggestions'
  ).split(' '),
);

/** Words of operations that change something. If a request contains one, nothing else counts. */
const WRITING = new Set([
  ...WRITING_VERBS,
  ...(
    'editer changer annuler refuser demander abonner desabonner marquer affecter preferences ' +
    'favoris new post put patch edit set change replace drop clear cancel agree refuse lock ' +
    'sign mark archive assign register execute exec run import upload logout settings'
  ).split(' '),
]);

/** Keys of a body that name the requested operation. */
const OPERATION = new Set(
  'operation op action method methode service command commande event'.split(' '),
);

/** Words of keys that select a part of a list. */
const PAGING = new Set(
  (
    'page pages pagination paging taille size limit limite offset skip take start end length first last row rows ' +
    'ligne lignes nombre nb number numero par per index count draw max total resultat resultats result results demandee'
  ).split(' '),
);

/** Words of keys that hold search terms and sort order. */
const SEARCHING = new Set(
  (
    'q query requete search recherche filtre filtres filter filters filtering critere criteres criteria ' +
    'terme term terms where parametres model tri tris trier sort sorts sorting order orders by par sens columns colonnes'
  ).split(' '),
);

/** At least one of these keys must be present for a request to read a list. */
const TELLING = new Set(
  'page pagination paging offset skip limit limite lignes rows q query search recherche filtre filtres filter filters critere criteres criteria term terme'.split(
    ' ',
  ),
);

/**
 * Returns whether a request is a query, in JSON, by a page's own script to its own host: its
 * address or operation names a read, or it only selects a part of a list; and none of its words
 * changes something.
 */
export function isQuestion({ url, sender, kind, contentType, body }: SentRequest): boolean {
  if (kind !== 'xhr' && kind !== 'fetch') return false;
  if (!/^application\/(?:[\w.-]+\+)?json(?:;|$)/iu.test(contentType)) return false;
  const address = new URL(url);
  if (!URL.canParse(sender) || new URL(sender).origin !== address.origin) return false;
  const sent = objectIn(body);
  if (sent === undefined) return false;
  const { pathname, searchParams } = address;
  const said = [pathname, ...[...searchParams].flat(), ...textsIn(sent)];
  if (said.some((text) => wordsIn(text).some((word) => WRITING.has(word)))) return false;
  const operations = [...searchParams, ...Object.entries(sent)].filter(([key]) =>
    namesOperation(key),
  );
  if (operations.length > 0) {
    return operations.every(([, value]) => typeof value === 'string' && isReadingName(value));
  }
  const name = pathname.split('/').findLast((part) => part !== '') ?? '';
  return isReadingName(name) || isGraphQuery(sent) || isListRequest(sent);
}

/** Returns whether a name begins or ends as a read: `rechercherStructures`, `connections.list`. */
export function isReadingName(name: string): boolean {
  const words = wordsIn(name);
  return [words[0], words.at(-1)].some((word) => word !== undefined && READING.has(word));
}

function isListRequest(sent: JsonObject): boolean {
  const tells = Object.keys(sent).some((key) => wordsIn(key).some((word) => TELLING.has(word)));
  return tells && Object.entries(sent).every(([key, value]) => isCriterion(key, value));
}

function isCriterion(key: string, value: JsonValue | undefined): boolean {
  const words = wordsIn(key);
  if (words.length === 0) return false;
  if (words.every((word) => SEARCHING.has(word))) return true;
  if (!words.every((word) => PAGING.has(word))) return false;
  if (isObject(value)) return Object.entries(value).every(([one, of]) => isCriterion(one, of));
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/u.test(value));
}

/** Returns whether a body is a GraphQL query; changes are called mutations there. */
function isGraphQuery(sent: JsonObject): boolean {
  const { query } = sent;
  const keys = ['query', 'variables', 'operationName'];
  if (!Object.keys(sent).every((key) => keys.includes(key))) return false;
  return typeof query === 'string' && /^\s*(?:query\b|fragment\b|\{)/u.test(query);
}

/** Returns the object that a body holds in JSON. */
export function objectIn(body: string): JsonObject | undefined {
  const sent = parseJson(body) as JsonValue | undefined;
  return sent !== undefined && isObject(sent) ? sent : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns all keys and texts of a body. */
function textsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((one: JsonValue | undefined) => textsIn(one));
  return Object.entries(value as JsonObject).flatMap(([key, one]) => [key, ...textsIn(one)]);
}

/** Returns whether a key of a body names the requested operation. */
export function namesOperation(key: string): boolean {
  return OPERATION.has(key.toLowerCase());
}
