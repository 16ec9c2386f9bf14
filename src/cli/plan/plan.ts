import { EXIT } from '../../errors/exit-code.ts';
import { isImpossible } from '../../domain/planned-enrolment.ts';
import { appOf, loggerOf, type Command } from '../context.ts';
import { debugOptionsOf, type DebugFlags } from '../options/debug-options.ts';
import { keepOpenAt } from '../terminal/keep-open.ts';
import { personAt } from '../terminal/person.ts';
import { progressFor } from '../terminal/progress-display.ts';
import { readRequests, type RosterFlags } from '../options/roster-flags.ts';
import { printPlan } from '../results/plan-text.ts';

/** Number of structures read concurrently. */
const TABS = 2;

export type PlanFlags = RosterFlags & DebugFlags & { readonly json?: true };

/** `raccord plan`: shows what would be done for each SIRET. Only reads the portal. */
export const plan: Command<PlanFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const { config, requests } = await readRequests(context, flags);
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, 0, flags.verbose === true);
  const person = personAt(terminal, texts, debug.headed, progress);
  try {
    return await appOf(context, config, logger).withRobot(
      {
        ...{ command: 'plan', progress, person, debug, signal, readOnly: true },
        keepOpen: flags.keepOpen === true ? keepOpenAt(context, progress) : undefined,
      },
      async (robot) => {
        const planned = await robot.plan(requests, TABS);
        progress.end();
        printPlan(context, flags, planned, robot.stoppedRequests.length);
        return planned.some(isImpossible) ? EXIT.someFailed : EXIT.done;
      },
    );
  } finally {
    progress.end();
  }
};
