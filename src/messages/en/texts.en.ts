import type {
  Feasible,
  PlannedAction,
  PlannedObstacle,
  PlanSummary,
  ValueField,
  ValueSource,
} from '../../domain/planned-enrolment.ts';
import type { CredentialStatus } from '../../domain/credential.ts';
import type { ResourceState } from '../../domain/enrolment.ts';
import type { PortalName } from '../../domain/portal-name.ts';
import type { PasswordGap } from '../../domain/password-gap.ts';
import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Step } from '../../domain/step-names.ts';
import { boardTextsEn } from './board.en.ts';
import { debugTextsEn } from './debug.en.ts';
import { teachTextsEn } from './teach.en.ts';
import { commandLineTextsEn } from './command-line.en.ts';
import { configTextsEn } from './config.en.ts';
import { deliveryTextsEn } from './delivery.en.ts';
import { doctorTextsEn } from './doctor.en.ts';
import { errorTextsEn } from './error.en.ts';
import { initTextsEn } from './init.en.ts';
import { keepingTextsEn } from './keeping.en.ts';
import { keysTextsEn } from './keys.en.ts';
import { notifyTextsEn } from './notify.en.ts';
import { profilesTextsEn } from './profiles.en.ts';
import { queueTextsEn } from './queue.en.ts';
import { renewTextsEn } from './renew.en.ts';
import { reportTextsEn } from './report.en.ts';
import { rosterTextsEn } from './roster.en.ts';
import { runsTextsEn } from './runs.en.ts';
import { scheduleTextsEn } from './schedule.en.ts';
import { variableTextsEn } from './variable.en.ts';
import { verifyTextsEn } from './verify.en.ts';
import { siretCount } from './siret-count.en.ts';

const steps: Readonly<Record<Step, string>> = {
  'sign-in': 'sign in',
  'open-connections': 'open "Gérer raccordement API"',
  'read-connections': 'read the list of connections',
  'fill-declaration': 'fill the declaration',
  'submit-declaration': 'submit the declaration, once',
  'confirm-connection': 'confirm in the list of connections',
  'open-account-form': 'open "Compte technique"',
  'choose-structure': 'choose the structure, read its accounts',
  'capture-credential': 'capture and seal the credential',
  'submit-account': 'submit the account, once',
  'confirm-account': 'confirm in the list of accounts',
  'choose-account': 'choose the account in the reset form',
  'capture-password': 'capture and seal the new password',
  'submit-reset': 'submit the reset, once',
  'confirm-reset': 'confirm in the list of accounts',
};

