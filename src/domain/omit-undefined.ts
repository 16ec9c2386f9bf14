/**
 * Returns the object without the properties whose value is undefined, which would erase a value
 * when they are spread over another object.
 */
export function omitUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
