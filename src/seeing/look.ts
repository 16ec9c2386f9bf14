import { Secret } from '../secrets/secret.ts';

/** Where something stands, in pixels from the window's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One thing on a page, as a person meets it. */
export interface Thing {
  /** Its place in the order of reading; what stands inside it follows, up to `end`. */
  readonly at: number;
  readonly end: number;
  /** The place of what it stands in; undefined for the outermost. */
  readonly parent: number | undefined;
  /** Its ARIA role; `text` for words that are no thing of their own. */
  readonly role: string;
  /** Its accessible name; empty where its own words are its name. */
  readonly name: string;
  /** The words themselves, of a `text`. */
  readonly text: string;
  /** What a field holds. A page object says which ones are no secrets. */
  readonly value: Secret | undefined;
  /** By which it can be acted on; undefined where the pointer cannot reach it. */
  readonly ref: string | undefined;
  readonly box: Box;
  /** The pointer becomes a hand over it, and not yet over what it stands in. */
  readonly isPointedAt: boolean;
  /** Kept from those who have the page read to them (`aria-hidden`), itself and not what it stands in. */
  readonly isSilent: boolean;
  /** An option that is selected, or a box that is checked. */
  readonly isChosen: boolean;
  /** It says that what it opens is open. */
  readonly isOpen: boolean;
}

/** All that one document shows at one moment, in the order of reading. */
export interface Look {
  readonly things: readonly Thing[];
}

/** What is filled in: their words are what they hold, and no words of the page. */
const HOLDS_VALUE = new Set(['textbox', 'searchbox', 'spinbutton', 'combobox']);

/** Smaller things are for those who have the page read to them. */
const TO_BE_SEEN = 2;

const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

/**
 * Parses what `ariaSnapshotJSON` in `ai` mode gives (docs/seeing.md). What a field holds becomes a
 * `Secret` at once. What a frame shows is left out: it is a document of its own.
 */
export function parseLook(snapshot: unknown): Look {
  const things: Thing[] = [];
  for (const node of listOf(snapshot)) add(things, node, undefined);
  return { things };
}

/**
 * Adds a node of a snapshot and all that stands in it.
 * @param held where the words go that stand in a field.
 */
function add(things: Thing[], node: unknown, outer: Thing | undefined, held?: string[]): void {
  if (typeof node === 'string') {
    if (held === undefined) addText(things, node, outer);
    else held.push(node);
    return;
  }
  const get = (key: string): unknown => (node as Record<string, unknown> | null)?.[key];
  const role = stringOf(get('role'));
  if (role === 'text') return add(things, stringOf(get('text')), outer, held);
  const ref = get('ref');
  const at = things.length;
  const thing: Thing = {
    at,
    end: at + 1,
    parent: outer?.at,
    role,
    name: stringOf(get('name')),
    text: '',
    value: undefined,
    ref: typeof ref === 'string' ? ref : undefined,
    box: boxOf(get('box')) ?? outer?.box ?? NOWHERE,
    isPointedAt: get('cursor') === 'pointer',
    isSilent: get('ariaHidden') === true,
    isChosen: get('selected') === true || get('checked') === true,
    isOpen: get('expanded') === true,
  };
  // Its place is taken before that of what stands in it.
  things.push(thing);
  const own = stringOf(get('text'));
  const parts = own === '' ? listOf(get('children')) : [own];
  const isField = HOLDS_VALUE.has(role);
  const values = isField ? [] : held;
  for (const part of role === 'iframe' ? [] : parts) add(things, part, thing, values);
  const end = things.length;
  things[at] = {
    ...thing,
    end,
    ...(isField && { value: valueOf(things.slice(at), values ?? []) }),
  };
}

function addText(things: Thing[], text: string, outer: Thing | undefined): void {
  const at = things.length;
  things.push({
    at,
    end: at + 1,
    parent: outer?.at,
    role: 'text',
    name: '',
    text,
    value: undefined,
    ref: undefined,
    box: outer?.box ?? NOWHERE,
    isPointedAt: false,
    isSilent: false,
    isChosen: false,
    isOpen: false,
  });
}

/** The words in a field; without any, those of the option that is chosen in it. */
function valueOf(parts: readonly Thing[], held: readonly string[]): Secret {
  const chosen = parts.filter(({ role, isChosen }) => role === 'option' && isChosen);
  const words = held.length > 0 ? held : chosen.map(({ name }) => name);
  return new Secret(words.join(' ').trim());
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function boxOf(value: unknown): Box | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const side = (key: string): number => Number((value as Record<string, unknown>)[key] ?? 0);
  return { x: side('x'), y: side('y'), width: side('width'), height: side('height') };
}

/** True where a person sees it. */
export function isSeen({ box }: Thing): boolean {
  return box.width > TO_BE_SEEN && box.height > TO_BE_SEEN;
}

/** True for a thing that stands in another one. */
export function isWithin(inner: Thing, outer: Thing): boolean {
  return inner.at > outer.at && inner.at < outer.end;
}

/** All that stands in a thing, in the order of reading. */
export function descendantsOf(look: Look, { at, end }: Thing): readonly Thing[] {
  return look.things.slice(at + 1, end);
}

/** What stands directly in a thing. */
export function childrenOf(look: Look, thing: Thing): readonly Thing[] {
  return descendantsOf(look, thing).filter(({ parent }) => parent === thing.at);
}

/** What a thing stands in, from the nearest on. */
export function ancestorsOf(look: Look, thing: Thing): Thing[] {
  const outer: Thing[] = [];
  for (let up = thing.parent; up !== undefined; up = outer.at(-1)?.parent) {
    const one = look.things[up];
    if (one === undefined) break;
    outer.push(one);
  }
  return outer;
}
