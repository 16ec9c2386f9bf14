/** Profile messages in English. */
export const profilesTextsEn = {
  help: {
    option: 'read NAME.env instead of .env; works with any command',
    profiles: 'list the profiles and the state of each',
    note: 'raccord <command> --profile NAME reads NAME.env instead of .env; plan, batch,\nrenew, verify, deliver, status and schedule accept it several times.',
  },
  /** Heading of one profile's output, or of the summary of all if no name is given. */
  heading: (name?: string) => (name === undefined ? '\n── All profiles ──' : `\n── ${name} ──`),
  none: (folder: string) =>
    `There is no profile yet. A profile is a file NAME.env, written like .env, in ${folder}`,
  notBegun: 'not started',
  columns: {
    profile: 'Profile',
    exitCode: 'Exit',
    failed: 'Failed',
    expiring: 'Expiring',
    lastRun: 'Last run',
  },
  lastRun: ({
    command,
    at,
    exitCode,
  }: {
    command: string;
    /** `2026-11-23 22:00`, in the time zone of the profile. */
    at: string;
    exitCode: number;
  }) => `${at} ${command}, exit ${exitCode}`,
};
