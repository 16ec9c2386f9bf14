import { CommanderError } from 'commander';
import { readSurroundings } from '../config/surroundings.ts';
import { traceOf } from '../domain/cause.ts';
import { EXIT, type ExitCode } from '../domain/errors.ts';
import { exitCodeOfError, knownErrors } from '../files/known-error.ts';
import { renderError, textsFor } from '../messages/render.ts';
import { Redactor } from '../redaction/redactor.ts';
import type { CommandContext } from './context.ts';
import { buildProgram } from './program.ts';
import { leaveMemoryOutOfDumps } from './core-dumps.ts';
import { processTerminal } from './terminal.ts';

/** Runs the command line of a process and sets its exit code. */
export async function main(process: NodeJS.Process, version: string): Promise<void> {
  // Everything raccord writes is its owner's alone, even where a library forgets to say so.
  process.umask(0o077);
  leaveMemoryOutOfDumps();
  outliveReaders(process);
  const surroundings = readSurroundings(process);
  const texts = textsFor(surroundings.language);
  const redactor = new Redactor();
  const terminal = processTerminal(process, redactor, surroundings.colours);
  const context: CommandContext = {
    surroundings,
    terminal,
    texts,
    redactor,
    version,
    profiles: [],
    signal: interruptionSignal(process, () => {
      terminal.err(texts.warnings.secondCtrlC);
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
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    exitCode = report(error, context, process.argv.slice(2));
  }
  process.exitCode = exitCode;
}

/** Tells a person, and with `--json` a program too, what ended the command. */
function report(
  error: unknown,
  { terminal, texts }: CommandContext,
  flags: readonly string[],
): ExitCode {
  // Commander has said what is wrong with the flags, or shown the help, by itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  const errors = knownErrors(error);
  const messages = errors.map((one) => renderError(one, texts));
  for (const message of messages) terminal.err(message);
  const [first] = errors;
  // A command may have printed its one document before what came after it failed.
  if (flags.includes('--json') && first !== undefined && !terminal.hasPrintedJson) {
    terminal.json({ error: { code: first.code, message: messages.join('\n') } });
  }
  if (flags.includes('--verbose')) errors.forEach((one) => terminal.err(traceOf(one)));
  return exitCodeOfError(error);
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
 * Aborts at the first Ctrl-C or SIGTERM, or when the terminal is closed; the second Ctrl-C ends the
 * process at once.
 */
function interruptionSignal(process: NodeJS.Process, announce: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
    announce();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // A terminal that closes may send it twice, and shows nothing any more.
  process.on('SIGHUP', () => controller.abort());
  return controller.signal;
}
