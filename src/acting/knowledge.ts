import type { BrowserContext, Page } from 'playwright';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Scope } from '../seeing/look-at.ts';
import type { Wording } from '../seeing/wording.ts';
import type { Clues } from '../teaching/clues.ts';
import type { Meaning } from '../teaching/message-words.ts';
import {
  formOf,
  isReadable,
  isTaughtOn,
  taughtMeaning,
  taughtThing,
  withThing,
  type ElementKind,
  type Objection,
  type ShownAnswer,
  type Taught,
  type TaughtKind,
  type TaughtThing,
  type ThingKey,
} from '../teaching/taught.ts';
import { withoutVolatile, type RequestIdentity } from '../teaching/request-identity.ts';
import { nameOfRequest, withRequest, type TaughtRequest } from '../teaching/taught-request.ts';
import { RequestLessons, type RequestTeacher } from './request-lessons.ts';

/** A page element that a page object asks for. */
export interface Sought {
  readonly kind: ElementKind;
  readonly wording: Wording;
  /** The page's name, for messages. */
  readonly where: string;
  /** The known name of an option, if its wording has no name of its own. */
  readonly meant?: string;
}

/** A requested page element without the page's name. */
export type SoughtThing = Omit<Sought, 'where'>;

/** The reason why a person is asked. */
export type Why =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'several'; readonly matches: readonly string[] }
  | { readonly kind: 'taught-not-fitting' };

/** The reason why a person's click taught nothing. */
export type Unsettled =
  | Objection
  | 'left'
  | 'cut-short'
  | 'not-meant'
  | 'nothing-there'
  | 'not-the-one'
  | 'words-differ'
  | 'too-long'
  | 'too-few-words';

/** The person at the terminal, who also sees the window. */
export interface Teacher extends RequestTeacher {
  readonly signal: AbortSignal;
  lookingFor(name: string, sought: Sought, why: Why): void;
  /**
   * Says that raccord waits for a click.
   * @param showSign shows words in the window meanwhile.
   */
  readonly askToPoint: (showSign: (sign: string) => Promise<void>) => Promise<void>;
  unsettled(why: Unsettled, kind: TaughtKind): void;
  /** Shows the description of an element and asks whether to remember it. */
  confirm(kind: 'field' | 'button', clues: Clues): Promise<boolean>;
  confirmWords(kind: 'column' | 'option' | 'sentence', words: string): Promise<boolean>;
  /** Asks the person to type the words of a submit button, and returns what was typed. */
  typeWords(words: string): Promise<string>;
  /** Asks for one of some texts; returns undefined for none of them. */
  choose(kind: TaughtKind, texts: readonly string[]): Promise<string | undefined>;
  /** Says that the portal's answer to a form is not understood, and quotes what it shows. */
  answerUnclear(where: string, texts: readonly string[]): void;
  /** Asks what a message means, known by its words; returns undefined for neither meaning. */
  chooseMeaning(words: string): Promise<Meaning | undefined>;
  /** Shows the values that a form is about to send and asks whether to send it. */
  confirmValues(where: string, values: readonly (readonly [string, string])[]): Promise<boolean>;
  remembered(name: string): void;
}

type TaughtMessage = Extract<TaughtThing, { readonly kind: 'message' }>;

interface KnowledgeParts {
  readonly taught: Taught;
  readonly version: string;
  /** All wordings, in groups. */
  readonly wordings: Readonly<Record<string, Readonly<Record<string, Wording>>>>;
  readonly now: () => Date;
  /** Saves what was taught durably. */
  readonly save: (taught: Taught) => Promise<void>;
  /** Returns true for the hosts of the portal. */
  readonly isAllowed: (host: string) => boolean;
  /** Absent: no person is asked. */
  readonly teacher?: Teacher;
}

/** Time that an element may take to appear before a person is asked for it, in milliseconds. */
const TEACHING_TIMEOUT_MS = 4_000;

/** The elements taught by pointing, and the person who may teach more. */
export class Knowledge {
  readonly teacher: Teacher | undefined;
  /** The requests that only read although their method could write. */
  readonly requests: RequestLessons;
  readonly #parts: KnowledgeParts;
  #taught: Taught;
  /** Names of the elements taught since it began. */
  readonly added: string[] = [];

  constructor(parts: KnowledgeParts) {
    this.#parts = parts;
    this.#taught = parts.taught;
    this.teacher = parts.teacher;
    this.requests = new RequestLessons({
      taught: () => this.#taught.requests,
      remember: (request) => this.#rememberRequest(request),
      isAllowed: parts.isAllowed,
      teacher: parts.teacher,
    });
  }

  get taught(): Taught {
    return this.#taught;
  }

