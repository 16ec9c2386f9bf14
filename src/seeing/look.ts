import { Secret } from '../secrets/secret.ts';

/** A position and size, in pixels from the window's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An element of a page, as a person perceives it. */
export interface Thing {
  /** Its index in reading order; the elements inside it follow, up to `end`. */
  readonly at: number;
  readonly end: number;
  /** The index of its parent; undefined for the outermost. */
  readonly parent: number | undefined;
  /** Its ARIA role; `text` for words that are not an element of their own. */
  readonly role: string;
  /** Its accessible name; empty if its own words are its name. */
  readonly name: string;
  /** The words of a `text`. */
  readonly text: string;
  /** The value of a field. A page object decides which ones are not secret. */
  readonly value: Secret | undefined;
  /** The reference for actions on it; undefined if the pointer cannot reach it. */
  readonly ref: string | undefined;
  readonly box: Box;
  /** True if the cursor is a hand over it, but not over its parent. */
  readonly isPointedAt: boolean;
  /** True if it is hidden from screen readers (`aria-hidden`) itself, not through its parent. */
  readonly isSilent: boolean;
  /** True for a selected option or a checked box. */
  readonly isChosen: boolean;
  /** True if it says that what it opens is open. */
  readonly isOpen: boolean;
  readonly isDisabled: boolean;
}

/** All that one document shows at one moment, in reading order. */
export interface Look {
  readonly things: readonly Thing[];
}

/** Roles of inputs: their words are their value, not words of the page. */
const HOLDS_VALUE = new Set(['textbox', 'searchbox', 'spinbutton', 'combobox']);

/** Minimum visible size in pixels: smaller elements are for screen readers only. */
const TO_BE_SEEN = 2;

const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

/**
 * Parses the result of `ariaSnapshotJSON` in `ai` mode (docs/seeing.md). A field's value becomes a
 * `Secret` at once. A frame's content is left out: it is a document of its own.
 */
export function parseLook(snapshot: unknown): Look {
  const things: Thing[] = [];
  for (const node of listOf(snapshot)) add(things, node, undefined);
  return { things };
}

/**
 * Adds a node of a snapshot with its descendants.
 * @param held receives the words inside a field.
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
    isDisabled: get('disabled') === true,
  };
  // It takes its index before its descendants do.
  things.push(thing);
  const own = stringOf(get('text'));
  const parts = own === '' ? listOf(get('children')) : [own];
  const isField = HOLDS_VALUE.has(role);
  // Options may stand unseen in the field of a closed list.
  const values = isField || (held !== undefined && !isSeen(thing)) ? [] : held;
  for (const part of role === 'iframe' ? [] : parts) add(things, part, thing, values);
  const end = things.length;
  things[at] = {
    ...thing,
    end,
    value: isField ? valueOf(things.slice(at), values ?? []) : undefined,
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
    isDisabled: false,
  });
}

/** Returns the words in a field; without any, those of its selected option. */
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

/** Returns whether a person can see an element. */
export function isSeen({ box }: Thing): boolean {
  return box.width > TO_BE_SEEN && box.height > TO_BE_SEEN;
}

/** Returns whether two boxes share a part of the page. */
export function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** Returns whether an element is inside another one. */
export function isWithin(inner: Thing, outer: Thing): boolean {
  return inner.at > outer.at && inner.at < outer.end;
}

/** Returns all descendants of an element, in reading order. */
export function descendantsOf(look: Look, { at, end }: Thing): readonly Thing[] {
  return look.things.slice(at + 1, end);
}

/** Returns the children of an element. */
export function childrenOf(look: Look, thing: Thing): readonly Thing[] {
  return descendantsOf(look, thing).filter(({ parent }) => parent === thing.at);
}

/** Returns the ancestors of an element, from the nearest on. */
export function ancestorsOf(look: Look, thing: Thing): Thing[] {
  const outer: Thing[] = [];
  for (let up = thing.parent; up !== undefined; up = outer.at(-1)?.parent) {
    const one = look.things[up];
    if (one === undefined) break;
    outer.push(one);
  }
  return outer;
}
