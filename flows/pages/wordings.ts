import type { Wording } from '../../src/seeing/wording.ts';

/**
 * All wordings by which raccord recognises an element of the portal: the first is the French one
 * that messages quote, the others are variants that were seen. Matching ignores case, accents, the
 * kind of apostrophe and of space, and a trailing `*` or `:` (see `src/seeing/wording-match.ts`),
 * so those need no entry of their own. Each group names its source; nothing here was guessed.
 * `flows/custom-wordings.ts` adds a user's own wordings at the start of a run.
 */

/** facts/portal.md sections a and b; facts/dom.md section 1 for the stock identity provider. */
export const signInWordings = {
  signIn: ['Se connecter', 'Connexion', 'Sign in', 'Log in'],
  userName: [
    'Identifiant',
    "Nom d'utilisateur",
    "Nom d'utilisateur ou courriel",
    'Adresse électronique',
    'Courriel',
    'Username',
    'Username or email',
    'Email',
  ],
  password: ['Mot de passe', 'Password'],
  oneTimeCode: ['Code à usage unique', 'One-time code'],
  submitCode: ['Connexion', 'Se connecter', 'Soumettre', 'Valider', 'Sign In', 'Submit'],
} as const satisfies Record<string, Wording>;

/** facts/portal.md sections b and g, facts/source.md. */
export const navigationWordings = {
  openDomain: ['Accéder au domaine', 'Accéder', 'Access the domain'],
  openApplication: ['Accéder', 'Accéder au service', 'Access Service'],
  connectionsDomain: ['Raccordements', 'Raccordement', 'Connections'],
  technicalAccountCard: ['Compte technique', 'Technical account'],
  /** The entry that leads to the list; its menu may be folded, or belong to the entry above. */
  manageConnections: ['Gérer raccordement API', 'Manage API connection'],
  connectionsMenu: [
    'Raccordements EDI et API',
    'Raccordement EDI et API',
    'EDI and API connections',
    'EDI and API connection',
  ],
  /** Other entries of the application that holds the connections: they identify it. */
  otherSpaces: [
    'Accueil connecté',
    'Délégations',
    'Factures reçues',
    'Factures émises',
    'Factures à valider',
    'Factures de travaux',
    'Mes messages',
    'Suivi des flux',
  ],
  menu: ['Menu', 'Ouvrir le menu', 'Afficher le menu'],
  /** Buttons that close a news dialog or a survey without answering for a person. */
  close: [
    'Fermer',
    'Fermer la boîte de dialogue',
    'Plus tard',
    'Non merci',
    'Close',
    'Close this dialog',
    'Later',
    'No thanks',
  ],
  /** Buttons that refuse: pressed only for cookies and surveys, which bind nobody. */
  refuse: ['Refuser', 'Reject', 'Decline'],
  /** Buttons that refuse a consent to cookies whole, as they refuse whatever waits in a list. */
  refuseConsent: ['Tout refuser', 'Continuer sans accepter', 'Reject all'],
  /** Buttons that keep a session that a dialog says is about to end. */
  prolong: [
    'Prolonger la session',
    'Prolonger ma session',
    'Prolonger',
    'Rester connecté',
    'Rester connectée',
    'Rester connecté(e)',
    'Continuer la session',
    'Continuer ma session',
    'Poursuivre la session',
    'Maintenir la session',
    'Extend session',
    'Extend my session',
    'Continue session',
    'Stay signed in',
    'Stay logged in',
    'Keep me signed in',
  ],
  /** Buttons that agree to something: only a person may press them. */
  agree: [
    "J'accepte",
    'Accepter',
    'Accepter et continuer',
    "Je suis d'accord",
    'Accept',
    'I agree',
  ],
} as const satisfies Record<string, Wording>;

/** The texts of an empty list: facts/source.md and facts/portal.md section d. */
export const listWordings = {
  none: ['Aucune donnée à afficher', 'No data to display'],
} as const satisfies Record<string, Wording>;

/** The list "Raccordements API PISTE": facts/source.md and facts/portal.md section c. */
export const connectionListWordings = {
  title: ['Raccordements API PISTE'],
  structureFilter: ['Structure'],
  apply: ['Appliquer', 'Apply'],
  linesPerPage: ['Ligne(s) par page', 'Lignes par page'],
  nextPage: ['Aller à la page suivante du tableau', 'Page suivante', '>'],
  structureColumn: ['Structure raccordée'],
  applicationColumn: ["Nom de l'application PISTE"],
  stateColumn: ['Etat courant'],
  declare: [
    'Déclarer un raccordement PISTE',
    'Déclarer un raccordement API PISTE',
    'Déclarer un raccordement',
  ],
} as const satisfies Record<string, Wording>;

/** The form "Déclarer un raccordement API PISTE": facts/source.md, facts/portal.md section c. */
export const declarationWordings = {
  title: ['Déclarer un raccordement API PISTE', 'Déclarer un raccordement PISTE'],
  structure: ['Structure'],
  applicationName: ["Nom de l'application PISTE"],
  usage: ["Type d'utilisation"],
  editor: ['Editeur / solution', 'Editeur/Solution'],
  contactName: ['Nom Prénom', 'Nom et prénom'],
  contactPhone: ['Téléphone'],
  contactEmail: ['Adresse électronique', 'E-mail', 'Courriel', 'Adresse e-mail'],
  contactFax: ['Fax'],
  submit: ['Valider'],
} as const satisfies Record<string, Wording>;

/** The form "Compte technique": facts/portal.md section d (French from source, English seen). */
export const technicalAccountWordings = {
  title: ['Compte technique', 'Technical account'],
  requestType: ['Type de demande', 'Type de la demande', 'Type of request'],
  creation: ["Création d'un compte technique", 'Creation of a technical account'],
  structure: ['Choisir la structure', 'Choose the structure'],
  companyName: ['Raison sociale'],
  login: ['Login'],
  contactEmail: ['E-mail du contact', 'Contact email'],
  password: ['Mot de passe', 'Password'],
  listTitle: ['Liste des comptes techniques', 'List of technical accounts'],
  loginColumn: ["ID d'utilisateur", 'User ID'],
  stateColumn: ['État', 'State'],
  expiryColumn: ['Date exp. Mot de passe'],
  contactColumn: ['Contact'],
  createdColumn: ['Création'],
  modifiedColumn: ['Modification'],
  submit: ['Soumettre', 'Submit'],
} as const satisfies Record<string, Wording>;

/**
 * The additions for "Réinitialisation du mot de passe d'un compte technique": facts/portal.md
 * section d. Its English was not seen; the account's label is that of the form itself.
 */
export const passwordResetWordings = {
  reset: ["Réinitialisation du mot de passe d'un compte technique"],
  account: ['Compte technique', 'Technical account'],
} as const satisfies Record<string, Wording>;

/** All wordings, by the names under which a user adds more (`flows/custom-wordings.ts`). */
export const WORDINGS = {
  signIn: signInWordings,
  navigation: navigationWordings,
  list: listWordings,
  connectionList: connectionListWordings,
  declaration: declarationWordings,
  technicalAccount: technicalAccountWordings,
  passwordReset: passwordResetWordings,
} as const satisfies Record<string, Record<string, Wording>>;
