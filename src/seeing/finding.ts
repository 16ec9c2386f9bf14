/** What looking for one thing comes to. */
export type Finding<T> =
  | { readonly kind: 'one'; readonly thing: T }
  /** With what was there instead, the most alike first. */
  | { readonly kind: 'none'; readonly nearest: readonly string[] }
  /** With what tells them apart. */
  | { readonly kind: 'several'; readonly described: readonly string[] };
