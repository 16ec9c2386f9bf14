import type { WriteCommand } from '../../domain/raccord-command.ts';
interface ServiceFacts {
  readonly user: string;
  /** raccord's own folders, which it writes to. */
  readonly folders: readonly string[];
  /** Files and folders that another user has. */
  readonly handedOver: readonly string[];
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
    timezone: 'default: RACCORD_TIMEZONE, or Europe/Paris',
    window: 'write only within these hours of each day',
    rosterLater: 'roster not ready yet: only warn if unreadable',
    once: 'exit after the next run',
    print: 'systemd, cron or task-scheduler: print a unit',
  },
  rosterLater: (why: string) =>
    `the roster cannot be read yet, but must be readable before the run: ${why}`,
  noKey: (file: string) =>
    `no private key in ${file}: this machine delivers nothing after a run (run "${command('deliver')}" elsewhere)`,
  left: (names: readonly string[]) =>
    `not in what was printed, which holds no secret: ${names.join(', ')}. Set them where the run finds them: in .env or the file of its profile${names.includes('NODE_EXTRA_CA_CERTS') ? ', NODE_EXTRA_CA_CERTS in the environment of its user' : ''}`,
  next: (at: string) => `next run at ${at}`,
  started: 'a run is starting',
  ended: (exitCode: number) => `the run ended with exit code ${exitCode}`,
  died: (reason: string) => `the run was killed (${reason})`,
  stillGoing: (since: string) => `not started: the run of ${since} is still in progress`,
  missed: (count: string, first: string, last: string) =>
    first === last
      ? `missed: the run of ${first}; raccord was not running, or the machine was asleep`
      : `missed: ${count} runs from ${first} to ${last}; raccord was not running, or the machine was asleep`,
  draining: 'no new run; waiting for the current one',
  forgetful: 'missed runs may go unnoticed at the next start: their record cannot be written',
  units: {
    service: ({ user, folders, handedOver, password, profiles }: ServiceFacts) => [
      `Before the first start, create the user ${user}, owner of ${folders.join(' and ')} (mode 700)${password === undefined ? '.' : ', and put the'}`,
      ...(password === undefined
        ? []
        : [`administrator's password in ${password} (owner root, mode 600).`]),
      ...(handedOver.length === 0
        ? []
        : [
            `Make ${user} the owner of these as well (chown), and of any file with a secret that they name:`,
            handedOver.join(' '),
          ]),
      `systemd 251 or later. All other settings come from ${profiles === undefined ? '.env in the working folder' : `the profiles in ${profiles}`}.`,
    ],
    stopping: [
      'The browser must outlive the signal: only raccord receives it, finishes the current step',
      'and closes the browser by itself.',
    ],
    hardening: ['No MemoryDenyWriteExecute=: Node and the browser compile while they run.'],
    browser: ["Only what the browser's own sandbox needs."],
    timer: ['A missed run is started later; --window holds back writes outside its hours.'],
    crontab: (timezone: string) => [
      `raccord: keep it last in the crontab, since CRON_TZ applies to all lines below it.`,
      `Debian's cron ignores CRON_TZ: there the machine must be in the time zone ${timezone}.`,
    ],
    task: (timezone: string, variables: readonly string[]) =>
      `Times are those of this machine, which must be in the time zone ${timezone}. In .env of the working folder: ${variables.join(' ')}`,
  },
});
