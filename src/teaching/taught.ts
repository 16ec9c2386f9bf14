import { z } from 'zod';
import { describesFailure } from '../seeing/outcome-words.ts';
import { mayMeanNone } from '../seeing/table-rows.ts';
import { isWordedAs, plain } from '../seeing/wording-match.ts';
import { cluesSchema, type Clues } from './clues.ts';
import { isMessageOf, MEANINGS, type Meaning } from './message-words.ts';
import {
  nameOfRequest,
  objectionToIdentity,
  requestForOthers,
  taughtRequestSchema,
  withRequest,
  type TaughtRequest,
} from './taught-request.ts';
import { withoutVolatile } from './request-identity.ts';
import { parseJsonFile } from '../domain/json-file.ts';
import type { ConfigProblem } from '../errors/config-problem.ts';
import { RaccordError } from '../errors/raccord-error.ts';

const text = z.string().trim().min(1).max(300);

const origin = {
  /** The host of the document that shows it, without its port. */
  host: text,
  at: z.iso.datetime(),
  /** The version of raccord that was taught. */
  raccord: text,
};

const thing = z.discriminatedUnion('kind', [
  z.strictObject({
    ...origin,
    /** The document's path; with the `id` of its query if it has one. */
    page: text,
    kind: z.enum(['field', 'button']),
    /** Group and name of its wording, as in `wordings.json`: `declaration.contactPhone`. */
    name: text,
    found: cluesSchema,
    /** Time when the first write of its form was reviewed; absent until then. */
    looked: z.iso.datetime().optional(),
  }),
  z.strictObject({
    ...origin,
    page: text,
    kind: z.enum(['column', 'option', 'sentence']),
    name: text,
    /** The option as raccord knows it; several options of one list may be taught. */
    meant: text.optional(),
    /** The words of the column title, of the option, or in place of the lines of an empty list. */
    words: text,
    looked: z.iso.datetime().optional(),
  }),
  z.strictObject({
    ...origin,
    page: text,
    kind: z.literal('message'),
    /** The form that it answers: `declaration.answer`. */
    name: text,
    meaning: z.enum(MEANINGS),
    /** Its ordinary words, with gaps for values: names, numbers and the like. */
    words: z.string().trim().min(1).max(2_000),
    looked: z.iso.datetime().optional(),
  }),
]);

/** The content of `RACCORD_HOME/taught.json`. */
export const taughtSchema = z.strictObject({
  version: z.literal(1),
  things: z.array(thing),
  /** Requests that only read; a file from before they could be taught has none. */
  requests: z.array(taughtRequestSchema).default([]),
});

export type Taught = z.infer<typeof taughtSchema>;
export type TaughtThing = z.infer<typeof thing>;
export type TaughtKind = TaughtThing['kind'];

/** The kinds of elements; a message is no element that raccord looks for. */
export type ElementKind = Exclude<TaughtKind, 'message'>;

export const NOTHING_TAUGHT: Taught = { version: 1, things: [], requests: [] };

/** The key of a taught element: which one, and where. */
export interface ThingKey {
  readonly host: string;
  readonly page: string;
  readonly kind: TaughtKind;
  readonly name: string;
  readonly meant?: string | undefined;
}

/**
 * Returns what was taught for an element on a page of a host. An entry of a menu is the same on all
 * pages of its host, unless it was taught for that page.
 */
export function taughtThing({ things }: Taught, key: ThingKey): TaughtThing | undefined {
  return (
    things.find((one) => isSameThing(one, key)) ??
    things.find((one) => isMenuEntry(one) && isSameThing({ ...one, page: key.page }, key))
  );
}

/** Returns whether an element is an entry of a menu that is known by its own words. */
function isMenuEntry(one: TaughtThing): boolean {
  if (one.name !== 'navigation.manageConnections' || !('found' in one)) return false;
  // Its place among equals is another one on another page.
  return one.found.words !== '' && one.found.place === undefined;
}

