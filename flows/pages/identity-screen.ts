import { isSentCode } from '../../src/seeing/sign-in-words.ts';

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

/** Screens of a second factor, which follow the password: it was right if one is shown. */
const SECOND_FACTOR: ReadonlySet<IdentityScreen> = new Set<IdentityScreen>([
  'app-code',
  'mailed-code',
  'choice-of-factor',
  'security-key',
]);

/**
 * Returns what is remembered of a screen: a second factor, or what no authenticator's secret
 * answers. An unknown screen behind the password may have had a code mailed.
 * @param sent the screens that were answered.
 */
export function askedOn(
  screen: IdentityScreen,
  sent: ReadonlySet<IdentityScreen>,
): 'factor-asked' | 'person-asked' | undefined {
  const isUnknown = screen === 'other' && sent.has('password');
  if (screen === 'mailed-code' || isUnknown) return 'person-asked';
  return SECOND_FACTOR.has(screen) ? 'factor-asked' : undefined;
}

/** Returns the screens that were answered after the password. @param sent in their order. */
export function behindPassword(sent: Iterable<IdentityScreen>): IdentityScreen[] {
  const screens = [...sent];
  return screens.slice(screens.indexOf('password') + 1).filter((one) => SECOND_FACTOR.has(one));
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

function plain(label: string): string {
  return label.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
