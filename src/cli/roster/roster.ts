import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkDigitIn } from '../../domain/portal-name.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { type JsonObject } from '../../domain/json.ts';
import type { Roster } from '../../domain/roster-entry.ts';
import { systemReason } from '../../errors/unwritable-error.ts';
import type { RosterProblem } from '../../errors/roster-problem.ts';
import { renderError } from '../../messages/render.ts';
import { rosterHeadersFr } from '../../messages/fr/roster.fr.ts';
import { reasonText, shown } from '../../messages/roster-texts.ts';
import type { RosterOptions } from '../../roster/rows.ts';
import { readRepaired, readRoster, type ReadRepaired } from '../../roster/read-roster.ts';
import { rosterTemplate } from '../../roster/template.ts';
import { printWarnings } from '../options/roster-flags.ts';
import { askYesOrNo } from '../terminal/person.ts';
import { localConfigOf, type Command, type CommandContext } from '../context.ts';
import type { Texts } from '../../messages/texts.ts';

export interface CheckFlags {
  readonly file: string;
  readonly sheet?: string;
  /** Path of the corrected roster. */
  readonly fix?: string;
  readonly json?: true;
}

export interface TemplateFlags {
  readonly output?: string;
}

/** `raccord roster check`: reads a roster as `batch` would, without a portal; can correct it. */
export const checkRoster: Command<CheckFlags> = async (context, flags) => {
  const { environment, contact } = localConfigOf(context);
  const path = resolve(context.processEnvironment.folder, flags.file);
  const options: RosterOptions = {
    checkDigit: checkDigitIn(environment),
    defaults: contact,
    // The roster may be checked elsewhere than it is run.
    contact: 'warned',
    sheet: flags.sheet,
  };
  try {
    if (flags.fix === undefined)
      return printResult(context, flags, await readRoster(path, options));
    return await fix(context, flags, flags.fix, await readRepaired(path, options));
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'ROSTER_INVALID' || flags.json !== true)
      throw error;
    return printCommandLineProblems(context, error);
  }
};

async function fix(
  context: CommandContext,
  flags: CheckFlags,
  output: string,
  { text, mended, roster }: ReadRepaired,
): Promise<ExitCode> {
  const { terminal, texts } = context;
  const { fixIsCsv } = texts.roster;
  if (!/\.(?:csv|txt)$/iu.test(output)) {
    throw new RaccordError('CONFIG_INVALID', { problems: [fixIsCsv] });
  }
  await writeNew(context, output, text);
  const { entries } = roster;
  const lines = mended.map(({ line, column, header, before, after }) => ({
    ...{ line, column, code: 'mended' },
    message: texts.roster.mended(shown(header), shown(before), shown(after)),
  }));
  if (flags.json === true) {
    printResult(context, flags, roster, { output, mended: lines });
    return EXIT.done;
  }
  for (const { line, column, message } of lines) {
    terminal.err(`${flags.file}:${line}:${column}: ${message}`);
  }
  printWarnings(output, roster.warnings, context);
  terminal.out(texts.roster.fixed(output, entries.length, mended.length));
  return EXIT.done;
}

/** `raccord roster template`: writes an example to a new file or to standard output. */
export const writeTemplate: Command<TemplateFlags> = async (context, { output }) => {
  const { terminal, texts } = context;
  const template = rosterTemplate(rosterHeadersFr);
  if (output === undefined) {
    // The last newline is added on output.
    terminal.out(template.slice(0, -1));
    return EXIT.done;
  }
  await writeNew(context, output, template);
  terminal.err(texts.roster.written(output));
  return EXIT.done;
};

/**
 * Writes a new file; replaces an existing one only if a person confirms.
 * @throws RaccordError CONFIG_INVALID.
 */
async function writeNew(
  { processEnvironment, terminal, texts }: CommandContext,
  output: string,
  text: string,
): Promise<void> {
  const path = resolve(processEnvironment.folder, output);
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const mayReplace =
      isThere &&
      terminal.isInteractive &&
      (await askYesOrNo(texts.roster.replace(output), texts, false));
    if (mayReplace) {
      await writeFile(path, text);
      return;
    }
    const problems = [
      isThere ? texts.credentials.exists(output) : `${output}: ${systemReason(error)}`,
    ];
    throw new RaccordError('CONFIG_INVALID', { problems }, error);
  }
}

function printResult(
  context: CommandContext,
  { file, json }: CheckFlags,
  roster: Roster,
  more: JsonObject = {},
): ExitCode {
  const { terminal, texts } = context;
  const { entries, warnings } = roster;
  const named = entries.filter(({ applicationName }) => applicationName !== undefined).length;
  if (json === true) {
    terminal.json({
      file,
      rows: entries.length,
      named,
      warnings: warnings.map((warning) => asDocument(warning, texts)),
      ...more,
    });
    return EXIT.done;
  }
  printWarnings(file, warnings, context);
  terminal.out(texts.roster.summary(file, entries.length, named, warnings.length));
  return EXIT.done;
}

/** Prints the message for people, who read the first mistakes, and every one for programs. */
function printCommandLineProblems(
  { terminal, texts }: CommandContext,
  error: RaccordError<'ROSTER_INVALID'>,
): ExitCode {
  const message = renderError(error, texts);
  const { file, problems } = error.details;
  terminal.err(message);
  terminal.json({
    file,
    error: { code: error.code, message },
    problems: problems.map((problem) => asDocument(problem, texts)),
  });
  return error.exitCode;
}

function asDocument({ line, column, reason }: RosterProblem, { roster }: Texts): JsonObject {
  return { line, column, code: reason.key, message: reasonText(reason, roster.reasons) };
}
