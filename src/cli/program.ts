import type { CheckFlags } from './roster.ts';
import {
  Argument,
  Command,
  Help,
  InvalidArgumentError,
  Option,
  type CommandOptions,
  type HelpConfiguration,
} from 'commander';
import { HALF_STATES } from '../domain/enrolment.ts';
import type { ExitCode } from '../domain/errors.ts';
import { RENEWAL_STEPS, STEPS, STOPPABLE_STEPS } from '../domain/steps.ts';
import type { Texts } from '../messages/texts-en.ts';
import { TARGETS } from '../schedule/units.ts';
import type { BackupFlags, RestoreFlags } from './backup.ts';
import { namesOf } from './command-line.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import type { Command as Work, CommandContext } from './context.ts';
import {
  addDebugOptions,
  expectScreen,
  retryPauseOption,
  timeSpan,
  type DebugFlags,
} from './debug-options.ts';
import { EXPORT_FORMATS } from './export-formats.ts';
import type { Report } from './in-profiles.ts';
import { addVariantOptions } from './portal-options.ts';
import type { ScheduleFlags } from './schedule.ts';

/** Runs a command's work; how it is loaded is left to the command, so that `--help` loads none. */
type Dispatch = <Flags>(
  load: () => Promise<Work<Flags>>,
) => (flags: Flags, command?: Command) => Promise<void>;

const HELP_COLUMNS = 80;

const CONTACT_FLAGS = [
  '--contact-name <name>',
  '--contact-phone <number>',
  '--contact-email <email>',
  '--contact-fax <number>',
] as const;

const SHARED_LINES: Readonly<Partial<Record<string, string>>> = {
  [CONTACT_FLAGS[0]]: '--contact-… <text>',
  '--headed': '--headed, --keep-open',
  '--trace': '--trace, --verbose',
  '--verify': '--verify, --json',
};

/**
 * The command line: names, flags and help, without the work behind them.
 * @param finish is given each command's exit code.
 * @param report tells what ended a command in one of several profiles.
 */
export function buildProgram(
  context: CommandContext,
  finish: (code: ExitCode) => void,
  report: Report,
): Command {
  const { texts, version } = context;
  const { help } = texts;
  const dispatch: Dispatch = (load) => async (flags, command) => {
    const work = await load();
    const profiles = profilesAsked(program, context);
    if (profiles.length === 0) return finish(await work(context, flags));
    const { inProfiles } = await import('./in-profiles.ts');
    const own = { ...context, profiles };
    const name = command && namesOf(command).join(' ');
    finish(await inProfiles(own, { name, flags, report }, work));
  };
  const program = new Command('raccord')
    .description(help.program)
    .version(versionText(version), '-V, --version', help.options.version)
    .helpOption('-h, --help', help.options.help)
    .helpCommand(false)
    .option('--profile <name>', texts.profiles.help.option, oneMore)
    .usage('<command> [--help] [--version]')
    .configureHelp(helpLayout(texts))
    .configureOutput({
      writeErr: (text) => context.terminal.err(text.trimEnd()),
      // What is wrong is told in the reader's language, by `commanderErrorText`.
      outputError: () => undefined,
    })
    .exitOverride()
    .hook('preAction', (_, command) => {
      expectScreen(command.opts<DebugFlags>(), context.surroundings.hasDisplay);
    })
    .addHelpText('after', `${help.exitCodes}\n${help.example} raccord demo`);
  addDemo(program, texts, dispatch);
  addInit(program, texts, dispatch);
  addRun(program, texts, dispatch);
  addRehearse(program, texts, dispatch);
  addPlan(program, texts, dispatch);
  addBatch(program, texts, dispatch);
  addVerify(program, texts, dispatch);
  addDeliver(program, texts, dispatch);
  addRenew(program, texts, dispatch);
  addSignIn(program, texts, dispatch);
  addRoster(program, texts, dispatch);
  addSchedule(program, texts, dispatch);
  addStatus(program, texts, dispatch);
  addRuns(program, texts, dispatch);
  addProfiles(program, texts, dispatch);
  addCredentials(program, texts, dispatch);
  addKeys(program, texts, dispatch);
  addKeeping(program, texts, dispatch);
  addLedger(program, texts, dispatch);
  addTrace(program, texts, dispatch);
  addDoctor(program, texts, dispatch);
  addTaught(program, texts, dispatch);
  addPortal(program, texts, dispatch);
  addCompletion(program, context);
  return program;
}