/** All English texts. The French texts have the same shape (`texts.fr.ts`). */
export const englishTexts = (command: WriteCommand) => ({
  /** Formats a command for the profile in use. */
  command,
  errors: errorTextsEn(command),
  /** Translates the reasons that the operating system or raccord itself gives. */
  systemWords: (text: string) => text,
  errorLabels: {
    doing: 'Doing   ',
    expected: 'Expected',
    found: 'Found   ',
    next: 'Next    ',
    look: 'Look    ',
  },
  steps,
  /** Names of the portals. */
  environments: {
    production: 'production',
    qualification: 'qualification',
    'stand-in': 'stand-in',
  } satisfies Record<PortalName, string>,
  outcomes: {
    created: 'created',
    existing: 'existing',
    recovered: 'recovered',
    unproven: 'not proven',
    skipped: 'skipped',
    failed: 'failed',
  },
  /** State of a resource whose work was interrupted. */
  interrupted: 'interrupted',
  /** Password gaps of an existing account. */
  passwords: { missing: 'password missing', doubtful: 'password doubtful' } satisfies Record<
    PasswordGap,
    string
  >,
  columns: {
    siret: 'SIRET',
    structure: 'Structure',
    connection: 'Connection',
    application: 'PISTE application',
    account: 'Account',
    login: 'Login',
    expires: 'Expires',
    status: 'Status',
    captured: 'Captured',
    updated: 'Updated',
    state: 'State',
  },
  progress: {
    portal: (host: string, environment: string) => `Portal: ${host} (${environment})`,
    planned: (done: number, all: number) => `${done} of ${siretCount(all)} read`,
    whole: (done: number, failed: number, left: number) =>
      `${done} done, ${failed} failed, ${left} left`,
    pace: (perMinute: string, minutesLeft: number) =>
      `${perMinute} per minute, about ${minutesLeft} min left`,
    step: (number: number, all: number, words: string) => `step ${number} of ${all}: ${words}`,
    subject: (siret: string, words: string) => `${siret}, ${words}`,
  },
  run: {
    evidence: (folder: string) => `Evidence: ${folder}`,
    pisteReminder: (name: string) =>
      `Reminder: a production application named exactly "${name}" must exist on piste.gouv.fr.`,
    activeSoon: 'A new account works after about 30 minutes.',
    showCommand: (siret: string) =>
      `Show a credential: ${command('credentials', 'show', '--siret', siret)}`,
  },
  debug: debugTextsEn,
  teach: teachTextsEn,
  init: initTextsEn(command),
  variables: variableTextsEn,
  keys: keysTextsEn(command),
  keeping: keepingTextsEn(command),
  ledger: {
    help: 'manage the ledger that several machines share',
    move: 'move this home’s ledger to RACCORD_DATABASE_URL',
    moved: (sirets: number, sealed: number) =>
      `the ledger is now in the database: ${sirets} SIRETs, ${sealed} sealed files`,
    kept: (path: string) => `the file is kept unchanged, and no longer read: ${path}`,
    migrate: {
      help: 'create the tables in RACCORD_DATABASE_URL, or upgrade them to this version',
      workerRole: 'grant this role the rights that machines need, but none to change a journal',
    },
    migrated: {
      done: (database: string, count: number) =>
        `${database}: ${count} ${count === 1 ? 'migration' : 'migrations'} done`,
      upToDate: (database: string) => `${database}: nothing to do, its tables are up to date`,
      noQueue: (engine: string) =>
        `No queue was created: pg-boss is not installed here. For workers: npm install ${engine}, then this command again.`,
    },
    granted: (role: string) => `${role} has the rights that machines need`,
  },
  demo: {
    portal: (url: string) => `Stand-in portal: ${url} (no account or network needed)`,
    sealed: (folder: string) => `Sealed credentials: ${folder}`,
    evidence: (folder: string) => `Evidence: ${folder}`,
    show: (command: string) => `Show one:  ${command}`,
    proofs: `\nDo they work? Checked with a stand-in for the official API, as "${command('verify')}" does:`,
    again: (command: string) => `Run it again: nothing is created twice. To start over: ${command}`,
  },
  portal: {
    faults: (writes: string, places: string, kinds: string, dresses: string) =>
      `--fault <at>:<how>:<name=value,…>\n\nat, a write:   ${writes}\nat, a page:    ${places}\nhow:           ${kinds}\nname=value:    times=2 after=1 afterMs=3000 status=502 path=/cpp about=text message=text shown=alert stays=yes\n               siret=… when=before name=text email=address\nshown:         ${dresses}`,
    ready: 'The stand-in portal is running. Ctrl-C stops it.',
    use: 'To use it, put these lines in .env (they are all of standard output: umask 077; raccord portal > .env).',
  },
  plan: {
    actions: {
      declare: 'declare',
      'create account': 'create account',
      'look again': 'look again',
      'nothing to do': 'nothing to do',
      cannot: 'cannot',
    } satisfies Record<PlannedAction, string>,
    summary: (summary: PlanSummary) =>
      `${summary.declare} to declare, ${summary['create account']} accounts to create, ` +
      `${summary['look again']} to look at again, ` +
      `${siretCount(summary.impossible)} impossible or possible only in part, ` +
      `${summary.passwordMissing} accounts without a password here`,
    obstacles: {
      STRUCTURE_NOT_OFFERED: 'the portal does not offer this structure (STRUCTURE_NOT_OFFERED)',
      OUTCOME_DOUBTFUL: 'in doubt, a person must check (OUTCOME_DOUBTFUL)',
    } satisfies Record<PlannedObstacle, string>,
    declared: 'Values to declare:',
    field: 'Field',
    value: 'Value',
    source: 'From',
    fields: {
      applicationName: 'Application name',
      usage: 'Type of use',
      editor: 'Editor / solution',
      contactName: 'Contact',
      contactPhone: 'Contact’s phone',
      contactEmail: 'Contact’s e-mail',
      contactFax: 'Contact’s fax',
      accountEmail: 'Account’s e-mail',
    } satisfies Record<ValueField, string>,
    sources: {
      roster: 'roster',
      configuration: 'configuration',
      default: 'default',
      'next free name': 'next free name',
      portal: 'proposed by the portal',
    } satisfies Record<ValueSource, string>,
    pisteApplications: (names: readonly string[]) =>
      `An application with exactly this name must exist on piste.gouv.fr: ${names.join(', ')}`,
    nothingSent: (stopped: number) =>
      `Nothing was changed: 0 write requests sent, ${stopped} stopped.`,
  },
  answers: { yes: 'Yes', no: 'No' },
  batch: {
    confirm: ({ possible, inPart, impossible }: Feasible, environment: string) =>
      `Declare and create this for ${siretCount(possible)} (${environment})?` +
      (inPart === 0 ? '' : ` (${inPart} of them in part only)`) +
      (impossible === 0 ? '' : ` (${impossible} more cannot be done)`),
    declined: 'Declined: nothing was done (exit code 130).',
    stopped: {
      interrupted: 'Interrupted. Run again: it resumes where it stopped.',
      maxFailures: (failures: number) => `Stopped after ${failures} failures (--max-failures).`,
      sameReason: (code: string) =>
        `Stopped: three SIRETs in a row failed with ${code}. The portal has changed or is down.`,
      endsAll: (code: string) => `Stopped: ${code} would affect every other SIRET too.`,
      left: (count: number) => `Not started: ${siretCount(count)}.`,
    },
    report: (file: string) => `Report: ${file}`,
    noReport: 'the report could not be written; nothing else is missing',
    notCounted: 'the count of SIRETs done could not be recorded; their work goes on',
    outsideWindow: (until: string) => `Outside the hours of --window: waiting until ${until}.`,
  },
  config: configTextsEn(command),
  commandLine: commandLineTextsEn,
  roster: {
    reasons: rosterTextsEn,
    summary: (file: string, rows: number, named: number, warnings: number) =>
      `${file}: no mistakes. ${siretCount(rows)}, ${named} with an application name; ${warnings} warnings.`,
    more: (count: number) => `and ${count} more`,
    written: (file: string) => `Example roster written to ${file}.`,
    mended: (header: string, before: string, after: string) =>
      `${header} "${before}" becomes "${after}"`,
    fixed: (file: string, rows: number, mended: number) =>
      `${file} written: ${siretCount(rows)}, ${mended} value(s) fixed. Check them before you use it.`,
    fixIsCsv: '--fix writes CSV: use a name that ends in .csv',
    replace: (file: string) => `${file} already exists. Replace it?`,
    help: {
      roster: 'check or create a work list for batch',
      check: 'read a roster as batch would, without a portal',
      template: 'write an example to fill in',
      file: 'CSV or XLSX file',
      output: 'file to write, which must not exist yet (default: standard output)',
      fix: 'write a CSV with lost zeros and the like restored',
    },
  },
  delivery: deliveryTextsEn(command),
  doctor: doctorTextsEn(command),
  schedule: scheduleTextsEn(command),
  verify: verifyTextsEn(command),
  notify: notifyTextsEn,
  profiles: profilesTextsEn,
  renew: renewTextsEn,
  report: reportTextsEn,
  runs: runsTextsEn,
  board: boardTextsEn,
  queue: queueTextsEn,
  signIn: {
    kept: 'The saved session is still valid.',
    done: 'Signed in; the session is saved for later runs.',
    dropped: 'The session was deleted.',
    noSession: 'There was no session to delete.',
    confirmRetry: (at: string) =>
      `The portal refused this administrator at ${at}. A locked account looks just like a wrong password. Try once more?`,
    codeRefused: (message: string) =>
      `The portal refused the code${message === '' ? '' : ` ("${message}")`}. Type it once more, or press Esc to give up.`,
    askAppCode: 'Code from the authenticator application',
    askMailedCode: 'Code that the portal sent by e-mail',
    inWindow: (what: string, minutes: number) =>
      `In the browser window: ${what}. raccord continues by itself; it waits ${minutes} minutes.`,
    screens: {
      'user-name': 'type the user name',
      password: 'type user name and password',
      'app-code': 'type the code from the authenticator application',
      'mailed-code': 'type the code that the portal sent by e-mail',
      'new-password': 'choose a new password, and set the same one in the configuration of raccord',
      terms: 'read the terms, and accept them if you agree',
      'security-key': 'use the security key',
      'choice-of-factor': 'choose how to confirm who you are',
      'set-up-code': 'set up an authenticator application, and set CHORUS_TOTP_SECRET to its key',
      'recovery-codes': 'keep the recovery codes in a safe place, and continue',
      expired: 'start signing in again',
      error: 'read what the portal says, and sign in again',
      info: 'read what the portal says, and continue',
      other: 'do what the page asks',
      elsewhere: 'finish signing in',
    },
  },
  credentials: {
    none: 'No credential has been captured here yet.',
    statuses: {
      captured: 'captured',
      submitted: 'submitted',
      unproven: 'unproven',
      current: 'current',
      replaced: 'replaced',
      abandoned: 'abandoned',
    } satisfies Record<CredentialStatus, string>,
    exists: (file: string) => `${file} already exists; choose another name.`,
    onlyRevealed:
      '--reveal: missing; without a terminal a password is shown only with it, or with --json',
    noneDoubtful: (siret: string) => `--doubtful: no credential of ${siret} is in doubt`,
  },
  status: {
    /** Shown next to the date of a password that expires soon. */
    expires: (days: number) => (days < 0 ? '! expired' : `! ${days} d`),
    states: {
      unread: 'unread',
      absent: 'absent',
      existing: 'existing',
      sealed: 'sealed',
      intended: 'intended',
      accepted: 'accepted',
      done: 'done',
      refused: 'refused',
      unproven: 'unproven',
      doubtful: 'doubtful',
    } satisfies Record<ResourceState, string>,
    noneOfThese: 'None of the SIRETs known here match.',
    none: 'Nothing has been done here yet.',
    failure: 'Failed',
    failed: (count: number) =>
      `Failed, with no success since: ${siretCount(count)}. "${command('status', '--state', 'failed')}" shows them.`,
    unsettled: (count: number) =>
      `Clicks whose result was not read yet: ${siretCount(count)}. The run at work, or the next one, reads it.`,
    refusal: (login: string, at: string) => `Sign-in of ${login} was refused at ${at}.`,
  },
  warnings: {
    noFolder: (reason: string) =>
      `The working folder cannot be used (${reason}). Change to a folder that exists, and run the command again.`,
    outputLost: (reason: string) =>
      `Part of what this command printed could not be written and is lost: ${reason}.`,
    keyMade: (file: string) =>
      `A key pair was created: ${file} opens every credential. Move it to a safe place off this machine, and set RACCORD_RECIPIENTS to its public key.`,
    checkDigit: (siret: string) => `${siret} fails the check digit; accepted outside production.`,
    secondCtrlC: (inHand: string | undefined) =>
      inHand === undefined
        ? 'Finishing the current step. Press Ctrl-C again to stop at once.'
        : `Finishing the current step (${inHand}). Press Ctrl-C again to stop at once.`,
  },
  help: {
    program: 'Connects establishments to Chorus Pro, and keeps their credentials safe.',
    /** Headings of the command line library's help. */
    titles: { 'Usage:': 'Usage:', 'Options:': 'Options:', 'Commands:': 'Commands:' } as Readonly<
      Partial<Record<string, string>>
    >,
    subcommand: '[command]',
    example: 'Example:',
    exitCodes:
      'Exit codes: 0 done, 1 some SIRETs failed, 2 bad input, 3 portal unavailable,\n4 sign-in refused, 5 a person is needed, 6 page not as expected, 130 interrupted',
    demo: 'do the whole job against the stand-in portal',
    ofDemo: 'use what the demo created',
    run: 'create the missing connection and account of one SIRET',
    signIn: 'sign in, with a person if needed (undo: sign-out)',
    signOut: 'delete the saved session',
    portal: 'serve the stand-in portal, to try things by hand',
    credentials: 'list, open, export and import credentials',
    credentialsList: 'list what was captured, without opening it',
    credentialsShow: 'open one credential with the private key',
    credentialsDoubtful: 'open those that may or may not work',
    plan: 'show what would be done and why; only reads the portal',
    completion: {
      about: 'write the script that completes commands and options in a shell',
      shell: 'bash, zsh or fish',
      install:
        '\nbash: source <(raccord completion bash), in ~/.bashrc\nzsh:  source <(raccord completion zsh), in ~/.zshrc after compinit\nfish: raccord completion fish > ~/.config/fish/completions/raccord.fish',
    },
    batch: 'enrol every row of a roster; run again, it resumes',
    status: 'show the state of each SIRET, with password expiry',
    options: {
      siret: 'the establishment, 14 digits',
      input: 'the roster, a CSV or XLSX file',
      sheet: 'the sheet of a workbook to read (default: the first with SIRETs)',
      yes: 'start without asking',
      dryRun: 'stop after the plan; write requests cannot be sent',
      concurrency: 'SIRETs worked on in parallel (default: 2)',
      maxFailures: 'stop after this many failures',
      window: 'hours during which it may write, such as 20:00-06:00',
      minInterval: 'minimum time between two writes (default: 2s)',
      state: 'those in one of these states, or failed',
      csv: 'print rows for a spreadsheet or a script',
      within: 'those whose password expires within a time, such as 60d',
      watch: 'refresh whenever something changes, until Ctrl-C',
      application: 'PISTE application name (default: next free one)',
      only: 'create only one of them: connection or account',
      newAccount: 'create an account besides one raccord did not create',
      notOnPortal: 'you checked: the doubtful one is not on the portal',
      accountEmail: 'contact e-mail of the account',
      contact: 'technical contact: -name, -phone, -email, -fax',
      json: 'print one JSON document on standard output',
      headed: 'show the browser; leave it open at the end',
      until: 'stop before this step, and show what would come next',
      slowMo: 'pause between browser operations',
      pauseBefore: 'open the Inspector before this step',
      pauseOnError: 'open the Inspector on an error',
      trace: 'keep traces without secrets; log everything',
      verbose: 'log everything, with stack traces',
      steps: 'Steps:',
      fresh: 'start over',
      port: 'port to listen on (default: any free one)',
      language: 'language of its pages',
      skin: 'what its forms are made with: plain HTML, select2…',
      opens: 'how the EDI application opens',
      menu: 'how "Gérer raccordement API" is reached',
      sends: 'how its forms send',
      dialogs: 'dialogs that open over its pages',
      fault: 'a fault, such as declare:reset-after:times=2',
      api: 'noise of its official API, e.g. every=10,seed=2',
      listFaults: 'list the available faults',
      secondFactor: 'totp, email or none',
      signInScreen: 'a page of Keycloak’s: docs/sign-in-screens.md',
      help: 'show this help',
      version: 'show the version',
    },
  },
});
