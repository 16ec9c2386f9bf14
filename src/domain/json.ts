/** A value that may be logged, stored in the ledger or printed by `--json`; never a `Secret`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export type JsonObject = { readonly [key: string]: JsonValue | undefined };
