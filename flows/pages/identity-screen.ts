/** The screens of the identity provider that raccord distinguishes (facts/dom.md section 1). */
export type IdentityScreen =
  | 'user-name'
  | 'password'
  | 'app-code'
  | 'mailed-code'
  | 'new-password'
  | 'terms'
  | 'security-key'
  | 'choice-of-factor'
  | 'set-up-code'
  | 'recovery-codes'
  | 'expired'
  | 'error'
  | 'info'
  | 'other'
  | 'elsewhere';

/** Selectors that identify the screens. The ids are Keycloak's own, the same in all its themes. */
export const MARKS = {
  newPassword: '#kc-passwd-update-form',
  /** Asks for what raccord must never answer: to register, enrol, delete, grant or sign out. */
  forPerson:
    '#kc-register-form, form:has([name=attestationObject]), #kc-delete-text, #kc-oauth, #kc-logout-confirm',
  setUpCode: '#kc-totp-settings-form, #kc-totp-secret-key, #kc-totp-secret-qr-code',
  recoveryCodes: '#kc-recovery-codes-list, #kc-recovery-codes-settings-form',
  terms: '#kc-terms-text, #kc-accept, [name=accept]',
  choiceOfFactor: '#kc-select-credential-form, [name=authenticationExecution]',
  mailedCode: '#emailCode',
  code: '#otp, input[autocomplete=one-time-code], #kc-otp-login-form input',
  userName: '#kc-form-login #username',
  securityKey: '#webauth, #authenticateWebAuthnButton',
  expired: '#loginRestartLink, #loginContinueLink',
  error: '#kc-error-message',
  info: '#kc-info-message',
  keycloak: '#kc-content',
} as const;

export type Mark = keyof typeof MARKS;

/** The visible parts of a page that identify its screen. */
export interface SeenOfScreen {
  /** Number of visible password fields. */
  readonly passwords: number;
  readonly marks: readonly Mark[];
  /** The visible text up to the end of the form with the field of a code, if there is one. */
  readonly words: string;
}

/** Returns the screen that is shown. `other`: a Keycloak screen that raccord does not know. */
export function identityScreenOf({ passwords, marks, words }: SeenOfScreen): IdentityScreen {
  const has = (mark: Mark): boolean => marks.includes(mark);
  if (has('forPerson')) return 'other';
  if (has('newPassword') || passwords > 1) return 'new-password';
  // Whatever else is offered beside it, a password field that can be filled in is a way in.
  if (passwords === 1) return 'password';
  if (has('setUpCode')) return 'set-up-code';
  if (has('recoveryCodes')) return 'recovery-codes';
  if (has('terms')) return 'terms';
  if (has('choiceOfFactor')) return 'choice-of-factor';
  if (has('mailedCode')) return 'mailed-code';
  if (has('code')) return isSentCode(words) ? 'mailed-code' : 'app-code';
  if (has('userName')) return 'user-name';
  if (has('securityKey')) return 'security-key';
  if (has('expired')) return 'expired';
  if (has('error')) return 'error';
  if (has('info')) return 'info';
  return has('keycloak') ? 'other' : 'elsewhere';
}

const BY_MAIL = String.raw`(?:\be-?mails?\b|\bmail\b|courriel|messagerie|adresse electronique|\bsms\b|texto)`;
const SENT = String.raw`\b(?:r?envoyee?s?|sent|(?<!\b(?:pas|not|\S+n.t) )(?:recue?s?|received))\b`;
/** Says in a few words of one sentence that a code was sent, and by which way. */
const SENT_BY_MAIL = new RegExp(
  [`${SENT} %${BY_MAIL}`, `${BY_MAIL} %${SENT}`].join('|').replaceAll('%', '(?:[^\\s.?!]+ ){0,5}'),
);

/**
 * Returns whether the words ask for a code that was sent to a person, by whatever way. Beside an
 * authenticator application, which codes are also said to be received on, the way must be named
 * with it. An address never counts (hotemail.fr).
 */
