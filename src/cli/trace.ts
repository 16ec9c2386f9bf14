import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { lastTraces } from '../browser/kept-traces.ts';
import { EXIT, RaccordError } from '../domain/errors.ts';
import { shellWord } from '../domain/shell-word.ts';
import { configOf, type Command } from './context.ts';
import { demoConfig } from './demo-home.ts';
import { siretOf } from './enrolment-options.ts';

export interface TraceFlags {
  readonly siret: string;
  readonly demo?: true;
}

/**
 * `raccord trace`: the last trace of a SIRET in Playwright's own viewer, which serves it on this
 * machine alone. Without a display it says where the trace is.
 */
export const trace: Command<TraceFlags> = async (context, flags) => {
  const { terminal, surroundings } = context;
  const texts = context.texts.debug.trace;
  const own = configOf(context, { secrets: false });
  const { home, environment } = flags.demo === true ? demoConfig(own) : own;
  const siret = siretOf(flags.siret, environment);
  const traces = await lastTraces(join(home, 'evidence'), siret);
  const last = traces.at(-1);
  if (last === undefined) throw new RaccordError('TRACE_UNKNOWN', { siret });
  if (traces.length > 1) terminal.err(texts.others(traces.length - 1, dirname(last)));
  if (!surroundings.hasDisplay) {
    terminal.err(texts.noDisplay);
    terminal.out(`npx playwright show-trace ${shellWord(last)}`);
    return EXIT.done;
  }
  terminal.err(texts.opened(last));
  return (await viewed(last)) ? EXIT.done : EXIT.someFailed;
};

/** Shows a trace until its window is closed. @returns false where the viewer could not. */
async function viewed(file: string): Promise<boolean> {
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright/package.json'));
  const viewer = spawn(process.execPath, [join(playwright, 'cli.js'), 'show-trace', file], {
    // What it has to say is for the person: standard output is for results.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  // Ctrl-C reaches it too, and ends it: that is how a person leaves it.
  const [exitCode] = (await once(viewer, 'close')) as [number | null];
  return exitCode === 0 || exitCode === null || exitCode === EXIT.interrupted;
}
