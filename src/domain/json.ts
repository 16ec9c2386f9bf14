/**
 * A value that may be logged, stored in the ledger or printed by `--json`; never a `Secret`. Types
 * of such values are aliases: an interface is not assignable to {@link JsonObject}.
 */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export type JsonObject = { readonly [key: string]: JsonValue | undefined };

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
