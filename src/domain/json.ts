/** A value that JSON can hold, of any shape; one of a declared shape is {@link Jsonable}. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/**
 * The type of an object that JSON can hold, derived from the object's own type: the same, with
 * `never` in place of functions and so of all that has methods, such as a `Secret` or a date.
 * Wherever a value is logged, stored or printed, a parameter `<T extends Jsonable<T>>` rejects
 * everything else.
 */
export type Jsonable<T> = { readonly [key in keyof T]: JsonablePart<T[key]> };

type JsonablePart<T> = T extends JsonValue | undefined
  ? T
  : T extends (...given: never[]) => unknown
    ? never
    : T extends object
      ? Jsonable<T>
      : never;

/** Returns a value as JSON of any shape, such as a document that is passed on. */
export function asJson<T extends Jsonable<T>>(value: T): JsonValue {
  return value;
}

/** Returns the JSON text of a value, which the compiler checks to be JSON. */
export function jsonText<T extends Jsonable<T>>(value: T, indent?: number): string {
  return JSON.stringify(value, undefined, indent);
}

/**
 * Returns the object without the properties whose value is undefined, which would erase a value
 * when they are spread over another object.
 */
export function omitUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** Returns the same value with every string in it transformed, at any depth. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  return changed(value) as T;

  function changed(part: unknown): unknown {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(changed);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, changed(item)]));
  }
}

/** Returns the value of a JSON text, or `undefined` if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