/** A message that answers a form, and the host that shows it. */
export interface ShownAnswer {
  readonly host: string;
  /** Its name, as `declaration.answer`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Returns what a message means, on whatever page of its host it is shown, if that was taught. One
 * that tells of a failure was not accepted, unless what was taught told of it too.
 */
export function taughtMeaning({ things }: Taught, shown: ShownAnswer): Meaning | undefined {
  const found = things.find(
    (one) =>
      one.kind === 'message' &&
      one.host === shown.host &&
      one.name === shown.name &&
      isMessageOf(shown.text, one.words),
  );
  if (found?.kind !== 'message') return undefined;
  const { meaning, words } = found;
  const isOther = describesFailure(shown.text) && !describesFailure(words);
  return meaning === 'accepted' && isOther ? undefined : meaning;
}

/** Adds an element, replacing what was taught for it before. */
export function withThing(taught: Taught, added: TaughtThing): Taught {
  const others = taught.things.filter((one) =>
    added.kind === 'message' ? !isSameMessage(one, added) : !isSameThing(one, added),
  );
  return { ...taught, things: [...others, added] };
}

/** Removes all elements and requests with a name, on all pages. */
export function without(taught: Taught, name: string): Taught {
  return {
    ...taught,
    things: taught.things.filter((one) => one.name !== name),
    requests: taught.requests.filter((one) => nameOfRequest(one) !== name),
  };
}

/** Returns the names of everything that was taught. */
export function namesTaught({ things, requests }: Taught): string[] {
  return [...things.map(({ name }) => name), ...requests.map(nameOfRequest)];
}

/**
 * Returns a copy without the user's data: texts are scrubbed, and review times are dropped.
 * @param scrub removes names from a text.
 */
export function forOthers(taught: Taught, scrub: (text: string) => string): Taught {
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : scrub(text);
  return {
    ...taught,
    things: taught.things.map(({ looked: _, ...one }) =>
      'found' in one
        ? {
            ...one,
            found: {
              ...one.found,
              words: scrub(one.found.words),
              heading: clean(one.found.heading),
              beside: clean(one.found.beside),
            },
          }
        : {
            ...one,
            words: scrub(one.words),
            ...('meant' in one && { meant: clean(one.meant) }),
          },
    ),
    requests: taught.requests.map((one) => requestForOthers(one, scrub)),
  };
}

/** Merges both; the second takes precedence. */
export function joined(first: Taught, second: Taught): Taught {
  const requests = second.requests.reduce(withRequest, first.requests);
  return { ...second.things.reduce(withThing, first), requests };
}

function isSameMessage(
  one: TaughtThing,
  { host, name, words }: Extract<TaughtThing, { readonly kind: 'message' }>,
): boolean {
  return one.kind === 'message' && one.host === host && one.name === name && one.words === words;
}

function isSameThing(one: TaughtThing, key: ThingKey): boolean {
  const meant = 'meant' in one ? one.meant : undefined;
  return (
    one.host === key.host &&
    isSamePage(one.page, key.page) &&
    one.kind === key.kind &&
    one.name === key.name &&
    meant === ('meant' in key ? key.meant : undefined)
  );
}

/** Returns whether a thing counts on a page of a host: taught for it, or an entry of its menu. */
export function isTaughtOn(
  one: TaughtThing,
  { host, page }: Pick<ThingKey, 'host' | 'page'>,
): boolean {
  return one.host === host && (isSamePage(one.page, page) || isMenuEntry(one));
}

/** Pages that differ by whose data they show are one. */
function isSamePage(one: string, other: string): boolean {
  return withoutVolatile(one) === withoutVolatile(other);
}

/** Returns the group of a name: the form that it belongs to. */
export function formOf(name: string): string {
  return name.split('.')[0] ?? name;
}

/** Returns whether a name is that of a form's own submit button; a code is sent by one as well. */
export function isSubmit(name: string): boolean {
  return name.endsWith('.submit') || name === 'signIn.submitCode';
}

/** Words of buttons that send a form or delete something. */
const WRITES =
  /\b(?:valider|soumettre|enregistrer|confirmer|envoyer|supprimer|submit|save|confirm|send|delete|validate)\b/u;

/** The reason why an element may not be taught for the requested one. */
export type Objection =
  /** It has no words: nothing says that it sends the form. */
  | 'no-words'
  /** Its words say that it sends a form, but something else was requested. */
  | 'sends';

/**
 * Returns why an element may not be taught. Words alone identify a submit button, and no other
 * button may have words that send: raccord then never sends a form in place of another action.
 */
export function objectionTo(
  kind: TaughtKind,
  name: string,
  { words }: Pick<Clues, 'words'>,
): Objection | undefined {
  if (kind !== 'button') return undefined;
  if (isSubmit(name)) return words === '' ? 'no-words' : undefined;
  return WRITES.test(plain(words)) ? 'sends' : undefined;
}

/**
 * Returns whether a text may be taught as the sentence of an empty list: two words or more, and no
 * value in it; nor that the lines are to come, or cannot be had.
 */
export function isSentence(text: string): boolean {
  const isWorded = /\p{L}\P{L}+\p{L}{2}/u.test(text) && !/[\d@]/u.test(text);
  return isWorded && mayMeanNone(text);
}

/** Returns whether the typed confirmation equals the words of a submit button. */
export function confirmsWords(typed: string, words: string): boolean {
  return typed.trim() !== '' && isWordedAs(typed, [words]);
}

/**
 * Parses taught elements from the JSON of a file. Elements that may not be taught are refused.
 * @throws RaccordError CONFIG_INVALID with every mistake, each with the file's name.
 */
export function parseTaught(json: string, file: string): Taught {
  const taught = parseJsonFile(taughtSchema, json, file);
  const refused = refusedIn(taught).map((one): ConfigProblem => {
    const name = 'name' in one ? one.name : nameOfRequest(one);
    return { place: `${file}: ${name}`, reason: { key: 'not-to-be-taught' } };
  });
  if (refused.length > 0) throw new RaccordError('CONFIG_INVALID', { problems: refused });
  return taught;
}

/** Returns whether what was taught can be read again once it is saved. */
export function isReadable(taught: Taught): boolean {
  const saved: unknown = JSON.parse(JSON.stringify(taught));
  return taughtSchema.safeParse(saved).success && refusedIn(taught).length === 0;
}

function refusedIn({ things, requests }: Taught): (TaughtThing | TaughtRequest)[] {
  return [
    ...things.filter(
      (one) => 'found' in one && objectionTo(one.kind, one.name, one.found) !== undefined,
    ),
    ...requests.filter((one) => objectionToIdentity(one) !== undefined),
  ];
}
