import type { BrowserContext, Page } from 'playwright';
import { RaccordError } from '../errors/errors.ts';
import type { Scope } from '../seeing/look-at.ts';
import type { Wording } from '../seeing/wording.ts';
import type { Clues } from '../teaching/clues.ts';
import {
  formOf,
  taughtThing,
  withThing,
  type Objection,
  type Taught,
  type TaughtKind,
  type TaughtThing,
  type ThingKey,
} from '../teaching/taught.ts';

/** A thing that a page object asks for. */
export interface Sought {
  readonly kind: TaughtKind;
  readonly wording: Wording;
  /** The page's name, for messages. */
  readonly where: string;
  /** What an option is known as, if its wording has no name of its own. */
  readonly meant?: string;
}

/** The same without the page's name. */
export type SoughtThing = Omit<Sought, 'where'>;

/** Why a person is asked. */
export type Why =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'several'; readonly matches: readonly string[] }
  | { readonly kind: 'taught-not-fitting' };

/** Why nothing came of what a person pointed at. */
export type Unsettled = Objection | 'left' | 'nothing-there' | 'not-the-one' | 'words-differ';

/** The person at the terminal, with the window at hand. */
export interface Teacher {
  readonly signal: AbortSignal;
  lookingFor(name: string, sought: Sought, why: Why): void;
  /** Says that a click in the window is waited for. */
  askToPoint(): void;
  unsettled(why: Unsettled, kind: TaughtKind): void;
  /** Shows the description of a thing and asks whether to remember it. */
  confirm(kind: 'field' | 'button', clues: Clues): Promise<boolean>;
  confirmWords(kind: 'column' | 'option', words: string): Promise<boolean>;
  /** What the person types, who is asked for the words of a submit button. */
  typeWords(words: string): Promise<string>;
  /** One of some texts; undefined for none of them. */
  choose(kind: TaughtKind, texts: readonly string[]): Promise<string | undefined>;
  /** Shows what a form is about to send and asks whether to send it. */
  confirmValues(where: string, values: readonly (readonly [string, string])[]): Promise<boolean>;
  remembered(name: string): void;
}

interface KnowledgeParts {
  readonly taught: Taught;
  readonly version: string;
  /** All wordings there are, in groups. */
  readonly wordings: Readonly<Record<string, Readonly<Record<string, Wording>>>>;
  readonly now: () => Date;
  /** Keeps it durably. */
  readonly save: (taught: Taught) => Promise<void>;
  /** Absent: nobody is asked. */
  readonly teacher?: Teacher;
}

/** Milliseconds that a thing may take to show itself before a person is asked for it. */
const TEACHING_TIMEOUT_MS = 4_000;

/** What was taught by pointing, and the person who may teach more. */
export class Knowledge {
  readonly teacher: Teacher | undefined;
  readonly #parts: KnowledgeParts;
  #taught: Taught;
  /** Names of what was taught since it began. */
  readonly added: string[] = [];

  constructor(parts: KnowledgeParts) {
    this.#parts = parts;
    this.#taught = parts.taught;
    this.teacher = parts.teacher;
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

  /** Remembers a thing, durably. */
  async remember(
    thing: ThingKey & ({ readonly found: Clues } | { readonly words: string }),
  ): Promise<void> {
    const { version, now } = this.#parts;
    const origin = { at: now().toISOString(), raccord: version };
    await this.#replace(withThing(this.#taught, { ...thing, ...origin } as TaughtThing));
    this.added.push(thing.name);
    this.teacher?.remembered(thing.name);
  }

  async #replace(taught: Taught): Promise<void> {
    await this.#parts.save(taught);
    this.#taught = taught;
  }

  /** Names of what was taught on forms that nobody looked at since, before they were sent. */
  notLookedAt(forms: readonly string[]): string[] {
    const due = this.#taught.things.filter(
      ({ name, looked }) => looked === undefined && forms.includes(formOf(name)),
    );
    return due.map(({ name }) => name);
  }

  /** Remembers that a person looked at them. */
  async noteLookedAt(forms: readonly string[]): Promise<void> {
    const looked = this.#parts.now().toISOString();
    const things = this.#taught.things.map((one) =>
      forms.includes(formOf(one.name)) ? { looked, ...one } : one,
    );
    await this.#replace({ ...this.#taught, things });
  }
}

const known = new WeakMap<BrowserContext, Knowledge>();

/** From now on the pages of a context are seen with what was taught. */
export function useKnowledge(context: BrowserContext, knowledge: Knowledge): void {
  known.set(context, knowledge);
}

/** The tab that a scope is part of. */
export function tabOf(scope: Scope): Page {
  if ('mainFrame' in scope) return scope;
  return 'page' in scope ? scope.page() : scope.owner().page();
}

export function knowledgeOf(scope: Scope): Knowledge | undefined {
  return known.get(tabOf(scope).context());
}

/** How long something may take to show itself: less where a person can be asked. */
export function timeoutIn(scope: Scope, timeoutMs: number): number {
  const isTaught = knowledgeOf(scope)?.teacher !== undefined;
  return isTaught ? Math.min(timeoutMs, TEACHING_TIMEOUT_MS) : timeoutMs;
}

/** What a thing is remembered by on the page that is shown; undefined if it cannot be taught. */
export function keyOf(scope: Scope, { kind, wording, meant }: SoughtThing): ThingKey | undefined {
  const name = knowledgeOf(scope)?.nameOf(wording);
  const address = 'url' in scope ? scope.url() : tabOf(scope).url();
  if (name === undefined || !URL.canParse(address)) return undefined;
  const { hostname: host, pathname, searchParams } = new URL(address);
  if (host === '') return undefined;
  const id = searchParams.get('id');
  const page = pathname.replace(/;.*$/u, '') + (id === null ? '' : `?id=${id}`);
  return { host, page, kind, name, meant };
}

/** What was taught for a thing on the page that is shown. */
function taughtFor(scope: Scope, sought: SoughtThing): TaughtThing | undefined {
  const knowledge = knowledgeOf(scope);
  if (knowledge === undefined || knowledge.taught.things.length === 0) return undefined;
  const key = keyOf(scope, sought);
  return key && knowledge.thing(key);
}

/** The description by which a field, or a thing to press, was taught. */
export function cluesFor(scope: Scope, sought: SoughtThing): Clues | undefined {
  const thing = taughtFor(scope, sought);
  return thing !== undefined && 'found' in thing ? thing.found : undefined;
}

/** The words by which a column or an option was taught. */
export function wordsFor(scope: Scope, sought: SoughtThing): Wording | undefined {
  const thing = taughtFor(scope, sought);
  return thing !== undefined && 'words' in thing ? [thing.words] : undefined;
}

/** @returns the error that says that what was taught for a thing does not fit the page any more. */
export function notFitting(
  scope: Scope,
  sought: Sought,
  matches: readonly string[],
): RaccordError<'TAUGHT_NOT_FITTING'> {
  const { wording, where } = sought;
  const name = keyOf(scope, sought)?.name ?? wording[0];
  return new RaccordError('TAUGHT_NOT_FITTING', { name, label: wording[0], where, matches });
}
