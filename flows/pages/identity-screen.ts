/** The screens of the identity provider that raccord tells apart (facts/dom.md section 1). */
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

/** What tells one screen from another. The ids are Keycloak's own, the same in all its themes. */
export const MARKS = {
  newPassword: '#kc-passwd-update-form',
  /** Asks for what raccord must never answer: to register, to enrol, to delete, to grant, to leave. */
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

/** What of a page is on show, as far as it tells which screen it is. */
export interface SeenOfScreen {
  /** How many fields take a password. */
  readonly passwords: number;
  readonly marks: readonly Mark[];
  /** What stands on the page to be read. */
  readonly words: string;
}

/** Returns which screen that is. `other`: one of Keycloak's that raccord does not know. */
export function identityScreenOf({ passwords, marks, words }: SeenOfScreen): IdentityScreen {
  const has = (mark: Mark): boolean => marks.includes(mark);
  if (has('forPerson')) return 'other';
  if (has('newPassword') || passwords > 1) return 'new-password';
  // Whatever else is offered beside it, a password that can be typed is a way in.
  if (passwords === 1) return 'password';
  if (has('setUpCode')) return 'set-up-code';
  if (has('recoveryCodes')) return 'recovery-codes';
  if (has('terms')) return 'terms';
  if (has('choiceOfFactor')) return 'choice-of-factor';
  if (has('mailedCode')) return 'mailed-code';
  if (has('code')) return speaksOfMail(words) ? 'mailed-code' : 'app-code';
  if (has('userName')) return 'user-name';
  if (has('securityKey')) return 'security-key';
  if (has('expired')) return 'expired';
  if (has('error')) return 'error';
  if (has('info')) return 'info';
  return has('keycloak') ? 'other' : 'elsewhere';
}

/** An address that is shown says nothing of how a code comes: one may be at hotemail.fr. */
function speaksOfMail(words: string): boolean {
  const said = words.replace(/\S+@\S+/gu, '');
  return /e-?mail|courriel|adresse électronique/iu.test(said);
}

/**
 * Which of several authenticators a code is for: the one of that label, however it is spaced and
 * capitalised.
 * @returns its index; undefined where none or more than one bears the label.
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

/** Which of several ways to confirm who one is asks for the code of an authenticator application. */
export function authenticatorFactor(factors: readonly string[]): number | undefined {
  const found = factors.flatMap((words, index) => (isAuthenticator(words) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

function isAuthenticator(words: string): boolean {
  return /application d['’]authentification|authenticator application/iu.test(words);
}

function plain(label: string): string {
  return label.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
