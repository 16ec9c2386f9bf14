import { CommanderError } from 'commander';
import { writeFileSync } from 'node:fs';
import {
  readLanguage,
  readProcessEnvironment,
  type ProcessEnvironment,
} from '../config/process-environment.ts';
import { safeStack } from '../errors/safe-message.ts';
import { EXIT, type ExitCode } from '../errors/exit-code.ts';
import { exitCodeOfError, toRaccordErrors } from '../errors/to-raccord-error.ts';
import { systemReason } from '../errors/unwritable-error.ts';
import { loadTexts } from '../messages/load-texts.ts';
import { renderError } from '../messages/render.ts';
import { Redactor } from '../secrets/redactor.ts';
import {
  askedForHelp,
  commanderErrorText,
  commandLineProblems,
  joinSirets,
  type CommandLineProblems,
} from './command-line.ts';
import type { CommandContext } from './context.ts';
import { endProcess } from './end-process.ts';
import { outliveOutputs } from './outlive-outputs.ts';
import { buildProgram } from './program.ts';
import { processTerminal } from './terminal/terminal.ts';

/** Runs the command line of a process and sets its exit code. */
export async function main(process: NodeJS.Process, version: string): Promise<void> {
  // All files that raccord writes are private, even if a library does not set the mode.
  process.umask(0o077);
  leaveMemoryOutOfDumps(process);
  const lostOutput = outliveOutputs(process);
  let processEnvironment: ProcessEnvironment;
  try {
    processEnvironment = readProcessEnvironment(process);
  } catch (error) {
    const { systemWords, warnings } = (await loadTexts(readLanguage(process)))();
    process.stderr.write(`✗ ${warnings.noFolder(systemWords(systemReason(error)))}\n`);
    process.exitCode = EXIT.badInput;
    return;
  }
  const textsFor = await loadTexts(processEnvironment.language);
  const texts = textsFor();
  const redactor = new Redactor();
  const terminal = processTerminal(process, redactor, processEnvironment.colours);
  const context: CommandContext = {
    processEnvironment,
    terminal,
    line: process.argv.slice(2),
    texts,
    textsFor,
    redactor,
    version,
    profiles: [],
    signal: interruptionSignal(process, (isSecond) => {
      // A spinner that no longer moves would be left on the screen.
      if (isSecond) terminal.live?.clear();
      else terminal.err(texts.warnings.secondCtrlC(terminal.live?.inHand()));
    }),
  };
  let exitCode: ExitCode = EXIT.done;
  const program = buildProgram(
    context,
    (code) => {
      exitCode = code;
    },
    report,
  );
  const args = askedForHelp(program, joinSirets(process.argv.slice(2)));
  try {
    const optionProblems = commandLineProblems(program, args, texts);
    if (optionProblems === undefined) await program.parseAsync(args, { from: 'user' });
    else exitCode = printCommandLineProblems(optionProblems, context);
  } catch (error) {
    exitCode = report(error, context, args);
  }
  const lost = await lostOutput();
  if (lost !== undefined) {
    terminal.err(`✗ ${texts.warnings.outputLost(texts.systemWords(lost))}`);
    if (exitCode === EXIT.done) exitCode = EXIT.someFailed;
  }
  process.exitCode = exitCode;
  endProcess(process);
}

/** Reports the error that ended the command to a person and, with `--json`, to a program. */
function report(
  error: unknown,
  { terminal, texts }: CommandContext,
  flags: readonly string[],
): ExitCode {
  if (error instanceof CommanderError) {
    // Commander itself prints help and version.
    if (error.exitCode === 0) return EXIT.done;
    terminal.err(`✗ ${commanderErrorText(error, texts)}`);
    return EXIT.badInput;
  }
  const errors = toRaccordErrors(error);
  const messages = errors.map((one) => renderError(one, texts));
  for (const message of messages) terminal.err(message);
  const [first] = errors;
  // A command may have printed its document before a later step failed.
  if (flags.includes('--json') && first !== undefined && !terminal.hasPrintedJson) {
    terminal.json({ error: { code: first.code, message: messages.join('\n') } });
  }
  if (flags.includes('--verbose')) errors.forEach((one) => terminal.err(safeStack(one)));
  return exitCodeOfError(error);
}

/** Prints every problem with the options, and where to read about them. */
function printCommandLineProblems(
  { command, lines }: CommandLineProblems,
  { terminal, texts }: CommandContext,
): ExitCode {
  for (const line of lines) terminal.err(`✗ ${line}`);
  terminal.err(`  ${texts.commandLine.see(command)}`);
  return EXIT.badInput;
}

/**
 * Keeps the memory of this process and its children out of core dumps: a crash would write secrets
 * to the disk. Only Linux allows that without a native module.
 */
function leaveMemoryOutOfDumps({ platform }: NodeJS.Process): void {
  if (platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A container may forbid it. Nobody can change that here, so nothing is reported.
  }
}

/**
 * Creates a signal that aborts at the first Ctrl-C or SIGTERM, whose name is the reason, or when
 * the terminal is closed. The second Ctrl-C ends the process at once.
 */
function interruptionSignal(
  process: NodeJS.Process,
  announce: (isSecond: boolean) => void,
): AbortSignal {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      announce(true);
      process.exit(EXIT.interrupted);
    }
    announce(false);
    controller.abort(name);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // A closing terminal may send it twice, and shows nothing any more.
  process.on('SIGHUP', () => controller.abort());
  return controller.signal;
}
