import { parseJson, type JsonValue } from '../../src/domain/json.ts';
import { whatIsAsked } from '../../src/browser/what-is-asked.ts';
import type { RequestFacts, PageRequest, ReadingEvidence } from '../../src/browser/write-guard.ts';
import { identityScreenOf, MARKS, type IdentityScreen, type Mark } from './identity-screen.ts';
import { isQuestion, namesOperation, objectIn } from '../../src/teaching/request-questions.ts';
import { saysItWrites, wordsIn } from '../../src/teaching/request-words.ts';

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
    const isNamed = isOperation || PLATFORM_OPERATION.test(key) || namesOperation(key);
    return [...(isSet && wordsIn(key).length === 1 ? [key] : []), ...namesIn(one, isNamed)];
  });
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
