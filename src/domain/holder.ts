/** The process that holds a lock, as messages name it. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
  /** raccord's command; absent if it is not known. */
  readonly command?: string;
  /** Its RACCORD_HOME, unless the lock belongs to that home. */
  readonly home?: string;
}
