/** How the tables of a database stand to those that this raccord works with. */
export type SchemaStatus =
  | { readonly kind: 'same' }
  /** These migrations are still to come; all of them where there are no tables yet. */
  | { readonly kind: 'older'; readonly missing: readonly string[] }
  /** A later raccord made these, of which this one knows nothing. */
  | { readonly kind: 'newer'; readonly unknown: readonly string[] };

/**
 * Compares the migrations that a database has been through with those that this raccord knows.
 * Tables that are both older and newer, as of a raccord between two branches, count as newer.
 */
export function schemaStatus(executed: readonly string[], known: readonly string[]): SchemaStatus {
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) return { kind: 'newer', unknown };
  const missing = known.filter((name) => !executed.includes(name));
  return missing.length > 0 ? { kind: 'older', missing } : { kind: 'same' };
}
