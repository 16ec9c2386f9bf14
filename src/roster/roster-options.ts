import type { Contact } from '../domain/outcome.ts';

export interface RosterOptions {
  /** `warned` outside production, where fictitious structures fail the check (domain/siret.ts). */
  readonly checkDigit: 'required' | 'warned';
  /**
   * What the configuration gives where a row says nothing. With it, a row that leaves the name, the
   * telephone or the e-mail of the contact open although this does not give it has a mistake.
   */
  readonly defaults?: Partial<Contact>;
  /** Whether an incomplete contact is a mistake or only warned of; without defaults it is not looked at. */
  readonly contact?: 'required' | 'warned';
  /** Of a workbook: the sheet to read. */
  readonly sheet?: string;
}
