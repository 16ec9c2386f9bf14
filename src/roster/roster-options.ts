import type { Contact } from '../domain/outcome.ts';

export interface RosterOptions {
  /** `warned` outside production, where fictitious structures fail the check (domain/siret.ts). */
  readonly checkDigit: 'required' | 'warned';
  /**
   * The configured contact, for empty cells. If set, a row has a mistake if its contact's name,
   * telephone or e-mail is in neither place.
   */
  readonly defaults?: Partial<Contact>;
  /** Severity of an incomplete contact, which is checked only with `defaults`. */
  readonly contact?: 'required' | 'warned';
  /** The sheet to read, in a workbook. */
  readonly sheet?: string;
}
