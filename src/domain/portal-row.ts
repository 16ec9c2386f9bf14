/** What the portal's own lists say of a connection or an account, as it is written there. */
export interface PortalRow {
  /** The application's name (connection) or the login (account). */
  readonly name: string;
  /** "Etat courant" or "État". Its values are unverified (facts/portal.md section c), so it is free text. */
  readonly state: string;
  /** "Date exp. Mot de passe" as an ISO date; accounts only, absent if the page gives none. */
  readonly expiresOn?: string;
}

/** What the portal's list said of an account right before its reset: later readings are compared to it. */
export interface RowBefore {
  /** "Date exp. Mot de passe" as an ISO date. */
  readonly expiresOn?: string;
  /** "Modification" as the page writes it. */
  readonly modified?: string;
}

/** What the portal's list showed of a structure's accounts before the intent to make another one. */
export interface AccountsBefore {
  readonly logins: readonly string[];
  /** "E-mail du contact" of the one that is to be made. */
  readonly contactEmail: string;
}
