/** The result of a search for one element. */
export type Finding<T> =
  | { readonly kind: 'one'; readonly thing: T }
  /** With the elements that were there instead, the most similar first. */
  | { readonly kind: 'none'; readonly nearest: readonly string[] }
  /** With descriptions that tell them apart. */
  | { readonly kind: 'several'; readonly described: readonly string[] };
