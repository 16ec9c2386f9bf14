import { z } from 'zod';
import { omitUndefined } from '../domain/omit-undefined.ts';
import { isWordedAs, plain } from '../seeing/wording-match.ts';
import { cluesSchema, type Clues } from './clues.ts';

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
    /** The document's path; the `id` of its query where it has one. */
    page: text,
    kind: z.enum(['field', 'button']),
    /** Group and name of its wording, as `wordings.json` names them: `declaration.contactPhone`. */
    name: text,
    found: cluesSchema,
    /** When the first write of its form was looked at; absent until then. */
    looked: z.iso.datetime().optional(),
  }),
  z.strictObject({
    ...origin,
    page: text,
    kind: z.enum(['column', 'option']),
    name: text,
    /** The option as raccord knows it; a list may be asked for several. */
    meant: text.optional(),
    /** The words of the column's title, or of the option. */
    words: text,
    looked: z.iso.datetime().optional(),
  }),
]);

/** `RACCORD_HOME/taught.json`. */
export const taughtSchema = z.strictObject({
  version: z.literal(1),
  things: z.array(thing),
});

export type Taught = z.infer<typeof taughtSchema>;
export type TaughtThing = z.infer<typeof thing>;
export type TaughtKind = TaughtThing['kind'];

export const NOTHING_TAUGHT: Taught = { version: 1, things: [] };

/** Which thing is asked for, and where. */
export interface ThingKey {
  readonly host: string;
  readonly page: string;
  readonly kind: TaughtKind;
  readonly name: string;
  readonly meant?: string | undefined;
}

/** Returns what was taught for a thing on a page of a host. */
export function taughtThing({ things }: Taught, key: ThingKey): TaughtThing | undefined {
  return things.find((one) => isSameThing(one, key));
}

/** Adds a thing, in place of what was taught of it before. */
export function withThing(taught: Taught, added: TaughtThing): Taught {
  const others = taught.things.filter((one) => !isSameThing(one, added));
  return { ...taught, things: [...others, added] };
}

/** Removes everything of one name, on all pages. */
export function without(taught: Taught, name: string): Taught {
  return { ...taught, things: taught.things.filter((one) => one.name !== name) };
}

/**
 * The same without anything of its user: texts are scrubbed, and what they looked at is theirs alone.
 * @param scrub takes out of a text what names somebody.
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
            found: omitUndefined<Clues>({
              ...one.found,
              words: scrub(one.found.words),
              heading: clean(one.found.heading),
              beside: clean(one.found.beside),
            }),
          }
        : omitUndefined<TaughtThing>({ ...one, words: scrub(one.words), meant: clean(one.meant) }),
    ),
  };
}

/** Everything of both; the second counts where they differ. */
export function joined(first: Taught, second: Taught): Taught {
  return second.things.reduce(withThing, first);
}

function isSameThing(one: TaughtThing, key: ThingKey): boolean {
  const meant = 'meant' in one ? one.meant : undefined;
  return (
    one.host === key.host &&
    one.page === key.page &&
    one.kind === key.kind &&
    one.name === key.name &&
    meant === ('meant' in key ? key.meant : undefined)
  );
}

/** Group of a name: the form that it belongs to. */
export function formOf(name: string): string {
  return name.split('.')[0] ?? name;
}

/** True for the name of a form's own submit button. */
export function isSubmit(name: string): boolean {
  return name.endsWith('.submit');
}

/** Words of what sends a form, or does away with something. */
const WRITES =
  /\b(?:valider|soumettre|enregistrer|confirmer|envoyer|supprimer|submit|save|confirm|send|delete|validate)\b/u;

/** Why a thing may not be taught as the one that is asked for. */
export type Objection =
  /** It has no words: nothing says that it sends the form. */
  | 'no-words'
  /** Its words say that it sends a form, and something else was asked for. */
  | 'sends';

/**
 * A submit button is known by its words alone, and nothing else to press may bear such words: what
 * is taught never makes raccord press what sends a form in place of something else.
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

/** True if what a person typed to confirm a submit button are its words. */
export function confirmsWords(typed: string, words: string): boolean {
  return typed.trim() !== '' && isWordedAs(typed, [words]);
}

/**
 * Reads what is taught from JSON. What may not be taught is no part of it, whoever wrote the file.
 * @throws TaughtUnreadable with every problem.
 */
export function parseTaught(json: string): Taught {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new TaughtUnreadable([error instanceof Error ? error.message : String(error)]);
  }
  const parsed = taughtSchema.safeParse(value);
  if (!parsed.success) {
    throw new TaughtUnreadable(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    );
  }
  const refused = parsed.data.things.flatMap((one) => {
    const objection = 'found' in one ? objectionTo(one.kind, one.name, one.found) : undefined;
    return objection === undefined ? [] : [`${one.name}: ${objection}`];
  });
  if (refused.length > 0) throw new TaughtUnreadable(refused);
  return parsed.data;
}

/** What was taught cannot be read, and why; the sentence is left to the caller. */
export class TaughtUnreadable extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'TaughtUnreadable';
    this.problems = problems;
  }
}