/** The version, and beside it what a report of a fault needs: Node's and the system's. */
function versionText(version: string): string {
  return `raccord ${version}\nNode ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** Help in the reader's language that fits one screen of 24 lines and 80 columns. */
function helpLayout({ help }: Texts): HelpConfiguration {
  return {
    helpWidth: HELP_COLUMNS,
    styleTitle: (title) => help.titles[title] ?? title,
    styleUsage: (usage) => usage.replace('[command]', help.subcommand),
    // Above all commands the lines are for these; how to call each is in its own help. Who reads help
    // has found the option that shows it.
    visibleOptions: (command) =>
      command.parent === null
        ? command.options.filter(({ long }) => long === '--profile')
        : new Help().visibleOptions(command).filter(({ long }) => long !== '--help'),
    subcommandTerm: (command) => command.name(),
    // Flags of one kind share a line.
    optionTerm: ({ flags }) => SHARED_LINES[flags] ?? flags,
    // Lists of choices are long; a wrong choice is answered with the right ones.
    optionDescription: ({ description }) => description,
    argumentDescription: ({ description }) => description,
  };
}

/** A subcommand with its description and one example. */
function add(
  program: Command,
  { help }: Texts,
  name: string,
  description: string,
  example: string,
  notes = '',
  options: CommandOptions = {},
): Command {
  return program
    .command(name, options)
    .description(description)
    .helpCommand(false)
    .addHelpText('after', `${notes}\n${help.example} raccord ${example}`);
}

function addDemo(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { options, demo } = texts.help;
  const command = add(program, texts, 'demo', demo, 'demo --headed --slow-mo 250')
    .option('--fresh', options.fresh)
    .option('--json', options.json);
  addDebugOptions(command, texts).action(dispatch(async () => (await import('./demo.ts')).demo));
}

function addInit(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.init;
  const command = add(program, texts, 'init', help.init, 'init')
    .addOption(
      new Option('--environment <name>', help.environment).choices(['qualification', 'production']),
    )
    .option('--login <login>', help.login)
    .option('--password-file <file>', help.passwordFile)
    .option('--password-command <line>', help.passwordCommand)
    .option('--totp-file <file>', help.totpFile)
    .option(CONTACT_FLAGS[0], texts.help.options.contact)
    .option('--editor <name>', help.editor)
    .option('--usage <text>', help.usage)
    .option('--application-pattern <text>', help.applicationPattern)
    .option('--home <folder>', help.home)
    .option('--key <file>', help.key)
    .option('--recipient <key>', help.recipient, oneMore)
    .option('--roster <file>', help.roster)
    .option('--force', help.force);
  for (const flags of CONTACT_FLAGS.slice(1)) command.addOption(new Option(flags).hideHelp());
  command.action(dispatch(async () => (await import('./init.ts')).init));
}

function addRun(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { options, run } = texts.help;
  const command = add(
    program,
    texts,
    'run',
    run,
    'run --siret 73282932000074 --application Pldiffusion4',
    stepNames(texts),
  )
    .requiredOption('--siret <siret>', options.siret)
    .option('--application <name>', options.application)
    .addOption(new Option('--only <half>', options.only).choices(['connection', 'account']))
    .option('--new-account', options.newAccount)
    .option('--not-on-portal', options.notOnPortal)
    .option('--account-email <email>', options.accountEmail)
    .option(CONTACT_FLAGS[0], options.contact)
    .option('--verify', texts.verify.help.after)
    .addOption(new Option('--json').hideHelp())
    .addOption(new Option('--until <step>', options.until).choices(STOPPABLE_STEPS));
  for (const flags of CONTACT_FLAGS.slice(1)) command.addOption(new Option(flags).hideHelp());
  addDebugOptions(command, texts)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./run.ts')).run));
}

function addRehearse(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { options } = texts.help;
  const { rehearse } = texts.teach;
  const example = 'rehearse --siret 73282932000074 --headed --teach';
  const command = add(program, texts, 'rehearse', rehearse.help, example)
    .requiredOption('--siret <siret>', options.siret)
    .option('--teach', texts.teach.option)
    .option('--application <name>', options.application)
    .option('--account-email <email>', options.accountEmail)
    .option(CONTACT_FLAGS[0], options.contact)
    .option('--json', options.json);
  for (const flags of CONTACT_FLAGS.slice(1)) command.addOption(new Option(flags).hideHelp());
  addDebugOptions(command, texts).action(
    dispatch(async () => (await import('./rehearse/rehearse.ts')).rehearse),
  );
}

/** Shown in full by `rehearse`, which comes first on a portal that is new. */
function hiddenTeachOption({ teach }: Texts): Option {
  return new Option('--teach', teach.option).hideHelp();
}

/** The names of all steps, as lines of help. */
function stepNames({ help }: Texts): string {
  const lines = [help.options.steps];
  for (const step of STEPS) {
    const line = `${lines.at(-1) ?? ''} ${step}`;
    if (line.length > HELP_COLUMNS) lines.push(` ${step}`);
    else lines[lines.length - 1] = line;
  }
  return lines.join('\n');
}

function addPlan(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { options, plan } = texts.help;
  const command = add(program, texts, 'plan', plan, 'plan --input roster.csv')
    .option('--input <file>', options.input)
    .option('--sheet <name>', options.sheet)
    .option('--siret <siret...>', options.siret)
    .option('--json', options.json);
  addDebugOptions(command, texts).action(dispatch(async () => (await import('./plan.ts')).plan));
}

function addBatch(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { options, batch } = texts.help;
  const command = add(program, texts, 'batch', batch, 'batch --input roster.csv --yes')
    .requiredOption('--input <file>', options.input)
    .option('--sheet <name>', options.sheet)
    .option('--yes', options.yes)
    .option('--dry-run', options.dryRun)
    .option('--concurrency <n>', options.concurrency, positiveNumber(texts))
    .option('--max-failures <n>', options.maxFailures, positiveNumber(texts))
    .option('--min-interval <time>', options.minInterval, timeSpan(texts, '2s'))
    .option('--window <hours>', options.window)
    .option('--verify', texts.verify.help.after)
    .addOption(new Option('--json').hideHelp());
  addDebugOptions(command, texts).action(dispatch(async () => (await import('./batch.ts')).batch));
}

function addRenew(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { options } = texts.help;
  const { help } = texts.renew;
  const command = add(program, texts, 'renew', help.renew, 'renew --within 60d --dry-run')
    .option('--within <time>', help.within, timeSpan(texts, '60d'))
    .option('--siret <siret...>', help.siret)
    .option('--adopt', help.adopt)
    .option('--dry-run', help.dryRun)
    .addOption(
      new Option('--works <which>', help.works).choices(['new', 'old']).conflicts('dryRun'),
    )
    .option('--max-failures <n>', options.maxFailures, positiveNumber(texts))
    .option('--min-interval <time>', options.minInterval, timeSpan(texts, '2s'))
    .option('--window <hours>', options.window)
    .option('--json', options.json);
  const steps = ['sign-in', 'open-account-form', 'choose-structure', ...RENEWAL_STEPS] as const;
  addDebugOptions(command, texts, steps)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./renew.ts')).renew));
}

function addSignIn(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { signIn, signOut } = texts.help;
  addDebugOptions(add(program, texts, 'sign-in', signIn, 'sign-in --headed'), texts)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./sign-in.ts')).signIn));
  add(program, texts, 'sign-out', signOut, 'sign-out', '', { hidden: true }).action(
    dispatch(async () => (await import('./sign-in.ts')).signOut),
  );
}

function addRoster(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.roster;
  const roster = add(program, texts, 'roster', help.roster, 'roster check clients.xlsx');
  add(roster, texts, 'check', help.check, 'roster check clients.xlsx')
    .argument('<file>', help.file)
    .option('--sheet <name>', texts.help.options.sheet)
    .option('--fix <file>', help.fix)
    .option('--json', texts.help.options.json)
    .action((file: string, flags: Omit<CheckFlags, 'file'>) =>
      dispatch(async () => (await import('./roster.ts')).checkRoster)({ ...flags, file }),
    );
  add(roster, texts, 'template', help.template, 'roster template --output clients.csv')
    .option('--output <file>', help.output)
    .action(dispatch(async () => (await import('./roster.ts')).writeTemplate));
}

function addSchedule(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.schedule;
  const example = 'schedule --cron "0 5 * * *" -- batch --input roster.csv --yes';
  add(program, texts, 'schedule', help.schedule, example)
    .usage(help.usage)
    .allowExcessArguments()
    .requiredOption('--cron <expression>', help.cron, oneMore)
    .option('--timezone <name>', help.timezone)
    .option('--window <hours>', help.window)
    .option('--once', help.once)
    .option('--roster-later', help.rosterLater)
    .addOption(new Option('--print <scheduler>', help.print).choices(TARGETS))
    .option('--verbose', texts.help.options.verbose)
    .action((flags: Omit<ScheduleFlags, 'line' | 'commands'>, command: Command) =>
      dispatch(async () => (await import('./schedule.ts')).schedule)(
        { ...flags, line: command.args, commands: program.commands },
        command,
      ),
    );
}

/** The names of the profiles that flags, else the environment, ask for. */
function profilesAsked(program: Command, { surroundings }: CommandContext): readonly string[] {
  const { RACCORD_PROFILE: given = '' } = surroundings.environment;
  const { profile = given === '' ? [] : [given] } = program.opts<{ profile?: string[] }>();
  return [...new Set(profile)];
}

/** Gathers an option that may be given several times. */
function oneMore(value: string, others: readonly string[] | undefined): readonly string[] {
  return [...(others ?? []), value];
}

function addStatus(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { status, options, ofDemo } = texts.help;
  add(program, texts, 'status', status, 'status --state doubtful refused')
    .option('--siret <siret...>', options.siret)
    .addOption(new Option('--state <state...>', options.state).choices([...HALF_STATES, 'failed']))
    .option('--within <time>', options.within, timeSpan(texts, '60d'))
    .option('--watch', options.watch)
    .option('--metrics <file>', texts.delivery.help.metrics)
    .option('--demo', ofDemo)
    .option('--json', options.json)
    .addOption(new Option('--csv', options.csv).conflicts('json'))
    .action(dispatch(async () => (await import('./status.ts')).status));
}

function addRuns(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { runs, help } = texts;
  add(program, texts, 'runs', runs.help.runs, 'runs --open')
    .option('--last <n>', runs.help.last, positiveNumber(texts))
    .option('--open [run]', runs.help.open)
    .option('--demo', help.ofDemo)
    .option('--json', help.options.json)
    .action(dispatch(async () => (await import('./runs.ts')).runs));
}

function addProfiles(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { profiles, note } = texts.profiles.help;
  add(program, texts, 'profiles', profiles, 'profiles --json', `\n${note}`)
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./profiles.ts')).profiles));
}

function addDeliver(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.delivery;
  add(program, texts, 'deliver', help.deliver, 'deliver --sink hook')
    .option('--siret <siret...>', help.siret)
    .option('--sink <name>', help.sink)
    .option('--unproven', help.unproven)
    .option('--dry-run', help.dryRun)
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./deliver.ts')).deliver));
}

function addCredentials(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts;
  const { options } = help;
  const { help: own } = texts.delivery;
  const credentials = add(
    program,
    texts,
    'credentials',
    help.credentials,
    'credentials show --siret 73282932000074',
  );
  add(credentials, texts, 'list', help.credentialsList, 'credentials list')
    .option('--demo', help.ofDemo)
    .option('--json', options.json)
    .action(dispatch(async () => (await import('./credentials.ts')).listCredentials));
  add(
    credentials,
    texts,
    'show',
    help.credentialsShow,
    'credentials show --siret 73282932000074 --json',
  )
    .requiredOption('--siret <siret>', options.siret)
    .option('--doubtful', help.credentialsDoubtful)
    .option('--reveal', own.reveal)
    .option('--demo', help.ofDemo)
    .option('--json', options.json)
    .action(dispatch(async () => (await import('./credentials.ts')).showCredential));
  add(credentials, texts, 'export', own.export, 'credentials export --output out.json')
    .option('--output <file>', own.output)
    .addOption(new Option('--format <format>', own.format).choices(EXPORT_FORMATS).default('json'))
    .option('--reveal', own.reveal)
    .option('--unproven', own.unproven)
    .option('--demo', help.ofDemo)
    .action(dispatch(async () => (await import('./credentials-export.ts')).exportCredentials));
  add(credentials, texts, 'import', own.import, 'credentials import sealed.json')
    .argument('<file>', own.file)
    .option('--json', options.json)
    .action((file: string, flags: { readonly json?: true }) =>
      dispatch(async () => (await import('./credentials-import.ts')).importCredentials)({
        ...flags,
        file,
      }),
    );
}

function addKeys(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.keys;
  const { json } = texts.help.options;
  const keys = add(program, texts, 'keys', help.keys, 'keys show');
  add(keys, texts, 'init', help.init, 'keys init --output operator.key --spare spare.key')
    .option('--output <file>', help.initOutput)
    .option('--spare <file>', help.spare)
    .option('--recipient <key>', help.recipient, oneMore)
    .option('--json', json)
    .action(dispatch(async () => (await import('./keys.ts')).initialiseKeys));
  add(keys, texts, 'show', help.show, 'keys show --json')
    .option('--json', json)
    .action(dispatch(async () => (await import('./keys.ts')).showKeys));
  add(keys, texts, 'rotate', help.rotate, 'keys rotate --new-identity operator-2.key')
    .option('--new-identity <file>', help.newIdentity)
    .option('--replace <key>', help.replace, oneMore)
    .option('--dry-run', help.dryRun)
    .option('--json', json)
    .action(dispatch(async () => (await import('./keys.ts')).rotate));
}

function addKeeping(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.keeping;
  const { options, ofDemo } = texts.help;
  add(program, texts, 'clean', help.clean, 'clean --older-than 90d --dry-run')
    .option('--older-than <time>', help.olderThan, timeSpan(texts, '90d'))
    .option('--dry-run', help.cleanDryRun)
    .option('--yes', options.yes)
    .option('--demo', ofDemo)
    .option('--json', options.json)
    .action(dispatch(async () => (await import('./clean.ts')).clean));
  add(program, texts, 'backup', help.backup, 'backup raccord.backup.age')
    .argument('<file>', help.backupFile)
    .option('--with-keys', help.withKeys)
    .option('--json', options.json)
    .action((file: string, flags: Omit<BackupFlags, 'file'>) =>
      dispatch(async () => (await import('./backup.ts')).backup)({ ...flags, file }),
    );
  add(program, texts, 'restore', help.restore, 'restore raccord.backup.age')
    .argument('<file>', help.restoreFile)
    .option('--identity <file>', help.identity)
    .option('--json', options.json)
    .action((file: string, flags: Omit<RestoreFlags, 'file'>) =>
      dispatch(async () => (await import('./backup.ts')).restore)({ ...flags, file }),
    );
}

function addLedger(program: Command, texts: Texts, dispatch: Dispatch): void {
  const ledger = add(program, texts, 'ledger', texts.ledger.help, 'ledger move');
  add(ledger, texts, 'move', texts.ledger.move, 'ledger move --json')
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./ledger.ts')).move));
}

function addVerify(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.verify;
  add(program, texts, 'verify', help.verify, 'verify --siret 73282932000074', help.note)
    .option('--siret <siret...>', help.siret)
    .addOption(new Option('--all', help.all).conflicts('siret'))
    .addOption(new Option('--piste-only', help.pisteOnly).conflicts(['siret', 'all']))
    .option('--no-wait', help.noWait)
    .option('--json', texts.help.options.json)
    .addOption(retryPauseOption(texts))
    .action(dispatch(async () => (await import('./verify.ts')).verify));
}

function addTrace(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help, debug } = texts;
  add(program, texts, 'trace', debug.trace.help, 'trace 73282932000074')
    .argument('<siret>', help.options.siret)
    .option('--demo', help.ofDemo)
    .action((siret: string, flags: { demo?: true }) =>
      dispatch(async () => (await import('./trace.ts')).trace)({ ...flags, siret }),
    );
}

function addDoctor(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.doctor;
  const command = add(program, texts, 'doctor', help.doctor, 'doctor --compare')
    .option('--siret <siret>', help.siret)
    .option('--offline', help.offline)
    .option('--compare', help.compare)
    .option('--collect', help.collect)
    .option('--take-in', help.takeIn)
    .option('--notify', help.notify)
    .option('--deliver', help.deliver)
    .option('--api', help.api)
    .option('--json', texts.help.options.json);
  addDebugOptions(command, texts)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./doctor.ts')).doctor));
}

function addTaught(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { help } = texts.teach;
  const taught = add(program, texts, 'taught', help.taught, 'taught list');
  const load = () => import('./taught/taught.ts');
  add(taught, texts, 'list', help.list, 'taught list')
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await load()).listTaught));
  add(taught, texts, 'forget', help.forget, 'taught forget declaration.contactPhone')
    .argument('[name]', help.name)
    .option('--all', help.all)
    .action((name: string | undefined, flags: { all?: true }) =>
      dispatch(async () => (await load()).forgetTaught)({
        ...flags,
        ...(name !== undefined && { name }),
      }),
    );
  add(taught, texts, 'export', help.export, 'taught export --output taught-portal.json')
    .option('--output <file>', help.output)
    .action(dispatch(async () => (await load()).exportTaught));
  add(taught, texts, 'import', help.import, 'taught import taught-portal.json')
    .argument('<file>', help.file)
    .action((file: string) => dispatch(async () => (await load()).importTaught)({ file }));
}

function addPortal(program: Command, texts: Texts, dispatch: Dispatch): void {
  const { portal, options } = texts.help;
  const command = add(program, texts, 'portal', portal, 'portal --port 8080')
    .option('--port <port>', options.port, portNumber(texts))
    .addOption(
      new Option('--second-factor <factor>', options.secondFactor).choices([
        'totp',
        'email',
        'none',
      ]),
    );
  addVariantOptions(command, texts)
    .option('--sign-in-screen <name>', options.signInScreen, oneMore)
    .option('--fault <at:how:details>', options.fault, oneMore)
    .option('--list-faults', options.listFaults)
    .option('--api [noise]', options.api)
    // Only for looking at what a run of `npm run renderings` failed on.
    .addOption(new Option('--drawn-from <seed>').argParser(positiveNumber(texts)).hideHelp())
    .action(dispatch(async () => (await import('./portal.ts')).portal));
}

/** Beside the others in the help it would take the line of something done every day. */
function addCompletion(program: Command, { texts, terminal }: CommandContext): void {
  const { completion } = texts.help;
  add(program, texts, 'completion', completion.about, 'completion bash', completion.install, {
    hidden: true,
  })
    .addArgument(new Argument('<shell>', completion.shell).choices(SHELLS))
    .action((shell: Shell) => {
      terminal.out(completionScript(program, shell));
    });
}

function positiveNumber({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number > 0) return number;
    throw new InvalidArgumentError(commandLine.positiveNumber);
  };
}

function portNumber({ commandLine }: Texts): (text: string) => number {
  return (text) => {
    const port = Number(text);
    if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
    throw new InvalidArgumentError(commandLine.port);
  };
}
