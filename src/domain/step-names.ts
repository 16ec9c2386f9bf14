import { RESOURCES, type Resource } from './ledger-event.ts';

/** The steps of an enrolment, in order. Flags, logs, evidence and the ledger use these names. */
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

type EnrolmentStep = (typeof STEPS)[number];

/** The additional steps of a password renewal, which reads the accounts as an enrolment does. */
export const RENEWAL_STEPS = [
  'choose-account',
  'capture-password',
  'submit-reset',
  'confirm-reset',
] as const;

export type Step = EnrolmentStep | (typeof RENEWAL_STEPS)[number];

export const ALL_STEPS: readonly Step[] = [...STEPS, ...RENEWAL_STEPS];

/**
 * The steps before which a run can be stopped. There is nothing to see before the first, and no run
 * stops between a write and the reading of its result.
 */
export type StoppableStep = Exclude<
  EnrolmentStep,
  'sign-in' | 'confirm-connection' | 'confirm-account'
>;

export const STOPPABLE_STEPS: readonly StoppableStep[] = STEPS.filter(
  (step): step is StoppableStep => step !== 'sign-in' && !step.startsWith('confirm-'),
);

const WRITES: Readonly<Record<Resource, StoppableStep>> = {
  connection: 'submit-declaration',
  account: 'submit-account',
};

/** Checks whether a run that stops before a step sends a change to the portal first. */
export function writesBefore(until: StoppableStep, only?: Resource): boolean {
  return RESOURCES.filter((resource) => only === undefined || only === resource).some(
    (resource) => STEPS.indexOf(WRITES[resource]) < STEPS.indexOf(until),
  );
}

/**
 * The steps during which a secret is on the page or in a request: nothing is traced, and a
 * screenshot is taken only with the secret fields hidden (facts/peers.md section 4.3).
 */
export const SECRET_STEPS: ReadonlySet<Step> = new Set<Step>([
  'sign-in',
  'choose-structure',
  'capture-credential',
  'submit-account',
  'confirm-account',
  ...RENEWAL_STEPS,
]);
