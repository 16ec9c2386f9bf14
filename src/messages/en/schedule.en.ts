import type { WriteCommand } from '../../domain/raccord-command.ts';
interface ServiceFacts {
  readonly user: string;
  /** raccord's own folders, which it writes to. */
  readonly folders: readonly string[];
  /** File of the administrator's password; `undefined` if no password is needed. */
  readonly password: string | undefined;
  /** Folder of profiles, if the command uses profiles. */
  readonly profiles: string | undefined;
}

/** Texts of `raccord schedule`. */
export const scheduleTextsEn = (command: WriteCommand) => ({
  help: {
    schedule: 'run batch, renew, verify … on cron, or print a unit',
    usage: '[options] -- batch [options]',
    cron: 'when: five fields, or six from the second; repeatable',
    timezone: 'default: RACCORD_TIMEZONE, else Europe/Paris',
    window: 'write only within these hours of each day',
    rosterLater: 'roster made later: where unreadable, only warn',
    once: 'end after the next run',
    print: 'systemd, cron or task-scheduler: print a unit',
  },
  rosterLater: (why: string) => `the roster cannot be read now, and must be before the run: ${why}`,
  noKey: (file: string) =>
    `no private key in ${file}: this machine will deliver nothing after a run ("${command('deliver')}" elsewhere)`,
  next: (at: string) => `next run at ${at}`,
  started: 'a run begins',
  ended: (exitCode: number) => `the run ended with exit code ${exitCode}`,
  died: (reason: string) => `the run was ended from outside (${reason})`,
  stillGoing: (since: string) => `not started: the run of ${since} is still going`,
  missed: (count: string, first: string, last: string) =>
    first === last
      ? `missed: the run of ${first}; nothing watched then, or the machine slept`
      : `missed: ${count} runs from ${first} to ${last}; nothing watched then, or the machine slept`,
  draining: 'no new run; waiting for the one in hand',
  forgetful: 'missed runs may not be known at the next start: the memory cannot be written',
  units: {
    service: ({ user, folders, password, profiles }: ServiceFacts) => [
      `Before the first start: the user ${user}, of its own (mode 700) ${folders.join(' and ')}${password === undefined ? '.' : ', and the'}`,
      ...(password === undefined
        ? []
        : [`administrator's password in ${password} (owner root, mode 600).`]),
      `systemd 251 or later. All other settings come from ${profiles === undefined ? '.env in the working folder' : `the profiles in ${profiles}`}.`,
    ],
    stopping: [
      'The browser must outlive the signal: raccord alone gets it, finishes the step in hand',
      'and closes the browser by itself.',
    ],
    hardening: ['No MemoryDenyWriteExecute=: Node and the browser compile while they run.'],
    browser: ["What the browser's own sandbox needs, and no more."],
    timer: ['A run that was missed is made up for; --window holds writes outside its hours.'],
    crontab: (timezone: string) => [
      `raccord: last in the crontab, since CRON_TZ is for all lines below it.`,
      `Debian's cron ignores CRON_TZ: there the machine must be on ${timezone}.`,
    ],
    task: (timezone: string, variables: readonly string[]) =>
      `Times are those of this machine, which must be on ${timezone}. In .env of the working folder: ${variables.join(' ')}`,
  },
});
