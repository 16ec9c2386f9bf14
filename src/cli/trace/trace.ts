import { dirname, join } from 'node:path';
import { findBrowser } from '../../browser/find-browser.ts';
import { lastTraces, viewTrace } from '../../browser/trace-viewer.ts';
import { DIRECT } from '../../config/network.ts';
import { environmentWith } from '../../config/process-environment.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { shellWord } from '../../domain/raccord-command.ts';
import { localConfigOf, type Command } from '../context.ts';
import { demoConfig } from '../options/demo-home.ts';
import { siretOf } from '../options/option-values.ts';

export interface TraceFlags {
  readonly siret: string;
  readonly demo?: true;
}

/**
 * `raccord trace`: opens the last trace of a SIRET in Playwright's own viewer, served on this
 * machine only. Without a display, prints where the trace is.
 */
export const trace: Command<TraceFlags> = async (context, flags) => {
  const { terminal, processEnvironment, signal, version } = context;
  const texts = context.texts.debug.trace;
  const own = localConfigOf(context, { secrets: false });
  const { home, environment } = flags.demo === true ? demoConfig(own) : own;
  const siret = siretOf(flags.siret, environment);
  const traces = await lastTraces(join(home, 'evidence'), siret);
  const last = traces.at(-1);
  if (last === undefined) throw new RaccordError('TRACE_UNKNOWN', { siret });
  if (traces.length > 1) terminal.err(texts.others(traces.length - 1, dirname(last)));
  if (!processEnvironment.hasDisplay) {
    terminal.err(texts.noDisplay);
    terminal.out(`npx playwright show-trace ${shellWord(last)}`);
    return EXIT.done;
  }
  terminal.err(texts.opening(last));
  const options = { browser: findBrowser(own.browser), version, network: DIRECT };
  await viewTrace(last, options, environmentWith, {
    signal,
    opened: () => {
      terminal.err(texts.opened);
    },
  });
  return EXIT.done;
};
