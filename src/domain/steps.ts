/** The steps of an enrolment, in order. The names are used by flags, logs, evidence and the ledger. */
export const STEPS = [
  'sign-in',
  'open-connections',
  'read-connections',
  'fill-declaration',
  'submit-declaration',
  'open-account-form',
  'choose-structure',
  'capture-credential',
  'submit-account',
] as const;

export type Step = (typeof STEPS)[number];
