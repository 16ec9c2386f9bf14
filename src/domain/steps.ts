/** The steps of an enrolment, in order. The names are used by flags, logs, evidence and the ledger. */
export const STEPS = [
  'sign-in',
  'open-connections',
  'read-connections',
  'fill-declaration',
  'submit-declaration',
  'confirm-connection',
  'open-account-form',
  'choose-structure',
  'capture-credential',
  'submit-account',
  'confirm-account',
] as const;

export type Step = (typeof STEPS)[number];

/**
 * The steps during which a secret is on the page or in a request: nothing is traced then, and a
 * picture is taken only with the secret fields hidden (facts/peers.md section 4.3).
 */
export const SECRET_STEPS: ReadonlySet<Step> = new Set<Step>([
  'sign-in',
  'choose-structure',
  'capture-credential',
  'submit-account',
  'confirm-account',
]);
