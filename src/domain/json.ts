/** What may be logged, stored in the ledger or printed by `--json`. A `Secret` is none of these. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export type JsonObject = { readonly [key: string]: JsonValue | undefined };
