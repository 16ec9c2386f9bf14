import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, isRaccordError, RaccordError, type ExitCode } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Roster } from '../domain/roster.ts';
import type { RosterProblem } from '../domain/roster-problem.ts';
import { renderError } from '../messages/render.ts';
import { rosterHeadersFr } from '../messages/roster-texts-fr.ts';
import { reasonText, renderProblem, SHOWN_PROBLEMS } from '../messages/roster-texts.ts';
import type { Texts } from '../messages/texts-en.ts';
import { readRoster } from '../roster/read-roster.ts';
import { rosterTemplate } from '../roster/template.ts';
import { configOf, type Command, type CommandContext } from './context.ts';

export interface CheckFlags {
  readonly file: string;
  readonly json?: true;
}

export interface TemplateFlags {
  readonly output?: string;
}

/** `raccord roster check`: reads a roster as `batch` would, without a portal. */
export const checkRoster: Command<CheckFlags> = async (context, flags) => {
  const { environment, contact } = configOf(context);
  const { folder } = context.surroundings;
  try {
    const roster = await readRoster(resolve(folder, flags.file), {
      checkDigit: environment === 'production' ? 'required' : 'warned',
      defaults: contact,
      // Where the roster is checked need not be where it is run.
      contact: 'warned',
    });
    return tell(context, flags, roster);
  } catch (error) {
    if (!isRaccordError(error) || !error.is('ROSTER_INVALID') || flags.json !== true) throw error;
    return tellMistakes(context, error);
  }
};

/** `raccord roster template`: an example to fill in, to a new file or to standard output. */
export const writeTemplate: Command<TemplateFlags> = async (context, { output }) => {
  const { terminal, texts, surroundings } = context;
  const template = rosterTemplate(rosterHeadersFr);
  if (output === undefined) {
    // The line's end is added where it is written.
    terminal.out(template.slice(0, -1));
    return EXIT.done;
  }
  try {
    await writeFile(resolve(surroundings.folder, output), template, { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = error instanceof Error ? error.message : String(error);
    const problems = [isThere ? texts.credentials.exists(output) : reason];
    throw new RaccordError('CONFIG_INVALID', { problems }, error);
  }
  terminal.err(texts.roster.written(output));
  return EXIT.done;
};

function tell(context: CommandContext, { file, json }: CheckFlags, roster: Roster): ExitCode {
  const { terminal, texts } = context;
  const { entries, warnings } = roster;
  const named = entries.filter(({ applicationName }) => applicationName !== undefined).length;
  if (json === true) {
    terminal.json({
      file,
      rows: entries.length,
      named,
      warnings: warnings.map((warning) => asDocument(warning, texts)),
    });
    return EXIT.done;
  }
  for (const warning of warnings.slice(0, SHOWN_PROBLEMS)) {
    terminal.err(renderProblem(file, warning, texts.roster.reasons));
  }
  const left = warnings.length - SHOWN_PROBLEMS;
  if (left > 0) terminal.err(texts.roster.more(left));
  terminal.out(texts.roster.summary(file, entries.length, named, warnings.length));
  return EXIT.done;
}

/** Programs get every mistake; people, who read the first of them, get the message. */
function tellMistakes(
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
