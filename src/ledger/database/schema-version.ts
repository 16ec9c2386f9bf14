/** The result of comparing a database's schema with that of this version. */
export type SchemaStatus =
  | { readonly kind: 'same' }
  /** Migrations still to run; all of them if there are no tables yet. */
  | { readonly kind: 'older'; readonly missing: readonly string[] }
  /** Migrations of a later version of raccord, unknown to this one. */
  | { readonly kind: 'newer'; readonly unknown: readonly string[] };

/**
 * Compares the migrations that a database has run with those that this raccord knows. Tables that
 * are both older and newer, as from a raccord between two branches, count as newer.
 */
export function schemaStatus(executed: readonly string[], known: readonly string[]): SchemaStatus {
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) return { kind: 'newer', unknown };
  const missing = known.filter((name) => !executed.includes(name));
  return missing.length > 0 ? { kind: 'older', missing } : { kind: 'same' };
}
