import { Command } from 'commander';
import type { ExitCode } from '../errors/exit-code.ts';
import type { CommandSetup, Dispatch } from './add-command.ts';
import { addBackupCommands } from './backup/backup-command.ts';
import { addBatchCommand } from './batch/batch-command.ts';
import { addBoardCommand } from './board/board-command.ts';
import { addCleanCommand } from './clean/clean-command.ts';
import { addCompletionCommand } from './completion/completion-command.ts';
import { addCredentialsCommand } from './credentials/credentials-command.ts';
import { addDeliverCommand } from './deliver/deliver-command.ts';
import { addDemoCommand } from './demo/demo-command.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addInitCommand } from './init/init-command.ts';
import { addKeysCommand } from './keys/keys-command.ts';
import { addLedgerCommand } from './ledger/ledger-command.ts';
import { addPlanCommand } from './plan/plan-command.ts';
import { addPortalCommand } from './portal/portal-command.ts';
import { addProfilesCommand } from './profiles/profiles-command.ts';
import { addRehearseCommand } from './rehearse/rehearse-command.ts';
import { addRenewCommand } from './renew/renew-command.ts';
import { addRosterCommand } from './roster/roster-command.ts';
import { addRunCommand } from './run/run-command.ts';
import { addRunsCommand } from './runs/runs-command.ts';
import { addScheduleCommand } from './schedule/schedule-command.ts';
import { addSignInCommands } from './sign-in/sign-in-command.ts';
import { addStatusCommand } from './status/status-command.ts';
import { addTaughtCommand } from './taught/taught-command.ts';
import { addTraceCommand } from './trace/trace-command.ts';
import { addVerifyCommand } from './verify/verify-command.ts';
import { namesOf } from './command-line.ts';
import type { CommandContext } from './context.ts';
import { helpLayout } from './help-layout.ts';
import type { ReportError } from './in-profiles/in-profiles.ts';
import { expectScreen, type DebugFlags } from './options/debug-options.ts';
import { collect } from './options/option-values.ts';
import { addQueueCommand } from './queue/queue-command.ts';
import { addWorkerCommand } from './worker/worker-command.ts';

/** All commands, in the order of the help. */
const COMMANDS: readonly ((setup: CommandSetup) => void)[] = [
  addDemoCommand,
  addInitCommand,
  addRunCommand,
  addRehearseCommand,
  addPlanCommand,
  addBatchCommand,
  addVerifyCommand,
  addDeliverCommand,
  addRenewCommand,
  addSignInCommands,
  addRosterCommand,
  addScheduleCommand,
  addStatusCommand,
  addRunsCommand,
  addBoardCommand,
  addWorkerCommand,
  addQueueCommand,
  addProfilesCommand,
  addCredentialsCommand,
  addKeysCommand,
  addCleanCommand,
  addBackupCommands,
  addLedgerCommand,
  addTraceCommand,
  addDoctorCommand,
  addTaughtCommand,
  addPortalCommand,
  addCompletionCommand,
];

/**
 * Builds the command line: names, flags and help, without the work behind them.
 * @param finish receives each command's exit code.
 * @param report reports the error that ended a command in one of several profiles.
 */
export function buildProgram(
  context: CommandContext,
  finish: (code: ExitCode) => void,
  report: ReportError,
): Command {
  const { texts, version } = context;
  const { help } = texts;
  const program = new Command('raccord')
    .description(help.program)
    .version(versionText(version), '-V, --version', help.options.version)
    .helpOption('-h, --help', help.options.help)
    .helpCommand(false)
    .option('--profile <name>', texts.profiles.help.option, collect)
    .usage('<command> [--help] [--version]')
    .configureHelp(helpLayout(texts))
    .configureOutput({
      writeErr: (text) => context.terminal.err(text.trimEnd()),
      // `commanderErrorText` reports these errors in the reader's language.
      outputError: () => undefined,
    })
    .exitOverride()
    .hook('preAction', (_, command) => {
      expectScreen(command.opts<DebugFlags>(), context.processEnvironment.hasDisplay);
    })
    .addHelpText('after', `${help.exitCodes}\n${help.example} raccord demo`);
  const dispatch: Dispatch = (load) => async (flags, command) => {
    const work = await load();
    const profiles = profilesAsked(program, context);
    if (profiles.length === 0) return finish(await work(context, flags));
    const { inProfiles } = await import('./in-profiles/in-profiles.ts');
    const own = { ...context, profiles };
    const name = command && namesOf(command).join(' ');
    finish(await inProfiles(own, { name, flags, report }, work));
  };
  for (const add of COMMANDS) add({ program, context, texts, dispatch });
  return program;
}

/** Returns raccord's version, with Node's and the system's for bug reports. */
function versionText(version: string): string {
  return `raccord ${version}\nNode ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** Returns the profiles named by the flags, otherwise by the environment. */
function profilesAsked(
  program: Command,
  { processEnvironment }: CommandContext,
): readonly string[] {
  const { RACCORD_PROFILE: given = '' } = processEnvironment.environment;
  const { profile = given === '' ? [] : [given] } = program.opts<{ profile?: string[] }>();
  return [...new Set(profile)];
}
