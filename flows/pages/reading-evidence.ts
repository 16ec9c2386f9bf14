import { parseJson, type JsonValue, type JsonObject } from '../../src/domain/json.ts';
import type { RequestFacts, PageRequest, ReadingEvidence } from '../../src/browser/write-guard.ts';
import { identityScreenOf, MARKS, type IdentityScreen, type Mark } from './identity-screen.ts';
import { saysItWrites, WRITING_VERBS, wordsIn } from '../../src/teaching/request-words.ts';

/**
 * The rules by which a reading mode accepts an unlisted request as one that changes nothing. All of
 * them must hold; a doubtful request is blocked (docs/promises.md).
 */
export const readingEvidence: ReadingEvidence = {
  asks: (request) => isQuestion(request) || isPlatformCall(request),
  carriesSignIn: isSignInMessage,
  whatIsAsked,
  marks: MARKS,
  answersSignIn,
  writingControl:
    /(?<!\p{L})(?:valider|soumettre|enregistrer|sauvegarder|confirmer|envoyer|cr[ée]er|supprimer|modifier|approuver|submit|save|confirm|send|create|delete|validate|apply changes)(?!\p{L})/iu,
};

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

/** Fields of OpenID Connect and SAML forms that a page sends itself (facts/dom.md section 2). */
const SIGN_IN_MESSAGES: readonly { readonly must: readonly RegExp[]; readonly may: RegExp }[] = [
  {
    must: [/^SAML(?:Request|Response)$/u],
    may: /^(?:SAMLRequest|SAMLResponse|RelayState|SigAlg|Signature)$/u,
  },
  {
    must: [/^state$/u, /^(?:code|id_token|error)$/u],
    may: /^(?:code|state|session_state|iss|id_token|access_token|token_type|expires_in|scope|error|error_description)$/u,
  },
];

/** Sign-in screens that only ask for identity. Others change a password or an agreement. */
const ASKING: ReadonlySet<IdentityScreen> = new Set<IdentityScreen>([
  'user-name',
  'password',
  'app-code',
  'mailed-code',
  'choice-of-factor',
  'security-key',
]);

/** Most fields of a form that asks for identity. */
const MAX_FIELDS = 20;

/**
 * Returns whether a request is a query, in JSON, by a page's own script to its own host: its
 * address or operation names a read, or it only selects a part of a list; and none of its words
 * changes something.
 */
function isQuestion({ url, sender, kind, contentType, body }: PageRequest): boolean {
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
    OPERATION.has(key.toLowerCase()),
  );
  if (operations.length > 0) {
    return operations.every(([, value]) => typeof value === 'string' && isReadingName(value));
  }
  const name = pathname.split('/').findLast((part) => part !== '') ?? '';
  return isReadingName(name) || isGraphQuery(sent) || isListRequest(sent);
}

/**
 * Calls by which ServiceNow's pages load widgets, lists and client scripts, and also write
 * (facts/dom.md section 2). A `uiaction` is what the button of a form does.
 */
const PLATFORM_CALL = /^\/(?:api\/now\/sp\/(?!uiaction\/)|(?:angular|xmlhttp)\.do$)/u;

/** Parameters of such a call that name what the server does. */
const PLATFORM_OPERATION = /^sysparm_(?:name|type|processor|action|function|method|operation)$/u;

/**
 * Returns whether a request is such a call by a page's own script, and nothing in it is named after
 * a change: its address, the operation, or a key that is one verb and is set. A widget sends along
 * all that it shows, captions and choices too, so other values say nothing.
 */
function isPlatformCall({ url, sender, kind, contentType, body }: PageRequest): boolean {
  if (kind !== 'xhr' && kind !== 'fetch') return false;
  const { origin, pathname, searchParams } = new URL(url);
  if (!PLATFORM_CALL.test(pathname)) return false;
  if (!URL.canParse(sender) || new URL(sender).origin !== origin) return false;
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  const sent = isForm ? Object.fromEntries(new URLSearchParams(body)) : parseJson(body);
  if (sent === undefined && body !== '') return false;
  const named = [pathname, ...[...searchParams].flat(), ...namesIn(sent as JsonValue | undefined)];
  return !named.some(saysItWrites);
}

/** @param isOperation true if the value names the operation, unless it is a sentence. */
function namesIn(value: JsonValue | undefined, isOperation = false): string[] {
  if (typeof value === 'string') return isOperation && !/\s/u.test(value.trim()) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((one: JsonValue | undefined) => namesIn(one, isOperation));
  }
  return Object.entries(value).flatMap(([key, one]) => {
    const isSet = Boolean(one) && one !== 'false';
    const isNamed = isOperation || PLATFORM_OPERATION.test(key) || OPERATION.has(key.toLowerCase());
    return [...(isSet && wordsIn(key).length === 1 ? [key] : []), ...namesIn(one, isNamed)];
  });
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

function objectIn(body: string): JsonObject | undefined {
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

/** Returns whether a form contains only a message of a sign-in protocol. */
function isSignInMessage(request: PageRequest): boolean {
  const names = fieldNames(request);
  return SIGN_IN_MESSAGES.some(
    ({ must, may }) =>
      must.every((one) => names.some((name) => one.test(name))) &&
      names.every((name) => may.test(name)),
  );
}

/** Returns the names of the fields that a form sends; empty if it is not a form. */
function fieldNames({ kind, contentType, body }: PageRequest): string[] {
  if (kind !== 'document' || !contentType.startsWith('application/x-www-form-urlencoded'))
    return [];
  return [...new URLSearchParams(body).keys()];
}

/**
 * Returns whether a request answers a sign-in form: it carries one of the fields, by its name, that
 * are typed in a document that asks for identity.
 */
function answersSignIn(request: PageRequest, { passwords, marks, typed }: RequestFacts): boolean {
  const seen = marks.filter((mark): mark is Mark => mark in MARKS);
  const screen = identityScreenOf({ passwords, marks: seen, words: '' });
  const names = answerNames(request);
  if (!ASKING.has(screen) || names.length > MAX_FIELDS) return false;
  return names.some((name) => typed.includes(name));
}

function answerNames(request: PageRequest): string[] {
  if (request.kind === 'document') return fieldNames(request);
  if (request.kind !== 'xhr' && request.kind !== 'fetch') return [];
  const sent = objectIn(request.body);
  return sent === undefined ? [...new URLSearchParams(request.body).keys()] : Object.keys(sent);
}

/** Runs inside the page, so it can use nothing from outside. */
function whatIsAsked(marks: Readonly<Record<string, string>>): RequestFacts {
  const TYPED =
    'input:is(:not([type]), [type=text], [type=email], [type=tel], [type=number], [type=password])';
  /** Keycloak's fields for choosing how to confirm one's identity. */
  const CHOSEN = '[name=authenticationExecution], [name=tryAnotherWay]';
  const shown = (selector: string): Element[] =>
    [...document.querySelectorAll(selector)].filter(
      (element) => element.getClientRects().length > 0,
    );
  return {
    passwords: shown('input[type=password]').length,
    marks: Object.keys(marks).filter((name) => shown(marks[name] ?? '').length > 0),
    typed: shown(`${TYPED}, ${CHOSEN}`)
      .flatMap((field) => [field.getAttribute('name') ?? '', field.id])
      .filter((name) => name !== ''),
  };
}
