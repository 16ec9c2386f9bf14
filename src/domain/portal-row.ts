/** A row of the portal's lists for a connection or an account, as written there. */
export interface PortalRow {
  /** The application's name (connection) or the login (account). */
  readonly name: string;
  /** "Etat courant" or "État": free text, its values are unverified (facts/portal.md section c). */
  readonly state: string;
  /** "Date exp. Mot de passe" as an ISO date; accounts only, absent if the page gives none. */
  readonly expiresOn?: string;
}

/** The row of an account right before its reset, compared with later readings. */
export interface RowBefore {
  /** "Date exp. Mot de passe" as an ISO date. */
  readonly expiresOn?: string;
  /** "Modification" as the page writes it. */
  readonly modified?: string;
}

/** The accounts of a structure on the portal's list before the intent to create another one. */
export interface AccountsBefore {
  readonly logins: readonly string[];
  /** "E-mail du contact" of the account to be created. */
  readonly contactEmail: string;
}
