import { parseJson } from '../domain/json.ts';
import { graphOperations } from './graphql-operations.ts';
import { wordsIn } from './request-words.ts';

/** A request of a page, as plain data. */
export interface RequestContent {
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}

/** What a request is known by: its address and the names in it, never the values. */
export interface RequestIdentity {
  readonly method: string;
  /** Parts that differ from one request to the next are replaced: `/structures/:siret`. */
  readonly path: string;
  /** The names of what is sent, in order: `?execution`, `page`, `filtre.etat`, `lignes[].siret`. */
  readonly names: readonly string[];
  /** The requested operations, if the request names them: `method=structures.list`. */
  readonly operations: readonly string[];
}

type Value = null | boolean | number | string;
type Json = Value | readonly Json[] | { readonly [key: string]: Json };

/** Maximum number of names: a body with more is data, not a question. */
const MAX_NAMES = 200;

/** Words of keys whose value is the name of an operation. */
const OPERATION_KEYS = new Set(
  (
    'operation op action method methode service command commande cmd event evenement call appel ' +
    'procedure proc function fonction handler processor type kind'
  ).split(' '),
);

/** A name or code as programs give them: no spaces, no long number, no e-mail address. */
const PROGRAM_NAME = /^(?:(?!.*\d{5})[\p{L}_][\p{L}\d_.:/$-]{0,79}|\d{1,3})$/u;

/** Values that cannot name an operation: none, or the number or identifier of something. */
const NO_NAME = /^(?:|[\d\s.-]+|[\da-f-]{16,})$/iu;

/** Parts that differ from one request to the next, the most specific first. */
const VOLATILE: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/giu, ':uuid'],
  [/[^/@]+(?:@|%40)[^/@]+/gu, ':email'],
  [/(?<![\da-z])\d{14}(?![\da-z])/giu, ':siret'],
  [/(?<![\da-z])(?=[a-f]*\d)[\da-f]{16,}(?![\da-z])/giu, ':id'],
  [/(?<![\da-z])(?=(?:[a-z]*\d){3})(?=\d*[a-z])[\da-z]{10,}(?![\da-z])/giu, ':id'],
  [/(?<![\da-z])\d+(?![\da-z])/giu, ':number'],
];

/**
 * Returns what identifies a request.
 * @returns undefined if its body cannot be read, or does not say which operation it asks for.
 */
export function identityOf({
  method,
  url,
  contentType,
  body,
}: RequestContent): RequestIdentity | undefined {
  const { pathname, searchParams } = new URL(url);
  const sent = contentOf(contentType, body);
  if (sent === undefined) return undefined;
  const asked = [...searchParams].map(([key, value]) => [`?${key}`, value] as const);
  const parts = [...asked, ...sent.parts];
  const operations = [...sent.operations];
  for (const [name, value] of parts) {
    if (!namesOperation(name)) continue;
    const operation = String(value).trim();
    if (PROGRAM_NAME.test(operation)) operations.push(`${withoutVolatile(name)}=${operation}`);
    else if (!NO_NAME.test(operation)) return undefined;
  }
  const names = distinct(parts.map(([name]) => withoutVolatile(name)));
  if (names.length > MAX_NAMES) return undefined;
  return {
    method,
    path: withoutVolatile(pathname.replace(/;[^/]*/gu, '')),
    names,
    operations: distinct(operations),
  };
}

/** Returns whether both are the same request, except for values. */
export function isSameRequest(one: RequestIdentity, other: RequestIdentity): boolean {
  return keyOfRequest(one) === keyOfRequest(other);
}

/** Returns a text that is equal for equal requests only. */
export function keyOfRequest({ method, path, names, operations }: RequestIdentity): string {
  return JSON.stringify([method, path, names, operations]);
}

/** Returns all texts that a request sends. */
export function textsSent({ url, contentType, body }: RequestContent): string[] {
  const sent = contentOf(contentType, body);
  const values = [...new URL(url).searchParams.values()];
  return [...values, ...(sent?.parts ?? []).map(([, value]) => String(value))];
}

interface Content {
  /** Names with their values; several with one name for a list. */
  readonly parts: readonly (readonly [name: string, value: Value])[];
  /** The operations that a GraphQL document names. */
  readonly operations: readonly string[];
}

function contentOf(contentType: string, body: string): Content | undefined {
  if (body === '') return { parts: [], operations: [] };
  if (/^application\/x-www-form-urlencoded(?:;|$)/iu.test(contentType)) {
    return { parts: [...new URLSearchParams(body)], operations: [] };
  }
  if (/^application\/graphql(?:;|$)/iu.test(contentType)) return graphContent(body);
  const json = parseJson(body) as Json | undefined;
  if (typeof json !== 'object' || json === null) return undefined;
  return jsonContent(json);
}

function graphContent(document: string): Content | undefined {
  const operations = graphOperations(document);
  return (
    operations && { parts: [], operations: operations.map(({ type, name }) => `${type} ${name}`) }
  );
}

/** A batch of questions is a list of them. */
function jsonContent(json: Json): Content | undefined {
  const asked: readonly Json[] = Array.isArray(json) ? (json as readonly Json[]) : [json];
  const contents = asked.map(questionIn);
  if (contents.includes(undefined)) return undefined;
  const all = contents.filter((content) => content !== undefined);
  const within = Array.isArray(json) ? '[].' : '';
  return {
    parts: all.flatMap(({ parts }) => parts.map(([name, value]) => [within + name, value])),
    operations: all.flatMap(({ operations }) => operations),
  };
}

function questionIn(json: Json): Content | undefined {
  if (Array.isArray(json)) return undefined;
  if (typeof json !== 'object' || json === null) return { parts: [['', json]], operations: [] };
  const { query, variables, operationName, extensions, ...rest } = json as Record<string, Json>;
  const isGraph = operationName !== undefined || extensions !== undefined;
  const document = typeof query === 'string' ? graphContent(query) : undefined;
  if (document !== undefined) return { ...document, parts: partsOf(rest, '') };
  // A stored GraphQL document: only its server knows whether it is a mutation.
  if (isGraph && (query === undefined || variables !== undefined)) return undefined;
  return { parts: partsOf(json, ''), operations: [] };
}

function partsOf(json: Json, name: string): (readonly [string, Value])[] {
  if (typeof json !== 'object' || json === null) return [[name, json]];
  const inner = Array.isArray(json)
    ? (json as readonly Json[]).flatMap((one) => partsOf(one, `${name}[]`))
    : Object.entries(json).flatMap(([key, one]) =>
        partsOf(one, name === '' ? key : `${name}.${key}`),
      );
  // An empty object is no value of its own, except under a name.
  return inner.length === 0 && name !== '' ? [[name, null]] : inner;
}

/** Returns whether the value of that name is the name of an operation. */
function namesOperation(name: string): boolean {
  const key = name.split('.').at(-1) ?? name;
  return wordsIn(key).some((word) => OPERATION_KEYS.has(word));
}

/** Replaces what differs from one request to the next by what it is. */
export function withoutVolatile(text: string): string {
  return VOLATILE.reduce((left, [pattern, shown]) => left.replace(pattern, shown), text);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
