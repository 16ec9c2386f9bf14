import { CommanderError } from 'commander';
import { writeFileSync } from 'node:fs';
import { readProcessEnvironment } from '../config/process-environment.ts';
import { safeStack } from '../errors/safe-message.ts';
import { EXIT, type ExitCode } from '../errors/errors.ts';
import { exitCodeOfError, toRaccordErrors } from '../errors/to-raccord-error.ts';
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
import { buildProgram } from './program.ts';
import { processTerminal } from './terminal/terminal.ts';

/** Runs the command line of a process and sets its exit code. */
export async function main(process: NodeJS.Process, version: string): Promise<void> {
  // Everything raccord writes is its owner's alone, even where a library forgets to say so.
  process.umask(0o077);
  leaveMemoryOutOfDumps(process);
  outliveReaders(process);
  const processEnvironment = readProcessEnvironment(process);
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
      // A spinner that nobody moves any more would be left on the screen.
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
  process.exitCode = exitCode;
}

/** Tells a person, and with `--json` a program too, what ended the command. */
function report(
  error: unknown,
  { terminal, texts }: CommandContext,
  flags: readonly string[],
): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version are shown by Commander itself.
    if (error.exitCode === 0) return EXIT.done;
    terminal.err(`✗ ${commanderErrorText(error, texts)}`);
    return EXIT.badInput;
  }
  const errors = toRaccordErrors(error);
  const messages = errors.map((one) => renderError(one, texts));
  for (const message of messages) terminal.err(message);
  const [first] = errors;
  // A command may have printed its one document before what came after it failed.
  if (flags.includes('--json') && first !== undefined && !terminal.hasPrintedJson) {
    terminal.json({ error: { code: first.code, message: messages.join('\n') } });
  }
  if (flags.includes('--verbose')) errors.forEach((one) => terminal.err(safeStack(one)));
  return exitCodeOfError(error);
}

/** Tells all that is wrong with the options, and where to read how they are written. */
function printCommandLineProblems(
  { command, lines }: CommandLineProblems,
  { terminal, texts }: CommandContext,
): ExitCode {
  for (const line of lines) terminal.err(`✗ ${line}`);
  terminal.err(`  ${texts.commandLine.see(command)}`);
  return EXIT.badInput;
}

/**
 * Keeps the memory of this process, and of all that it starts, out of core dumps: a crash would
 * write the secrets it holds to the disk. Linux alone can be asked for that without a native module.
 */
function leaveMemoryOutOfDumps({ platform }: NodeJS.Process): void {
  if (platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A container may forbid it. Nobody can do anything about it here, so nothing is said.
  }
}

/** Who reads the output may go away (`| head`, a closed terminal): the step in hand is finished. */
function outliveReaders({ stdout, stderr }: NodeJS.Process): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

/**
 * Aborts at the first Ctrl-C or SIGTERM, whose name is the reason, or when the terminal is closed; the
 * second Ctrl-C ends the process at once.
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
  // A terminal that closes may send it twice, and shows nothing any more.
  process.on('SIGHUP', () => controller.abort());
  return controller.signal;
}
