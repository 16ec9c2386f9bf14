/** The exit codes of all commands. */
export const EXIT = {
  done: 0,
  someFailed: 1,
  badInput: 2,
  portalUnavailable: 3,
  signInRefused: 4,
  personNeeded: 5,
  drift: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