function isSentCode(words: string): boolean {
  const said = unaccented(words.replace(/\S+@\S+/gu, ''));
  const authenticator =
    /(?:votre|your) application|application (?:d.auth|mobile)|authentificateur|authenticator/;
  if (authenticator.test(said)) return SENT_BY_MAIL.test(said);
  const sent = /\b(?:r?envoyee?s?|renvoyer|recue?s?|sent|resend|received)\b/;
  return sent.test(said) || new RegExp(BY_MAIL).test(said);
}

/**
 * Messages with which an identity provider begins the sign-in again without having judged what was
 * sent (facts/dom.md section 1). With a word of refusal beside it, it did judge.
 */
const BEGINS_AGAIN =
  /temps imparti|redemarr|(?:connexion|action|session|page) (?:a |est )?expire|n.est plus valide|cookie introuvable|session n.est pas active|time[d]?[ -]?out|took too long|from (?:the )?beginning|(?:action|session|page) (?:has )?expired|no longer valid|cookie not found/;
const JUDGES =
  /mot de passe|password|identifiant|utilisateur|user ?name|invalid|incorrect|errone|wrong|echec|echou|fail|refus|denied|bloqu|verrouill|lock|desactiv|disabled/;

/** Returns whether a message says that the sign-in begins again: what was sent was not refused. */
export function beginsAgain(message: string): boolean {
  const said = unaccented(message);
  return BEGINS_AGAIN.test(said) && !JUDGES.test(said);
}

const ACCOUNT = String.raw`\b(?:mots? de passe|password|identifiants?|utilisateur|user(?:name)?|compte|account)`;
const NOT_LET_IN = String.raw`\b(?:invalide?s?|incorrecte?s?|erronee?s?|wrong|expiree?|expired|bloquee?|b?locked|verrouillee?|desactivee?|disabled|suspendue?|suspended|refusee?|denied)\b`;
const REFUSES_ACCOUNT = new RegExp(
  [
    `${ACCOUNT} (?:\\S+ ){0,5}${NOT_LET_IN}`,
    `${NOT_LET_IN} ${ACCOUNT}`,
    'vous (?:etes|avez ete) (?:\\S+ )?(?:bloque|verrouille|suspendu)',
    'you (?:are|have been) (?:\\S+ )?(?:b?locked|suspended)',
    'acces (?:\\S+ ){0,5}(?:refuse|interdit)|access (?:\\S+ )?(?:denied|forbidden)',
    'trop de (?:tentatives|essais)|too many (?:\\S+ )?attempts',
  ].join('|'),
);

/**
 * Returns whether a message on a page of its own refuses the account or its password. What it says
 * of a session, a client or a request judges neither (facts/dom.md section 1).
 */
export function refusesAccount(message: string): boolean {
  return unaccented(message)
    .split(/[.!?;]/)
    .some((sentence) => REFUSES_ACCOUNT.test(sentence) && !/\bsession\b/.test(sentence));
}

/** Screens that follow the password: it was right if one is shown. */
const BEHIND_PASSWORD: ReadonlySet<IdentityScreen> = new Set<IdentityScreen>([
  'app-code',
  'mailed-code',
  'choice-of-factor',
  'security-key',
]);

/** Returns the screens that were answered after the password. @param sent in their order. */
export function behindPassword(sent: Iterable<IdentityScreen>): IdentityScreen[] {
  const screens = [...sent];
  return screens.slice(screens.indexOf('password') + 1).filter((one) => BEHIND_PASSWORD.has(one));
}

/**
 * Finds the authenticator with that label, ignoring spacing and capitals.
 * @returns its index; undefined unless exactly one has the label.
 */
export function authenticatorLabelled(
  labels: readonly string[],
  label: string | undefined,
): number | undefined {
  if (label === undefined) return undefined;
  const wanted = plain(label);
  const found = labels.flatMap((one, index) => (plain(one) === wanted ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

/** Finds the authenticator application among the ways to confirm one's identity. */
export function authenticatorFactor(factors: readonly string[]): number | undefined {
  const named = /application d['’]authentification|authenticator application/iu;
  const found = factors.flatMap((words, index) => (named.test(words) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

function unaccented(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/gu, ' ').toLowerCase();
}

function plain(label: string): string {
  return label.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
