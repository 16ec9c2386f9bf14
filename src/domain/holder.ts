// Noted as JSON: an alias, unlike an interface, is a `JsonObject` to the compiler.

/** The process that holds a lock, as messages name it. */
export type Holder = {
  readonly pid: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
  /** raccord's command; absent where it is not known. */
  readonly command?: string;
  /** Its RACCORD_HOME, where the lock is not that home's own. */
  readonly home?: string;
};