  /** Returns group and name of a wording, or undefined if it has none. */
  nameOf(wording: Wording): string | undefined {
    for (const [group, names] of Object.entries(this.#parts.wordings)) {
      const name = Object.keys(names).find((one) => names[one] === wording);
      if (name !== undefined) return `${group}.${name}`;
    }
    return undefined;
  }

  thing(key: ThingKey): TaughtThing | undefined {
    return taughtThing(this.#taught, key);
  }

  meaningOf(shown: ShownAnswer): Meaning | undefined {
    return taughtMeaning(this.#taught, shown);
  }

  /**
   * Remembers an element or a message, durably.
   * @returns `too-long` for what could not be read again: nothing is remembered.
   */
  async remember(
    thing:
      | (ThingKey & ({ readonly found: Clues } | { readonly words: string }))
      | Pick<TaughtMessage, 'host' | 'page' | 'kind' | 'name' | 'meaning' | 'words'>,
  ): Promise<'too-long' | undefined> {
    const { version, now } = this.#parts;
    const origin = { at: now().toISOString(), raccord: version };
    const taught = withThing(this.#taught, { ...thing, ...origin } as TaughtThing);
    if (!isReadable(taught)) return 'too-long';
    await this.#replace(taught);
    this.added.push(thing.name);
    this.teacher?.remembered(thing.name);
    return undefined;
  }

  async #rememberRequest(request: RequestIdentity & { readonly host: string }): Promise<void> {
    const { version, now } = this.#parts;
    const origin = { at: now().toISOString(), raccord: version };
    const requests = withRequest(this.#taught.requests, { ...request, ...origin } as TaughtRequest);
    await this.#replace({ ...this.#taught, requests });
    this.added.push(nameOfRequest(request));
  }

  async #replace(taught: Taught): Promise<void> {
    await this.#parts.save(taught);
    this.#taught = taught;
  }

  /**
   * Returns the taught names on unsent forms that nobody has reviewed since; no messages.
   * @param place the page that shows the form. Default: all pages.
   */
  notLookedAt(forms: readonly string[], place?: Place): string[] {
    const due = this.#taught.things.filter(
      (one) => one.kind !== 'message' && one.looked === undefined && isOn(one, forms, place),
    );
    return due.map(({ name }) => name);
  }

  /** Remembers that a person reviewed the forms of a page. */
  async noteLookedAt(forms: readonly string[], place: Place): Promise<void> {
    const looked = this.#parts.now().toISOString();
    const things = this.#taught.things.map((one) =>
      isOn(one, forms, place) ? { looked, ...one } : one,
    );
    await this.#replace({ ...this.#taught, things });
  }
}

type Place = Pick<ThingKey, 'host' | 'page'>;

function isOn(one: TaughtThing, forms: readonly string[], place: Place | undefined): boolean {
  return forms.includes(formOf(one.name)) && (place === undefined || isTaughtOn(one, place));
}

const known = new WeakMap<BrowserContext, Knowledge>();

/** Applies what was taught to the pages of a context from now on. */
export function useKnowledge(context: BrowserContext, knowledge: Knowledge): void {
  known.set(context, knowledge);
}

/** Returns the tab that a scope is part of. */
export function tabOf(scope: Scope): Page {
  return 'mainFrame' in scope ? scope : scope.page();
}

export function knowledgeOf(scope: Scope): Knowledge | undefined {
  return known.get(tabOf(scope).context());
}

/** Returns the timeout for an element: shorter if a person can be asked. */
export function timeoutIn(scope: Scope, timeoutMs: number): number {
  const isTaught = knowledgeOf(scope)?.teacher !== undefined;
  return isTaught ? Math.min(timeoutMs, TEACHING_TIMEOUT_MS) : timeoutMs;
}

/** Returns the key of an element on the current page; `undefined` if it cannot be taught. */
export function keyOf(scope: Scope, { kind, wording, meant }: SoughtThing): ThingKey | undefined {
  const name = knowledgeOf(scope)?.nameOf(wording);
  const place = placeOf(scope);
  return name === undefined || place === undefined ? undefined : { ...place, kind, name, meant };
}

/**
 * Returns host and page of the current document, without what says whose data it shows; `undefined`
 * if it has no address.
 */
export function placeOf(scope: Scope): Pick<ThingKey, 'host' | 'page'> | undefined {
  const address = 'url' in scope ? scope.url() : tabOf(scope).url();
  if (!URL.canParse(address)) return undefined;
  const { hostname: host, pathname, searchParams } = new URL(address);
  if (host === '') return undefined;
  const id = searchParams.get('id');
  const page = pathname.replace(/;.*$/u, '') + (id === null ? '' : `?id=${id}`);
  return { host, page: withoutVolatile(page) };
}

/** Returns the name of the answer to the form that a button sends: `declaration.answer`. */
export function answerName(scope: Scope, submit: Wording): string | undefined {
  const name = knowledgeOf(scope)?.nameOf(submit);
  return name === undefined ? undefined : `${formOf(name)}.answer`;
}

/** Returns what was taught about messages that answer the form that a button sends. */
export function meaningsTaught(
  scope: Scope,
  submit: Wording,
): (text: string) => Meaning | undefined {
  const knowledge = knowledgeOf(scope);
  const name = answerName(scope, submit);
  const host = placeOf(scope)?.host;
  if (knowledge === undefined || name === undefined || host === undefined) return () => undefined;
  return (text) => knowledge.meaningOf({ host, name, text });
}

/** Returns what was taught for an element on the current page. */
function taughtFor(scope: Scope, sought: SoughtThing): TaughtThing | undefined {
  const knowledge = knowledgeOf(scope);
  if (knowledge === undefined || knowledge.taught.things.length === 0) return undefined;
  const key = keyOf(scope, sought);
  return key && knowledge.thing(key);
}

/** Returns the taught description of a field or an element to press. */
export function cluesFor(scope: Scope, sought: SoughtThing): Clues | undefined {
  const thing = taughtFor(scope, sought);
  return thing !== undefined && 'found' in thing ? thing.found : undefined;
}

/** Returns the taught words of a column, an option or a sentence. */
export function wordsFor(scope: Scope, sought: SoughtThing): Wording | undefined {
  const thing = taughtFor(scope, sought);
  return thing !== undefined && 'words' in thing ? [thing.words] : undefined;
}

/** @returns the error for a taught element that no longer matches the page. */
export function notFitting(
  scope: Scope,
  sought: Sought,
  matches: readonly string[],
): RaccordError<'TAUGHT_NOT_FITTING'> {
  const { wording, where } = sought;
  const name = keyOf(scope, sought)?.name ?? wording[0];
  return new RaccordError('TAUGHT_NOT_FITTING', { name, label: wording[0], where, matches });
}
