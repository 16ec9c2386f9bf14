import type { Command } from 'commander';
import type { CommandContext } from '../../src/cli/context.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { processTerminal } from '../../src/cli/terminal/terminal.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';
import { Redactor } from '../../src/secrets/redactor.ts';

/** What a command is given, for a reader of a language; what it would print goes nowhere. */
export function contextIn(
  language: Language,
  processEnvironment: Partial<CommandContext['processEnvironment']> = {},
): CommandContext {
  const nowhere = { isTTY: false, write: () => true };
  const streams = { stdin: nowhere, stdout: nowhere, stderr: nowhere } as unknown as NodeJS.Process;
  const redactor = new Redactor();
  return {
    processEnvironment: {
      environment: {},
      folder: '/nowhere',
      language,
      colours: { out: false, err: false },
      calledAs: 'raccord',
      hasDisplay: false,
      ...processEnvironment,
    },
    terminal: processTerminal(streams, redactor, { out: false, err: false }),
    texts: textsFor(language),
    textsFor: (profile) => textsFor(language, profile),
    redactor,
    line: [],
    version: '0.0.0-test',
    signal: new AbortController().signal,
    profiles: [],
  };
}

/** The command line as it is built for a reader of a language. */
export function programIn(language: Language): Command {
  return buildProgram(
    contextIn(language),
    () => undefined,
    () => 0,
  );
}
